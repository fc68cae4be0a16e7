"""The part of preprocess.py that reads a file: a picture, rows of a table, a text, a series, an array."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.data.arrays.names import X_NAMES
from engine.data.images.pixels import FORMATS
from engine.export.folder import table_readers as tables
from engine.export.folder.sheet_readers import SHEETS
from engine.predict.new.arrays import NEW_NAMES
from engine.predict.signature.examples import (
    WHITE_OF_16,
    Arrays,
    NumberedTexts,
    Pictures,
    Rows,
    Sequences,
    Texts,
    Windows,
)

if TYPE_CHECKING:
    from engine.predict.signature.examples import Examples

_PICTURE = '''\
def read(path):
    """A picture -> (1, *shape)."""
    with Image.open(path, formats={formats}) as file:
        image = file.copy()
    if image.mode == "F" or (image.mode == "I" and (np.asarray(image) >> 16).any()):
        raise SystemExit(f"{{path}} has values beyond 0 to 65535, or fractions; save it as an array.")
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
        image = Image.fromarray(np.asarray(image).astype(np.uint16))"""
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
        content = Path(path).read_bytes()
        is_utf16 = content[:2] in (b"\\xff\\xfe", b"\\xfe\\xff")
        return [unicodedata.normalize("NFC", content.decode("utf-16" if is_utf16 else "utf-8-sig"))]
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
    try:
        values = np.load(path)
    except ValueError:
        raise SystemExit(f"{{path}} is no .npy or .npz file; save it with np.save or np.savez.") from None
    if isinstance(values, np.ndarray):
        arrays = {{"": values}}
    else:
        arrays = {{name: values[name] for name in values.files}}
    fitting = {{name: x for name, array in arrays.items() if (x := fitted(array)) is not None}}
    known = [name for name in NAMES if name in fitting]
    if not known and len(fitting) > 1:
        raise SystemExit(f"{{path}} has more than one array that could be meant: {{', '.join(fitting)}}.")
    if not fitting:
        shapes = " and ".join(str(array.shape) for array in arrays.values())
        raise SystemExit(f"{{path}} has arrays of {{shapes}}, and the model takes {shape}.")
    x = fitting[(known or list(fitting))[0]]
    if x.dtype.kind not in "biuf" or not ({valid}):
        raise SystemExit(f"{{path}} has values that are {wrong}.")
    return x


NAMES = \"\"\"
{names}
\"\"\".split()


def fitted(array):
    \"\"\"An array as (n, *shape); None where it cannot be.\"\"\"
{more}\
    for shape in {shapes}:
        if array.shape[-len(shape) :] == shape and array.ndim <= len(shape) + 1:
            return array.reshape(-1, *{shape})
{last}\
    return None
"""
_CHANNELS_FIRST = """\
    if array.shape[-3:] == {first} and array.ndim <= 4:
        return np.moveaxis(array.reshape(-1, *{first}), 1, -1)
"""
_NUMBER = """\
    if array.ndim == 1:
        return array.reshape(-1, 1)
"""
_SEQUENCES = """\
    if array.ndim in (2, 3) and array.shape[-1] == {width} and array.shape[-2] <= {steps}:
        x = np.full((1 if array.ndim == 2 else len(array), {steps}, {width}), np.nan)
        x[:, : array.shape[-2]] = array
        there = ~np.isnan(x).all(axis=2)
        x[~np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]] = {padding}  # behind its end
        return x
"""
_SERIES = '''\
def read(path):
    """A .ts, .tsv or .txt file with a series a line, or a .npy or .npz file -> (n, {steps}, {width})."""
    if Path(path).suffix.lower() not in (".ts", ".tsv", ".txt"):
        return arrays(path)
    series = series_in(path)
    x = np.full((len(series), {steps}, {width}), {padding})
    for row, one in enumerate(series):
        if one.shape[1] != {width} or not {least} <= len(one) <= {steps}:
            shape = f"{{len(one)}} steps of {{one.shape[1]}}, and the model takes {steps} of {width}"
            raise SystemExit(f"{{path}}: series {{row + 1}} has {{shape}}.")
        x[row, : len(one)] = one
    return x


def series_in(path):
    """The series in a file, (steps, dimensions) each."""
    lines = [line.strip() for line in Path(path).read_text("utf-8-sig").splitlines()]
    if Path(path).suffix.lower() != ".ts":
        rows = [re.split("\\t" if "\\t" in line else r"[,\\s]+", line) for line in lines if line]
        return [whole([row[1:]]) for row in rows]
    lines = [line for line in lines if line and line[:1] != "#"]
    begin = [line.casefold() for line in lines].index("@data") + 1
    return [whole([one.split(",") for one in line.split(":")[:-1]]) for line in lines[begin:]]


def whole(dimensions):
    """A series without gaps: what is missing lies between its neighbours."""
    x = np.full((max(map(len, dimensions), default=0), len(dimensions)), np.nan)
    for place, texts in enumerate(dimensions):
        values = [np.nan if text.strip().casefold() in ("?", "nan", "") else float(text) for text in texts]
        x[: len(values), place] = values
    there = np.flatnonzero(~np.isnan(x).all(axis=1))
    x = x[: there[-1] + 1] if len(there) else x[:0]
    for column in x.T:
        gaps = np.isnan(column)
        if gaps.all():
            return x[:0]
        column[gaps] = np.interp(np.flatnonzero(gaps), np.flatnonzero(~gaps), column[~gaps])
    return x


'''
_FINITE = ("np.isfinite(x).all()", "not finite numbers")
_WHOLE = (
    "(x == np.floor(x)).all() and {low} <= x.min() <= x.max() <= {high}",  # not where x has NaN
    "no whole numbers from {low} to {high}",
)
_HIGHEST = {"uint8": 255, "int32": 2**31 - 1}


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
                    formats=FORMATS,
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
            step = (picture.high - picture.low) / (WHITE_OF_16 if picture.mode == "grey16" else 255)
            head = _ARRAY_OR_PICTURE.format(
                picture=f"{picture.low!r} + {step!r} * picture(path)" if scale else "picture(path)"
            )
            return imports, read + head + _loaded(examples.shape, examples.dtype, examples.padding)
        case Arrays():
            return (), _ARRAY + _loaded(examples.shape, examples.dtype, examples.padding)
        case Sequences():
            steps, width, padding = examples.steps, examples.dimensions, examples.padding
            arrays = _ARRAY + _loaded((steps, width), "float32", padding)
            least = steps if padding is None else 1
            read = _SERIES.format(steps=steps, width=width, padding=padding or 0.0, least=least)
            return ("import re",), read + arrays.replace("def read(path)", "def arrays(path)")
        case NumberedTexts():
            return (), _ARRAY + _loaded((examples.length,), "int32", None)


def _loaded(shape: tuple[int, ...], dtype: str, padding: float | None) -> str:
    """Return the lines that load an array, also one that lacks axes of 1, such as the channel of grey.

    Args:
        shape: Of one example.
        dtype: Of its values.
        padding: What fills up a sequence that is shorter; None where none may be.
    """
    core = tuple(size for size in shape if size > 1)
    more = last = ""
    if len(shape) == 3:
        last = _CHANNELS_FIRST.format(first=(shape[2], *shape[:2]))
    elif shape == (1,):
        last = _NUMBER
    elif len(shape) == 2 and padding is not None:
        more = _SEQUENCES.format(steps=shape[0], width=shape[1], padding=padding)
    valid, wrong = _FINITE if dtype == "float32" else _WHOLE
    high = _HIGHEST.get(dtype, 0)
    return _LOADED.format(
        names=textwrap.fill(" ".join((*NEW_NAMES, *X_NAMES)), 100),
        shapes=tuple(dict.fromkeys(one for one in (shape, core) if one)),
        shape=shape,
        more=more,
        last=last,
        valid=valid.format(low=0, high=high),
        wrong=wrong.format(low=0, high=f"{high:,}"),
    )


def _of_table(examples: Rows | Texts | Windows) -> tuple[tuple[str, ...], str]:
    match examples:
        case Rows():
            lines = SHEETS + tables.CSV.replace("def tables_in", "def csv_lines")
            functions = (tables.ROWS, tables.COLUMN, tables.NUMBERS)
            return _joined(("import pandas as pd",), functions, lines=lines)
        case Windows():
            read = tables.WINDOW.format(window=examples.window, width=len(examples.columns))
            return _joined(("import pandas as pd",), (read, tables.COLUMN, tables.NUMBERS))
        case Texts(column=""):
            return ("import unicodedata",), _TEXT
        case _:
            return _joined(("import unicodedata",), (tables.TEXT_COLUMN,))


def _joined(
    imports: tuple[str, ...], functions: tuple[str, ...], *, lines: str = tables.CSV
) -> tuple[tuple[str, ...], str]:
    functions = (*functions, tables.TABLE + lines + tables.TEXT)
    needed = tuple(line for line in tables.TABLE_IMPORTS if _used(line, functions))
    return (*imports, *needed), "\n\n".join(functions)


def _used(line: str, functions: tuple[str, ...]) -> bool:
    """Return whether the name that a line imports is used in some functions."""
    name = line.rsplit(maxsplit=1)[-1]
    return any(f"{name}." in text or f"{name}(" in text for text in functions)
