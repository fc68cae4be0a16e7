"""What each callback says of itself, as it is set."""

import string

import pytest

from engine.settings.callbacks import (
    CallbackSection,
    CallbackSettings,
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    RemoteMonitor,
    SwapEMAWeights,
    TensorBoard,
    TerminateOnNaN,
)
from engine.settings.declaration.declare import alternatives
from engine.settings.declaration.section_list import sentence

KINDS = alternatives(CallbackSettings)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (EarlyStopping(), "stops after 10 epochs without a better val_loss; restores the best"),
        (
            EarlyStopping(patience=1, restore_best_weights=False, baseline=0.5, start_from_epoch=3),
            (
                "stops at the first epoch without a better val_loss; or without one better than 0.5;"
                " watches from epoch 3 on"
            ),
        ),
        (
            ReduceLROnPlateau(patience=3, min_lr=1e-6, monitor="loss"),
            "multiplies the learning rate by 0.1 after 3 epochs without a better loss; never below 1e-06",
        ),
        (
            ReduceLROnPlateau(patience=0),
            "multiplies the learning rate by 0.1 at the first epoch without a better val_loss",
        ),
        (TerminateOnNaN(), "stops when the loss is no longer a number"),
        (
            TerminateOnNaN(raise_error=True),
            "stops when the loss is no longer a number; the run then counts as failed",
        ),
        (ModelCheckpoint(), "saves the model after every epoch"),
        (
            ModelCheckpoint(
                filepath="w.weights.h5", save_weights_only=True, save_best_only=True, keep="best"
            ),
            (
                "saves the model after every epoch with a better val_loss; the weights alone;"
                " keeps the best alone"
            ),
        ),
        (
            ModelCheckpoint(save_freq=200, keep="last", filepath="cp.ckpt"),
            "saves the model every 200 batches; as a SavedModel folder; keeps the last 3",
        ),
        (
            ModelCheckpoint(save_freq=5, save_best_only=True, monitor="loss"),
            "saves the model every 5 batches when loss is better",
        ),
        (TensorBoard(), "writes logs after every epoch"),
        (
            TensorBoard(update_freq="batch", histogram_freq=1),
            "writes logs after every batch; histograms every epoch",
        ),
        (
            TensorBoard(update_freq=1000, histogram_freq=2, profile_batch=(1, 2)),
            "writes logs every 1,000 batches; histograms every 2 epochs; records what the device does",
        ),
        (CSVLogger(), "writes the values of every epoch to epochs.csv"),
        (RemoteMonitor(), "sends the values of every epoch to http://localhost:9000"),
        (LearningRateScheduler(), "sets the learning rate of every epoch to lr * 0.95"),
        (
            SwapEMAWeights(swap_on_epoch=True),
            "validates with the average of the weights; other callbacks see it too",
        ),
        (CustomCallback(), "no file is chosen yet"),
        (CustomCallback(path="a\\b\\mine.py"), "runs mine.py"),
        (CustomCallback(path="/a/mine.py", class_name="Bell"), "runs Bell of mine.py"),
    ],
)
def test_a_callback_says_what_it_will_do(section: CallbackSection, expected: str) -> None:
    assert sentence(section) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_callback_says_something_as_it_is_added(kind: type[CallbackSection]) -> None:
    assert sentence(kind())


@pytest.mark.parametrize("kind", KINDS)
def test_names_in_phrases_are_those_of_the_section(kind: type[CallbackSection]) -> None:
    for phrase in kind.phrases:
        for _, name, _, _ in string.Formatter().parse(phrase.text):
            assert name is None or hasattr(kind(), name), phrase.text
