"""What is said of recorded curves, good and bad, and where the thresholds lie."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.coach import rules
from engine.coach.advice import advice
from engine.coach.finding import FindingKind, Remedy
from engine.coach.observations import Curve, Observations
from engine.coach.remedies import Case, changes_of
from engine.settings import Project
from engine.settings.callbacks import EarlyStopping
from engine.settings.project_file.assign import assign

GOOD = {
    "digits": 12,
    "digits-dense": 20,
    "digits-dropout": 20,
    "elnino": 30,
    "elnino-long": 60,
    "penguins": 54,
    "vowels": 21,
    "wine": 60,
}
BAD = {
    "digits-rate-10": FindingKind.RATE_HIGH,
    "digits-rate-tenth": FindingKind.RATE_HIGH,
    "vowels-rate-3": FindingKind.RATE_HIGH,
    "digits-rate-1e-7": FindingKind.RATE_LOW,
    "digits-sgd-1e-4": FindingKind.RATE_LOW,
    "penguins-sgd-rate-2": FindingKind.EXPLODING,
    "vowels-by-heart": FindingKind.OVERFITTING,
    "digits-few-by-heart": FindingKind.OVERFITTING,
    "digits-one-unit": FindingKind.UNDERFITTING,
    "vowels-one-unit": FindingKind.UNDERFITTING,
    "rare-class": FindingKind.NEVER_PREDICTED,
    "wine-few": FindingKind.SMALL_VALIDATION,
}


def kinds(run: Observations) -> list[FindingKind]:
    return [finding.kind for finding in advice(run)]


class TestRecorded:
    @pytest.mark.parametrize("name", GOOD)
    def test_of_a_good_run_nothing_is_said_at_any_epoch(self, recorded, name):
        assert len(recorded(name).loss) == GOOD[name]
        for epoch in range(1, GOOD[name] + 1):
            assert kinds(recorded(name, until=epoch)) == [], epoch

    @pytest.mark.parametrize("name", BAD)
    def test_of_a_bad_run_the_one_thing_is_said(self, recorded, name):
        assert kinds(recorded(name)) == [BAD[name]]

    def test_where_training_lacks_a_class_no_cure_of_the_validation_curve_is_offered(self, recorded):
        run = replace(recorded("vowels-by-heart"), only_validated=("e",))
        [finding] = advice(run)
        assert (finding.kind, finding.remedies) == (FindingKind.ONLY_VALIDATED, (Remedy.STRATIFY,))
        now = run.project
        assert (
            changes_of(finding.remedies, Case(now, now)) == ()
        )  # it is split stratified, and still lacks it
        last = assign(now, ["fit.validation_method=last"])
        [change] = changes_of(finding.remedies, Case(last, last))
        assert change.after == now

    def test_where_validation_lacks_most_classes_no_cure_of_its_curve_is_offered(self, recorded):
        whole = recorded("vowels-by-heart")
        names = tuple(map(str, range((whole.classes + 1) // 2)))
        [finding] = advice(replace(whole, only_trained=names))
        assert (finding.kind, finding.remedies) == (FindingKind.ONLY_TRAINED, (Remedy.STRATIFY,))
        assert kinds(replace(whole, only_trained=names[:1])) == [FindingKind.OVERFITTING]
        assert kinds(replace(whole, only_trained=names, only_validated=("e",))) == [
            FindingKind.ONLY_VALIDATED
        ]

    def test_a_plateau_is_seen_while_it_lasts(self, recorded):
        (finding,) = advice(recorded("penguins-long", until=59))
        assert finding.kind is FindingKind.PLATEAU
        assert 40 < finding.first < 50
        assert finding.last == 59
        assert kinds(recorded("penguins-long")) == []  # it went on to learn

    def test_overfitting_is_marked_from_the_best_epoch_on(self, recorded):
        (finding,) = advice(recorded("vowels-by-heart"))
        assert (finding.metric, finding.first, finding.last) == ("val_loss", 4, 60)
        assert Remedy.EARLY_STOPPING in finding.remedies

    def test_a_rate_too_high_is_said_after_the_first_epoch(self, recorded):
        (finding,) = advice(recorded("digits-rate-10", until=1))
        assert (finding.kind, finding.first, finding.last) == (FindingKind.RATE_HIGH, 0, 1)

    def test_a_class_that_is_left_out_is_named(self, recorded):
        (finding,) = advice(recorded("rare-class"))
        assert finding.numbers["classes"] == "8"


class TestThresholds:
    def test_a_loss_explodes_at_ten_times_its_lowest(self, drawn):
        assert kinds(drawn([0.6, 0.2, 1.99])) == [FindingKind.RATE_HIGH]
        (finding,) = advice(drawn([0.6, 0.2, 2.01]))
        assert (finding.kind, finding.first, finding.last) == (FindingKind.EXPLODING, 2, 3)

    def test_a_tiny_loss_may_rise(self, drawn):
        assert kinds(drawn([0.6, 0.001, 0.1, 0.001])) == []

    def test_a_loss_that_is_no_number_has_exploded(self, drawn):
        (finding,) = advice(drawn([0.6, 0.5, math.nan, math.nan]))
        assert (finding.kind, finding.variant, finding.first) == (FindingKind.EXPLODING, "broken", 2)
        assert finding.numbers == {"epoch": 3}

    def test_overfitting_needs_a_rise_of_a_tenth_five_epochs_after_the_best(self, drawn):
        loss = [0.6 * 0.8**epoch for epoch in range(8)]
        held = [0.6, 0.5, *[0.5 * 1.09] * 6]
        assert kinds(drawn(loss, held)) == []
        held = [0.6, 0.5, *[0.5 * 1.11] * 6]
        assert kinds(drawn(loss, held)) == [FindingKind.OVERFITTING]
        assert kinds(drawn(loss[:6], held[:6])) == []

    def test_overfitting_is_left_to_early_stopping_and_to_restored_weights(self, drawn):
        loss = [0.6 * 0.8**epoch for epoch in range(8)]
        held = [0.6, 0.5, *[0.6] * 6]
        assert kinds(drawn(loss, held, restored=True)) == []
        waits = Project(callbacks=(EarlyStopping(patience=6),))
        assert kinds(drawn(loss, held, project=waits)) == []
        off = Project(callbacks=(EarlyStopping(patience=6, enabled=False),))
        assert kinds(drawn(loss, held, project=off)) == [FindingKind.OVERFITTING]

    def test_a_high_flat_loss_is_underfitting_and_a_falling_one_needs_epochs(self, drawn):
        flat = [0.65, 0.6, 0.55, *[0.5] * 9]
        assert kinds(drawn(flat, flat)) == [FindingKind.UNDERFITTING]
        falling = [0.69 - 0.02 * epoch for epoch in range(12)]
        assert kinds(drawn(falling, falling)) == [FindingKind.TOO_SHORT]
        assert kinds(drawn(falling, falling, over=False)) == []

    def test_a_few_validation_examples_are_too_few(self, drawn):
        loss = [0.6, 0.4]
        assert kinds(drawn(loss, loss, validation_examples=rules.VALIDATION_LEAST)) == []
        assert kinds(drawn(loss, loss, validation_examples=29)) == [FindingKind.SMALL_VALIDATION]

    def test_a_class_of_few_examples_is_not_missed(self, drawn):
        counted = {"a": 100, "b": rules.NEVER_LEAST - 1}
        assert kinds(drawn([0.3], [0.3], counted=counted, predicted={"a": 104, "b": 0})) == []
        counted = {"a": 100, "b": rules.NEVER_LEAST}
        found = advice(drawn([0.3], [0.3], counted=counted, predicted={"a": 105, "b": 0}))
        assert [finding.kind for finding in found] == [FindingKind.NEVER_PREDICTED]

    def test_guessing_is_not_known_of_a_model_from_a_file(self, drawn):
        file = Project.model_validate({"model": {"kind": "file", "path": "model.keras"}})
        assert drawn([1.0], classes=0, project=file).guessing is None
        assert drawn([1.0], classes=0, first_loss=3.0).guessing == 3.0

    @given(
        first=st.floats(0.4, 0.69),
        pace=st.floats(0.5, 0.93),
        gap=st.floats(1.0, 1.1),
        epochs=st.integers(1, 40),
    )
    def test_a_run_that_keeps_learning_is_left_in_peace(self, first, pace, gap, epochs):
        x = np.arange(1, epochs + 1, dtype=float)
        loss = first * pace ** (x - 1)
        run = Observations(
            loss=Curve(x, loss),
            validation=Curve(x, gap * loss),
            first_loss=math.log(2),
            over=False,
            restored=False,
            examples=1000,
            validation_examples=200,
            classes=2,
            project=Project(),
        )
        assert kinds(run) == []
