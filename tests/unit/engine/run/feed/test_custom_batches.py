"""Batches from a custom Python file: as model.fit takes them, resumed exactly, answered for by line."""

import multiprocessing
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.record.events import BatchesEnded, Event, Result, RunEnded
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from engine.tensorflow_import import import_keras
from tests.marks import TRAINS, some_slow
from tests.runs import Final, Killed, assert_same_arrays, with_callbacks
from tests.torture.custom_files import DATASET, GENERATOR, HOOKED

pytestmark = TRAINS


@pytest.fixture
def custom(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "own.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def project(path: Path, **values: Any) -> Project:
    content: dict[str, Any] = {
        "data": {"kind": "python", "path": str(path)},
        "model": {"kind": "dense", "units": [6], "dropout": 0.2},
        "fit": {"epochs": 3},
        "run": {"steps_per_call": 2},
        "callbacks": [],
    }
    for name, value in values.items():
        section, _, key = name.partition("__")
        content.setdefault(section, {})[key] = value
    return Project.model_validate(content)


def train(
    settings: Project,
    folder: Path | RunFolder,
    *,
    resume: bool = False,
    sink: Any = None,
    trusted: bool = True,
) -> tuple[RunEnded | None, Final, RunFolder]:
    final = Final()
    run_folder = folder if isinstance(folder, RunFolder) else RunFolder.create_at(folder, settings)
    session = Session(
        settings,
        run_folder,
        sink or (lambda _event: None),
        Control(),
        resume=resume,
        trusted=lambda _path, _sha256: trusted,
    )
    try:
        with with_callbacks([final.callback()]):
            return session.run(), final, run_folder
    except Killed:
        return None, final, run_folder


def completed(*args: Any, **more: Any) -> Final:
    ended, final, _ = train(*args, **more)
    assert ended is not None
    assert ended.result is Result.COMPLETED, ended.reason
    return final


def fitted(
    settings: Project, make: Callable[[Any], tuple[Any, Any]], *, callbacks: Any = (), **more: Any
) -> Final:
    """The same with `model.fit`, given what `make` makes of keras."""
    keras = import_keras()
    from engine.models.seeded import build_seeded
    from engine.run.feed.prepare import read_data

    data = read_data(settings, None, trusted=lambda _path, _sha256: True)
    model = build_seeded(settings, data.inputs, total_steps=data.plan.steps * settings.fit.epochs)
    final = Final()
    train_on, validate_on = make(keras)
    model.fit(
        train_on,
        validation_data=validate_on,
        epochs=settings.fit.epochs,
        callbacks=[*callbacks, final.callback()],
        verbose=0,
        **more,
    )
    return final


class Epoch:
    """The epoch that `model.fit` is in. Keras also calls a data set's own hooks beside the epochs."""

    now = 0

    def callback(self) -> Any:
        """The Keras callback that keeps it."""
        return import_keras().callbacks.LambdaCallback(on_epoch_begin=self._begin)

    def _begin(self, epoch: int, _logs: Any) -> None:
        self.now = epoch


def datasets(settings: Project, epoch: Epoch) -> Callable[[Any], tuple[Any, Any]]:
    """Keras's own data set, with the order that the plan draws for every epoch."""

    def make(_keras: Any) -> tuple[Any, Any]:
        names: dict[str, Any] = {}
        exec(DATASET, names)  # noqa: S102 - the text stands above

        class InOrder(names["Shapes"]):
            def __getitem__(self, index: int) -> Any:
                if settings.fit.shuffle:
                    rng = np.random.default_rng([settings.run.seed, epoch.now])
                    index = int(rng.permutation(len(self))[index])
                return super().__getitem__(index)

        return InOrder(57), names["validation_data"]()

    return make


FED = [(True, 3), (False, 1), (True, 1), (False, 3)]


@pytest.mark.parametrize("fed", some_slow(FED, FED[1:]))
def test_trains_as_fit_does_with_the_same_dataset(custom, tmp_path, fed):
    shuffle, workers = fed
    settings = project(custom(DATASET), fit__shuffle=shuffle, fit__workers=workers, fit__max_queue_size=4)
    ours = completed(settings, tmp_path / "run")
    epoch = Epoch()
    keras = fitted(settings, datasets(settings, epoch), callbacks=[epoch.callback()], shuffle=False)
    assert ours.history == keras.history
    assert "val_loss" in ours.history
    assert_same_arrays(ours.arrays, keras.arrays)


@pytest.mark.slow
def test_processes_train_the_same_and_end(custom, tmp_path):
    path = custom(HOOKED)
    threads = completed(project(path, fit__epochs=2), tmp_path / "threads")
    values = {"fit__epochs": 2, "fit__workers": 2, "fit__use_multiprocessing": True}
    processes = completed(project(path, **values), tmp_path / "processes")
    assert_same_arrays(threads.arrays, processes.arrays)
    assert not multiprocessing.active_children()


def test_dataset_hears_of_each_epoch_once(custom, tmp_path):
    heard = tmp_path / "heard"
    reported = "        with open({path!r}, 'a') as file:\n            file.write('{what} ')\n"
    text = HOOKED.replace("        self.shift += 0.25\n", reported.format(path=str(heard), what="begin"))
    text = text.replace(
        "        self.shift += float", reported.format(path=str(heard), what="end") + "        0 * float"
    )
    text = text.replace("def validation_data", "def other")
    completed(project(custom(text)), tmp_path / "run")
    assert heard.read_text().split() == ["begin", "end"] * 3


def test_generator_trains_as_fit_does(custom, tmp_path):
    """Five steps of seven batches: the stream goes on from epoch to epoch, and begins again where it ends."""
    path = custom(GENERATOR)
    settings = project(path, fit__steps_per_epoch=5, fit__validation_steps=2, fit__workers=3)
    ours = completed(settings, tmp_path / "run")

    def make(_keras: Any) -> tuple[Any, Any]:
        names: dict[str, Any] = {}
        exec(GENERATOR, names)  # noqa: S102 - the text stands above

        def endless() -> Any:
            while True:
                yield from names["training_data"]()

        made = names["validation_data"]()
        held = [next(made) for _ in range(2)]
        return endless(), tuple(np.concatenate(arrays) for arrays in zip(*held, strict=True))

    keras = fitted(settings, make, steps_per_epoch=5, validation_batch_size=5, shuffle=False)
    assert ours.history == keras.history
    assert_same_arrays(ours.arrays, keras.arrays)


@pytest.mark.parametrize("killed_at", some_slow((2, 7, 11), (2, 11)))
@pytest.mark.parametrize(("text", "values"), [(HOOKED, {}), (GENERATOR, {"fit__steps_per_epoch": 5})])
def test_resumes_at_any_batch(custom, tmp_path, text, values, killed_at):
    """The data set's own hooks, with random numbers of their own, are called again for the epochs before."""
    more = {"run__resume_every_batches": 1, "run__steps_per_call": 1, "fit__validation_steps": 2, **values}
    settings = project(custom(text), fit__workers=2, **more)
    whole = completed(settings, tmp_path / "whole")
    ended, _, folder = train(settings, tmp_path / "cut", sink=kill_at_batch(killed_at))
    assert ended is None
    assert not [one for one in threading.enumerate() if one.name.startswith("batches")]
    assert_same_arrays(whole.arrays, completed(settings, folder, resume=True).arrays)


@pytest.mark.parametrize("processes", some_slow([True, False], [True]))
def test_error_in_the_file_ends_the_run_with_its_line(custom, tmp_path, processes):
    broken = DATASET.replace(
        "        chosen =", "        if index == 4:\n            raise KeyError('no fifth')\n        chosen ="
    )
    line = 1 + broken[: broken.index("raise KeyError")].count("\n")
    # another process imports TensorFlow again: one of them is enough
    workers = 1 if processes else 2
    settings = project(custom(broken), fit__use_multiprocessing=processes, fit__workers=workers)
    ended, _, _ = train(settings, tmp_path / "run")
    assert ended is not None
    assert ended.result is Result.FAILED
    assert ended.reason == f"own.py, line {line}: KeyError: 'no fifth'"
    assert not multiprocessing.active_children()


def test_file_that_was_not_trusted_never_runs(custom, tmp_path):
    trace = tmp_path / "it_ran"
    path = custom(f"open({str(trace)!r}, 'w').close()\n{DATASET}")
    ended, _, _ = train(project(path), tmp_path / "run", trusted=False)
    assert ended is not None
    assert "has not been trusted" in ended.reason
    assert ended.problem_path == "data.path"
    assert not trace.exists()


def test_changing_batches_end_the_run_in_words(custom, tmp_path):
    text = DATASET.replace("return self.x[chosen] + self.shift", "return self.x[chosen, : 6 - (index == 3)]")
    ended, _, _ = train(project(custom(text), fit__shuffle=False), tmp_path / "run")
    assert ended is not None
    assert ended.reason.startswith("Batch 4 has inputs of (5,) float32, and the first one (6,) float32")


def kill_at_batch(number: int) -> Callable[[Event], None]:
    """A sink that kills after so many batches."""
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        if isinstance(event, BatchesEnded):
            seen += 1
            if seen == number:
                raise Killed

    return sink
