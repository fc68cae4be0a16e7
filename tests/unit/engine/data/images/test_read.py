import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.data import DataError, Dataset, LoadCancelled, load
from engine.data.images.pixels import LARGEST, Frame, ImageRefused, pixels
from engine.data.separate_data import load_validation
from engine.settings import Project
from engine.settings.data.kinds import ImagesData

NOISE = np.random.default_rng(0)


def picture(height: int = 20, width: int = 30, channels: int = 3) -> Image.Image:
    shape = (height, width) if channels == 1 else (height, width, channels)
    return Image.fromarray(NOISE.integers(0, 256, shape, dtype=np.uint8))


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def folder(root: Path, **files: bytes) -> Path:
    """Files by "class__name": a double underscore stands for the slash, a single one for the point."""
    for key, content in files.items():
        path = root / Path(*key.split("__")[:-1], key.split("__")[-1].replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def read(root: Path, **options: Any) -> Dataset:
    return load(ImagesData(path=str(root), height=16, width=16, **options), None)


def refusal(root: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(root)
    assert caught.value.path == "data.path"
    return str(caught.value)


def test_every_format_and_size(tmp_path):
    shown = picture(16, 16)
    root = folder(
        tmp_path,
        b__1_png=encoded(picture(40, 10)),
        b__2_JPG=encoded(picture(), "JPEG"),
        a__1_bmp=encoded(picture(16, 16), "BMP"),
        a__2_gif=encoded(picture(), "GIF", save_all=True, append_images=[picture()]),
        a__3_WebP=encoded(picture(), "WEBP"),
        a__below__4_png=encoded(picture(), "WEBP"),
        b__3_tif=encoded(shown, "TIFF", compression="tiff_lzw"),
    )
    found = read(root)
    assert (found.x.shape, found.x.dtype) == ((7, 16, 16, 3), np.uint8)
    assert found.class_names == ("a", "b")
    assert found.names == ("a/1.bmp", "a/2.gif", "a/3.WebP", "a/below/4.png", "b/1.png", "b/2.JPG", "b/3.tif")
    np.testing.assert_array_equal(found.y, [0, 0, 0, 0, 1, 1, 1])
    np.testing.assert_array_equal(found.x[6], np.asarray(shown))
    assert found.left_out == ()


def test_a_file_of_several_pages_gives_its_first_one_and_a_note_says_so(tmp_path):
    for number in range(8):
        folder = tmp_path / "ab"[number % 2]
        folder.mkdir(exist_ok=True)
        pages = [Image.new("L", (6, 6), 20 * number + page) for page in range(3 if number < 3 else 1)]
        form = "gif" if number == 2 else "tif"
        pages[0].save(folder / f"{number}.{form}", save_all=len(pages) > 1, append_images=pages[1:])
    Image.new("L", (6, 6), 9).save(tmp_path / "a" / "p.png")
    found = load(ImagesData(path=str(tmp_path), height=6, width=6), None)
    assert found.x[found.names.index("a/0.tif")].max() == 0
    (note,) = [one for one in found.notes if "several pages" in one]
    assert note.startswith("3 of 8 TIFF, GIF and WebP files that were looked at have several pages")
    assert "a/0.tif has 3" in note
    for name in ("a/0.tif", "a/2.gif", "b/1.tif"):
        (tmp_path / name).unlink()
    assert not [one for one in load(ImagesData(path=str(tmp_path)), None).notes if "several pages" in one]


def test_tiff_is_no_picture_by_the_rules_of_version_2(tmp_path):
    root = folder(
        tmp_path,
        a__1_png=encoded(picture(channels=1)),
        b__1_png=encoded(picture(channels=1)),
        b__2_tif=encoded(picture(), "TIFF"),
    )
    assert read(root).shape == (16, 16, 3)
    found = read(root, rules="version_2")
    assert (found.names, found.shape[2]) == (("a/1.png", "b/1.png"), 1)
    assert [left.name for left in found.left_out] == ["b/2.tif"]


def test_grey_is_kept_when_every_image_is_grey(tmp_path):
    root = folder(
        tmp_path, a__1_png=encoded(picture(channels=1)), b__1_png=encoded(picture(channels=1).convert("1"))
    )
    assert read(root).shape == (16, 16, 1)
    assert read(root, color="rgb").shape == (16, 16, 3)
    folder(tmp_path, b__2_png=encoded(picture()))
    assert read(root).shape == (16, 16, 3)
    assert read(root, color="grey").shape == (16, 16, 1)


def test_broken_files_are_named_and_skipped(tmp_path):
    root = folder(
        tmp_path,
        a__good_png=encoded(picture()),
        a__cut_jpg=encoded(picture(200, 200), "JPEG")[:900],
        a__cut_png=encoded(picture())[:200],
        a__empty_png=b"",
        a__text_png=b"no image",
        b__good_png=encoded(picture()),
        loose_png=encoded(picture()),
        a__fractions_tif=encoded(Image.fromarray(np.full((9, 9), 0.5, np.float32)), "TIFF"),
        a__beyond_tif=encoded(Image.fromarray(np.full((9, 9), 70_000, np.int32)), "TIFF"),
    )
    folder(tmp_path, **{"a__.hidden": b"x", "a__Thumbs_db": b"x", ".git__x_png": b"x"})
    found = read(root)
    assert found.names == ("a/good.png", "b/good.png")
    reasons = {item.name: item.reason for item in found.left_out}
    assert set(reasons) == {
        *("loose.png", "a/cut.jpg", "a/cut.png", "a/empty.png", "a/text.png"),
        *("a/fractions.tif", "a/beyond.tif"),
    }
    assert "fractions (32-bit float)" in reasons["a/fractions.tif"]
    assert "beyond 0 to 65535" in reasons["a/beyond.tif"]
    assert "damaged" in reasons["a/cut.jpg"]
    assert "empty" in reasons["a/empty.png"]
    assert any("7 files are left out" in note for note in found.notes)
    assert any("class a has one image only" in note for note in found.notes)


def test_folders_that_hold_nothing_to_learn(tmp_path):
    assert "no sub-folders" in refusal(tmp_path)
    folder(tmp_path, loose_png=encoded(picture()))
    assert "The one file in it has no class" in refusal(tmp_path)
    folder(tmp_path, a__1_png=encoded(picture()))
    assert "one class only, a" in refusal(tmp_path)
    folder(tmp_path, b__1_png=b"broken")
    assert "Only the class a" in refusal(tmp_path)
    folder(tmp_path, a__1_png=b"broken")
    assert "No image could be used" in refusal(tmp_path)
    assert "is a file" in refusal(tmp_path / "loose.png")


def test_an_empty_class_is_named(tmp_path):
    root = folder(tmp_path, a__1_png=encoded(picture()), b__1_png=encoded(picture()), c__1_png=b"")
    assert "The class c has no image that can be used." in read(root).notes


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    root = folder(tmp_path, a__1_png=encoded(picture()), b__1_png=encoded(picture()))
    os.mkfifo(root / "a" / "pipe.png")
    assert [item.name for item in read(root).left_out] == ["a/pipe.png"]


def test_what_would_not_fit_into_memory_is_refused_before_reading(tmp_path, monkeypatch):
    root = folder(tmp_path, a__1_png=encoded(picture()), b__1_png=encoded(picture()))
    monkeypatch.setattr("engine.data.reading.limits.available_memory", lambda: 1000)
    with pytest.raises(DataError, match=r"2 images of 16 × 16 × 3 would take 1\.54 KB") as caught:
        read(root)
    assert caught.value.path == "data.height"


def test_progress_and_cancel(tmp_path):
    root = folder(tmp_path, **{f"{name}__{n}_png": encoded(picture()) for name in "ab" for n in range(100)})
    seen: list[tuple[int, int]] = []
    options = ImagesData(path=str(root), height=8, width=8)
    load(options, None, progress=lambda done, total, _doing: seen.append((done, total)))
    assert seen[-1] == (200, 200)
    seen.clear()
    with pytest.raises(LoadCancelled):
        load(options, None, progress=lambda *step: seen.append(step), cancelled=lambda: bool(seen))
    assert len(seen) == 1


def test_the_fingerprint_follows_names_and_bytes(tmp_path):
    root = folder(tmp_path, a__1_png=encoded(picture()), b__1_png=encoded(picture()))
    first = read(root).fingerprint
    assert read(root).fingerprint == first
    (root / "a" / "1.png").rename(root / "a" / "2.png")
    assert read(root).fingerprint != first


def test_validation_folder_is_matched_by_class_name(tmp_path):
    root = folder(
        tmp_path / "train",
        a__1_png=encoded(picture()),
        b__1_png=encoded(picture()),
        c__1_png=encoded(picture()),
    )
    folder(tmp_path / "own", c__1_png=encoded(picture(channels=1)))
    project = Project(data=ImagesData(path=str(root), height=16, width=16))
    project = project.with_value("fit.validation_data", str(tmp_path / "own"))
    found = load_validation(project, None, dataset=read(root))
    assert (found.x.shape, found.y.tolist(), found.class_names) == ((1, 16, 16, 3), [2], ("a", "b", "c"))
    folder(tmp_path / "own", d__1_png=encoded(picture()))
    with pytest.raises(DataError, match="class d") as caught:
        load_validation(project, None, dataset=read(root))
    assert caught.value.path == "fit.validation_data"


FRAME = Frame(12, 18, "crop")


@pytest.mark.parametrize("size", [(20, 30), (30, 20), (7, 9), (12, 18), (1, 50)])
@pytest.mark.parametrize("resize", ["crop", "stretch"])
def test_resizing_is_that_of_keras(size, resize):
    # the arithmetic of keras.utils.load_img, written out here as these tests import no Keras
    image = picture(*size)
    box = None
    if resize == "crop" and image.size != (18, 12):
        width, height = image.size
        crop_height, crop_width = max(1, min(height, width * 12 // 18)), min(width, height * 18 // 12)
        top, left = (height - crop_height) // 2, (width - crop_width) // 2
        box = (left, top, left + crop_width, top + crop_height)
    wanted = np.asarray(image.resize((18, 12), Image.Resampling.BILINEAR, box=box))
    np.testing.assert_array_equal(pixels(encoded(image), "rgb", frame=Frame(12, 18, resize)), wanted)


def test_fit_shows_all_with_black_edges():
    white = Image.new("RGB", (40, 10), (255, 255, 255))
    found = pixels(encoded(white), "rgb", frame=Frame(16, 16, "fit"))
    assert found[6:10].min() == 255
    assert found[:6].max() == found[10:].max() == 0


def test_transparent_is_white():
    clear = Image.new("RGBA", (18, 12), (10, 20, 30, 0))
    palette = Image.new("P", (18, 12), 0)
    palette.putpalette([10, 20, 30] * 256)
    grey = Image.new("LA", (18, 12), (10, 0))
    for data in (
        encoded(clear),
        encoded(clear, "WEBP", lossless=True),
        encoded(palette, transparency=0),
        encoded(grey),
    ):
        assert pixels(data, "rgb", frame=FRAME).min() == 255
        assert pixels(data, "grey", frame=FRAME).shape == (12, 18, 1)


def test_sixteen_bits_cmyk_and_turned_images():
    deep = Image.fromarray(np.full((12, 18), 0x80FF, dtype=np.uint16))
    assert np.unique(pixels(encoded(deep), "grey", frame=FRAME)).tolist() == [0x80]
    assert pixels(encoded(picture().convert("CMYK"), "JPEG"), "rgb", frame=FRAME).shape == (12, 18, 3)
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = picture(12, 18)
    np.testing.assert_array_equal(
        pixels(encoded(plain, "PNG", exif=exif), "rgb", frame=FRAME), np.asarray(plain)
    )


@pytest.mark.parametrize("side", [9_400, 20_000, 60_000])
def test_a_decompression_bomb_is_refused(side):
    assert side * side > LARGEST
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    with pytest.raises(ImageRefused, match="more than 80,000,000 pixels"):
        pixels(bomb, "grey", frame=FRAME)


def outcome(made: Callable[[], Any]) -> Any:
    """What `made` gives, or the sentence with which it refuses."""
    try:
        return made()
    except ImageRefused as error:
        return str(error)


WHOLE = [
    encoded(picture(9, 9), "PNG"), encoded(picture(9, 9), "JPEG"), encoded(picture(9, 9), "GIF"),
    encoded(picture(9, 9), "BMP"), encoded(picture(9, 9), "WEBP"), encoded(picture(9, 9, 4), "PNG"),
    encoded(picture(9, 9), "TIFF"), encoded(picture(9, 9), "TIFF", compression="tiff_lzw"),
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
@given(
    start=st.sampled_from(WHOLE),
    at=st.integers(0, 400),
    change=st.binary(max_size=6),
    length=st.integers(1, 900),
)
def test_any_bytes_are_an_image_or_refused(start, at, change, length):
    data = bytearray(start[:length])
    data[at : at + len(change)] = change
    found = outcome(lambda: pixels(bytes(data), "rgb", frame=FRAME))
    assert len(found) > 10 if isinstance(found, str) else found.shape == (12, 18, 3)
