"""TensorBoard: every argument, with the logs read back as TensorBoard reads them."""

from __future__ import annotations

import logging
import os
from typing import Any

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.projector import projector_plugin

from engine.problems import RunError
from engine.record.events import EpochEnded, Result
from engine.record.ledger.entries import Entries
from engine.record.ledger.ledger import Ledger
from engine.record.ledger.safe_files import files_in
from engine.record.ledger.written_file import Written, read_lines
from engine.run.callbacks.tensorboard import RunTensorBoard
from engine.run.control import Control
from engine.run.session import resume_session
from engine.settings.callbacks import TensorBoard
from tests.runs import Killed

BATCHES = 13  # neither 2, 4 nor 5 divides them


@pytest.fixture(autouse=True)
def quiet_reader(caplog):
    caplog.set_level(logging.ERROR, "tensorboard")


def board(kit, model=None, *, resumed=False, **settings):
    made = RunTensorBoard(TensorBoard(**settings), kit.context(resumed=resumed))
    made.set_model(kit.model() if model is None else model)
    return made


def logs(epoch):
    return {"loss": 1 / (1 + epoch), "accuracy": 0.5, "val_loss": 2 / (1 + epoch), "val_accuracy": 0.4}


def epoch_of(callback, epoch, *, batches=BATCHES, first=0):
    """What a run calls in one epoch, as far as the callback wants it."""
    if not first:
        callback.on_epoch_begin(epoch)
    for batch in range(first, batches) if callback.wants_batches else ():
        callback.on_train_batch_begin(batch)
        callback.on_train_batch_end(batch, {"loss": float(epoch + batch), "accuracy": 0.5})
    callback.on_test_begin()
    callback.on_test_end({"loss": 2 / (1 + epoch), "accuracy": 0.4})
    callback.on_epoch_end(epoch, logs(epoch))


def run(callback, epochs=2):
    callback.on_train_begin()
    for epoch in range(epochs):
        epoch_of(callback, epoch)
    callback.on_train_end()


def read(kit, part="train", folder="logs"):
    found = EventAccumulator(
        str(kit.folder / folder / part), size_guidance={"scalars": 0, "tensors": 0, "images": 0}
    )
    return found.Reload()


def scalars(kit, tag, part="train", folder="logs"):
    import tensorflow as tf

    return [
        (event.step, float(tf.make_ndarray(event.tensor_proto)))
        for event in read(kit, part, folder).Tensors(tag)
    ]


def tags(kit, part="train", folder="logs"):
    found: Any = read(kit, part, folder).Tags()["tensors"]
    return set(found)


@pytest.mark.parametrize("every", ["epoch", "batch", 4, 13, 100])
def test_epochs_are_written_at_any_update_freq(kit, every):
    # tensorboard issue 4975: Keras's own drops them unless a number divides the batches
    run(board(kit, update_freq=every))
    assert scalars(kit, "epoch_loss") == [(0, 1.0), (1, 0.5)]
    assert scalars(kit, "epoch_loss", "validation") == [(0, 2.0), (1, 1.0)]
    assert scalars(kit, "epoch_learning_rate")[0] == (0, pytest.approx(0.01))
    assert len(scalars(kit, "evaluation_loss_vs_iterations", "validation")) == 2


@pytest.mark.parametrize(
    ("every", "steps"), [("batch", range(1, 27)), (4, range(4, 27, 4)), (1, range(1, 27))]
)
def test_batches_are_written_every_update_freq(kit, every, steps):
    run(board(kit, update_freq=every))
    found = scalars(kit, "batch_loss")
    assert [step for step, _ in found] == list(steps)
    # batch 14 is the first of the second epoch
    assert all(value == (step - 1 if step <= BATCHES else step - BATCHES) for step, value in found)


def test_batches_are_as_keras_writes_them(kit):
    bare = kit.keras.callbacks.TensorBoard(str(kit.folder / "theirs"), update_freq=4)
    bare.wants_batches = True
    bare.set_model(kit.model())
    run(bare)
    run(board(kit, update_freq=4))
    assert scalars(kit, "batch_loss") == scalars(kit, "batch_loss", folder="theirs")
    assert tags(kit) > {"batch_loss", "batch_accuracy", "epoch_loss"}


def test_epochs_alone_need_no_batch_hooks(kit):
    callback = board(kit)
    assert not callback.wants_batches
    assert callback.steps_until_look() == float("inf")
    run(callback)
    assert not any(tag.startswith("batch_") for tag in tags(kit))


def test_batch_values_bound_no_steps(kit):
    callback = board(kit, update_freq=4)
    assert callback.wants_batches
    assert callback.steps_until_look() == float("inf")


def test_histograms_and_images_come_every_histogram_freq(kit):
    run(board(kit, histogram_freq=2, write_images=True), epochs=5)
    found = read(kit)
    histograms = [tag for tag in tags(kit) if tag.endswith("/histogram")]
    images = [tag for tag in tags(kit) if tag.endswith("/image")]
    assert len(histograms) == len(images) == 4  # two layers, each with kernel and bias
    assert [event.step for event in found.Tensors(histograms[0])] == [0, 2, 4]
    assert [event.step for event in found.Tensors(images[0])] == [0, 2, 4]


def test_no_histograms_no_images(kit):
    run(board(kit, write_images=True))
    assert not any(tag.endswith(("/histogram", "/image")) for tag in tags(kit))


def test_the_graph_is_written_when_asked_for(kit):
    import tensorflow as tf

    graph = tf.function(lambda x: x * 2).get_concrete_function(tf.TensorSpec([], tf.float32)).graph
    callback = board(kit)
    callback.write_train_graph(graph)
    run(callback)
    assert "keras" in tags(kit)
    assert read(kit).Graph().node
    other = board(kit, log_dir="other", write_graph=False)
    other.write_train_graph(graph)
    run(other)
    assert "keras" not in tags(kit, folder="other")
    assert not read(kit, folder="other").Tags()["graph"]


def test_steps_per_second(kit):
    model = kit.model()
    callback = board(kit, model, write_steps_per_second=True, update_freq=4)
    callback.on_train_begin()
    callback.on_epoch_begin(0)
    model.optimizer.iterations.assign(13)
    for batch in range(BATCHES):
        callback.on_train_batch_begin(batch)
        callback.on_train_batch_end(batch, {"loss": 1.0})
    callback.on_epoch_end(0, logs(0))
    callback.on_train_end()
    ((step, rate),) = scalars(kit, "epoch_steps_per_second")
    assert (step, rate > 0) == (0, True)
    assert [step for step, _ in scalars(kit, "batch_steps_per_second")] == [4, 8, 12]


def test_only_a_step_that_is_timed_runs_alone(kit):
    callback = board(kit, write_steps_per_second=True, update_freq=4)
    reaches = []
    callback.on_train_begin()
    for batch in range(8):
        reaches.append(callback.steps_until_look())
        callback.on_train_batch_begin(batch)
        callback.on_train_batch_end(batch, {"loss": 1.0})
    callback.on_train_end()
    assert reaches == [3, 2, 1, 1, 3, 2, 1, 1]
    assert board(kit, write_steps_per_second=True).steps_until_look() == float("inf")


@pytest.mark.parametrize(("batches", "reaches"), [(3, [2, 1, 1]), ((2, 3), [1, 1, 1])])
def test_a_profile_is_written(kit, batches, reaches):
    callback = board(kit, profile_batch=batches)
    assert callback.wants_batches
    seen = []
    callback.on_train_begin()
    callback.on_epoch_begin(0)
    for batch in range(6):
        seen.append(callback.steps_until_look())
        callback.on_train_batch_begin(batch)
        np.ones(3).sum()
        callback.on_train_batch_end(batch, {"loss": 1.0})
    callback.on_train_end()
    assert seen == [*reaches, *[float("inf")] * 3]
    assert list((kit.folder / "logs" / "train" / "plugins" / "profile").rglob("*.xplane.pb"))
    assert not kit.lines


def test_a_kill_while_a_profile_is_written_leaves_no_file_that_nobody_knows(kit, monkeypatch):
    (kit.folder / "logs" / "train" / "plugins").mkdir(parents=True)
    mine = kit.folder / "logs" / "train" / "plugins" / "mine.xplane.pb"
    mine.write_bytes(b"mine")
    note = Entries.note

    def killed_at_the_profile(entries, name, written):
        if name.endswith(".xplane.pb"):
            raise Killed
        note(entries, name, written)

    with monkeypatch.context() as patch:
        patch.setattr(Entries, "note", killed_at_the_profile)
        callback = board(kit, profile_batch=2)
        with pytest.raises(Killed):
            run(callback)
    assert Ledger(kit.folder).roll_back({}, owns=lambda _name: True) == []
    board(kit, resumed=True)
    assert [path for path in files_in(kit.folder) if "tfevents" not in path.name] == [
        kit.folder / ".written.jsonl",
        mine,
    ]


@pytest.mark.logs_error("Failed to start profiler")
def test_a_profiler_that_cannot_start_is_a_line_in_the_log(kit, monkeypatch):
    import tensorflow as tf

    def refuse(*_arguments, **_keywords):
        raise tf.errors.UnimplementedError(None, None, "no profiler here")

    monkeypatch.setattr(tf.profiler.experimental, "start", refuse)
    run(board(kit, profile_batch=2))
    assert len(kit.lines) == 1
    assert "profiler cannot start" in kit.lines[0]
    assert len(scalars(kit, "epoch_loss")) == 2


def with_embedding(kit):
    keras = kit.keras
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Embedding(5, 3, name="words"),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )
    model.compile("sgd", "mse")
    return model


class Provider:
    """Tells TensorBoard's projector of one run."""

    def list_runs(self, _context, *, experiment_id):
        assert experiment_id == ""
        return [type("Run", (), {"run_name": "train"})]


def test_the_projector_reads_the_embeddings(kit, tmp_path):
    labels = tmp_path / "words.tsv"
    labels.write_text("a\nb\nc\nd\ne\n")
    model = with_embedding(kit)
    run(board(kit, model, embeddings_freq=1, embeddings_metadata=str(labels), write_graph=False))
    folder = kit.folder / "logs" / "train"
    context = type("Context", (), {"data_provider": Provider(), "logdir": str(kit.folder / "logs")})
    plugin = projector_plugin.ProjectorPlugin(context)
    plugin._determine_is_active()
    assert plugin.is_active()
    (embedding,) = plugin._configs["train"].embeddings
    assert (embedding.tensor_name, list(embedding.tensor_shape)) == ("words", [5, 3])
    np.testing.assert_array_equal(
        plugin.tensor_cache.get(("train", "words")), model.layers[0].embeddings.numpy()
    )
    assert (folder / embedding.metadata_path).read_text() == labels.read_text()
    assert not kit.lines


def test_embeddings_are_written_every_embeddings_freq(kit):
    model = with_embedding(kit)
    callback = board(kit, model, embeddings_freq=2)
    tables = []
    callback.on_train_begin()
    for epoch in range(3):
        model.layers[0].embeddings.assign(np.full((5, 3), epoch, "float32"))
        epoch_of(callback, epoch)
        tables.append(np.loadtxt(kit.folder / "logs" / "train" / "embedding-words.tsv").mean())
    callback.on_train_end()
    assert tables == [0, 0, 2]


def test_labels_that_do_not_fit_are_reported(kit, tmp_path):
    labels = tmp_path / "labels.txt"
    labels.write_text("a\nb\n")
    board(kit, with_embedding(kit), embeddings_freq=1, embeddings_metadata=str(labels)).close()
    assert "labels.txt has 2 lines and the embedding 5 rows" in kit.lines[0]


def test_labels_that_cannot_be_read_name_the_setting(kit):
    with pytest.raises(RunError, match=r"cannot be read") as caught:
        board(
            kit, with_embedding(kit), embeddings_freq=1, embeddings_metadata="nowhere.txt", write_graph=False
        )
    assert caught.value.path == "callbacks.0.embeddings_metadata"


def test_no_embedding_layer_is_reported(kit):
    callback = board(kit, embeddings_freq=1)
    run(callback)
    assert kit.lines == ["The model has no Embedding layer, so no embeddings are written."]
    assert not list(kit.folder.rglob("*.tsv"))


def test_going_on_doubles_no_step(kit):
    model = kit.model()
    settings: Any = {"update_freq": 4, "write_steps_per_second": True}
    first = board(kit, model, **settings)
    first.on_train_begin()
    epoch_of(first, 0)
    first.on_epoch_begin(1)
    for batch in range(5):
        first.on_train_batch_begin(batch)
        first.on_train_batch_end(batch, {"loss": float(1 + batch), "accuracy": 0.5})
    state = first.get_state()
    first.flush()
    first.close()
    second = board(kit, model, resumed=True, **settings)
    second.on_train_begin()
    second.on_epoch_begin(1)
    second.set_state(state)
    epoch_of(second, 1, first=5)
    second.on_train_end()
    found = scalars(kit, "batch_loss")
    assert [step for step, _ in found] == [4, 8, 12, 16, 20, 24]
    assert scalars(kit, "epoch_loss") == [(0, 1.0), (1, 0.5)]
    assert [event.step for event in read(kit).Tensors("keras")] == [0]


def test_batches_of_validation_are_counted_through_a_run(kit):
    first = board(kit, update_freq=1)
    with first.validation_summaries():
        pass
    second = board(kit, update_freq=1, resumed=True)
    second.set_state(first.get_state())
    with second.validation_summaries():
        pass
    assert second.get_state()["validation_batches"] == 2
    second.set_state({"train_batches": 3})  # of an earlier program
    assert second.get_state() == {"train_batches": 3, "validation_batches": 0}
    first.close()
    second.close()


def test_a_run_that_failed_leaves_nothing_to_the_next_of_its_thread(kit):
    import tensorflow as tf

    callback = board(kit, update_freq="batch", profile_batch=(1, 9))
    callback.on_train_begin()
    callback.on_epoch_begin(0)
    callback.on_train_batch_begin(0)
    callback.close()
    callback.close()
    assert not tf.summary.scalar("stray", 1.0, step=0)
    other = board(kit, log_dir="other", profile_batch=1)
    run(other)
    assert not kit.lines
    assert list((kit.folder / "other").rglob("*.xplane.pb"))


def test_the_logs_of_a_run_agree_with_its_history(train, kit):
    every = TensorBoard(update_freq=4, histogram_freq=2, profile_batch=(3, 4), write_steps_per_second=True)
    done = train(every)
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    kit.folder = done.folder.path
    for part, prefix in (("train", ""), ("validation", "val_")):
        for name in ("loss", "accuracy"):
            values = [value for _, value in scalars(kit, f"epoch_{name}", part)]
            assert values == pytest.approx(done.values(prefix + name), rel=1e-6)
    assert [step for step, _ in scalars(kit, "batch_loss")] == [4, 8, 12, 16]
    assert read(kit).Graph().node
    assert list((done.folder.logs / "train" / "plugins").rglob("*.xplane.pb"))


def test_batches_are_logged_with_gradient_accumulation(train, kit):
    optimizer = {"kind": "adam", "gradient_accumulation_steps": 2}
    done = train(TensorBoard(update_freq=4), **{"compile.optimizer": optimizer})
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    kit.folder = done.folder.path
    assert [step for step, _ in scalars(kit, "batch_loss")] == [4, 8, 12, 16]


def test_a_stop_and_a_resume_leave_one_set_of_logs(train, kit):
    def stop_in_the_second_epoch(event, control):
        if isinstance(event, EpochEnded) and event.epoch == 1:
            control.stop()

    section = TensorBoard(update_freq=4, write_steps_per_second=True)
    cut = train(section, sink=stop_in_the_second_epoch)
    assert cut.ended.result is Result.STOPPED, cut.ended.reason
    whole = train.go(resume_session(cut.folder, lambda _event: None, control=Control()))
    assert whole.ended.result is Result.COMPLETED, whole.ended.reason
    kit.folder = whole.folder.path
    assert [step for step, _ in scalars(kit, "epoch_loss")] == [0, 1, 2]
    assert [step for step, _ in scalars(kit, "batch_loss")] == [4, 8, 12, 16]


def test_every_event_that_was_given_is_counted_in_the_files(kit):
    callback = board(kit, update_freq=1, histogram_freq=1, write_images=True, write_steps_per_second=True)
    callback.on_train_begin()
    for epoch in range(2):
        epoch_of(callback, epoch)
        callback.flush()
    assert callback._summaries.given == callback._event_files.count() > 2 * BATCHES


@pytest.mark.parametrize("lost", [4, 20])
def test_event_that_tensorflow_lost_is_reported(kit, lost):
    callback = board(kit)
    callback.on_train_begin()
    epoch_of(callback, 0)
    for writer in callback._writers.values():
        writer.flush()
    (path,) = (kit.folder / "logs" / "train").glob("*tfevents*")
    os.truncate(path, path.stat().st_size - lost)
    with pytest.raises(OSError, match="Input/output error"):
        callback.flush()


def test_a_file_that_tensorflow_has_just_made_is_known_to_the_run(kit, monkeypatch):
    """A kill or a full disk may come between the making of an event file and the note of its name."""
    (kit.folder / "logs" / "validation").mkdir(parents=True)
    mine = kit.folder / "logs" / "validation" / "events.out.tfevents.mine"
    mine.write_bytes(b"mine")
    context = kit.context()
    callback = RunTensorBoard(TensorBoard(), context)
    callback.set_model(kit.model())

    def killed(_name):
        raise Killed

    monkeypatch.setattr(context.ledger, "grows", killed)
    with pytest.raises(Killed):
        _ = callback._val_writer
    assert len(list(mine.parent.iterdir())) == 2
    assert Ledger(kit.folder).roll_back({}, owns=lambda _name: True) == []
    assert list(mine.parent.iterdir()) == [mine]


def test_a_file_that_was_empty_is_known_by_its_content_before_lost_events_are_noticed(kit, monkeypatch):
    callback = board(kit)
    callback.on_train_begin()
    epoch_of(callback, 0)
    (path,) = (kit.folder / "logs" / "train").glob("*tfevents*")
    name = path.relative_to(kit.folder).as_posix()
    ledger = callback._context.ledger
    ledger._entries.note(name, Written(0, "cae66941d9efbd404e4d88758ea67670"))

    def lost(_given):
        raise OSError("lost")

    monkeypatch.setattr(callback._event_files, "check", lost)
    with pytest.raises(OSError, match="lost"):
        callback.flush()
    noted = dict(read_lines(kit.folder / ".written.jsonl"))[name]
    assert noted is not None
    assert noted.size > 0
