"""A table in the plain script: columns as pandas has them, prepared by scikit-learn where they need it.

A category with an embedding is a number for the model, from a StringLookup of Keras. What is prepared is what
the layers of the exact script make (`engine.script.table_layers`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal
from engine.script.reading.cells import write_cells
from engine.script.reading.tables import (
    needed_columns,
    write_file,
    write_groups,
    write_targets,
    write_tidy,
    write_time,
)
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.tables import ColumnLayout, TableLayout
    from engine.settings.data.tables import TableData

_NUMBERS = ("number", "marked_number")
_TEXTS = ("one_hot", "embedded", "text")
_CALENDAR = '''
def calendar(days, first, periods):
    """Days since the first, and sine and cosine of their place in each period."""
    angles = 2 * np.pi * days / periods
    return np.hstack([days - first, np.sin(angles), np.cos(angles)])
'''
_WORDS = '''
def words(text):
    """The words of a text as TextVectorization finds them."""
    marks = str.maketrans("", "", string.punctuation)
    return text.translate(marks).encode().lower().split()
'''
_FUNCTIONS = {"date": _CALENDAR, "text": _WORDS}
_WITH_EMBEDDED = '''
def numbers(x):
    """The columns as numbers, those for an embedding last."""
    found = [lookup(x[name].to_numpy(str)) for name, lookup in lookups.items()]
    return np.column_stack([{first}*found]).astype("float32")
'''


def write_functions(page: Page, layout: object) -> None:
    """Write the functions that prepare dates and texts, where the table has some."""
    for maker, source in _FUNCTIONS.items():
        if of_makers(layout, maker):
            page.line("")
            page.block(source)


def of_makers(layout: object, *makers: str) -> list[ColumnLayout]:
    """Return the columns of a table that these functions of the exact script turn into numbers."""
    columns: tuple[ColumnLayout, ...] = getattr(layout, "columns", ())
    return [column for column in columns if column.maker in makers]


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
        layout: How the table is written.
    """
    write_file(page, layout)
    write_cells(page, layout.cells)
    numbers = of_makers(layout, *_NUMBERS)
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
    if layout.infinite:
        page.value("names = ", [column.source for column in numbers])
        page.line('table[names] = table[names].where(table[names].abs() <= np.finfo("float32").max)')
    for column in of_makers(layout, "date"):
        write_time(page, replace(column, name=column.source))
        epoch = '(when - pd.Timestamp("1970-01-01", tz="UTC"))'
        page.line(f"table[{literal(column.source)}] = {epoch} / pd.Timedelta(days=1)")
    for whole in (True, False):
        categories = [one.source for one in of_makers(layout, *_TEXTS) if one.whole is whole]
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
    steps: list[tuple[Call, list[str] | str]] = []
    fill = Call("SimpleImputer", kwargs={"strategy": strategy}, origin={"strategy": "data.missing"})
    for maker, marked in (("number", {}), ("marked_number", {"add_indicator": True})):
        names = [column.source for column in of_makers(layout, maker)]
        steps += [(replace(fill, kwargs={**fill.kwargs, **marked}), names)] if names else []
    steps += [(_calendar(fill, column), [column.source]) for column in of_makers(layout, "date")]
    categories = [column.source for column in of_makers(layout, "one_hot")]
    if categories:
        kwargs = {
            "min_frequency": settings.rare,
            "handle_unknown": "infrequent_if_exist",
            "sparse_output": False,
        }
        encode = Call("OneHotEncoder", kwargs=kwargs, origin={"min_frequency": "data.rare"})
        steps.append((encode, categories))
    texts = of_makers(layout, "text")
    steps += [(_count(settings), column.source) for column in texts]
    dense = {"sparse_threshold": 0} if texts else {}
    if steps:
        page.value("prepare = ", Call("make_column_transformer", args=tuple(steps), kwargs=dense))
    if embedded := of_makers(layout, "embedded"):
        _write_lookups(page, settings, [column.source for column in embedded])
        page.line("")
        page.block(_WITH_EMBEDDED.replace("{first}", "prepare.transform(x), " if steps else ""))
        page.line("")
        if steps:
            page.line("prepare.fit(x_train)")
        page.line("x_train = numbers(x_train)")
    else:
        page.line('x_train = prepare.fit_transform(x_train).astype("float32")')
    if validated:
        page.line(f"x_val = {prepared('x_val', layout)}")


def prepared(name: str, layout: object) -> str:
    """Return the expression for examples, a DataFrame of this name, prepared as the training part."""
    if of_makers(layout, "embedded"):
        return f"numbers({name})"
    return f'prepare.transform({name}).astype("float32")'


def _calendar(fill: Call, column: ColumnLayout) -> Call:
    """What makes a date of a column of days: gaps are filled, then its place in the year and so on."""
    first = Named(f"x_train[{literal(column.source)}].min()", None)
    arguments = Call("dict", kwargs={"first": first, "periods": list(column.periods)})
    place = Call("FunctionTransformer", args=(Named("calendar", None),), kwargs={"kw_args": arguments})
    return Call("make_pipeline", args=(fill, place))


def _count(settings: TableData) -> Call:
    """What makes a column of 0 and 1 of each frequent word."""
    kwargs = {
        "analyzer": Named("words", None),
        "binary": True,
        "min_df": settings.rare,
        "max_features": settings.text_words,
    }
    origin = {"min_df": "data.rare", "max_features": "data.text_words"}
    return Call("CountVectorizer", kwargs=kwargs, origin=origin)


def _write_lookups(page: Page, settings: TableData, names: list[str]) -> None:
    page.line("# the number of a value, 0 for rare ones; the model has an embedding for it")
    page.line("lookups = {}")
    page.value("for name in ", names, path="data.columns", after=":")
    page.line("    counts = x_train[name].value_counts()")
    page.line("    known = sorted(counts[counts >= ", Set("data.rare", settings.rare), "].index)")
    page.line("    lookups[name] = layers.StringLookup(vocabulary=known)")
