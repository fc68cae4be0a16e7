"""The test part, as a script: taken away before anything is measured, and evaluated when all is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.keras_datasets import KerasLayout
from engine.script.page import Page, Set
from engine.script.preprocessing import has_layers
from engine.script.reading.by_kind import write_reading
from engine.script.split import DrawnPart, encoded, write_drawing
from engine.settings.data.kinds import TextData

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.losses import Encoding
    from engine.settings.project import Project

_SHARE = "fit.test_split"


def has_test(project: Project, facts: ScriptFacts) -> bool:
    """Whether the script evaluates a test part."""
    return facts.test is not None or _is_taken_away(project, facts)


def _is_taken_away(project: Project, facts: ScriptFacts) -> bool:
    """Whether the test part is among the examples that are read first."""
    if isinstance(facts.layout, CustomLayout) or project.fit.test_data:
        return facts.has_test_part
    return facts.has_test_part or bool(project.fit.test_split)


def write_taking_away(page: Page, project: Project, *, facts: ScriptFacts) -> None:
    """Write lines that set x_test and y_test, and take those examples away from x and y.

    Where examples have weights, series or parts, these are divided too. Nothing is written where the
    examples that are read first have no test part.

    Args:
        page: Receives the lines.
        project: The settings.
        facts: Facts about the data.
    """
    if not _is_taken_away(project, facts):
        return
    if isinstance(facts.layout, KerasLayout) and facts.has_test_part:
        return  # Keras gives the parts of its sets as they are
    page.line("# the test part takes no part in training")
    if facts.has_test_part:
        page.line("test, rest = np.flatnonzero(tested), np.flatnonzero(~tested)")
    else:
        _write_draw(page, project, facts)
    if has_layers(project.data):
        page.line("x_test = {name: column[test] for name, column in x.items()}")
        page.line("x = {name: column[rest] for name, column in x.items()}")
        page.line("y_test, y = y[test], y[rest]")
    else:
        page.line("x_test, y_test = x[test], y[test]")
        page.line("x, y = x[rest], y[rest]")
    if facts.weighted:
        page.line("weight_test, weight = weight[test], weight[rest]")
    if facts.many_series:
        page.line("series = series[rest]")
    if facts.has_validation_part:
        page.line("held = held[rest]")


def _write_draw(page: Page, project: Project, facts: ScriptFacts) -> None:
    part = DrawnPart(_SHARE, project.fit.test_split, "test", "rest", "test")
    if not facts.has_validation_part:
        write_drawing(page, project.fit, facts=facts, part=part)
        return
    page.line("whole, among = y, np.flatnonzero(~held)")
    page.line("y = whole[among]")
    write_drawing(page, project.fit, facts=facts, part=part)
    page.line("y, test = whole, among[test]")
    page.line("rest = np.setdiff1d(np.arange(len(y)), test)")


def write_evaluation(page: Page, project: Project, *, facts: ScriptFacts, encoding: Encoding) -> None:
    """Write lines that evaluate the trained model on the test part, where there is one.

    Args:
        page: Receives the lines.
        project: The settings.
        facts: Facts about the data; `facts.test` is the layout of separate test data.
        encoding: The form in which the loss expects the targets.
    """
    if not has_test(project, facts):
        return
    page.line("")
    page.line("# Test: examples that took no part in training")
    if facts.test is not None:
        write_reading(page, project.data, facts=facts, layout=facts.test)
        page.line("x_test, y_test = x, y")
        if facts.weighted:
            page.line("weight_test = weight")
    if has_layers(project.data):
        page.line("x_test = numbers(x_test)")
    elif isinstance(project.data, TextData):
        page.line('x_test = vectorize(x_test).numpy().astype("int32")')
    y = encoded("y_test", facts, encoding=encoding)
    if y != "y_test":
        page.line(f"y_test = {y}")
    weight = ", sample_weight=weight_test" if facts.weighted else ""
    size = project.fit.validation_batch_size
    batch = Set("fit.validation_batch_size", size) if size else Set("fit.batch_size", project.fit.batch_size)
    page.line("print(model.evaluate(x_test, y_test, batch_size=", batch, f"{weight}, return_dict=True))")
