"""The test part, as a script: taken away before anything is measured, and evaluated when all is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.fitted_layers import is_prepared_table
from engine.script.layouts.keras_datasets import KerasLayout
from engine.script.page import Page
from engine.script.parts.drawn import Part, draws_test, test_part
from engine.script.parts.inputs import write_inputs
from engine.script.parts.split import at_rows, write_drawing, write_encoded, write_short
from engine.script.reading.short_tables import prepared
from engine.settings.data.kinds import TextData
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.inputs import Draft
    from engine.settings.losses import Encoding


def has_test(draft: Draft) -> bool:
    """Whether the script evaluates a test part."""
    return draft.facts.test is not None or _is_taken_away(draft)


def _is_taken_away(draft: Draft) -> bool:
    """Whether the test part is among the examples that are read first."""
    return draft.facts.has_test_part or draws_test(draft)


def write_taking_away(page: Page, draft: Draft) -> None:
    """Write lines that set x_test and y_test, and take those examples away from x and y.

    Where examples have weights, series or parts, these are divided too. Nothing is written where the
    examples that are read first have no test part.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form.
    """
    facts = draft.facts
    if not _is_taken_away(draft):
        return
    if isinstance(facts.layout, KerasLayout) and facts.has_test_part:
        return  # Keras gives the parts of its sets as they are
    page.line("# the test part takes no part in training")
    names = ("x", "y", "weight") if facts.weighted else ("x", "y")
    simple = not (
        facts.grouped
        or facts.many_series
        or facts.has_validation_part
        or draft.layered_table
        or facts.has_test_part
    )
    if simple and write_short(page, draft, part=test_part(draft), names=names):
        return
    if facts.has_test_part:
        page.line("test, rest = np.flatnonzero(tested), np.flatnonzero(~tested)")
    else:
        _write_draw(page, draft, test_part(draft))
    for name in names:
        if name == "x" and draft.layered_table:
            page.line("x_test = {name: column[test] for name, column in x.items()}")
            page.line("x = {name: column[rest] for name, column in x.items()}")
        else:
            tested, kept = at_rows(draft, name, rows="test"), at_rows(draft, name, rows="rest")
            page.line(f"{name}_test, {name} = {tested}, {kept}")
    if facts.many_series:
        page.line("series = series[rest]")
    if facts.grouped:
        page.line("groups = groups[rest]")
    if facts.has_validation_part:
        page.line("held = held[rest]")


def _write_draw(page: Page, draft: Draft, part: Part) -> None:
    if not draft.facts.has_validation_part:
        write_drawing(page, draft, part=part)
        return
    page.line("whole, among = y, np.flatnonzero(~held)")
    page.line("y = whole[among]")
    write_drawing(page, draft, part=part)
    page.line("y, test = whole, among[test]")
    page.line("rest = np.setdiff1d(np.arange(len(y)), test)")


def write_evaluation(page: Page, draft: Draft, *, encoding: Encoding) -> None:
    """Write lines that evaluate the trained model on the test part, where there is one.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form; `facts.test` is the layout of separate test data.
        encoding: The form in which the loss expects the targets.
    """
    project, facts = draft.project, draft.facts
    if not has_test(draft):
        return
    page.line("")
    page.line("# Test: examples that took no part in training")
    if facts.test is not None:
        page.role = ("fit.test_data", "TEST")
        write_inputs(page, draft, layout=facts.test)
        page.role = None
        page.line("x_test, y_test = x, y")
        if facts.weighted:
            page.line("weight_test = weight")
    if draft.layered_table:
        page.line("x_test = numbers(x_test)")
    elif draft.short_table and is_prepared_table(draft):
        page.line(f"x_test = {prepared('x_test', facts.layout)}")
    elif isinstance(project.data, TextData):
        page.line('x_test = vectorize(x_test).numpy().astype("int32")')
    write_encoded(page, "y_test", facts=facts, encoding=encoding)
    size = project.fit.validation_batch_size
    kwargs: dict[str, Any] = {"batch_size": size or project.fit.batch_size}
    kwargs |= {"sample_weight": Named("weight_test", None)} if facts.weighted else {}
    kwargs["return_dict"] = True
    origin = {"batch_size": "fit.validation_batch_size" if size else "fit.batch_size"}
    arrays = (Named("x_test", None), Named("y_test", None))
    page.value("results = ", Call("model.evaluate", args=arrays, kwargs=kwargs, origin=origin))
    page.line("print(results)")
