"""What each remedy changes, and when it does not fit."""

import pytest

from engine.coach.finding import Finding, FindingKind, Remedy
from engine.coach.remedies import Case, advised, change_of
from engine.settings import Project
from engine.settings.project_file.assign import assign

PROJECT = assign(Project(), ["callbacks=[]", "fit.validation_split=0.1", "fit.validation_method=last"])
CHANGES = {
    Remedy.LOWER_RATE: {"compile.optimizer.learning_rate": 0.0001},
    Remedy.RAISE_RATE: {"compile.optimizer.learning_rate": 0.01},
    Remedy.CLIP: {"compile.optimizer.clipnorm": 1.0},
    Remedy.EARLY_STOPPING: {"callbacks.0.kind": "early_stopping", "callbacks.0.patience": 5},
    Remedy.AUGMENTATION: {"augmentation.0.kind": "rotation", "augmentation.2.kind": "zoom"},
    Remedy.DROPOUT: {"model.dropout": 0.3},
    Remedy.SMALLER_MODEL: {"model.units": (32, 16)},
    Remedy.LARGER_MODEL: {"model.units": (128, 64)},
    Remedy.MORE_EPOCHS: {"fit.epochs": 40},
    Remedy.REDUCE_RATE: {"callbacks.0.kind": "reduce_lr", "callbacks.0.patience": 5},
    Remedy.CLASS_WEIGHT: {"fit.class_weight": "balanced"},
    Remedy.MORE_VALIDATION: {"fit.validation_split": 0.2},
    Remedy.STRATIFY: {"fit.validation_method": "stratified"},
}


@pytest.mark.parametrize("remedy", Remedy)
def test_each_remedy_changes_what_it_says_once(remedy):
    change = change_of(remedy, Case(run=PROJECT, now=PROJECT, images=True))
    assert change is not None
    assert not change.done
    assert change.title
    assert {path: change.after.value_at(path) for path in CHANGES[remedy]} == CHANGES[remedy]
    again = change_of(remedy, Case(run=PROJECT, now=change.after, images=True))
    assert again is None or (again.done and again.after == change.after)


def test_a_callback_that_is_off_is_turned_on():
    project = assign(Project(), ["callbacks.0.enabled=false"])
    change = change_of(Remedy.EARLY_STOPPING, Case(run=project, now=project))
    assert change is not None
    assert change.title == "Turn EarlyStopping on"
    assert change.after == assign(project, ["callbacks.0.enabled=true"])


def test_every_width_of_a_cnn_is_halved():
    project = assign(PROJECT, ["model.kind=cnn", "model.filters=32,6"])
    change = change_of(Remedy.SMALLER_MODEL, Case(run=project, now=project))
    assert change is not None
    assert change.after.value_at("model.filters") == (16, 6)
    assert change.after.value_at("model.dense_units") == 32


@pytest.mark.parametrize(
    ("remedy", "settings"),
    [
        (Remedy.DROPOUT, ["model.dropout=0.5"]),
        (Remedy.CLASS_WEIGHT, ["fit.class_weight=balanced"]),
        (Remedy.LARGER_MODEL, ["model.kind=file"]),
        (Remedy.MORE_VALIDATION, ["fit.validation_data=other.npz"]),
        (Remedy.STRATIFY, ["fit.validation_method=stratified"]),
        (Remedy.AUGMENTATION, []),
        (Remedy.LOWER_RATE, ["compile.schedule.kind=piecewise"]),
    ],
)
def test_what_does_not_fit_is_not_offered(remedy, settings):
    project = assign(PROJECT, settings)
    assert change_of(remedy, Case(run=project, now=project)) is None


def test_another_model_than_the_runs_is_not_resized():
    now = assign(PROJECT, ["model.kind=cnn"])
    assert change_of(Remedy.SMALLER_MODEL, Case(run=PROJECT, now=now)) is None


def test_a_finding_has_the_changes_that_fit():
    finding = Finding(FindingKind.OVERFITTING, "val_loss", 3, 9, {}, (Remedy.AUGMENTATION, Remedy.DROPOUT))
    (found,) = advised([finding], Case(run=PROJECT, now=PROJECT))
    assert [change.remedy for change in found.changes] == [Remedy.DROPOUT]
