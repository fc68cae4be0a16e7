"""The lines of Python that read one new example as a run did: one function a kind of example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.data.tables.notation.short_years import PYTHON
from engine.predict.signature.examples import (
    WHITE_OF_16,
    Arrays,
    Column,
    NumberedTexts,
    Pictures,
    Rows,
    Sequences,
    Texts,
    Windows,
)
from engine.script.pretty import literal, pretty
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.predict.finished_run import FinishedRun

_HDF5 = (".h5", ".hdf5")
_RGB = {"grey": "grayscale", "grey16": "grayscale", "rgb": "rgb"}
_CONVERT = {"grey": '.convert("L")', "grey16": "", "rgb": '.convert("RGB")'}


@dataclass(slots=True)
class ReadingLines:
    """Lines that read an example.

    Attributes:
        lines: In order; they set `x`.
        imports: What they need, beside Keras.
    """

    lines: list[str]
    imports: list[str] = field(default_factory=list[str])


def reading_lines(run: FinishedRun, example: str | None) -> ReadingLines:
    """Return the lines that read an example of the kind that a run has learned from.

    Args:
        run: The run.
        example: The path of the new file in them; None for a name of the right kind.

    Raises:
        RunError, DataError, ModelError: As `FinishedRun.signature`.
    """
    form = run.signature.examples
    return _READERS[type(form)](form, example, run)


def assignment(name: str, value: Any) -> str:
    """Return an assignment, over as many lines as it needs.

    Args:
        name: Of the variable.
        value: A list, number or text.
    """
    before = f"{name} = "
    return before + "".join(text for text, _ in pretty(value, indent=0, used=len(before)))


def _pictures(form: Pictures, example: str | None, _run: FinishedRun) -> ReadingLines:
    path = literal(example or "picture.png")
    imports = ["import numpy as np"]
    size = f"({form.height}, {form.width})"
    if form.resize == "fit":
        imports.append("from PIL import Image, ImageOps")
        lines = [
            f"image = Image.open({path}){_CONVERT[form.mode]}",
            f"size = ({form.width}, {form.height})",
            "image = ImageOps.pad(image, size, method=Image.Resampling.BILINEAR, color=0)",
        ]
    else:
        keep = ", keep_aspect_ratio=True" if form.resize == "crop" else ""
        lines = [
            "image = keras.utils.load_img(",
            f"    {path},",
            f"    color_mode={literal(_RGB[form.mode])},",
            f"    target_size={size},",
            '    interpolation="bilinear",',
            *([f"    {keep[2:]},"] if keep else []),
            ")",
        ]
    dtype = literal(form.dtype)
    lines.append(f"x = np.asarray(image, {dtype}).reshape(1, {', '.join(map(str, form.shape))})")
    white = 255.0
    if form.mode == "grey16":
        white = WHITE_OF_16
        lines.append('x = x * 257 if image.mode == "L" else x  # as if of 16 bits')
    if form.dtype == "float32" and (form.low, form.high) != (0.0, white):
        scale = f"x * {(form.high - form.low) / white!r}"
        lines.append(f"x = {scale}" if form.low == 0 else f"x = {form.low!r} + {scale}")
    return ReadingLines(lines, imports)


def _rows(form: Rows, example: str | None, _run: FinishedRun) -> ReadingLines:
    columns = form.columns
    helpers = {
        "days": any(column.kind == "date" for column in columns),
        "century": any(_has_century(column) for column in columns),
        "comma": any(_needs_plain(column) and column.decimal == "comma" for column in columns),
        "point": any(_needs_plain(column) and column.decimal != "comma" for column in columns),
        "numbers": any(column.dtype == "float32" for column in columns),
        "texts": any(column.dtype == "string" for column in columns),
    }
    lines = [assignment("table", _read_call(form, example))]
    for name, is_used in helpers.items():
        lines += ["", "", *_HELPERS[name]] if is_used else []
    values = [f"    {literal(column.input)}: {_column(column)}," for column in columns]
    return ReadingLines([*lines, "", "", "x = {", *values, "}"], ["import pandas as pd"])


_HELPERS = {
    "days": (
        "def days(times):",
        '    elapsed = times - pd.Timestamp("1970-01-01", tz="UTC")',
        "    return elapsed / pd.Timedelta(days=1)",
    ),
    "century": (
        "def in_century(times, first):",
        "    years = first + (times.dt.year - first) % 100",
        '    days = {"year": years, "month": times.dt.month, "day": times.dt.day}',
        "    return pd.to_datetime(days, utc=True) + (times - times.dt.normalize())",
    ),
    "comma": (
        "def with_comma(column):",
        r"""    text = column.astype(str).str.replace(r"[^\d,eE+-]", "", regex=True)""",
        '    return text.str.replace(",", ".")',
    ),
    "point": (
        "def with_point(column):",
        r"""    return column.astype(str).str.replace(r"[^\d.eE+-]", "", regex=True)""",
    ),
    "numbers": (
        "def numbers(column):",
        '    values = pd.to_numeric(column, errors="coerce")',
        '    return tf.constant(values.to_numpy("float32")[:, None])',
    ),
    "texts": (
        "def texts(column):",
        '    values = column.astype("string").fillna("")',
        "    return tf.constant(values.to_numpy(str)[:, None])",
    ),
}


def _read_call(form: Rows, example: str | None) -> Call:
    ending = (example or "").rpartition(".")[2].lower()
    if ending in ("xlsx", "xlsm", "parquet"):
        return Call("pd.read_parquet" if ending == "parquet" else "pd.read_excel", args=(example,))
    texts = [column.name for column in form.columns if column.dtype == "string" and _is_text(column)]
    kwargs: dict[str, Any] = {}
    if any(column.decimal == "comma" for column in form.columns if column.kind == "number"):
        kwargs |= {"sep": None, "engine": "python"}
    if texts:
        kwargs |= {"dtype": dict.fromkeys(texts, "str"), "keep_default_na": False, "na_values": [""]}
    return Call("pd.read_csv", args=(example or "new.csv",), kwargs=kwargs)


def _needs_plain(column: Column) -> bool:
    return column.kind == "number" and (column.decimal == "comma" or bool(column.unit))


def _is_text(column: Column) -> bool:
    return not column.dtype_read.startswith(("int", "float", "bool", "Int", "Float"))


def _column(column: Column) -> str:
    """The value of an input of the model."""
    found = f"table[{literal(column.name)}]"
    if column.kind == "date":
        return f"numbers(days({_dates(column)}))"
    if column.dtype == "string":
        is_whole = column.dtype_read.startswith(("int", "float", "Int", "Float"))
        return f"texts({found}.astype({literal('Int64')}))" if is_whole else f"texts({found})"
    if _needs_plain(column):
        found = f"with_comma({found})" if column.decimal == "comma" else f"with_point({found})"
    return f"numbers({found})"


_NUMBER_TIMES = {
    **{unit: ("{0}", f', unit="{unit}"') for unit in ("s", "ms", "us", "ns")},
    "days": ("{0}", ', unit="D", origin="1899-12-30"'),
    "digits": ("{0}.astype(str)", ""),
    "short_digits": ("{0}.astype(str).str.zfill(6)", ', format="%y%m%d"'),
    "weeks": ('({0}.astype(str) + "1")', ', format="%G%V%u"'),
}
"""How numbers that mean times are written for `pandas.to_datetime`: its argument, and the options besides."""


def _dates(column: Column) -> str:
    parts = [f"table[{literal(name)}]" for name in column.joined or (column.name,)]
    found = parts[0] if len(parts) == 1 else ' + " " + '.join(parts)
    form, more = _NUMBER_TIMES.get(column.number_time, ("{0}", ""))
    if not column.number_time and column.date_order == "dmy":
        more = ", dayfirst=True"
    if not column.number_time and column.first_year is not None:
        more += ', format="mixed"'  # pandas infers no format with a year of two digits
    times = f"pd.to_datetime({form.format(found)}, utc=True{more})"
    return f"in_century({times}, {column.first_year})" if _has_century(column) else times


def _has_century(column: Column) -> bool:
    return column.first_year not in (None, PYTHON)


def _texts(_form: Texts, example: str | None, run: FinishedRun) -> ReadingLines:
    path = literal(example or "text.txt")
    key = literal(run.signature.inputs[0].name)
    return ReadingLines(
        [f'text = Path({path}).read_text("utf-8")', f"x = {{{key}: tf.constant([[text]])}}"],
        ["from pathlib import Path"],
    )


def _numbered(form: NumberedTexts, example: str | None, run: FinishedRun) -> ReadingLines:
    name = getattr(run.project.data, "name", "imdb")
    cut = f"[-{form.length} :]" if form.truncating == "pre" else f"[:{form.length}]"
    return ReadingLines(
        [
            f'text = Path({literal(example or "text.txt")}).read_text("utf-8")',
            f"ranks = keras.datasets.{name}.get_word_index()",
            f"numbers = [ranks.get(word, {form.vocabulary}) + 3 for word in text.lower().split()]",
            f"numbers = [at if at < {form.vocabulary} else {form.unknown} for at in [1, *numbers]]",
            f"numbers = numbers{cut}",
            f"x = np.array([numbers + [0] * ({form.length} - len(numbers))])",
        ],
        ["from pathlib import Path", "import numpy as np"],
    )


def _windows(form: Windows, example: str | None, _run: FinishedRun) -> ReadingLines:
    options = ', sep=None, engine="python", decimal=","' if form.decimal == "comma" else ""
    lines = [f"table = pd.read_csv({literal(example or 'new.csv')}{options})"]
    if form.series:
        name = literal(form.series)
        lines.append(f"table = table[table[{name}] == table[{name}].iloc[-1]]")
    if form.time:
        dates = ", dayfirst=True" if form.date_order == "dmy" else ""
        order = f"key=lambda times: pd.to_datetime(times{dates})"
        lines.append(f"table = table.sort_values({literal(form.time)}, {order})")
    lines.append(assignment("columns", list(form.columns)))
    lines.append(f'x = table[columns].ffill().tail({form.window}).to_numpy("float32")[None]')
    return ReadingLines(lines, ["import pandas as pd"])


def _sequences(form: Sequences, example: str | None, run: FinishedRun) -> ReadingLines:
    ending = run.data_path.rpartition(".")[2].lower()
    path = literal(example or f"new.{ending}")
    padding = 0.0 if form.padding is None else form.padding
    if ending == "ts":
        lines = [
            f'lines = Path({path}).read_text("utf-8").split("@data")[1].split()',
            'series = [line.split(":")[:-1] for line in lines]',
        ]
    else:
        lines = [
            f'lines = Path({path}).read_text("utf-8").splitlines()',
            'series = [[line.partition("\\t")[2].replace("\\t", ",")] for line in lines]',
        ]
    lines += [
        f'x = np.full((len(series), {form.steps}, {form.dimensions}), {padding!r}, "float32")',
        "for row, dimensions in enumerate(series):",
        "    for place, values in enumerate(dimensions):",
        '        steps = np.array(values.split(","), "float32")',
        "        x[row, : len(steps), place] = steps",
    ]
    return ReadingLines(lines, ["from pathlib import Path", "import numpy as np"])


def _arrays(form: Arrays, example: str | None, run: FinishedRun) -> ReadingLines:
    if form.pictures is not None and not (example or "").endswith((".npy", ".npz", *_HDF5)):
        return _pictures(form.pictures, example, run)
    path = literal(example or "new.npy")
    reshaped = f".astype({literal(form.dtype)}).reshape(-1, {', '.join(map(str, form.shape))})"
    if (example or "").endswith(_HDF5):
        lines = [f"with h5py.File({path}) as file:", f'    x = file["x"][()]{reshaped}']
        return ReadingLines(lines, ["import h5py"])
    loaded = f"np.load({path})" + ('["x"]' if path.endswith('.npz"') else "")
    return ReadingLines([f"x = {loaded}{reshaped}"], ["import numpy as np"])


_READERS: dict[type[Any], Callable[[Any, str | None, Any], ReadingLines]] = {
    Pictures: _pictures,
    Rows: _rows,
    Texts: _texts,
    NumberedTexts: _numbered,
    Windows: _windows,
    Sequences: _sequences,
    Arrays: _arrays,
}
