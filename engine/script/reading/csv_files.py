"""Reading the rows of a CSV file, as a script, for data whose labels or texts are in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts


def write_targets(page: Page, facts: ScriptFacts, *, layout: CsvLayout) -> None:
    """Write lines that set y from the target column of `rows`."""
    target = f"row[{_quoted(layout.target)}]"
    if facts.task == "regression":
        page.line("y = np.array([[", _number(target, layout), '] for row in rows], dtype="float32")')
    else:
        page.value("class_names = ", list(facts.class_names))
        name = f"str(round({_number(target, layout)}))" if layout.whole else f"{target}.strip()"
        page.line(f"y = np.array([class_names.index({name}) for row in rows])")


def write_rows(page: Page, layout: CsvLayout, *, setting: str = "data.path") -> None:
    """Write lines that set `rows`, a dict of strings for each row.

    Args:
        page: Receives the lines.
        layout: How the CSV file is written.
        setting: Dotted path of the setting that names the file.
    """
    page.line(
        "with open(", Set(setting, str(layout.path)), f', encoding="{layout.encoding}", newline="") as file:'
    )
    if layout.skipped:
        page.line(f"    for _ in range({layout.skipped}):  # lines before the header")
        page.line("        next(file)")
    separator = "" if layout.separator == "," else f", delimiter={_quoted(layout.separator)}"
    rest = ', restval=""' if layout.missing else ""  # rows may be too short
    page.line(f"    reader = csv.DictReader(file, skipinitialspace=True{separator}{rest})")
    page.line("    reader.fieldnames = [name.strip() for name in reader.fieldnames]")
    page.line("    rows = list(reader)")


def _number(text: str, layout: CsvLayout) -> str:
    return f"float({text})" if layout.decimal == "." else f'float({text}.replace(",", "."))'


def _quoted(text: str) -> str:
    return literal(text)
