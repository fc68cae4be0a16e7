"""Reading time series from a CSV file and cutting them into windows, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.page import Page, Set, literal
from engine.script.reading.cells import read_arguments, write_cells, write_when
from engine.script.reading.tables import write_normalized
from engine.settings.declaration.call import Named

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.series import SeriesLayout
    from engine.settings.data.kinds import SeriesData

_LABELS = {
    "last": "label = labels[start + window - 1]",
    "majority": (
        "names, counts = np.unique([name for name in labels[start : start + window] if name],"
        " return_counts=True)\n"
        '        label = names[counts.argmax()] if len(names) else ""'
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
        page.line('table[columns] = table[columns].where(table[columns].abs() <= np.finfo("float32").max)')
    page.line("window = ", Set("data.window", settings.window))
    if layout.label:
        page.value("class_names = ", list(facts.class_names))
    else:
        page.line("horizon = ", Set("data.horizon", settings.horizon))
    page.line("x, y, series = [], [], []")
    if layout.series:
        by = Set("data.series", layout.series, "table[")
        page.line("# no window reaches from one series into another")
        page.line("groups = [rows for _, rows in table.groupby(", by, "].astype(str))]")
        page.line("for number, rows in enumerate(groups):")
    else:
        page.line("for number, rows in enumerate([table]):")
    if layout.missing:
        page.line("    # a series begins and ends with a whole row; a gap has the last value before it")
        page.line("    whole = np.flatnonzero(rows[columns].notna().all(axis=1))")
        page.line("    rows = rows.iloc[whole[0] : whole[-1] + 1] if len(whole) else rows.iloc[:0]")
        page.line('    values = rows[columns].ffill().to_numpy("float32")')
    else:
        page.line('    values = rows[columns].to_numpy("float32")')
    _write_windows(page, settings, facts=facts, layout=layout, columns=columns)
    page.line("x, y, series = np.stack(x), np.stack(y), np.array(series)")


def _write_table(page: Page, layout: SeriesLayout) -> None:
    more = f', encoding="{layout.encoding}", skipinitialspace=True'
    more += "" if layout.separator == "," else f", sep={literal(layout.separator)}"
    more += "" if layout.decimal == "." else f", decimal={literal(layout.decimal)}"
    more += f", skiprows={layout.skipped}" if layout.skipped else ""
    if layout.cells.literal or layout.cells.replaced or layout.missing or layout.label:
        more += read_arguments(layout.cells)
    page.line(
        "table = pd.read_csv(",
        Set("data.path", str(layout.path)),
        more,
        ', low_memory=False).dropna(how="all")',
    )
    page.line("table.columns = table.columns.str.strip()")
    write_cells(page, layout.cells)
    if layout.sorted_by:
        name = literal(layout.sorted_by)
        if layout.when is not None:
            write_when(page, layout.when)
            page.line(f"table[{name}] = when")
        elif layout.date_format:
            page.line(
                f"table[{name}] = pd.to_datetime(table[{name}].str.strip(), "
                f"format={literal(layout.date_format)}, utc=True)"
            )
        page.line(
            f"table = table.dropna(subset=[{name}]).sort_values(",
            Set("data.time", layout.sorted_by),
            ', kind="stable")',
        )
    if layout.nameless:
        page.line(f"table = table.dropna(subset=[{literal(layout.series)}])")


def _write_windows(
    page: Page, settings: SeriesData, *, facts: ScriptFacts, layout: SeriesLayout, columns: list[str]
) -> None:
    stride: list[Any] = [", ", Set("data.stride", settings.stride)] if settings.stride != 1 else []
    inputs = [columns.index(name) for name in facts.feature_names]
    chosen = "" if inputs == list(range(len(columns))) else f", {inputs}"
    if layout.label:
        whole = '.astype("Int64")' if layout.whole else ""
        label = Set("data.label", layout.label, "rows[")
        page.line("    labels = ", label, f']{whole}.astype("string").fillna("").str.strip().to_list()')
        page.line("    for start in range(0, len(values) - window + 1", *stride, "):")
        page.line("        ", Set("data.label_of", Named(_LABELS[settings.label_of], None)))
        page.line("        if label:")
        page.line(f"            x.append(values[start : start + window{chosen}])")
        page.line("            y.append(class_names.index(label))")
        page.line("            series.append(number)")
        return
    page.line("    for start in range(0, len(values) - window - horizon + 1", *stride, "):")
    page.line(f"        x.append(values[start : start + window{chosen}])")
    targets = [columns.index(name) for name in layout.targets]
    end = "values[start + window : start + window + horizon"
    if len(targets) == 1:
        page.line(f"        y.append({end}, {targets[0]}])")
    else:
        page.line(f"        y.append({end}, {targets}].T.ravel())")
    page.line("        series.append(number)")
