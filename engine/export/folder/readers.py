"""The part of preprocess.py that reads a file: a picture, rows of a table, a text, a series, an array."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.export.folder import table_readers as tables
from engine.predict.signature.examples import Arrays, NumberedTexts, Pictures, Rows, Sequences, Texts, Windows

if TYPE_CHECKING:
    from engine.predict.signature.examples import Examples

_PICTURE = '''\
def read(path):
    """A picture -> (1, *shape)."""
    image = Image.open(path)
{wide}
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image).convert("RGB")
{convert}
    size = ({width}, {height})
    if image.size != size:
{resize}
    return {values}.reshape(1, *{shape})
'''
_UPPER = """\
    if image.mode.startswith("I"):  # 16 bits: the upper byte is the picture
        image = Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))"""
_KEPT = """\
    if image.mode.startswith("I"):  # 16 bits
        image = Image.fromarray(np.asarray(image).clip(0, 65535).astype(np.uint16))"""
_CONVERT = {
    "grey": '    image = image.convert("L")',
    "grey16": '    image = image if image.mode == "I;16" else image.convert("L")',
    "rgb": '    image = image.convert("RGB")',
}
_VALUES = {"grey16": 'np.asarray(image, np.float32) * (257 if image.mode == "L" else 1)'}
_RESIZE = {
    "stretch": "        image = image.resize(size, Image.Resampling.BILINEAR)",
    "fit": "        image = ImageOps.pad(image, size, method=Image.Resampling.BILINEAR, color=0)",
    "crop": """\
        width, height = image.size
        w = max(1, min(width, height * size[0] // size[1]))
        h = max(1, min(height, width * size[1] // size[0]))
        left, top = (width - w) // 2, (height - h) // 2
        image = image.resize(size, Image.Resampling.BILINEAR, box=(left, top, left + w, top + h))""",
}
_TEXT = '''\
def read(path):
    """A file with one text -> a list of it."""
    try:
        return [unicodedata.normalize("NFC", Path(path).read_bytes().decode("utf-8-sig"))]
    except UnicodeDecodeError:
        raise SystemExit(f"{path} is no text in UTF-8; save it as such.") from None
'''
_ARRAY_OR_PICTURE = '''\


def read(path):
    """A picture, or a .npy or .npz file with one example or with several -> (n, *shape)."""
    if not str(path).endswith((".npy", ".npz")):
        return {picture}
'''
_ARRAY = '''\
def read(path):
    """A .npy file, or x in a .npz file, with one example or with several -> (n, *shape)."""
'''
_LOADED = """\
    values = np.load(path)
    if not isinstance(values, np.ndarray):
        values = values["x" if "x" in values.files else values.files[0]]
    for shape in {shapes}:
        if values.shape[-len(shape) :] == shape:
            return values.reshape(-1, *{shape})
    raise SystemExit(f"{{path}} has arrays of {{values.shape}}, and the model takes {shape}.")
"""


def reader_of(examples: Examples) -> tuple[tuple[str, ...], str]:
    """Return the imports and the source of `read`.

    Args:
        examples: How an example is read.
    """
    match examples:
        case Pictures():
            mode = examples.mode
            resize = _RESIZE[examples.resize]
            values = _VALUES.get(mode, "np.asarray(image, np.uint8)")
            shape = tuple(examples.shape)
            return (
                ("from PIL import Image" + ", ImageOps" * (examples.resize == "fit"),),
                _PICTURE.format(
                    wide=_KEPT if mode == "grey16" else _UPPER,
                    convert=_CONVERT[mode],
                    values=f"({values})" if mode == "grey16" else values,
                    width=examples.width,
                    height=examples.height,
                    resize=resize,
                    shape=shape,
                ),
            )
        case Rows() | Texts() | Windows():
            return _of_table(examples)
        case Arrays(pictures=Pictures() as picture):
            imports, read = reader_of(picture)
            read = read.replace("def read(path)", "def picture(path)")
            scale = picture.dtype == "float32"
            step = (picture.high - picture.low) / 255
            head = _ARRAY_OR_PICTURE.format(
                picture=f"{picture.low!r} + {step!r} * picture(path)" if scale else "picture(path)"
            )
            return imports, read + head + _loaded(examples.shape)
        case Arrays():
            return (), _ARRAY + _loaded(examples.shape)
        case Sequences():
            return (), _ARRAY + _loaded((examples.steps, examples.dimensions))
        case NumberedTexts():
            return (), _ARRAY + _loaded((examples.length,))


def _loaded(shape: tuple[int, ...]) -> str:
    """Return the lines that load an array, also one that lacks axes of 1, such as the channel of grey."""
    core = tuple(size for size in shape if size > 1)
    return _LOADED.format(shapes=tuple(dict.fromkeys(one for one in (shape, core) if one)), shape=shape)


def _of_table(examples: Rows | Texts | Windows) -> tuple[tuple[str, ...], str]:
    match examples:
        case Rows():
            return _joined(("import pandas as pd",), (tables.ROWS, tables.COLUMN))
        case Windows():
            read = tables.WINDOW.format(window=examples.window, width=len(examples.columns))
            return _joined(("import pandas as pd",), (read, tables.COLUMN))
        case Texts(column=""):
            return ("import unicodedata",), _TEXT
        case _:
            return _joined(("import unicodedata",), (tables.TEXT_COLUMN,))


def _joined(imports: tuple[str, ...], functions: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    needed = tuple(line for line in tables.TABLE_IMPORTS if _used(line, (*functions, tables.TABLE)))
    return (*imports, *needed), "\n\n".join((*functions, tables.TABLE))


def _used(line: str, functions: tuple[str, ...]) -> bool:
    """Return whether the name that a line imports is used in some functions."""
    name = line.rsplit(maxsplit=1)[-1]
    return any(f"{name}." in text or f"{name}(" in text for text in functions)
