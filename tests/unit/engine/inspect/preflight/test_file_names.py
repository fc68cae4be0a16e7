"""A name that is accepted can be filled in by Keras in every epoch, and stays inside the run's folder."""

import os
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inspect.preflight.file_names import filled_name_problem, values_of
from engine.settings.fit import FitSettings

VALUES = ("loss", "accuracy", "val_loss", "val_accuracy")
FIELDS = st.sampled_from(["epoch", "batch", "loss", "val_loss", "f1", "", "0", "epoch.real", "epoch[0]"])
FORMS = st.one_of(
    st.sampled_from(
        ["", ":04d", ":.4f", ":c", ":/>9", ":{epoch}", ":099999999999", ":.0", "!r", "!s:.0", "!x"]
    ),
    st.text("0123456789.<>^=+-,%_dfgnxsc/{}", max_size=5).map(lambda text: f":{text}"),
)
BRACES = st.tuples(FIELDS, FORMS).map(lambda parts: "{" + "".join(parts) + "}")
TEMPLATES = st.lists(st.one_of(BRACES, st.sampled_from([".", "..", "/", "cp-", "}", "{{", "\0", "n" * 120])))


@settings(max_examples=500, deadline=None)
@given(template=TEMPLATES.map("".join), every=st.sampled_from([1, 2, 7, (1, 3)]), per_batch=st.booleans())
def test_what_is_accepted_can_be_filled_in(template: str, every: int, per_batch: bool) -> None:
    fit = FitSettings(epochs=12, initial_epoch=2, validation_freq=every)
    if filled_name_problem(template, values_of(fit, VALUES, per_batch=per_batch)):
        return
    for epoch in range(3, 13):
        validated = epoch in every if isinstance(every, tuple) else epoch % every == 0
        logs = {name: 0.25 for name in VALUES if (validated and not per_batch) or "val_" not in name}
        batch = {"batch": 77} if per_batch else {}
        name = template.format(epoch=epoch, **batch, **logs) + ".keras"
        assert ".." not in name.split("/")
        assert not PurePosixPath(name).is_absolute()
        assert not PureWindowsPath(name).anchor
        assert all(len(os.fsencode(part)) <= 255 for part in name.split("/"))


@pytest.mark.parametrize(
    "template",
    ["cp-{epoch:04}", "{epoch!r}", "./a/{epoch:02d}-{loss:.2%}", "best", "{{x}}-{val_accuracy:.3f}"],
)
def test_what_keras_can_fill_in_is_accepted(template: str) -> None:
    assert filled_name_problem(template, values_of(FitSettings(), VALUES, per_batch=False)) == ""


def test_a_list_of_validation_epochs_that_has_all_of_them_is_enough() -> None:
    fit = FitSettings(epochs=3, initial_epoch=1, validation_freq=(2, 3))
    assert filled_name_problem("{val_loss}", values_of(fit, VALUES, per_batch=False)) == ""
