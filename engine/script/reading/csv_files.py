"""Reading the rows of a CSV file, as a script, for data whose labels or texts are in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, literal
from engine.script.reading.cells import raw_literal

if TYPE_CHECKING:
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts


_UNPACKED = {".gz": "gzip.open", ".bz2": "bz2.open", ".xz": "lzma.open"}


def write_targets(page: Page, facts: ScriptFacts, *, layout: CsvLayout) -> None:
    """Write lines that set y from the target column of `rows`."""
    target = f"row[{_quoted(layout.target)}]"
    if facts.task == "regression":
        if layout.replacements:
            _write_number(page, layout)
        page.line("y = [[", _number(target, layout), "] for row in rows]")
        page.line('y = np.array(y, dtype="float32")')
    else:
        page.value("class_names = ", list(facts.class_names))
        name = f"str(round({_number(target, layout)}))" if layout.whole else f"{target}.strip()"
        page.line(f"y = [class_names.index({name}) for row in rows]")
        page.line("y = np.array(y)")


def write_rows(page: Page, layout: CsvLayout, *, setting: str = "data.path") -> None:
    """Write lines that set `rows`, a dict of strings for each row.

    Args:
        page: Receives the lines.
        layout: How the CSV file is written.
        setting: Dotted path of the setting that names the file.
    """
    if layout.names:
        page.value("names = ", list(layout.names))
    errors = ', errors="replace"' if layout.replaced else ""
    name = "PATH" if setting == "data.path" else "LABELS_PATH"
    path, ending = page.file(layout.path, setting, name=name), layout.path.suffix.lower()
    text = f'encoding="{layout.encoding}"{errors}, newline=""'
    if ending == ".zip":
        page.line("with zipfile.ZipFile(", path, ") as archive:")
        page.line("    content = archive.read(archive.namelist()[0])")
        page.line(f"with io.TextIOWrapper(io.BytesIO(content), {text}) as file:")
    else:
        opened, mode = (_UNPACKED[ending], '"rt", ') if ending in _UNPACKED else ("open", "")
        page.line(f"with {opened}(", path, f", {mode}{text}) as file:")
    if layout.skipped:
        page.line(f"    for _ in range({layout.skipped}):  # lines before the header")
        page.line("        next(file)")
    separator = "" if layout.separator == "," else f", delimiter={_quoted(layout.separator)}"
    rest = ', restval=""' if layout.missing else ""  # rows may be too short
    names = ", names" if layout.names else ""
    page.line(f"    reader = csv.DictReader(file{names}, skipinitialspace=True{separator}{rest})")
    if not layout.names:
        page.line("    reader.fieldnames = [name.strip() for name in reader.fieldnames]")
    page.line("    rows = list(reader)")
    if layout.below:
        page.line(f"del rows[-{layout.below}:]  # no examples stand below")


def _write_number(page: Page, layout: CsvLayout) -> None:
    page.line("def number(text):")
    page.line("    text = text.strip()")
    for pattern, put in layout.replacements:
        page.line(f"    text = re.sub({raw_literal(pattern)}, {raw_literal(put)}, text)")
    page.line("    return float(text)")
    page.line("")


def _number(text: str, layout: CsvLayout) -> str:
    if layout.replacements:
        return f"number({text})"
    return f"float({text})" if layout.decimal == "." else f'float({text}.replace(",", "."))'


def _quoted(text: str) -> str:
    return literal(text)
