"""A table of labels: its rows as text, and which columns name the files and the classes.

Classes stand in one column, or one column each holds 1 for its class and 0 for the others. A row that has
several classes is refused: a model here gives one class for each example.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.data.labels.matching import Way, naming_column
from engine.data.problems import DataError
from engine.language import tr
from engine.settings.data.sections import Rules

USUAL_BEFORE = ("label", "class", "target", "category", "y")
_USUAL = (
    *USUAL_BEFORE,
    *("labels", "classes", "choice", "class_name", "classname", "label_name", "category_name", "species"),
    *("class_id", "classid", "label_id", "labelid", "category_id"),
    *("라벨", "레이블", "클래스", "정답", "분류"),
)
_ZEROS, _ONES = ("0", "0.0", "0."), ("1", "1.0", "1.")
_SEVERAL_SHARE = 0.05
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ListForm:
    """How a line names a file and its class.

    Attributes:
        separator: what stands between them; "" for spaces.
        from_right: whether the last separator of a line counts, else the first one.
        label_first: whether the class stands before the name.
        header: whether the first line is none of a file.
        encoding: of the text, as Python names it.
    """

    separator: str
    from_right: bool
    label_first: bool
    header: bool = False
    encoding: str = "utf-8-sig"

    def pieces(self, line: str) -> tuple[str, str]:
        """Return the name and the class in a line, each "" where it is missing."""
        divide = line.rsplit if self.from_right else line.split
        first, *rest = (piece.strip() for piece in divide(self.separator or None, 1))
        second = rest[0] if rest else ""
        return (second, first) if self.label_first else (first, second)


@dataclass(frozen=True, slots=True)
class LabelTable:
    """Rows of labels.

    Attributes:
        name: of the file that they are from.
        columns: the names of the columns.
        rows: as text, by column.
        form: how the file is written: "table", "records", "lines", "names", "coco", "label_studio" or "list".
        lines: how a line of a list is divided; None for another form.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    form: str = "table"
    lines: ListForm | None = None

    def values(self, column: str) -> list[str]:
        """Return the cells of a column, "" where one is missing."""
        return [cell(row, column) for row in self.rows]


@dataclass(frozen=True, slots=True)
class LabelRoles:
    """Which columns are what.

    Attributes:
        file: the column that names the files.
        way: how it names them.
        label: the column of the classes; "" where each class has its column.
        one_hot: the columns of the classes; () where one column has them.
    """

    file: str
    way: Way
    label: str = ""
    one_hot: tuple[str, ...] = ()

    def label_of(self, row: Row) -> str:
        """Return the class of a row; "" where it has none or several."""
        if not self.one_hot:
            return cell(row, self.label)
        ones = [name for name in self.one_hot if cell(row, name) in _ONES]
        return ones[0] if len(ones) == 1 else ""

    def has_several(self, row: Row) -> bool:
        """Return whether a row has several classes."""
        return sum(cell(row, name) in _ONES for name in self.one_hot) > 1


def cell(row: Row, column: str) -> str:
    """Return a cell without the spaces around it, "" where it is missing."""
    return (row.get(column) or "").strip()


def roles_of(
    table: LabelTable,
    names: Sequence[str],
    *,
    folder: str,
    rules: Rules,
    file_column: str = "",
    label_column: str = "",
) -> LabelRoles:
    """Return the roles of the columns.

    Args:
        table: of the labels.
        names: the files' paths below their folder.
        folder: its name, for the sentence.
        rules: the reading rules of the data.
        file_column: as set; "" to find it.
        label_column: as set; "" to find it.

    Raises:
        DataError: no column names files, there are no classes, or rows have several.
    """
    columns = (file_column,) if file_column else table.columns
    found = naming_column([(name, table.values(name)) for name in columns], names, rules=rules)
    if found is None:
        raise DataError(
            tr(
                "No column of {csv} names files in {folder}; choose the folder of the images, or the column"
                " with the names of the files.",
                csv=table.name,
                folder=folder,
            ),
            path="data.file_column",
        )
    file, way = found
    if label_column:
        return LabelRoles(file, way, label_column)
    usual = USUAL_BEFORE if rules == "version_2" else _USUAL
    others = [name for name in table.columns if name != file]
    named = next((name for name in others if name.casefold() in usual), "")
    one_hot = () if named or rules == "version_2" else _one_hot(table, others)
    if one_hot:
        return LabelRoles(file, way, one_hot=one_hot)
    different = {name: len(set(table.values(name))) for name in others}
    label = named or min(others, key=lambda name: different[name], default="")
    if not label:
        raise DataError(
            tr(
                "{csv} has no column beside that of the files; it needs one with the classes.",
                csv=table.name,
            ),
            path="data.label_column",
        )
    if rules != "version_2":
        _refuse_lists(table, label)
    return LabelRoles(file, way, label)


def refuse_without_header(table: LabelTable, names: Sequence[str]) -> None:
    """Refuse a table whose first row names a file: that row would be lost.

    Args:
        table: of the labels.
        names: the files' paths below their folder.

    Raises:
        DataError: its columns are called like a file.
    """
    files = {PurePosixPath(name).name for name in names}
    named = [name for name in table.columns if PurePosixPath(name.replace("\\", "/")).name in files]
    if named:
        raise DataError(
            tr(
                "The first row of {csv} names the file {file}, so the table has no header; write a first row"
                " such as “file,label” above it.",
                csv=table.name,
                file=named[0],
            ),
            path="data.labels",
        )


def _one_hot(table: LabelTable, others: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of 0 and 1 where they are the classes; () where there are none."""
    binary = [
        name
        for name in others
        if (values := set(table.values(name))) and values <= {*_ZEROS, *_ONES} and len(values) <= 2
    ]
    if len(binary) < 2:
        return ()
    counts = [sum(cell(row, name) in _ONES for name in binary) for row in table.rows]
    several = sum(count > 1 for count in counts)
    if several > _SEVERAL_SHARE * len(counts):
        raise multi_label(table.name, several)
    return tuple(binary) if any(counts) else ()


def _refuse_lists(table: LabelTable, label: str) -> None:
    """Refuse labels that are JSON: lists of several classes, or boxes."""
    values = [value for value in table.values(label) if value[:1] in ("[", "{")]
    boxes = sum(any(f'"{word}"' in value for word in BOX_WORDS) for value in values)
    if boxes:
        raise boxes_refused(table.name, boxes)
    if values:
        raise multi_label(table.name, len(values))
    for sign in _BETWEEN:
        several = sum(sign in value for value in table.values(label))
        if several and _are_lists(table.values(label), sign):
            raise multi_label(table.name, several)


_BETWEEN = (",", ";", "|")
"""Signs between the classes of a file that has several."""


def _are_lists(values: Sequence[str], sign: str) -> bool:
    """Return whether values with a sign in them are several classes, which stand in other values as well.

    "Paris, France" and "Lyon, France" are two classes: neither city stands anywhere else.
    """
    labels = {tuple(piece.strip() for piece in value.split(sign)) for value in values}
    holding = Counter(piece for label in labels for piece in set(label))
    lists = [label for label in labels if len(label) > 1]
    shared = [
        label
        for label in lists
        if all(holding[piece] > 1 for piece in label) or any((piece,) in labels for piece in label)
    ]
    return 2 * len(shared) > len(lists)


BOX_WORDS = (
    *("rectanglelabels", "polygonlabels", "keypointlabels", "brushlabels", "ellipselabels"),
    *("bbox", "bboxes", "boxes", "polygon", "segmentation", "points", "xmin"),
)
"""Keys that say that labels are places in a picture, not classes of it."""


def multi_label(name: str, count: int) -> DataError:
    """Return the error for rows that have several classes."""
    return DataError(
        tr(
            "{name} gives several classes to {count:,} files (multi-label), and a model here gives one class"
            " for each; keep one class a file, or choose a column with one class.",
            name=name,
            count=count,
        ),
        path="data.labels",
    )


def boxes_refused(name: str, count: int) -> DataError:
    """Return the error for labels that are boxes or outlines."""
    return DataError(
        tr(
            "{name} marks places in {count:,} pictures (boxes, object detection), and a model here gives one"
            " class for each picture; export one class a picture.",
            name=name,
            count=count,
        ),
        path="data.labels",
    )
