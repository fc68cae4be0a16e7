"""How a table in time order is read: its columns, the windows that are cut, and the validation part."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.settings.data.sections import (
    CSV_SUFFIXES,
    PATH_HELP,
    TASK_CHOICES,
    TASK_HELP,
    NumberTargetSection,
    TableFileSection,
    Task,
)
from engine.settings.declaration.declare import setting


def _one_or_more(value: Any) -> Any:
    """Convert a single name to a tuple of one, and an empty one to ()."""
    if isinstance(value, str):
        return (value,) if value else ()
    return value


class SeriesData(NumberTargetSection, TableFileSection):
    """A table in time order, cut into windows, each with a forecast or a class as its target."""

    title = "Time series (CSV)"
    about = (
        "A CSV file in time order; the model sees a window of the past and says what follows or what it is."
    )

    kind: Literal["series"] = "series"
    path: str = setting("", title="File", help=PATH_HELP, keras="x, y", editor="path", suffixes=CSV_SUFFIXES)
    target: Annotated[tuple[str, ...], BeforeValidator(_one_or_more)] = setting(
        (),
        title="Forecast columns",
        help="The columns whose future is forecast.",
        none_title="the last number column",
        editor="columns",
        keras="y",
    )
    features: tuple[str, ...] = setting(
        (),
        title="Input columns",
        help="The columns that the model sees."
        " Empty means the forecast columns alone, or, where windows have a class, all columns with numbers.",
        none_title="the forecast columns",
        editor="columns",
        keras="x",
    )
    window: int = setting(
        24,
        title="Window",
        help="How many steps of the past the model sees.",
        unit="steps",
        ge=1,
        le=100_000,
        lower="Faster, and the model sees less of what came before.",
        raise_="Slower, and slow changes and whole seasons come into view.",
    )
    horizon: int = setting(
        1,
        title="Horizon",
        help="How many steps ahead are forecast.",
        unit="steps",
        ge=1,
        le=10_000,
        lower="The near future alone, which is easier.",
        raise_="Further into the future, where errors grow.",
    )
    stride: int = setting(
        1,
        title="Stride",
        help="How many steps lie between two windows.",
        unit="steps",
        ge=1,
        le=10_000,
        more=True,
        lower="More windows, which are more alike.",
        raise_="Fewer windows, and a shorter epoch.",
    )
    label: str = setting(
        "",
        title="Class column",
        help="The column with the class of each step. With one, the model learns the class of a window"
        " instead of a forecast.",
        none_title="none: forecast",
        editor="column",
    )
    label_of: Literal["last", "majority"] = setting(
        "last",
        title="Class of a window",
        help="Which of the classes of its steps a window has.",
        choices={"last": "That of its last step", "majority": "That of most of its steps"},
        more=True,
    )
    series: str = setting(
        "",
        title="Series column",
        help="The column that says which series a row belongs to, where a file holds several, such as shop or"
        " sensor. No window reaches from one series into another.",
        none_title="one series",
        editor="column",
    )
    held_out: Literal["time", "series"] = setting(
        "time",
        title="Validated on",
        help="The last stretch of every series tells how well the future is forecast;"
        " whole series tell how well the model does on series that it has never seen.",
        choices={"time": "The last stretch", "series": "Whole series"},
        more=True,
    )
    time: str = setting(
        "",
        title="Time column",
        help="The column that puts the rows in order: dates, or numbers that grow.",
        none_title="found by itself",
        editor="column",
        more=True,
    )
    order: Literal["time", "rows"] = setting(
        "time",
        title="Order of rows",
        help="Rows are sorted by the time column, or taken to be in time order as they stand.",
        choices={"time": "By time", "rows": "As they stand"},
        more=True,
    )
    season: Annotated[int, Field(ge=2, le=100_000)] | None = setting(
        None,
        title="Season",
        help="After how many steps the series repeats itself, such as 12 for months or 7 for days."
        " It is only for the naive forecast that the model is compared with.",
        unit="steps",
        none_title="found in the training part",
        more=True,
    )


class LabelledData(NumberTargetSection):
    """A `.ts`, `.tsv` or `.txt` file with one labelled series for each example."""

    title = "Labelled series (.ts, .tsv, .txt)"
    about = "A file of the UCR and UEA archives: each line is a whole series with its class or number."

    kind: Literal["labelled"] = "labelled"
    path: str = setting(
        "", title="File", help=PATH_HELP, keras="x, y", editor="path", suffixes=(".ts", ".tsv", ".txt")
    )
    parts: bool = setting(
        True,
        title="Test file",
        help="Where NAME_TRAIN is chosen and NAME_TEST lies beside it, as in the archives, that file is the"
        " test part. Off leaves it alone.",
        more=True,
    )
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES, more=True)
