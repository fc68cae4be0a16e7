"""Reading CSV files, as a script: time series cut into windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from engine.script.facts import ScriptFacts
    from engine.script.forms import CsvForm
    from engine.settings.data import SeriesData

MISSING = (
    'MISSING = {"", "?", "NA", "N/A", "n/a", "<NA>", "#NA", "#N/A", "#N/A N/A", "NaN", "nan", "-NaN",\n'
    '           "-nan", "NULL", "null", "None", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"}'
)


def write_series(page: Page, settings: SeriesData, *, facts: ScriptFacts, form: CsvForm) -> None:
    """Lines that set x and y, as `engine.data.series` cuts them."""
    _write_rows(page, form)
    if form.sorted_by:
        page.line(f"rows.sort(key=lambda row: row[{_quoted(form.sorted_by)}])")
    columns = list(dict.fromkeys([*facts.feature_names, form.target]))
    page.value("columns = ", columns, path="data.features")
    if form.missing:
        page.line(MISSING)
        value = f"{_number('row[name]', form)} if row[name].strip() not in MISSING else np.nan"
        page.block(f"values = np.array([[{value} for name in columns] for row in rows])")
        page.block(
            "# the series begins and ends with a whole row; gaps are filled along a straight line\n"
            "whole = np.flatnonzero(np.isfinite(values).all(axis=1))\n"
            "values = values[whole[0] : whole[-1] + 1]\n"
            "for column in values.T:\n"
            "    gaps = np.isnan(column)\n"
            "    column[gaps] = np.interp(np.flatnonzero(gaps), np.flatnonzero(~gaps), column[~gaps])"
        )
    else:
        page.line(f"values = np.array([[{_number('row[name]', form)} for name in columns] for row in rows])")
    page.line('values = values.astype("float32")')
    page.line("window = ", Set("data.window", settings.window))
    page.line("horizon = ", Set("data.horizon", settings.horizon))
    stride: list[Any] = [", ", Set("data.stride", settings.stride)] if settings.stride != 1 else []
    page.line("starts = range(0, len(values) - window - horizon + 1", *stride, ")")
    inputs = [columns.index(name) for name in facts.feature_names]
    chosen = "" if inputs == list(range(len(columns))) else f", {inputs}"
    page.line(f"x = np.stack([values[start : start + window{chosen}] for start in starts])")
    page.block(
        f"target = values[window:, {columns.index(form.target)}]\n"
        "y = np.stack([target[start : start + horizon] for start in starts])"
    )


def _write_rows(page: Page, form: CsvForm) -> None:
    page.line(
        "with open(", Set("data.path", str(form.path)), f', encoding="{form.encoding}", newline="") as file:'
    )
    if form.skipped:
        page.line(f"    for _ in range({form.skipped}):  # lines before the header")
        page.line("        next(file)")
    separator = "" if form.separator == "," else f", delimiter={_quoted(form.separator)}"
    page.line(f"    reader = csv.DictReader(file, skipinitialspace=True{separator})")
    page.line("    reader.fieldnames = [name.strip() for name in reader.fieldnames]")
    page.line("    rows = list(reader)")


def _number(text: str, form: CsvForm) -> str:
    return f"float({text})" if form.decimal == "." else f'float({text}.replace(",", "."))'


def _quoted(text: str) -> str:
    return literal(text)
