"""Reading a table, as a script: its columns with pandas, as `engine.data.tables.read` reads them.

Turning the columns into numbers for the model is left to `engine.script.table_layers`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.data.tables.columns import NORMALIZED
from engine.script.page import Page, Set, literal
from engine.script.reading.cells import read_arguments, write_cells, write_when

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.tables import ColumnLayout, TableLayout
    from engine.settings.data.tables import TableData


def write_table(page: Page, settings: TableData, *, facts: ScriptFacts, layout: TableLayout) -> None:
    """Write lines that set x, a dict of columns by name, and y (and weight)."""
    _write_file(page, layout)
    write_cells(page, layout.cells)
    if layout.renamed:
        page.line("# Keras wants no slash in the name of an input")
        page.line("table = table.rename(columns=", literal(dict(layout.renamed)), ")")
    numbers = [column for column in layout.columns if column.maker in ("number", "marked_number")]
    _write_tidy(page, [column.name for column in numbers if not column.plain], facts=facts, layout=layout)
    needed = [*layout.targets, *([layout.weight] if layout.weight else [])]
    if settings.missing == "drop":
        needed += [column.name for column in layout.columns]
    page.value("table = table.dropna(subset=", needed, after=")")
    _write_targets(page, facts, layout)
    if layout.weight:
        page.line("weight = table[", Set("data.weight", layout.weight), '].to_numpy("float32")')
    page.line("x = {}")
    if numbers:
        beyond = ".where(lambda column: column.abs() <= np.finfo('float32').max)" if layout.infinite else ""
        page.value("for name in ", [column.name for column in numbers], path="data.columns", after=":")
        page.line(f'    x[name] = table[name].astype("float64"){beyond}.to_numpy("float32")')
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


def _write_file(page: Page, layout: TableLayout) -> None:
    path = Set("data.path", str(layout.path))
    if layout.format == "parquet":
        page.line("table = fastparquet.ParquetFile(", path, ").to_pandas().reset_index()")
        return
    if layout.format == "excel":
        sheet: list[Any] = [", ", Set("data.sheet", layout.sheet, "sheet_name=")] if layout.sheet else []
        missing = read_arguments(layout.cells)
        above = f", header={layout.skipped}" if layout.skipped else ""
        page.line("table = pd.read_excel(", path, *sheet, f"{missing}{above})")
        page.line("table.columns = [str(name).strip() for name in table.columns]")
        return
    more = f", encoding={literal(layout.encoding)}" if layout.encoding != "utf-8-sig" else ""
    more += f", sep={literal(layout.separator)}" if layout.separator != "," else ""
    more += ', decimal=","' if layout.decimal != "." else ""
    more += f", skiprows={layout.skipped}" if layout.skipped else ""
    page.line("table = pd.read_csv(", path, f"{read_arguments(layout.cells)}, skipinitialspace=True{more})")
    page.line("table.columns = table.columns.str.strip()")


def _write_tidy(page: Page, names: list[str], *, facts: ScriptFacts, layout: TableLayout) -> None:
    """Convert numbers that are written as text: with currency, percent or commas, or as true and false."""
    if not layout.plain and facts.task == "regression":
        names = [*names, *layout.targets]
    if not names:
        return
    page.value("for name in ", names, after=":  # numbers that are written as text")
    write_normalized(page)


def write_normalized(page: Page) -> None:
    """Write the body of a loop that converts the texts in the column `name` of `table` to numbers."""
    page.line(f'    text = table[name].astype("string").str.replace(r"{NORMALIZED}", "", regex=True)')
    page.line('    truth = text.str.lower().map({"true": "1", "false": "0"})')
    page.line('    table[name] = pd.to_numeric(truth.fillna(text), errors="coerce").astype("float64")')


def _write_targets(page: Page, facts: ScriptFacts, layout: TableLayout) -> None:
    if facts.task == "regression":
        page.value("y = table[", list(layout.targets), path="data.target", after='].to_numpy("float32")')
        return
    page.value("class_names = ", list(facts.class_names))
    number = '.astype("Int64")' if layout.whole else ""
    page.line(
        "names = table[", Set("data.target", layout.targets[0]), f']{number}.astype("string").str.strip()'
    )
    page.line("y = np.array([class_names.index(name) for name in names])")


def _write_date(page: Page, column: ColumnLayout) -> None:
    name = literal(column.name)
    if column.when is not None:
        write_when(page, replace(column.when, name=column.name))
        page.line('days = (when - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)')
        page.line(f'x[{name}] = days.to_numpy("float32")')
        return
    page.line(f'text = table[{name}].astype("string").str.strip()')
    page.line(f'when = pd.to_datetime(text, format={literal(column.date)}, errors="coerce", utc=True)')
    page.line('days = (when - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)')
    page.line(f'x[{name}] = days.to_numpy("float32")')
