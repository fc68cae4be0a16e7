"""A plain PNG file is decoded as Pillow would; every other one, and every damaged one, is left to Pillow."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from engine.data import pixels as pixels_module
from engine.data.pixels import LARGEST, Frame, ImageRefused, pixel_bytes
from engine.data.plain_png import plain_png

RNG = np.random.default_rng(2)


def picture(height: int, width: int, mode: str = "RGB") -> Image.Image:
    # part smooth, part noise, so that every filter of PNG is used
    slope = np.linspace(0, 200, height * width * 3).reshape(height, width, 3)
    slope[: height // 2] += RNG.integers(0, 50, (height // 2, width, 3))
    return Image.fromarray(slope.astype(np.uint8)).convert(mode)


def encoded(image: Image.Image, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    stream = io.BytesIO()
    PngImagePlugin.putchunk(stream, name, body)
    return stream.getvalue()


def in_two(data: bytes) -> bytes:
    """The same image with its packed bytes in two chunks."""
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at])
    body = data[at + 4 : at + 4 + length]
    return data[: at - 4] + chunk(b"IDAT", body[:20]) + chunk(b"IDAT", body[20:]) + data[at + 8 + length :]


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("size", [(28, 28), (1, 1), (300, 7)])
@pytest.mark.parametrize("options", [{}, {"compress_level": 0}, {"optimize": True}, {"dpi": (72, 72)}])
def test_a_plain_file_gives_the_pixels_that_pillow_gives(mode, size, options):
    image = picture(size[0], size[1], mode)
    for data in (encoded(image, **options), in_two(encoded(image, **options))):
        found = plain_png(data, most=LARGEST)
        assert found is not None
        assert (found.mode, found.size, found.tobytes()) == (mode, image.size, image.tobytes())


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("P", {}),
        ("1", {}),
        ("RGBA", {}),
        ("LA", {}),
        ("I;16", {}),
        ("RGB", {"transparency": (1, 2, 3)}),
        ("RGB", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0"}),
    ],
)
def test_every_other_file_is_left_to_pillow(mode, options):
    assert plain_png(encoded(picture(9, 9, mode), **options), most=LARGEST) is None


def test_large_and_foreign_files_are_left_to_pillow():
    data = encoded(picture(9, 9))
    assert plain_png(data, most=80) is None
    assert plain_png(b"", most=LARGEST) is None
    assert plain_png(b"GIF89a" + data, most=LARGEST) is None


def outcome(data: bytes) -> bytes | str:
    try:
        return pixel_bytes(data, "rgb", frame=Frame(9, 9, "crop"))
    except ImageRefused as refused:
        return str(refused)


WHOLE = [encoded(picture(9, 9)), encoded(picture(9, 9, "L"), dpi=(72, 72)), in_two(encoded(picture(9, 9)))]


@settings(max_examples=500, deadline=None)
@given(
    start=st.sampled_from(WHOLE), at=st.integers(0, 400), change=st.binary(max_size=4), cut=st.integers(0, 60)
)
def test_what_is_damaged_ends_as_it_ends_with_pillow(start, at, change, cut):
    data = bytearray(start)
    data[at : at + len(change)] = change
    data = data[: len(data) - cut]
    found = outcome(bytes(data))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pixels_module, "plain_png", lambda _data, most: None)  # noqa: ARG005 - a name given
        assert outcome(bytes(data)) == found
