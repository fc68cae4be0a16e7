"""Reading CSV files, as a script: tables row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from engine.script.csv_form import CsvForm
    from engine.script.facts import ScriptFacts
    from engine.settings.data import TableData

MISSING = (
    'MISSING = {"", "?", "NA", "N/A", "n/a", "<NA>", "#NA", "#N/A", "#N/A N/A", "NaN", "nan", "-NaN",\n'
    '           "-nan", "NULL", "null", "None", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"}'
)


def write_table(page: Page, settings: TableData, *, facts: ScriptFacts, form: CsvForm) -> None:
    """Lines that set x and y (and weight), as `engine.data.table` reads them."""
    write_rows(page, form)
    features = [tuple(name.split("=", 1)) if "=" in name else (name,) for name in facts.feature_names]
    texts = any(len(feature) == 2 for feature in features)
    used = list(dict.fromkeys(feature[0] for feature in features))
    if form.missing:
        page.line(MISSING)
        page.value("used = ", [*used, form.target, *([settings.weight] if settings.weight else [])])
        page.line("rows = [row for row in rows if all(row[name].strip() not in MISSING for name in used)]")
    if texts:
        page.line("# a column of text becomes a column of 0 and 1 for each of its values")
        page.value(
            "features = ", [feature if len(feature) == 2 else (*feature, None) for feature in features],
            path="data.features",
        )  # fmt: skip
        number = _number("row[name]", form)
        page.block(
            "x = np.array(\n"
            f"    [[{number} if value is None else row[name].strip() == value for name, value in features]\n"
            "     for row in rows],\n"
            '    dtype="float32",\n'
            ")"
        )
    else:
        page.value("features = ", used, path="data.features")
        page.line(
            f"x = np.array([[{_number('row[name]', form)} for name in features] for row in rows], ",
            'dtype="float32")',
        )
    write_targets(page, facts, form=form)
    if settings.weight:
        weight = _number(f"row[{_quoted(settings.weight)}]", form)
        page.line(f'weight = np.array([{weight} for row in rows], dtype="float32")')


def write_targets(page: Page, facts: ScriptFacts, *, form: CsvForm) -> None:
    """Lines that set y from the column of targets in rows."""
    target = f"row[{_quoted(form.target)}]"
    if facts.task == "regression":
        page.line("y = np.array([[", _number(target, form), '] for row in rows], dtype="float32")')
    else:
        page.value("class_names = ", list(facts.class_names))
        name = f"str(round({_number(target, form)}))" if form.whole else f"{target}.strip()"
        page.line(f"y = np.array([class_names.index({name}) for row in rows])")


def write_rows(page: Page, form: CsvForm, *, setting: str = "data.path") -> None:
    """Lines that set rows, one dict of texts a row."""
    page.line(
        "with open(", Set(setting, str(form.path)), f', encoding="{form.encoding}", newline="") as file:'
    )
    if form.skipped:
        page.line(f"    for _ in range({form.skipped}):  # lines before the header")
        page.line("        next(file)")
    separator = "" if form.separator == "," else f", delimiter={_quoted(form.separator)}"
    rest = ', restval=""' if form.missing else ""  # rows may be too short
    page.line(f"    reader = csv.DictReader(file, skipinitialspace=True{separator}{rest})")
    page.line("    reader.fieldnames = [name.strip() for name in reader.fieldnames]")
    page.line("    rows = list(reader)")


def _number(text: str, form: CsvForm) -> str:
    return f"float({text})" if form.decimal == "." else f'float({text}.replace(",", "."))'


def _quoted(text: str) -> str:
    return literal(text)
