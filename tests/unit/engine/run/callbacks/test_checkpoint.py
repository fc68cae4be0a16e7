"""ModelCheckpoint: the same files as Keras's own, SavedModel folders, what is kept, and going on."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest

from engine.problems import RunError
from engine.record.events import Mark, Result
from engine.run.callbacks.checkpoint import Checkpoint
from engine.settings.callbacks import ModelCheckpoint
from engine.settings.callbacks.saving import ENDINGS
from tests.marks import TRAINS, some_slow

pytestmark = TRAINS

LOSSES = (0.9, 0.5, 0.7, 0.4)


def checkpoint(kit, model, *, resumed=False, index=0, **settings):
    made = Checkpoint(ModelCheckpoint(**settings), kit.context(resumed=resumed, index=index))
    made.set_model(model)
    return made


def saved_as(stem, form) -> dict[str, Any]:
    return {"filepath": stem + ENDINGS[form], "save_weights_only": form == "weights"}


def logs(loss):
    return {"loss": loss + 0.01, "accuracy": 1 - loss, "val_loss": loss, "val_accuracy": 0.9 - loss}


def epochs(callback, kit, model, losses=LOSSES, *, first=0):
    for epoch, loss in enumerate(losses, start=first):
        callback.on_epoch_begin(epoch)
        kit.shift(model)
        callback.on_epoch_end(epoch, logs(loss))


def batches(callback, kit, model, count, *, epoch=0, first=0):
    callback.on_epoch_begin(epoch)
    for batch in range(first, first + count):
        callback.on_train_batch_begin(batch)
        kit.shift(model)
        callback.on_train_batch_end(batch, {"loss": 1 / (1 + batch), "accuracy": 0.5})


NAMED = [
    {},
    {"filepath": "checkpoints/cp-{epoch:04d}.weights.h5", "save_weights_only": True},
    {"filepath": "best/of-{epoch:02d}-{val_loss:.3f}-{val_accuracy:.2f}.keras", "save_best_only": True},
    {"filepath": "one.keras", "save_best_only": True, "monitor": "val_accuracy", "mode": "min"},
    {"filepath": "one.keras", "save_best_only": True, "initial_value_threshold": 0.6},
    {"filepath": "{epoch}.weights.h5", "save_weights_only": True, "save_best_only": True}
    | {"initial_value_threshold": 0.45},
    {"filepath": "cp-{epoch}.keras"},
]


@pytest.mark.parametrize("settings", some_slow(NAMED, [NAMED[1], NAMED[3], NAMED[4], NAMED[6]]), ids=str)
def test_the_same_names_and_weights_as_keras(kit, tmp_path, settings):
    section = ModelCheckpoint(**settings)
    theirs = tmp_path / "theirs"
    bare = kit.keras.callbacks.ModelCheckpoint(
        str(theirs / section.filepath),
        monitor=section.monitor,
        save_best_only=section.save_best_only,
        save_weights_only=section.save_weights_only,
        mode=section.mode,
        initial_value_threshold=section.initial_value_threshold,
    )
    model = kit.model()
    bare.set_model(model)
    epochs(bare, kit, model)
    model = kit.model()
    epochs(checkpoint(kit, model, **settings), kit, model)
    wanted = sorted(path.relative_to(theirs).as_posix() for path in theirs.rglob("*") if path.is_file())
    assert kit.saved() == wanted
    for name in wanted:
        ours, other = kit.model(), kit.model()
        ours.load_weights(kit.folder / name)
        other.load_weights(theirs / name)
        for mine, bare_weight in zip(ours.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_array_equal(mine, bare_weight)


def test_batches_are_counted_as_keras_counts_them(kit, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    bare = kit.keras.callbacks.ModelCheckpoint(str(theirs / "{epoch}-{batch}.keras"), save_freq=4)
    ours = checkpoint(kit, kit.model(), filepath="{epoch}-{batch}", save_freq=4)
    for callback in (bare, ours):
        model = kit.model()
        callback.set_model(model)
        batches(callback, kit, model, 6)
        batches(callback, kit, model, 6, epoch=1)
    assert kit.saved() == sorted(path.name for path in theirs.iterdir())
    assert kit.saved() == ["1-4.keras", "2-2.keras", "2-6.keras"]


def test_it_says_when_it_looks_at_the_model_next(kit):
    model = kit.model()
    callback = checkpoint(kit, model, filepath="{epoch}-{batch}", save_freq=4)
    assert callback.wants_batches
    assert callback.steps_until_look() == 4
    batches(callback, kit, model, 3)
    assert callback.steps_until_look() == 1
    batches(callback, kit, model, 1, first=3)
    assert callback.steps_until_look() == 4
    assert not checkpoint(kit, model).wants_batches
    assert checkpoint(kit, model).steps_until_look() == float("inf")


def test_the_best_of_batches_is_known_before_the_first_epoch_ends(kit):
    # Keras 3.15 compares without knowing which way is better: 'NoneType' object is not callable
    model = kit.model()
    callback = checkpoint(
        kit, model, filepath="{batch}", save_freq=2, save_best_only=True, monitor="loss", keep="best"
    )
    batches(callback, kit, model, 6)
    assert kit.saved() == ["6.keras"]


def test_a_saved_model_runs_and_gives_what_predict_gives(kit):
    import tensorflow as tf

    model = kit.model()
    epochs(checkpoint(kit, model, filepath="checkpoints/cp-{epoch:04d}.ckpt"), kit, model, LOSSES[:1])
    folder = kit.folder / "checkpoints" / "cp-0001.ckpt"
    assert {"assets", "saved_model.pb", "variables"} <= {path.name for path in folder.iterdir()}
    x = np.random.default_rng(1).normal(size=(3, 6)).astype("float32")
    served = tf.saved_model.load(str(folder))
    np.testing.assert_array_equal(served.serve(x).numpy(), model.predict(x, verbose=0))
    signature = served.signatures["serving_default"]
    (answer,) = signature(tf.constant(x)).values()
    np.testing.assert_array_equal(answer.numpy(), model.predict(x, verbose=0))
    assert (Mark.CHECKPOINT, "Saved checkpoints/cp-0001.ckpt.") in kit.marks


@pytest.mark.parametrize("form", ["keras", "weights", "savedmodel"])
def test_a_name_is_written_over(kit, form):
    model = kit.model()
    callback = checkpoint(kit, model, **saved_as("same", form))
    epochs(callback, kit, model, LOSSES[:1])
    before = _content(kit)
    epochs(callback, kit, model, LOSSES[1:2], first=1)
    assert len(kit.saved()) == 1
    assert _content(kit) != before
    assert callback.saved == kit.saved()
    assert not _left_over(kit)


def _content(kit):
    found = sorted(
        path for path in kit.folder.glob("same*") for path in [path, *path.rglob("*")] if path.is_file()
    )
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in found]


def _left_over(kit):
    return [path.name for path in kit.folder.glob(".*") if path.name != ".written.jsonl"]


@pytest.mark.parametrize("form", ["keras", "weights", "savedmodel"])
@pytest.mark.parametrize(
    ("keep", "left"),
    [
        ({"keep": "all"}, [1, 2, 3, 4]),
        ({"keep": "last", "keep_last": 2}, [3, 4]),
        ({"keep": "best", "save_best_only": True}, [4]),
        ({"keep": "best", "save_best_only": True, "initial_value_threshold": 0.1}, []),
    ],
    ids=str,
)
def test_what_is_kept(kit, form, keep, left):
    model = kit.model()
    epochs(checkpoint(kit, model, **saved_as("a/cp-{epoch}", form), **keep), kit, model)
    assert kit.saved() == [f"a/cp-{epoch}{ENDINGS[form]}" for epoch in left]


def test_files_of_others_are_never_deleted(kit):
    for name in ("cp-0009.keras", "cp-mine.keras"):
        (kit.folder / name).write_text("mine")
    model = kit.model()
    callback = checkpoint(kit, model, filepath="cp-{epoch:04d}", keep="last", keep_last=1)
    epochs(callback, kit, model)
    state = callback.get_state()
    checkpoint(kit, model, filepath="cp-{epoch:04d}", keep="last", keep_last=1, resumed=True).set_state(state)
    assert kit.saved() == ["cp-0004.keras", "cp-0009.keras", "cp-mine.keras"]


def test_an_epoch_without_the_watched_value(kit):
    # Keras saves then, and so do we; but the best alone is not thrown away for a model nobody has judged
    model = kit.model()
    every = checkpoint(kit, model, filepath="all-{epoch}", save_best_only=True)
    best = checkpoint(kit, model, filepath="best-{epoch}", save_best_only=True, keep="best", index=1)
    for callback in (every, best):
        epochs(callback, kit, model, (0.5,))
        callback.on_epoch_end(1, {"loss": 0.1})
    assert kit.saved() == ["all-1.keras", "all-2.keras", "best-1.keras"]
    assert any("no val_loss" in line for line in kit.lines)


def test_a_name_that_cannot_be_filled_in_names_the_setting(kit):
    callback = checkpoint(kit, kit.model(), filepath="{val_loss:.2f}", index=2)
    with pytest.raises(RunError, match="known are epoch, loss") as caught:
        callback.on_epoch_end(0, {"loss": 0.5})
    assert caught.value.path == "callbacks.2.filepath"


def test_a_direction_that_keras_cannot_tell_names_the_setting(kit):
    callback = checkpoint(kit, kit.model(), monitor="val_strange", save_best_only=True)
    with pytest.raises(RunError, match="higher or a lower val_strange") as caught:
        epochs(callback, kit, kit.model(), (0.5,))
    assert caught.value.path == "callbacks.0.mode"
    # where nothing is compared it does not matter, though Keras would refuse
    epochs(checkpoint(kit, kit.model(), monitor="val_strange"), kit, kit.model(), (0.5,))
    assert kit.saved() == ["checkpoints/cp-0001.keras"]


def test_what_it_says_names_the_file_that_is_there(kit, capsys):
    model = kit.model()
    callback = checkpoint(
        kit, model, **saved_as("checkpoints/cp-{epoch:04d}", "savedmodel"), save_best_only=True, verbose=True
    )
    epochs(callback, kit, model, (0.5, 0.6))
    said = capsys.readouterr().out
    assert "improved from None to 0.50000, saving model to checkpoints/cp-0001.ckpt" in said
    assert "did not improve from 0.5" in said


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours is meant to answer it."""


@pytest.mark.parametrize("form", ["keras", "weights", "savedmodel"])
def test_a_kill_in_the_middle_leaves_nothing_corrupt_under_the_name(kit, form, monkeypatch):
    model = kit.model()
    callback = checkpoint(kit, model, **saved_as("same", form))
    epochs(callback, kit, model, LOSSES[:1])
    state, before = callback.get_state(), _content(kit)

    def write_half(path, **_arguments):
        if form == "savedmodel":
            path.mkdir()
            path = path / "saved_model.pb"
        path.write_bytes(b"half")
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(model, "save", write_half)
        patch.setattr(model, "export", write_half)
        patch.setattr("engine.run.callbacks.checkpoint.save_weights", lambda _model, path: write_half(path))
        # a killed process runs no finally either
        patch.setattr("engine.run.callbacks.saved_files.delete", lambda _path: None)
        with pytest.raises(Killed):
            epochs(callback, kit, model, LOSSES[1:2], first=1)
    assert _content(kit) == before
    assert _left_over(kit)
    checkpoint(kit, model, **saved_as("same", form), resumed=True).set_state(state)
    assert not _left_over(kit)
    assert _content(kit) == before


def test_going_on_deletes_what_was_saved_after_the_state(kit):
    model = kit.model()
    settings: dict[str, Any] = {"filepath": "{epoch}-{val_loss:.1f}", "save_best_only": True}
    settings |= {"keep": "last", "keep_last": 2}
    first = checkpoint(kit, model, **settings)
    epochs(first, kit, model, LOSSES[:2])
    state = first.get_state()
    epochs(first, kit, model, LOSSES[2:], first=2)
    assert kit.saved() == ["2-0.5.keras", "4-0.4.keras"]
    second = checkpoint(kit, model, resumed=True, **settings)
    second.on_train_begin()
    second.set_state(state)
    assert kit.saved() == ["2-0.5.keras"]
    epochs(second, kit, model, LOSSES[2:], first=2)
    assert kit.saved() == ["2-0.5.keras", "4-0.4.keras"]
    assert second.get_state() == first.get_state()


def test_going_on_in_mid_epoch_counts_on(kit):
    model = kit.model()
    first = checkpoint(kit, model, filepath="{epoch}-{batch}", save_freq=4)
    batches(first, kit, model, 6)
    second = checkpoint(kit, model, filepath="{epoch}-{batch}", save_freq=4, resumed=True)
    second.on_epoch_begin(0)
    second.set_state(first.get_state())
    assert second.steps_until_look() == 2
    batches(second, kit, model, 2, first=6)
    assert kit.saved() == ["1-4.keras", "1-8.keras"]


def test_a_run_without_a_state_begins_with_nothing_saved(kit):
    model = kit.model()
    batches(checkpoint(kit, model, filepath="{epoch}-{batch}", save_freq=2), kit, model, 4)
    (kit.folder / "mine.keras").write_text("mine")
    checkpoint(kit, model, filepath="{epoch}-{batch}", save_freq=2)
    assert kit.saved() == ["mine.keras"]


def test_two_checkpoints_leave_each_other_alone(kit):
    model = kit.model()
    plain = checkpoint(kit, model, filepath="cp-{epoch}")
    best = checkpoint(kit, model, filepath="cp-{val_loss}", save_best_only=True, keep="best", index=1)
    for callback in (plain, best):
        epochs(callback, kit, model, LOSSES[:2])
    checkpoint(kit, model, filepath="cp-{epoch}", resumed=True).set_state(plain.get_state())
    checkpoint(
        kit, model, filepath="cp-{val_loss}", save_best_only=True, keep="best", index=1, resumed=True
    ).set_state(best.get_state())
    assert kit.saved() == ["cp-0.5.keras", "cp-1.keras", "cp-2.keras"]


def test_a_disk_that_refuses_raises_the_systems_error_and_keeps_the_old(kit, monkeypatch):
    model = kit.model()
    callback = checkpoint(kit, model, filepath="same")
    epochs(callback, kit, model, LOSSES[:1])
    before = _content(kit)

    def refuse(_path, **_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model, "save", refuse)
    with pytest.raises(OSError, match="No space left"):
        epochs(callback, kit, model, LOSSES[1:2], first=1)
    assert _content(kit) == before
    assert not _left_over(kit)


def test_a_run_keeps_what_was_asked_for(train):
    done = train(
        ModelCheckpoint(filepath="checkpoints/all-{epoch}.ckpt"),
        ModelCheckpoint(**saved_as("checkpoints/last", "weights"), save_freq=5, verbose=True),
    )
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    names = sorted(path.name for path in done.folder.checkpoints.iterdir())
    assert names == ["all-1.ckpt", "all-2.ckpt", "all-3.ckpt", "last.weights.h5"]
    assert "Epoch 3: saving model to checkpoints/last.weights.h5" in done.log
    saved = [text for mark, text in done.marks if mark is Mark.CHECKPOINT]
    assert saved.count("Saved checkpoints/last.weights.h5.") == 3  # after batches 5, 10 and 15 of 18


def test_saving_changes_no_number(train):
    bare = train()
    saves = [ModelCheckpoint(**saved_as(f"a/{form}-{{epoch}}", form)) for form in ("keras", "savedmodel")]
    saving = train(*saves, **{"run.steps_per_call": 3})
    assert saving.values("loss") == bare.values("loss")
    assert saving.values("val_loss") == bare.values("val_loss")
