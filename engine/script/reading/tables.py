"""Reading a table, as a script: its columns with pandas, as `engine.data.tables.read` reads them.

Turning the columns into numbers for the model is left to `engine.script.table_layers`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.data.tables.columns import NORMALIZED
from engine.script.page import Page, Set, literal
from engine.script.reading.cells import read_arguments, skip_arguments, write_cells, write_when
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.tables import ColumnLayout, TableLayout
    from engine.settings.data.tables import TableData


def write_table(page: Page, settings: TableData, *, facts: ScriptFacts, layout: TableLayout) -> None:
    """Write lines that set x, a dict of columns by name, and y (and weight)."""
    write_file(page, layout)
    write_cells(page, layout.cells)
    if layout.renamed:
        page.line("# Keras wants no slash in the name of an input")
        page.value("table = ", Call("table.rename", kwargs={"columns": dict(layout.renamed)}))
    numbers = [column for column in layout.columns if column.maker in ("number", "marked_number")]
    write_tidy(page, [column.name for column in numbers if not column.plain], facts=facts, layout=layout)
    needed = needed_columns(layout)
    if settings.missing == "drop":
        needed += [column.name for column in layout.columns]
    page.value("table = ", Call("table.dropna", kwargs={"subset": needed}))
    write_targets(page, facts, layout=layout)
    if layout.weight:
        page.line("weight = table[", Set("data.weight", layout.weight), '].to_numpy("float32")')
    write_groups(page, layout)
    page.line("x = {}")
    if numbers:
        page.value("for name in ", [column.name for column in numbers], path="data.columns", after=":")
        page.line('    column = table[name].astype("float64")')
        if layout.infinite:
            page.line('    column = column.where(column.abs() <= np.finfo("float32").max)')
        page.line('    x[name] = column.to_numpy("float32")')
    for column in layout.columns:
        if column.date:
            _write_date(page, column)
    others = [column for column in layout.columns if column.maker in ("one_hot", "embedded", "text")]
    for whole in (True, False):
        names = [column.name for column in others if column.whole is whole]
        if names:
            page.value("for name in ", names, path="data.columns", after=":")
            number = '.astype("Int64")' if whole else ""
            page.line(f'    column = table[name]{number}.astype("string").str.strip()')
            page.line('    x[name] = column.fillna("").to_numpy(object)')


def needed_columns(layout: TableLayout) -> list[str]:
    """Return the columns beside the inputs of which no row may lack a value."""
    return [*layout.targets, *(name for name in (layout.weight, layout.group) if name)]


def write_groups(page: Page, layout: TableLayout) -> None:
    """Write the line that sets `groups`, the text of the group of each row, where there are groups."""
    if layout.group:
        number = '.astype("Int64")' if layout.group_whole else ""
        column = Set("data.columns", layout.group)
        page.line("groups = table[", column, f']{number}.astype("string").str.strip().to_numpy(str)')


def write_file(page: Page, layout: TableLayout) -> None:
    """Write lines that set `table`, the DataFrame of the file."""
    path = page.file(layout.path, "data.path", name="PATH")
    if layout.format == "parquet":
        page.line("table = fastparquet.ParquetFile(", path, ").to_pandas()")
        page.line("table = table.reset_index()")
        return
    if layout.format == "excel":
        sheet = {"sheet_name": layout.sheet} if layout.sheet else {}
        read = {**sheet, **read_arguments(layout.cells)}
        if layout.cells.names:
            read |= skip_arguments(layout.skipped + 1, layout.cells)
        else:
            below = [layout.skipped + row for row in layout.cells.no_rows]
            read |= {"header": layout.skipped} if layout.skipped > 0 else {}
            read |= {"skiprows": below} if below else {}
        origin = {"0": path.path, "sheet_name": "data.sheet"}
        page.value("table = ", Call("pd.read_excel", args=(path.value,), kwargs=read, origin=origin))
        page.line("table.columns = [str(name).strip() for name in table.columns]")
        return
    read: dict[str, Any] = {**read_arguments(layout.cells), "skipinitialspace": True}
    usual = {"encoding": "utf-8-sig", "separator": ",", "decimal": "."}
    names = {"separator": "sep"}
    for name, default in usual.items():
        if getattr(layout, name) != default:
            read[names.get(name, name)] = getattr(layout, name)
    read |= skip_arguments(layout.skipped, layout.cells)
    page.value("table = ", Call("pd.read_csv", args=(path.value,), kwargs=read, origin={"0": path.path}))
    if not layout.tidy_names:
        page.line("table.columns = table.columns.str.strip()")


def write_tidy(page: Page, names: list[str], *, facts: ScriptFacts, layout: TableLayout) -> None:
    """Convert numbers that are written as text: with currency, percent or commas, or as true and false."""
    if not layout.plain and facts.task == "regression":
        names = [*names, *layout.targets]
    if not names:
        return
    page.line("# numbers that are written as text")
    page.value("for name in ", names, after=":")
    write_normalized(page)


def write_normalized(page: Page) -> None:
    """Write the body of a loop that converts the texts in the column `name` of `table` to numbers."""
    page.line('    text = table[name].astype("string")')
    page.line(f'    marks = r"{NORMALIZED}"')
    page.line('    text = text.str.replace(marks, "", regex=True)')
    page.line('    truth = text.str.lower().map({"true": "1", "false": "0"})')
    page.line('    number = pd.to_numeric(truth.fillna(text), errors="coerce")')
    page.line('    table[name] = number.astype("float64")')


def write_targets(page: Page, facts: ScriptFacts, *, layout: TableLayout) -> None:
    """Write lines that set y, class numbers or an array of numbers, from `table`."""
    if facts.task == "regression":
        page.value("targets = ", list(layout.targets), path="data.target")
        page.line('y = table[targets].to_numpy("float32")')
        return
    page.value("class_names = ", list(facts.class_names))
    number = '.astype("Int64")' if layout.whole else ""
    page.line("target = ", Set("data.target", layout.targets[0]))
    page.line(f'names = table[target]{number}.astype("string").str.strip()')
    page.line("y = np.array([class_names.index(name) for name in names])")


def write_time(page: Page, column: ColumnLayout) -> None:
    """Write lines that set `when`, the UTC times of the column `column.name` of `table`."""
    if column.when is not None:
        write_when(page, replace(column.when, name=column.name))
        return
    page.line(f'text = table[{literal(column.name)}].astype("string").str.strip()')
    arguments = {"format": column.date, "errors": "coerce", "utc": True}
    page.value("when = ", Call("pd.to_datetime", args=(Named("text", None),), kwargs=arguments))


def _write_date(page: Page, column: ColumnLayout) -> None:
    name = literal(column.name)
    write_time(page, column)
    page.line('when -= pd.Timestamp("1970-01-01", tz="UTC")')
    page.line("days = when / pd.Timedelta(days=1)")
    page.line(f'x[{name}] = days.to_numpy("float32")')
