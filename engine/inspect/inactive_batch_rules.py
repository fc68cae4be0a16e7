"""The settings of `fit` that have no effect on batches which a custom Python file makes, and why."""

from __future__ import annotations

from engine.inspect.inactive_rules import Rule, State, of_fit
from engine.language import tr_later


def _is_made(state: State) -> bool:
    return state.made is not None


def _in_order(state: State) -> bool:
    return state.made is not None and state.made.in_order


_MADE_AS_LARGE = tr_later("No effect: the Python file makes the batches, each as large as it says.")

MADE_RULES: tuple[Rule, ...] = (
    Rule(of_fit("batch_size"), _is_made, _MADE_AS_LARGE),
    Rule(
        of_fit("validation_batch_size"),
        lambda state: _is_made(state) and not state.project.fit.validation_data,
        _MADE_AS_LARGE,
    ),
    Rule(
        of_fit("validation_split"),
        _is_made,
        tr_later("No effect: batches of a Python file are not split; it makes those to validate with too."),
    ),
    Rule(
        of_fit("validation_method"),
        lambda state: _is_made(state) and not state.draws_test,
        tr_later("No effect: batches of a Python file are not split; it makes those to validate with too."),
    ),
    Rule(
        of_fit("test_split"),
        lambda state: state.made is not None and state.made.tests and not state.project.fit.test_data,
        tr_later("No effect: the Python file makes batches to test on too."),
    ),
    Rule(
        of_fit("test_split"),
        _in_order,
        tr_later(
            "No effect: a generator is gone through as a whole, so none of its batches can be kept out of"
            " training; let the file make batches to test on, under the name of the test batches."
        ),
    ),
    Rule(
        of_fit("test_split"),
        lambda state: state.made is not None and not state.made.stay,
        tr_later(
            "No effect: the file may put other examples into a batch in each epoch, so none can be kept out"
            " of training; let it make batches to test on, under the name of the test batches."
        ),
    ),
    Rule(
        of_fit("shuffle"),
        lambda state: state.made is not None and (state.made.in_order or state.made.count is None),
        tr_later("No effect: a generator makes its batches in its own order, as in Keras."),
    ),
    Rule(
        of_fit("workers", "use_multiprocessing"),
        _in_order,
        tr_later("No effect: a generator makes one batch after the other, so one thread fetches them ahead."),
    ),
)
