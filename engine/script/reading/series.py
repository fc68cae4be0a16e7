"""Reading time series from a CSV file and cutting them into windows, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.page import Page, Set, literal
from engine.script.reading.cells import read_arguments, skip_arguments, write_cells, write_when
from engine.script.reading.tables import write_normalized
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.series import SeriesLayout
    from engine.settings.data.kinds import SeriesData

_LABELS = {
    "last": ("label = labels[start + window - 1]",),
    "majority": (
        "named = [name for name in labels[start : start + window] if name]",
        "names, counts = np.unique(named, return_counts=True)",
        'label = names[counts.argmax()] if len(names) else ""',
    ),
}


def write_series(page: Page, settings: SeriesData, *, facts: ScriptFacts, layout: SeriesLayout) -> None:
    """Write lines that set x, y and the array `series`, the series number of each window.

    The windows are those of `engine.data.series.read`.
    """
    _write_table(page, layout)
    columns = list(dict.fromkeys([*facts.feature_names, *layout.targets]))
    page.value("columns = ", columns, path="data.features")
    if layout.texts:
        page.line("for name in columns:  # numbers that are written as text")
        write_normalized(page)
    if layout.too_large:
        page.line('fits = table[columns].abs() <= np.finfo("float32").max')
        page.line("table[columns] = table[columns].where(fits)")
    page.line("window = ", Set("data.window", settings.window))
    if layout.label:
        page.value("class_names = ", list(facts.class_names))
    else:
        page.line("horizon = ", Set("data.horizon", settings.horizon))
    grouped = bool(layout.series)
    indent = "    " if grouped else ""
    if grouped:
        page.line("x, y, series = [], [], []")
        page.line("# no window reaches from one series into another")
        page.line("groups = table.groupby(", Set("data.series", layout.series, "table["), "].astype(str))")
        page.line("for number, (_, rows) in enumerate(groups):")
    else:
        page.line("x, y = [], []")
    rows = "rows" if grouped else "table"
    if layout.missing:
        page.line(f"{indent}# a series begins and ends with a whole row; a gap has the last value before it")
        page.line(f"{indent}whole = np.flatnonzero({rows}[columns].notna().all(axis=1))")
        page.line(f"{indent}inner = slice(whole[0], whole[-1] + 1) if len(whole) else slice(0)")
        page.line(f"{indent}{rows} = {rows}.iloc[inner]")
        page.line(f'{indent}values = {rows}[columns].ffill().to_numpy("float32")')
    else:
        page.line(f'{indent}values = {rows}[columns].to_numpy("float32")')
    _write_windows(page, settings, facts=facts, layout=layout, columns=columns)
    page.line("x, y = np.stack(x), np.stack(y)")
    if grouped:
        page.line("series = np.array(series)")


def _write_table(page: Page, layout: SeriesLayout) -> None:
    read: dict[str, Any] = {"encoding": layout.encoding, "skipinitialspace": True}
    read |= {} if layout.separator == "," else {"sep": layout.separator}
    read |= {} if layout.decimal == "." else {"decimal": layout.decimal}
    read |= skip_arguments(layout.skipped, layout.cells)
    if layout.cells.literal or layout.cells.replaced or layout.missing or layout.label:
        read |= read_arguments(layout.cells)
    read["low_memory"] = False
    path = page.file(layout.path, "data.path", name="PATH")
    page.value("table = ", Call("pd.read_csv", args=(path.value,), kwargs=read, origin={"0": path.path}))
    page.line('table = table.dropna(how="all")')
    page.line("table.columns = table.columns.str.strip()")
    write_cells(page, layout.cells)
    if layout.sorted_by:
        name = literal(layout.sorted_by)
        if layout.when is not None:
            write_when(page, layout.when)
            page.line(f"table[{name}] = when")
        elif layout.date_format:
            page.line(f"times = table[{name}].str.strip()")
            times = {"format": layout.date_format, "utc": True}
            page.value(
                f"table[{name}] = ", Call("pd.to_datetime", args=(Named("times", None),), kwargs=times)
            )
        page.line(f"table = table.dropna(subset=[{name}])")
        page.line("table = table.sort_values(", Set("data.time", layout.sorted_by), ', kind="stable")')
    if layout.nameless:
        page.line(f"table = table.dropna(subset=[{literal(layout.series)}])")


def _write_windows(
    page: Page, settings: SeriesData, *, facts: ScriptFacts, layout: SeriesLayout, columns: list[str]
) -> None:
    stride: list[Any] = [", ", Set("data.stride", settings.stride)] if settings.stride != 1 else []
    inputs = [columns.index(name) for name in facts.feature_names]
    chosen = "" if inputs == list(range(len(columns))) else f", {inputs}"
    indent, rows = ("    ", "rows") if layout.series else ("", "table")
    first = "0, " if stride else ""
    if layout.label:
        whole = '.astype("Int64")' if layout.whole else ""
        label = Set("data.label", layout.label, f"{rows}[")
        page.line(f"{indent}labels = ", label, f']{whole}.astype("string").fillna("")')
        page.line(f"{indent}labels = labels.str.strip().to_list()")
        page.line(f"{indent}for start in range({first}len(values) - window + 1", *stride, "):")
        for line in _LABELS[settings.label_of]:
            page.line(f"{indent}    ", Set("data.label_of", Named(line, None)))
        page.line(f"{indent}    if label:")
        page.line(f"{indent}        x.append(values[start : start + window{chosen}])")
        page.line(f"{indent}        y.append(class_names.index(label))")
        if layout.series:
            page.line(f"{indent}        series.append(number)")
        return
    page.line(f"{indent}for start in range({first}len(values) - window - horizon + 1", *stride, "):")
    page.line(f"{indent}    end = start + window")
    page.line(f"{indent}    x.append(values[start:end{chosen}])")
    targets = [columns.index(name) for name in layout.targets]
    if len(targets) == 1:
        page.line(f"{indent}    y.append(values[end : end + horizon, {targets[0]}])")
    else:
        page.line(f"{indent}    y.append(values[end : end + horizon, {targets}].T.ravel())")
    if layout.series:
        page.line(f"{indent}    series.append(number)")
