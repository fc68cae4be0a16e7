import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.metric_history import MetricHistory
from engine.history.progress_counter import Progress
from engine.record import events as event_types
from engine.record.events import (
    BatchesEnded,
    ClassesCounted,
    EpochEnded,
    EpochsSet,
    EpochStarted,
    Event,
    ForecastMade,
    GaugeChanged,
    LearningRateSet,
    LogLine,
    Mark,
    Marked,
    PaceFound,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    TrainingStarted,
    ValidationProgress,
)
from engine.settings.losses import higher_is_better

STEPS = 10


def started(*, at=0.0, epochs=4, first_epoch=1, first_step=0, resumed=False):
    return TrainingStarted(
        at=at,
        epochs=epochs,
        first_epoch=first_epoch,
        first_step=first_step,
        steps_per_epoch=STEPS,
        validation_steps=2,
        batch_size=32,
        examples=320,
        validation_examples=64,
        metrics=("loss", "accuracy"),
        parameters=1000,
        device="CPU",
        resumed=resumed,
    )


def batches(epoch, first, values, *, at=0.0):
    return BatchesEnded(at=at, epoch=epoch, first_step=first, values={"loss": np.array(values, np.float32)})


def ended(epoch, *, at=0.0, rate=0.1, **values):
    return EpochEnded(at=at, epoch=epoch, values=values, learning_rate=rate, seconds=1.0)


def reported(*events, **options):
    history = MetricHistory(**options)
    for event in events:
        history.apply(event)
    return history


def test_every_event_is_taken_and_counts_as_a_change():
    kinds = {
        kind
        for kind in vars(event_types).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }
    examples = [
        PhaseChanged(phase=Phase.READING),
        started(),
        EpochStarted(epoch=1, learning_rate=0.1),
        batches(1, 0, [1.0]),
        ValidationProgress(epoch=1, done=1, total=2),
        ended(1, loss=1.0),
        GaugeChanged(index=0, name="", monitor="", wait=0, patience=1, best=None, best_epoch=0),
        ForecastMade(epoch=1, model=1.0, last_value=2.0, season_ago=None, season=None),
        PaceFound(steps_per_call=8, xla=False, times_faster=2.0),
        EpochsSet(epochs=5),
        LearningRateSet(position=1.0, learning_rate=0.1),
        Marked(mark=Mark.CHECKPOINT, position=1.0, text=""),
        LogLine(level="info", text="x"),
        ClassesCounted(examples={"a": 1}, predicted={"a": 1}),
        RunEnded(result=Result.COMPLETED, reason="", epochs_done=1),
    ]
    assert {type(event) for event in examples} == kinds
    history = MetricHistory()
    for count, event in enumerate(examples, start=1):
        history.apply(event)
        assert history.version == count


class TestCurves:
    def test_a_batch_lies_at_its_part_of_the_epoch(self):
        history = reported(started(), batches(1, 0, [5.0]), batches(1, 1, [4.0, 3.0]), batches(2, 9, [2.0]))
        x, y = history.batches("loss")
        assert x == pytest.approx([0.1, 0.2, 0.3, 2.0])
        assert y.tolist() == [5, 4, 3, 2]

    def test_epochs_lie_at_their_number_and_validation_may_be_missing(self):
        history = reported(started(), ended(1, loss=3.0), ended(2, loss=2.0, val_loss=2.5, accuracy=0.5))
        assert history.epochs("loss")[0].tolist() == [1, 2]
        assert history.epochs("val_loss")[0].tolist() == [2]
        assert history.epochs("val_loss")[1].tolist() == [2.5]
        assert history.epochs("unheard of")[0].tolist() == []

    def test_names_are_the_training_metrics_in_order(self):
        history = reported(started(), ended(1, val_loss=1.0, loss=1.0, learning_rate=0.1, extra=2.0))
        assert history.names == ("loss", "accuracy", "extra")

    def test_the_learning_rate_jumps_where_it_changed(self):
        history = reported(
            started(),
            EpochStarted(epoch=1, learning_rate=0.1),
            ended(1),
            EpochStarted(epoch=2, learning_rate=0.01),
            ended(2, rate=0.01),
        )
        x, y = history.learning_rates
        assert x.tolist() == [0, 1, 1, 2]
        assert y.tolist() == [0.1, 0.1, 0.01, 0.01]

    def test_memory_stays_bounded(self):
        history = reported(started(), limit=100)
        for step in range(5000):
            history.apply(batches(1, step, [7.0 if step == 1234 else 0.0]))
        assert len(history.batches("loss")[0]) <= 100
        assert history.batches("loss")[1].max() == 7

    @given(st.lists(st.integers(1, 4), min_size=1, max_size=10))
    def test_grouping_of_batches_makes_no_difference(self, groups):
        values = np.arange(sum(groups), dtype=np.float32)
        one, many = reported(started()), reported(started())
        done = 0
        for size in groups:
            many.apply(batches(1, done, values[done : done + size]))
            done += size
        for step, value in enumerate(values):
            one.apply(batches(1, step, [value]))
        for first, second in zip(one.batches("loss"), many.batches("loss"), strict=True):
            assert first == pytest.approx(second)


class TestBest:
    def test_validation_loss_is_preferred(self):
        history = reported(
            started(),
            ended(1, loss=3.0, val_loss=2.0),
            ended(2, loss=2.0, val_loss=1.0),
            ended(3, loss=1.0, val_loss=1.5),
        )
        best = history.best()
        assert best is not None
        assert (best.monitor, best.epoch, best.value) == ("val_loss", 2, 1.0)

    def test_without_validation_the_loss_counts(self):
        best = reported(started(), ended(1, loss=3.0), ended(2, loss=2.0)).best()
        assert best is not None
        assert (best.monitor, best.epoch) == ("loss", 2)

    def test_more_accuracy_is_better_and_the_first_of_equals_counts(self):
        history = reported(started(), ended(1, accuracy=0.5), ended(2, accuracy=0.9), ended(3, accuracy=0.9))
        best = history.best("accuracy")
        assert best is not None
        assert best.epoch == 2

    def test_nan_is_never_best(self):
        best = reported(started(), ended(1, loss=math.nan), ended(2, loss=5.0)).best()
        assert best is not None
        assert best.epoch == 2
        assert reported(started(), ended(1, loss=math.nan)).best() is None

    @pytest.mark.parametrize(
        ("name", "higher"),
        [
            ("val_accuracy", True),
            ("sparse_categorical_accuracy", True),
            ("auc", True),
            ("r2_score", True),
            ("mae", False),
            ("val_loss", False),
            ("accuracy_loss", False),
        ],
    )
    def test_the_name_tells_which_way_is_better(self, name, higher):
        assert higher_is_better(name) is higher


class TestProgress:
    def test_nothing_is_known_before_training(self):
        assert MetricHistory().progress == Progress()

    def test_counts_within_the_epoch_and_the_run(self):
        history = reported(started(), ended(1, loss=1.0), EpochStarted(epoch=2, learning_rate=0.1))
        history.apply(batches(2, 0, [1.0] * 5))
        progress = history.progress
        assert (progress.epoch, progress.epochs, progress.step, progress.steps) == (2, 4, 5, 10)
        assert progress.of_epoch == 0.5
        assert progress.of_run == pytest.approx(1.5 / 4)

    def test_a_run_that_begins_later_begins_at_nothing(self):
        history = reported(started(first_epoch=3))
        assert history.progress.of_run == 0
        history.apply(ended(3, loss=1.0))
        assert history.progress.of_run == 0.5

    def test_speed_leaves_out_pauses(self):
        history = reported(
            started(), PhaseChanged(at=0.0, phase=Phase.TRAINING), batches(1, 0, [1.0], at=10.0)
        )
        for step in range(1, 5):
            history.apply(batches(1, step, [1.0], at=10.0 + step * 0.5))
        assert history.progress.examples_per_second == pytest.approx(64)
        history.apply(PhaseChanged(at=12.0, phase=Phase.PAUSED))
        history.apply(PhaseChanged(at=1012.0, phase=Phase.TRAINING))
        history.apply(batches(1, 5, [1.0], at=1012.5))
        assert history.progress.examples_per_second == pytest.approx(64)

    def test_speed_is_that_of_the_last_two_seconds(self):
        history = reported(started(), batches(1, 0, [1.0], at=0.0))
        for step in range(1, 11):
            history.apply(batches(1, step, [1.0], at=step * 1.0))
        for step in range(1, 41):
            history.apply(batches(2, step, [1.0], at=10 + step * 0.1))
        assert history.progress.examples_per_second == pytest.approx(320)

    def test_who_waits_for_whom(self):
        history = reported(started(), batches(1, 0, [1.0], at=0.0))
        history.apply(batches(1, 1, [1.0], at=1.0))
        assert history.progress.waiting is None  # all data is in memory
        history = reported(started(), replace(batches(1, 0, [1.0], at=0.0), waited=9.0))
        assert history.progress.waiting is None  # the first step compiles
        for step in range(1, 5):
            history.apply(replace(batches(1, step, [1.0], at=step * 0.5), waited=0.2))
        assert history.progress.waiting == pytest.approx(0.4)
        for step in range(5, 30):
            history.apply(replace(batches(1, step, [1.0], at=step * 0.5), waited=0.0))
        assert history.progress.waiting == 0.0

    def test_time_left_counts_validation(self):
        history = reported(
            started(), PhaseChanged(at=0.0, phase=Phase.TRAINING), batches(1, 0, [1.0], at=5.0)
        )
        for step in range(1, 10):
            history.apply(batches(1, step, [1.0], at=5.0 + step * 0.1))
        history.apply(PhaseChanged(at=5.9, phase=Phase.VALIDATING))
        history.apply(ended(1, at=7.9, loss=1.0))
        # three epochs are left, of ten batches (0.1 s each) and of two seconds of validation
        assert history.progress.seconds_left == pytest.approx(3 * (1.0 + 2.0))

    def test_nothing_is_left_to_wait_for_after_the_end(self):
        history = reported(started(), batches(1, 0, [1.0], at=1.0), batches(1, 1, [1.0], at=2.0))
        assert history.progress.seconds_left is not None
        history.apply(RunEnded(at=3.0, result=Result.STOPPED, reason="Stopped.", epochs_done=0))
        assert history.progress.seconds_left is None
        assert history.progress.elapsed == 3.0
        assert history.phase is None
        assert history.outcome is not None

    def test_validation_batches_are_counted(self):
        history = reported(started(), ValidationProgress(epoch=1, done=1, total=2))
        assert (history.progress.validated, history.progress.validation_steps) == (1, 2)
        history.apply(EpochStarted(epoch=2, learning_rate=0.1))
        assert history.progress.validated == 0


class TestResume:
    def test_what_is_trained_again_is_forgotten(self):
        history = reported(started(at=0.0))
        history.apply(batches(1, 0, range(10)))
        history.apply(ended(1, loss=1.0))
        history.apply(batches(2, 0, range(10)))
        history.apply(ended(2, at=20.0, loss=9.0))
        history.apply(Marked(at=20.0, mark=Mark.CHECKPOINT, position=2.0, text="checkpoint"))
        history.apply(Marked(at=20.0, mark=Mark.STOPPED, position=2.0, text="stopped"))
        history.apply(PhaseChanged(at=990.0, phase=Phase.IMPORTING))
        history.apply(started(at=1000.0, first_epoch=2, first_step=14, resumed=True))
        assert history.batches("loss")[0].max() == pytest.approx(1.4)
        assert history.epochs("loss")[0].tolist() == [1]
        assert [(mark.text, mark.position) for mark in history.marks] == [("stopped", 1.4)]
        assert history.progress.step == 4
        assert history.progress.of_run == pytest.approx(1.4 / 4)
        history.apply(batches(2, 4, [0.5], at=1001.0))
        assert history.batches("loss")[0].tolist()[-2:] == pytest.approx([1.4, 1.5])
        assert history.progress.elapsed == 21.0

    def test_more_epochs_keep_all_that_was(self):
        history = reported(started(epochs=2), ended(1, loss=2.0), ended(2, loss=1.0))
        history.apply(RunEnded(result=Result.COMPLETED, reason="", epochs_done=2))
        history.apply(started(epochs=4, first_epoch=3, first_step=2 * STEPS, resumed=True))
        assert history.epochs("loss")[0].tolist() == [1, 2]
        assert history.outcome is None
        assert history.progress.of_run == 0.5

    @given(st.integers(0, 3 * STEPS - 1))
    def test_a_resumed_run_is_one_run(self, cut):
        values = np.arange(3 * STEPS, dtype=np.float32)
        whole, corrupt = reported(started(epochs=3)), reported(started(epochs=3))

        def feed(history, start):
            for step in range(start, 3 * STEPS):
                history.apply(batches(step // STEPS + 1, step % STEPS, values[step : step + 1]))
                if step % STEPS == STEPS - 1:
                    history.apply(ended(step // STEPS + 1, loss=float(step)))

        feed(whole, 0)
        feed(corrupt, 0)
        corrupt.apply(started(epochs=3, first_epoch=cut // STEPS + 1, first_step=cut, resumed=True))
        feed(corrupt, cut)
        for read in (lambda h: h.batches("loss"), lambda h: h.epochs("loss"), lambda h: h.learning_rates):
            for first, second in zip(read(whole), read(corrupt), strict=True):
                assert first.tolist() == second.tolist()


class TestLog:
    def test_new_lines_are_given_once(self):
        history = reported(LogLine(level="info", text="a"), LogLine(level="info", text="b"))
        count, lines = history.lines_after(0)
        assert [line.text for line in lines] == ["a", "b"]
        history.apply(LogLine(level="error", text="c"))
        count, lines = history.lines_after(count)
        assert [line.text for line in lines] == ["c"]
        assert history.lines_after(count) == (3, [])

    def test_a_long_log_keeps_its_end(self):
        history = reported(*(LogLine(level="info", text=str(index)) for index in range(6000)))
        count, lines = history.lines_after(0)
        assert count == 6000
        assert len(lines) == 5000
        assert lines[-1].text == "5999"


def test_gauges_are_kept_by_callback():
    first = GaugeChanged(
        index=1, name="EarlyStopping", monitor="val_loss", wait=1, patience=5, best=0.5, best_epoch=2
    )
    later = GaugeChanged(
        index=1, name="EarlyStopping", monitor="val_loss", wait=2, patience=5, best=0.5, best_epoch=2
    )
    assert reported(first, later).gauges == {1: later}


def test_batches_before_training_are_passed_over():
    assert len(reported(batches(1, 0, [1.0])).batches("loss")[0]) == 0


def test_a_rate_set_by_hand_is_a_jump_where_it_was_set_and_known_at_once():
    history = MetricHistory()
    assert history.learning_rate is None
    history.apply(EpochStarted(epoch=1, learning_rate=0.1))
    history.apply(LearningRateSet(position=0.5, learning_rate=0.01))
    assert history.learning_rate == 0.01
    places, rates = history.learning_rates
    assert list(places) == [0.0, 0.5, 0.5]
    assert list(rates) == [0.1, 0.1, 0.01]


def test_another_number_of_epochs_counts_from_when_it_is_reported():
    history = MetricHistory()
    history.apply(EpochsSet(epochs=3))
    assert history.started is None
    history.apply(started(epochs=4))
    history.apply(EpochsSet(epochs=9))
    assert history.progress.epochs == 9
    assert history.started is not None
    assert history.started.epochs == 9
