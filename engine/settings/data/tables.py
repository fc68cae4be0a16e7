"""Tables: their columns, how each kind of column is encoded, and how missing values are filled."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

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

ColumnKind = Literal[
    "number", "category", "one_hot", "embedding", "text", "date", "ignore", "target", "weight", "group"
]
COLUMN_KINDS = {
    "number": "Number",
    "category": "Category",
    "one_hot": "Category, one-hot",
    "embedding": "Category, embedding",
    "text": "Text, its words",
    "date": "Date",
    "ignore": "Leave out",
    "target": "Target",
    "weight": "Sample weight",
    "group": "Group, kept together",
}


class TableData(NumberTargetSection, TableFileSection):
    """A table with one example in each row. A column is an input or a target."""

    title = "Table (CSV, Excel, Parquet)"
    about = (
        "A CSV, TSV, Excel or Parquet file with a name for each column; each row is an example, one column or"
        " more are what should be learned."
    )

    kind: Literal["table"] = "table"
    path: str = setting(
        "",
        title="File",
        help=PATH_HELP,
        keras="x, y",
        editor="path",
        suffixes=(*CSV_SUFFIXES, ".xlsx", ".xlsm", ".parquet"),
    )
    sheet: str = setting(
        "",
        title="Sheet",
        help="The name of the sheet in an Excel file.",
        none_title="the first sheet",
        editor="sheet",
        more=True,
    )
    target: str = setting(
        "",
        title="Target column",
        help="The column that the model learns to give. For several numbers at once, mark more columns as"
        " targets below.",
        none_title="the last column",
        editor="column",
        keras="y",
    )
    features: tuple[str, ...] = setting(
        (),
        title="Input columns",
        help="The columns that the model is given. Empty means all but target and weight.",
        none_title="all others",
        editor="columns",
    )
    weight: str = setting(
        "",
        title="Sample weights",
        help="A column with one weight for each row: how much it counts in the loss.",
        keras="sample_weight",
        none_title="none",
        editor="column",
        more=True,
    )
    columns: dict[str, ColumnKind] = setting(
        {},
        title="Kinds of columns",
        help="What each column is. Kinds are found from the values; choose another one where it is wrong,"
        " such as a number that stands for a category.",
        choices=COLUMN_KINDS,
        editor="column_kinds",
    )
    missing: Literal["median", "mean", "drop"] = setting(
        "median",
        title="Missing numbers",
        help="What stands in for a number that is missing: the median or mean of the training part, or the"
        " whole row is left out. A missing category is a category of its own.",
        choices={"median": "Median", "mean": "Mean", "drop": "Leave the row out"},
    )
    indicator: bool = setting(
        False,
        title="Say what is missing",
        help="Add a column of 0 and 1 that says where a number was missing, as that may mean something.",
        more=True,
    )
    rare: int = setting(
        2,
        title="Rarest value",
        help="A category or word must be in at least so many training rows to count; rarer ones and those"
        " that come up later are taken together as other.",
        lower="More rare values count, of which little can be learned.",
        raise_="Fewer columns, and less to memorize from single rows.",
        unit="rows",
        ge=1,
        le=1_000_000,
        more=True,
    )
    embed_from: int = setting(
        12,
        title="Embed from",
        help="A category with so many values or more gets an embedding, one with fewer a column of 0 and 1"
        " for each value.",
        lower="More embeddings: fewer columns, but their numbers must be learned.",
        raise_="More columns of 0 and 1: simple, but wide where there are many values.",
        unit="values",
        ge=2,
        le=1_000_000,
        more=True,
    )
    embedding_size: Annotated[int, Field(ge=1, le=1024)] | None = setting(
        None,
        title="Embedding size",
        help="How many learned numbers stand for a value of a category that is embedded.",
        lower="Faster, and less to memorize.",
        raise_="Finer differences between values; overfits sooner.",
        keras="output_dim",
        none_title="found from the number of values",
        more=True,
    )
    text_words: int = setting(
        200,
        title="Words of texts",
        help="A column of text becomes a column of 0 and 1 for each of its most frequent words,"
        " at most so many.",
        lower="Faster, and only the most frequent words count.",
        raise_="Rarer words count too; more columns, and more to memorize.",
        unit="words",
        ge=1,
        le=20_000,
        more=True,
    )
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES, more=True)
