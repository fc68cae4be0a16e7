"""One image file -> the pixels that a model gets. Which files there are is left to `files`.

The arithmetic is that of `keras.utils.load_img(..., interpolation="bilinear")`, so a script gets the same
bytes: the first frame, no rotation by EXIF (Keras does not rotate either), colour conversion before resizing;
"crop" is keep_aspect_ratio=True, "stretch" is False, "fit" is Pillow's `ImageOps.pad` in black. Beyond Keras:
what is transparent is put on white, and 16-bit grey becomes 8-bit unless its 16 bits are asked for.
"""

import io
import logging
import warnings
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.language import tr
from engine.settings.data.sections import Rules

_FORMATS_BEFORE = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
FORMATS = (*_FORMATS_BEFORE, "TIFF")
# only those of the formats: `Image.init` loads all forty that Pillow has
_PLUGINS = (
    *("PngImagePlugin", "JpegImagePlugin", "BmpImagePlugin", "GifImagePlugin", "WebPImagePlugin"),
    "TiffImagePlugin",
)
_ORIENTATION = 0x0112
LARGEST = 80_000_000
"""The pixels that an image may have. A tiny file can hold more and take gigabytes (a decompression bomb)."""
_ALPHA = ("RGBA", "LA", "PA")
_WIDE = ("I;16", "I;16B", "I;16L", "I;16N", "I")
# what Pillow raises for files that are corrupt, truncated or malicious
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    AssertionError,
)

Mode = Literal["grey", "grey16", "rgb"]
"""One channel of 8 bits, one of 16, or three of 8."""
_WHITE_OF_16 = 65_535
_FULL = 257
"""What 8 bits are multiplied with among 16: white stays white."""


class ImageRefused(Exception):  # noqa: N818 - a reason, shown to people; reading continues with the next file
    """An image that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size that images are resized to.

    Attributes:
        height: in pixels.
        width: in pixels.
        resize: "crop" cuts to the aspect ratio, "fit" adds black borders, "stretch" changes the aspect ratio.
    """

    height: int
    width: int
    resize: Literal["crop", "fit", "stretch"]


# up to twice its own limit Pillow only warns; a filter that is set and reset in each thread would race
warnings.simplefilter("error", Image.DecompressionBombWarning)
# of a damaged file Pillow says what its tags lack, before it refuses it
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")
logging.getLogger("PIL.TiffImagePlugin").setLevel(logging.CRITICAL)


def prepare() -> None:
    """Load Pillow's decoders; to be called once before threads use them."""
    for name in _PLUGINS:
        import_module(f"PIL.{name}")


def mode_in(path: Path, rules: Rules = "version_3") -> Mode:
    """Return the mode in which nothing of an image file is lost, according to its header.

    Pillow reads 16 bits of grey alone: of 16-bit colour it gives the upper 8.

    Args:
        path: of the file.
        rules: the reading rules of the data.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path, rules) as image:
        if image.mode == "P":
            palette = image.getpalette("RGB") or []
            return "grey" if palette[::3] == palette[1::3] == palette[2::3] else "rgb"
        if image.mode in _WIDE:
            return "grey16"
        return "grey" if image.mode in ("1", "L", "LA") else "rgb"


def has_16_bits(path: Path) -> bool:
    """Return whether an image file has 16 bits for a shade or colour, according to its header.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path) as image:
        stored = [str(part.args) for part in getattr(image, "tile", ())]
        return image.mode in _WIDE or any(";16" in args for args in stored)


def is_big_endian(path: Path) -> bool:
    """Return whether an image file has 16 bits of grey with the higher byte first, as ImageJ writes TIFF.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path) as image:
        return image.mode == "I;16B"


def is_turned(path: Path) -> bool:
    """Return whether an image file is to be turned before it is shown (EXIF), which Keras does not do.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path) as image:
        try:
            return image.getexif().get(_ORIENTATION, 1) not in (0, 1)
        except _BROKEN:
            return False


def pages_of(path: Path) -> int:
    """Return how many pages or frames an image file has, of which the first is the image.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path) as image:
        try:
            return int(getattr(image, "n_frames", 1))
        except _BROKEN:
            return 1


def size_of(path: Path) -> tuple[int, int]:
    """Return (height, width) of an image file, according to its header.

    Raises:
        ImageRefused: it cannot be opened as an image.
    """
    with _opened(path) as image:
        return image.height, image.width


def stored_dtype(mode: Mode) -> np.dtype[Any]:
    """Return the dtype of decoded pixels: uint16 of "grey16", else uint8."""
    return np.dtype(np.uint16 if mode == "grey16" else np.uint8)


def pixels(data: bytes, mode: Mode, *, frame: Frame) -> NDArray[Any]:
    """Decode one image.

    Args:
        data: the bytes of the file.
        mode: what it becomes.
        frame: the size.

    Returns:
        (height, width, 1 or 3) of `stored_dtype`.

    Raises:
        ImageRefused: it cannot be decoded, or has more than `LARGEST` pixels.
    """
    found = np.frombuffer(pixel_bytes(data, mode, frame=frame), stored_dtype(mode))
    return found.reshape(frame.height, frame.width, -1)


def pixel_bytes(data: bytes, mode: Mode, *, frame: Frame, rules: Rules = "version_3") -> bytes:
    """Decode one image as `pixels` does, into bytes, row by row.

    Args:
        data: the bytes of the file.
        mode: what it becomes.
        frame: the size.
        rules: the reading rules of the data.

    Raises:
        ImageRefused: as in `pixels`.
    """
    if not data:
        raise ImageRefused(tr("the file is empty"))
    with _opened(io.BytesIO(data), rules) as image:
        try:
            # decoding happens here at the latest, even where nothing had to be converted
            found = _resized(_converted(image, mode), frame)
            return found.tobytes() if mode != "grey16" else _in_16_bits(found)
        except _BROKEN as error:
            raise ImageRefused(tr("the image is damaged or cut off")) from error


def _opened(source: Path | io.BytesIO, rules: Rules = "version_3") -> Image.Image:
    try:
        image = Image.open(source, formats=FORMATS if rules != "version_2" else _FORMATS_BEFORE)
    except UnidentifiedImageError as error:
        raise ImageRefused(tr("it is no PNG, JPEG, TIFF, BMP, GIF or WebP image")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused(tr("it has more than {most:,} pixels", most=LARGEST)) from error
    except _BROKEN as error:
        raise ImageRefused(tr("the image is damaged or cut off")) from error
    if image.width * image.height > LARGEST:
        image.close()
        raise ImageRefused(tr("it has more than {most:,} pixels", most=LARGEST))
    if not image.width or not image.height:
        image.close()
        raise ImageRefused(tr("it has no pixels"))
    if image.mode == "F":
        image.close()
        raise ImageRefused(tr("its pixels are fractions (32-bit float); save them as an array (NPZ)"))
    return image


def _converted(image: Image.Image, mode: Mode) -> Image.Image:
    if image.mode == "I" and not _is_within_16_bits(image):
        raise ImageRefused(tr("its pixels are beyond 0 to 65535; save them as an array (NPZ)"))
    if image.mode in _WIDE and mode == "grey16":
        # of all these modes Pillow resizes one alone
        shades = np.asarray(image)
        return image if image.mode == "I;16" else Image.fromarray(shades.astype(np.uint16))
    if image.mode in _WIDE:
        # Pillow would clip 16 bits at 255; the upper byte is the image
        image = Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    if image.mode in _ALPHA or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image).convert("RGB")
    wanted = "RGB" if mode == "rgb" else "L"
    return image if image.mode == wanted else image.convert(wanted)


def _is_within_16_bits(image: Image.Image) -> bool:
    low, high = np.asarray(image).min(), np.asarray(image).max()
    return bool(low >= 0 and high <= _WHITE_OF_16)


def _in_16_bits(image: Image.Image) -> bytes:
    shades = np.asarray(image).astype(np.uint16)
    return (shades if image.mode != "L" else shades * np.uint16(_FULL)).tobytes()


def _resized(image: Image.Image, frame: Frame) -> Image.Image:
    size = (frame.width, frame.height)
    if image.size == size:
        return image
    if frame.resize == "stretch":
        return image.resize(size, Image.Resampling.BILINEAR)
    if frame.resize == "fit":
        return ImageOps.pad(image, size, method=Image.Resampling.BILINEAR, color=0)
    # the box of keras.utils.load_img: whole pixels, cut equally on both sides
    width, height = image.size
    crop_width = max(1, min(width, height * frame.width // frame.height))
    crop_height = max(1, min(height, width * frame.height // frame.width))
    left, top = (width - crop_width) // 2, (height - crop_height) // 2
    return image.resize(
        size, Image.Resampling.BILINEAR, box=(left, top, left + crop_width, top + crop_height)
    )
