"""How a run settles and tells how its steps are run: fused, with XLA or without."""

from unittest import mock

import keras
import numpy as np
import pytest

from engine.record.events import EpochEnded, LogLine, PaceFound
from engine.run.pace import execution_plan as pacing
from engine.run.pace.timing_cache import XlaFinding
from engine.run.pace.xla_trial import try_xla
from engine.user_folders import settings_folder
from tests.marks import TRAINS, some_slow
from tests.runs import Killed, small_project, train, with_callbacks

pytestmark = TRAINS


def lines(trained):
    return [event.text for event in trained.of(LogLine)]


def losses(trained):
    return [event.values["loss"] for event in trained.of(EpochEnded)]


def test_the_pace_is_reported_once_and_remembered(data, tmp_path):
    project = small_project(data, fit__batch_size=4, fit__epochs=3)
    first = train(project, tmp_path / "a")
    reported = first.of(PaceFound)
    assert len(reported) == 1
    assert not reported[0].xla
    assert any("a call, no XLA" in line for line in lines(first))
    second = train(project, tmp_path / "b")
    assert len(second.of(PaceFound)) == 1
    assert losses(first) == losses(second)
    assert (settings_folder() / "speeds.json").is_file()


def test_a_callback_that_looks_at_every_batch_bounds_the_calls(data, tmp_path):
    class Looks(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            pass

    with with_callbacks([Looks()]):
        trained = train(small_project(data, run__steps_per_call=8), tmp_path / "a")
    assert [event.steps_per_call for event in trained.of(PaceFound)] == [1]
    assert any("1 step a call" in line for line in lines(trained))


@pytest.mark.parametrize("taken", some_slow([True, False], [True]))
def test_what_xla_did_is_said_remembered_and_kept_by_a_resume(data, tmp_path, taken):
    project = small_project(data, compile__jit_compile="measured", fit__epochs=2, run__steps_per_call=2)
    finding = XlaFinding(times_faster=1.5 if taken else 0.5, difference=1e-7, taken=taken)
    with mock.patch.object(pacing, "try_xla", return_value=finding) as trial:

        def cut(event):
            if isinstance(event, EpochEnded) and event.epoch == 2:
                raise Killed

        begun = train(project, tmp_path / "a", sink=cut)
        assert any("XLA was measured" in line for line in lines(begun))
        again = train(project, tmp_path / "b")
        assert trial.call_count == 1  # the second run knows
    with mock.patch.object(pacing, "try_xla", side_effect=AssertionError("measured again")):
        (settings_folder() / "speeds.json").unlink()
        gone_on = train(project, begun.folder, resume=True)
    assert {event.xla for event in [*again.of(PaceFound), *gone_on.of(PaceFound)]} == {taken}
    assert losses(gone_on)[-1] == losses(again)[-1]


@pytest.mark.slow
def test_trying_xla_leaves_the_model_as_it_was(data, tmp_path):
    plain = train(small_project(data, fit__epochs=2), tmp_path / "a")
    with mock.patch("engine.run.pace.xla_trial._FASTER", np.inf):
        tried = train(small_project(data, fit__epochs=2, compile__jit_compile="measured"), tmp_path / "b")
    assert losses(plain) == losses(tried)
    assert any("it is not used" in line for line in lines(tried))


def test_xla_that_draws_other_numbers_is_not_taken(data, tmp_path):
    found = []
    real = try_xla

    def spy(*given, **named):
        found.append(real(*given, **named))
        return found[-1]

    with mock.patch.object(pacing, "try_xla", spy):
        train(small_project(data, fit__epochs=1, compile__jit_compile="measured"), tmp_path / "a")
    assert found[0].difference > 1e-5  # dropout draws other numbers with XLA
    assert not found[0].taken


def test_where_steps_are_not_fused_xla_is_not_measured(data, tmp_path):
    project = small_project(data, compile__jit_compile="measured", compile__run_eagerly=True, fit__epochs=1)
    trained = train(project, tmp_path / "a")
    assert any("XLA was not measured" in line for line in lines(trained))
