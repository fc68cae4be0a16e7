"""A table in the plain script: columns as pandas has them, prepared by scikit-learn where they need it.

Dates, texts and embedded categories have no short form: such tables take the layers of the exact script
(`engine.script.table_layers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set
from engine.script.reading.cells import write_cells
from engine.script.reading.tables import needed_columns, write_file, write_groups, write_targets, write_tidy
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.tables import ColumnLayout, TableLayout
    from engine.settings.data.tables import TableData

_SIMPLE = {"number", "marked_number", "one_hot"}


def is_simple(layout: object) -> bool:
    """Whether pandas and scikit-learn prepare the table in a few lines."""
    columns: tuple[ColumnLayout, ...] = getattr(layout, "columns", ())
    infinite = bool(getattr(layout, "infinite", False))
    return bool(columns) and not infinite and all(column.maker in _SIMPLE for column in columns)


def is_prepared(layout: object) -> bool:
    """Whether something is fitted on the training part of a table, rather than numbers taken as they are."""
    columns: tuple[ColumnLayout, ...] = getattr(layout, "columns", ())
    return any(column.maker != "number" or column.missing for column in columns)


def write_plain_table(page: Page, settings: TableData, *, facts: ScriptFacts, layout: TableLayout) -> None:
    """Write lines that set x, an array or a DataFrame, and y (and weight).

    Args:
        page: Receives the lines.
        settings: The settings of the table.
        facts: Facts about the data.
        layout: How the table is written, with columns for which `is_simple` holds.
    """
    write_file(page, layout)
    write_cells(page, layout.cells)
    numbers = [column for column in layout.columns if column.maker != "one_hot"]
    write_tidy(page, [column.source for column in numbers if not column.plain], facts=facts, layout=layout)
    needed = needed_columns(layout)
    if settings.missing == "drop":
        needed += [column.source for column in layout.columns]
    if layout.left_out:
        page.value("table = ", Call("table.dropna", kwargs={"subset": needed}))
    _write_targets(page, facts, layout)
    if layout.weight:
        page.line("weight = table[", Set("data.weight", layout.weight), "]")
    write_groups(page, layout)
    for whole in (True, False):
        categories = [one.source for one in layout.columns if one.maker == "one_hot" and one.whole is whole]
        if categories:
            page.value("for name in ", categories, path="data.columns", after=":")
            number = '.astype("Int64")' if whole else ""
            page.line(f'    values = table[name]{number}.astype("string").str.strip()')
            page.line('    table[name] = values.fillna("").astype(object)')
    names = [column.source for column in layout.columns]
    others = [*needed_columns(layout), *layout.unused]
    numbers_only = "" if is_prepared(layout) else '.to_numpy("float32")'
    drop = Call("table.drop", kwargs={"columns": others}, origin={"columns": "data.columns"})
    if len(others) < len(names):
        page.value("x = ", drop, after=numbers_only)
    else:
        page.value("columns = ", names, path="data.columns")
        page.line(f"x = table[columns]{numbers_only}")


def _write_targets(page: Page, facts: ScriptFacts, layout: TableLayout) -> None:
    if facts.task == "regression" or not layout.tidy:
        write_targets(page, facts, layout=layout)
        return
    page.value("class_names = ", list(facts.class_names))
    target = Set("data.target", layout.targets[0])
    page.line("y = table[", target, "].map(class_names.index).to_numpy()")


def write_prepared(page: Page, settings: TableData, *, layout: TableLayout, validated: bool) -> None:
    """Write lines that turn the DataFrames x_train and x_val into arrays, fitted on x_train.

    Args:
        page: Receives the lines.
        settings: The settings of the table.
        layout: How the table is written.
        validated: Whether there is an x_val.
    """
    strategy = "mean" if settings.missing == "mean" else "median"
    steps: list[tuple[Call, list[str]]] = []
    for maker, marked in (("number", {}), ("marked_number", {"add_indicator": True})):
        names = [column.source for column in layout.columns if column.maker == maker]
        fill = Call(
            "SimpleImputer", kwargs={"strategy": strategy, **marked}, origin={"strategy": "data.missing"}
        )
        steps += [(fill, names)] if names else []
    categories = [column.source for column in layout.columns if column.maker == "one_hot"]
    if categories:
        kwargs = {
            "min_frequency": settings.rare,
            "handle_unknown": "infrequent_if_exist",
            "sparse_output": False,
        }
        encode = Call("OneHotEncoder", kwargs=kwargs, origin={"min_frequency": "data.rare"})
        steps.append((encode, categories))
    page.value("prepare = ", Call("make_column_transformer", args=tuple(steps)))
    page.line('x_train = prepare.fit_transform(x_train).astype("float32")')
    if validated:
        page.line('x_val = prepare.transform(x_val).astype("float32")')
