"""The part of signature.json that says how one new example is read: one form a kind of example.

Whatever the model does itself, such as scaling and looking up words, is named here for other programs too.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.settings.data.tables import ColumnKind

_Size = Annotated[int, Field(ge=1, le=2**31)]
_Sizes = Annotated[tuple[_Size, ...], Field(max_length=32)]
Number = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is finite."""
WHITE_OF_16 = 65_535.0
"""The value of white in a picture of 16 bits."""


class SchemaModel(BaseModel):
    """Base class of the parts of a signature: frozen; what a later version has added is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


class Pictures(SchemaModel):
    """Picture files: PNG, JPEG, TIFF, BMP, GIF, WebP.

    Attributes:
        height: In pixels.
        width: In pixels.
        mode: "grey" (1 channel), "grey16" (1 channel of 16 bits; 8 bits are multiplied with 257) or "rgb" (3
            channels). Transparent pixels become white.
        resize: "crop" cuts to the aspect ratio from the middle, "fit" adds black borders, "stretch" changes
            the aspect ratio; then bilinear, as Pillow does it.
        dtype: What the model takes: "uint8" 0 to 255, or "float32" from `low` to `high`.
        low: The value of black.
        high: The value of white.
        shape: Of one example: (height, width, channels), or (height, width).
    """

    form: Literal["pictures"] = "pictures"
    height: _Size
    width: _Size
    mode: Literal["grey", "grey16", "rgb"]
    resize: Literal["crop", "fit", "stretch"] = "crop"
    dtype: Literal["uint8", "float32"] = "uint8"
    low: Number = 0.0
    high: Number = 255.0
    shape: _Sizes


class Column(SchemaModel):
    """An input column of a table.

    Attributes:
        name: In the header.
        input: The input of model.keras that takes it: (n, 1).
        kind: What it is: "number", "category", "one_hot", "embedding", "date" (days since 1970-01-01, UTC) or
            "text".
        dtype: What the input takes: "float32" with NaN where missing, or "string" with "" where missing.
        dtype_read: The dtype of its values as they were read, as pandas names it.
        fill: What the model puts for a missing number or date.
        categories: The values that the model knows; others are taken together.
        words: The words that the model knows, where it is text.
        decimal: The decimal sign where "1,234" could be read in two ways; None where nothing said which.
        unit: What stands behind or before the numbers, such as "kg"; "" for nothing.
        date_order: What comes first in dates such as 02/03/24; None where nothing said which.
        first_year: The first of the hundred years that two digits of a year mean; None where years have four.
        number_time: How numbers mean times: "digits", "short_digits" such as 240131, "weeks" such as 202407,
            "days" of Excel, or the unit since 1970; "" if not.
        digits: How many digits, where that is "digits".
        joined: The columns that are one date together, itself first; () for one alone.
        missing: What else means that a value is missing, beside the empty cell.
        becomes: The columns that the model makes of it before it scales them, in order: one for each category
            or word, or days since `start` and sine and cosine of the place in the year, the week and the day.
        indicator: Whether the last of these says where a number was missing.
        start: Of a date: the day, since 1970-01-01, from which days are counted; None for others.
        clock: Whether the time of day of a date counts.
    """

    name: str
    input: str
    kind: ColumnKind
    dtype: Literal["float32", "string"]
    dtype_read: str = ""
    fill: Number | None = None
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    decimal: Literal["point", "comma"] | None = None
    unit: str = ""
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    first_year: Annotated[int, Field(ge=1800, le=2100)] | None = None
    number_time: Literal["", "digits", "short_digits", "weeks", "days", "s", "ms", "us", "ns"] = ""
    digits: Annotated[int, Field(ge=0, le=14)] = 0
    joined: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()
    indicator: bool = False
    start: Number | None = None
    clock: bool = False


class Rows(SchemaModel):
    """Rows of a table: CSV, Excel, Parquet.

    Attributes:
        columns: The input columns.
        target: The columns that it has learned to give; a new example need not have them.
        refuses_missing: Whether rows that miss a value were left out of training.
    """

    form: Literal["rows"] = "rows"
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    target: tuple[str, ...] = ()
    refuses_missing: bool = False


class Texts(SchemaModel):
    """Texts, in Unicode NFC; the model cuts them into tokens itself (`keras.layers.TextVectorization`).

    Attributes:
        column: The column of the texts in a table; "" where a file is a text.
        target: The column of a table that it has learned to give.
        level: "word" or "character".
        lower: Whether A to Z are lowered.
        punctuation: Whether ASCII punctuation is removed.
        length: How many tokens the model reads; longer texts lose their end, shorter ones are filled with 0.
        vocabulary: The known tokens; their ids are 2, 3, ...; 0 is padding, 1 every other token.
    """

    form: Literal["texts"] = "texts"
    column: str = ""
    target: tuple[str, ...] = ()
    level: Literal["word", "character"] = "word"
    lower: bool = True
    punctuation: bool = True
    length: _Size
    vocabulary: tuple[str, ...]


class NumberedTexts(SchemaModel):
    """Texts as the numbers of their words, as `keras.datasets.imdb` has them; the model takes (n, length).

    Attributes:
        words: What each id stands for: 0 padding, 1 the beginning of a text, then unknown; () where that is
            not known, and then a text cannot be read.
        unknown: The id of every unknown word.
        vocabulary: Ids from this on are unknown.
        length: How many words the model reads; shorter texts are filled up with 0 at their end.
        truncating: Which end of a longer text is cut off: "pre" or "post".
    """

    form: Literal["numbered_texts"] = "numbered_texts"
    words: tuple[str, ...]
    unknown: int
    vocabulary: _Size
    length: _Size
    truncating: Literal["pre", "post"] = "pre"


class Windows(SchemaModel):
    """The last rows of a table in time order.

    Attributes:
        window: How many rows the model sees.
        horizon: How many rows ahead it forecasts; 0 where it gives a class.
        columns: The columns that it sees, in order.
        targets: The columns that it forecasts.
        time: The column that puts the rows in order; "" where they are in order as they stand.
        time_parts: The columns that the time is made of, where they are several.
        series: The column that names the series, where a file holds several.
        step: The usual time between two rows, in seconds, or in the numbers of the time column; None without
            one.
        decimal: As in `Column`, for all columns.
        date_order: As in `Column`, for the time.
        first_year: As in `Column`, for the time.
    """

    form: Literal["windows"] = "windows"
    window: _Size
    horizon: Annotated[int, Field(ge=0, le=2**31)] = 0
    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    targets: tuple[str, ...] = ()
    time: str = ""
    time_parts: tuple[str, ...] = ()
    series: str = ""
    step: Number | None = None
    decimal: Literal["point", "comma"] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    first_year: Annotated[int, Field(ge=1800, le=2100)] | None = None


class Sequences(SchemaModel):
    """Series in a `.ts`, `.tsv` or `.txt` file, one a line.

    Attributes:
        steps: How many steps the model takes; shorter series are filled up with `padding` at their end.
        dimensions: Values at each step.
        padding: The value of the steps that only fill up; None where all series had one length.
    """

    form: Literal["sequences"] = "sequences"
    steps: _Size
    dimensions: _Size
    padding: Number | None = None


class Arrays(SchemaModel):
    """Arrays in NPY, NPZ or HDF5 files.

    Attributes:
        shape: Of one example.
        dtype: What the model takes: "uint8", "float32" or "int32".
        padding: The value of the time steps that only fill up; None where there are none.
        features: The names of the last axis; () where they have none.
        pictures: How a picture file becomes such an array; None where examples are no pictures.
    """

    form: Literal["arrays"] = "arrays"
    shape: _Sizes
    dtype: Literal["uint8", "float32", "int32"]
    padding: Number | None = None
    features: tuple[str, ...] = ()
    pictures: Pictures | None = None


Examples = Annotated[
    Pictures | Rows | Texts | NumberedTexts | Windows | Sequences | Arrays, Field(discriminator="form")
]
"""How one example is read, by the field `form`."""
