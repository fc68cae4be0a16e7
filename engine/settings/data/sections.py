"""Base classes and shared declarations of the kinds of data. The kinds are in the modules beside this one."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.settings.data.encodings import ENCODING_TITLES, Encoding
from engine.settings.declaration.declare import Section, setting

Task = Literal["auto", "classification", "regression"]
TASK_CHOICES = {
    "auto": "Found from the data",
    "classification": "Classification: one of several classes",
    "regression": "Regression: a number",
}
TASK_HELP = "What is learned: one of several classes, or a number. Found from the target when left on auto."
Scaling = Literal["auto", "none", "unit", "standard"]
PACKED_SUFFIXES = (".gz", ".zip", ".bz2", ".xz")
"""What the names of compressed CSV files end with."""
CSV_SUFFIXES = (".csv", ".tsv", ".txt", *PACKED_SUFFIXES)
Rules = Literal["version_2", "version_3"]
PATH_HELP = "The file or folder to read. A path that begins with sample: names a bundled sample."

PARTS: bool = setting(
    True,
    title="Folders of parts",
    help="Where the only sub-folders are called train and val or test (also training_set, validation, dev,"
    " testing, 학습, 검증, 테스트), each with the sub-folders of the classes, they train, validate and test."
    " Off takes them as classes.",
    more=True,
)
"""Whether sub-folders may be the parts of the data; the same for images and texts."""


class DataSection(Section):
    """Base class of every kind of data.

    Attributes:
        source_settings: Names of the settings that say what is read; all others say how.
    """

    source_settings: ClassVar[tuple[str, ...]] = ("path",)

    @property
    def source(self) -> str | None:
        """The file or folder that is read; "" while none is chosen, None where the data is in none."""
        return str(getattr(self, "path", ""))

    @property
    def called(self) -> str:
        """A short name of the data, such as the file's; "" while none is chosen."""
        return (self.source or "").replace("\\", "/").rstrip("/").rpartition("/")[2].removeprefix("sample:")


class FileSection(DataSection):
    """Base class of data that is read as a whole before a run."""

    no_limits: bool = setting(
        False,
        title="Read without limits",
        help="How many bytes, rows and cells are read, and for how long, is limited by the memory that is"
        " free. On reads whatever is there; where memory runs out the system may end the program.",
        more=True,
    )
    rules: Rules = setting(
        "version_3",
        title="Reading rules",
        help="How files are understood where they do not say it: what is found by name or by its values."
        " A project of an earlier Fitroom keeps the rules that it was made with.",
        choices={"version_2": "As Fitroom read before", "version_3": "As Fitroom reads now"},
        more=True,
    )


class TableFileSection(FileSection):
    """Base class of data in a file with columns: how its cells are written, where that is not found."""

    encoding: Encoding = setting(
        "auto",
        title="Encoding",
        help="How letters are written as bytes. Found is UTF-8 where the whole file can be read so, else the"
        " encoding whose words are plausible; the notes say which.",
        choices=ENCODING_TITLES,
        more=True,
    )
    broken_bytes: Literal["refuse", "replace"] = setting(
        "refuse",
        title="Broken bytes",
        help="What becomes of bytes that are no letters, as in a file that was cut or changed: the file is"
        " refused and the first one named, or each is replaced by a mark.",
        choices={"refuse": "Refuse the file", "replace": "Replace them"},
        more=True,
    )
    header: Annotated[int, Field(ge=0, le=10_000)] | None = setting(
        None,
        title="Row of the header",
        help="The line or row with the names of the columns, where titles stand above it; 0 where the file"
        " has none, and the columns are called column 1, column 2 and so on.",
        none_title="found by itself",
        unit="row",
        more=True,
    )
    header_rows: Annotated[int, Field(ge=1, le=10)] | None = setting(
        None,
        title="Rows of the header",
        help="How many rows name the columns. Where 2023 stands above Q1 and Q2, the header has two rows, and"
        " the columns are called 2023 Q1 and 2023 Q2. Found from merged cells, or from a row with gaps above"
        " the names; the notes say which names were made. 1 takes one row alone.",
        none_title="found by itself",
        unit="rows",
        more=True,
    )
    decimal: Literal["auto", "point", "comma"] = setting(
        "auto",
        title="Decimal sign",
        help="What a comma means where it could be either: 1,234 is more than a thousand with a decimal"
        " point, and little more than one with a decimal comma. Found from all values of the file; asked"
        " where they do not say it.",
        choices={"auto": "Found from the values", "point": "Point: 1,234.5", "comma": "Comma: 1.234,5"},
        more=True,
    )
    date_order: Literal["auto", "dmy", "mdy", "ymd"] = setting(
        "auto",
        title="Order of dates",
        help="What comes first in dates such as 02/03/24. Found from all values of a column; asked where they"
        " can be read in two ways.",
        choices={
            "auto": "Found from the values",
            "dmy": "Day, month, year",
            "mdy": "Month, day, year",
            "ymd": "Year, month, day",
        },
        more=True,
    )
    first_year: Annotated[int, Field(ge=1800, le=2100)] | None = setting(
        None,
        title="First of two-digit years",
        help="Two digits of a year mean one of a hundred years, of which this is the first: from 1930 on, 29"
        " is 2029 and 30 is 1930, as Excel reads them; from 1969 on, 68 is 2068, as Python does. Found from"
        " all values of a column; asked where they can be read in two ways.",
        none_title="found from the values",
        unit="year",
        more=True,
    )
    missing_signs: dict[str, str] = setting(
        {},
        title="Missing signs",
        help="What means in a column that a value is missing, with commas between, such as 99, NA; the name *"
        " stands for all columns. Empty cells are missing anyway, in numbers and dates the usual signs too"
        " (-, NA, null, no answer, 없음, 무응답, 모름); in categories and targets these are text.",
        more=True,
    )


class ScaledSection(FileSection):
    """Base class of data whose inputs are scaled by values measured on the training part."""

    scaling: Scaling = setting(
        "auto",
        title="Input scaling",
        help="How inputs are brought into a range that models learn from well."
        " It is a layer of the model, so it is saved with it.",
        choices={
            "auto": "What fits the data",
            "none": "None",
            "unit": "Divide by 255",
            "standard": "Mean 0, spread 1 (of the training part)",
        },
        more=True,
    )


class TargetSection(FileSection):
    """Base class of data whose targets may be numbers."""

    scale_target: bool = setting(
        True,
        title="Scale targets",
        help="Let the last layer undo the mean and spread of the training targets,"
        " so that numbers of any size are learned well.",
        more=True,
    )


class NumberTargetSection(TargetSection, ScaledSection):
    """Base class of data whose inputs are numbers, and whose targets may be."""
