"""Reading labelled series from `.ts`, `.tsv` and `.txt` files, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, literal

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.series import LabelledLayout
    from engine.settings.data.kinds import LabelledData

_TS = """
    for line in map(str.strip, file):
        if line and not line.startswith(("#", "@")):
            *dimensions, label = line.split(":")
            labels.append(label.strip())
            parts = [part.split(",") for part in dimensions]
            series.append([[number(value) for value in part] for part in parts])
"""
_TSV = """
    for line in map(str.strip, file):
        if line:
            label, *values = SPLIT
            labels.append(label.strip())
            series.append([[number(value) for value in values]])
"""
_FILL = """
# a missing value is filled along a straight line between its neighbours
for one, length in zip(x, real.sum(axis=1), strict=True):
    for column in one[:length].T:
        gaps = np.isnan(column)
        if not gaps.all():
            known = np.flatnonzero(~gaps)
            column[gaps] = np.interp(np.flatnonzero(gaps), known, column[known])
"""


def write_labelled(
    page: Page, _settings: LabelledData, *, facts: ScriptFacts, layout: LabelledLayout
) -> None:
    """Write lines that set x and y, as `engine.data.series.labelled` reads them."""
    page.block(
        "def number(text):\n"
        '    return np.nan if text.strip().lower() in ("", "?", "nan") else float(text)\n'
        "\n\n"
        "labels, series = [], []"
    )
    page.line(
        "with open(", page.file(layout.path, "data.path", name="PATH"), ', encoding="utf-8-sig") as file:'
    )
    split = 'line.split("\\t")' if layout.tabs else 'line.replace(",", " ").split()'
    page.block((_TS if layout.dimensions else _TSV).replace("SPLIT", split).strip("\n"))
    steps, width = facts.shape
    page.line(f"# steps that a series does not have stay NaN; all have {steps} steps in the array")
    page.line(f"x = np.full((len(series), {steps}, {width}), np.nan)")
    page.block(
        "for row, dimensions in enumerate(series):\n"
        "    for place, values in enumerate(dimensions):\n"
        f"        x[row, : len(values), place] = values[:{steps}]\n"
        "real = ~np.isnan(x).all(axis=2)\n"
        "real = np.cumsum(real[:, ::-1], axis=1)[:, ::-1] > 0"
    )
    if layout.gaps:
        page.block(_FILL)
    if layout.left_out:
        page.line("# series of which a dimension has no values are left out")
        page.line("keep = real.any(axis=1) & ~(np.isnan(x).any(axis=2) & real).any(axis=1)")
        page.line("x, real = x[keep], real[keep]")
        page.line("labels = [label for label, kept in zip(labels, keep, strict=True) if kept]")
    page.line('x = x.astype("float32")')
    if facts.padding is not None:
        page.line(f"PADDING = {literal(facts.padding)}  # no real step has this value in all dimensions")
        page.line("x[~real] = PADDING")
    if facts.task == "regression":
        page.line('y = np.array([[float(label)] for label in labels], dtype="float32")')
    else:
        page.value("class_names = ", list(facts.class_names))
        label = "str(int(float(label)))" if layout.whole else "label"
        if layout.leaves_out:
            page.line("# no other class trains")
            page.line(f"keep = [{label} in class_names for label in labels]")
            page.line("x = x[keep]")
            page.line("labels = [label for label, kept in zip(labels, keep, strict=True) if kept]")
        page.line(f"y = np.array([class_names.index({label}) for label in labels])")
