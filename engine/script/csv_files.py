"""Reading the rows of a CSV file, as a script, where they say something of other files: labels of images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from engine.script.image_form import CsvForm


def write_rows(page: Page, form: CsvForm, *, setting: str = "data.path") -> None:
    """Lines that set rows, one dict of texts a row."""
    page.line(
        "with open(", Set(setting, str(form.path)), f', encoding="{form.encoding}", newline="") as file:'
    )
    if form.skipped:
        page.line(f"    for _ in range({form.skipped}):  # lines before the header")
        page.line("        next(file)")
    separator = "" if form.separator == "," else f", delimiter={literal(form.separator)}"
    page.line(f"    reader = csv.DictReader(file, skipinitialspace=True{separator})")
    page.line("    reader.fieldnames = [name.strip() for name in reader.fieldnames]")
    page.line("    rows = list(reader)")
