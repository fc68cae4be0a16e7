"""Small trainings for the tests of engine.run: data, projects, runs through a Session, the same with fit."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.record.events import Event, RunEnded
from engine.record.run_folder import RunFolder
from engine.resources import resolve
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project

Sink = Callable[[Event], None]
EXAMPLES = {"digits": 110, "vowels": 75}
"""With a fifth for validation and batches of 16 the last batch of either part is short."""


class Killed(BaseException):
    """Stands for a process that ends in the middle: nothing in the program may catch it."""


def write_small_data(folder: Path) -> None:
    """digits.npz, weighted.npz (with sample weights) and vowels.npz."""
    rng = np.random.default_rng(5)
    for name, count in EXAMPLES.items():
        with np.load(resolve(f"sample:{name}.npz", None)) as whole:
            chosen = rng.permutation(len(whole["x"]))[:count]
            arrays = {"x": whole["x"][chosen], "y": whole["y"][chosen]}
        np.savez(folder / f"{name}.npz", **arrays)
        if name == "digits":
            weights = rng.uniform(0.2, 3.0, count).astype(np.float32)
            np.savez(folder / "weighted.npz", **arrays, sample_weight=weights)


def small_project(data: Path, kind: str = "dense", /, **values: Any) -> Project:
    """A project of the kind dense, cnn, resnet, stack or lstm; `values` have paths with __ for the dot."""
    content: dict[str, Any] = {
        "data": {"kind": "arrays", "path": str(data / ("vowels.npz" if kind == "lstm" else "digits.npz"))},
        "model": {
            "dense": {"kind": "dense", "units": [12], "dropout": 0.3},
            "cnn": {
                "kind": "cnn",
                "filters": [4, 6],
                "dense_units": 8,
                "dropout": 0.3,
                "batch_normalization": True,
            },
            "resnet": {"kind": "resnet", "filters": [4, 6], "blocks": 1, "dropout": 0.2},
            "stack": {
                "kind": "stack",
                "layers": [
                    {"kind": "gaussian_noise"},
                    {"kind": "residual_block", "filters": 4},
                    {"kind": "dropout"},
                    {"kind": "flatten"},
                    {"kind": "dense", "units": 8},
                ],
            },
            "lstm": {"kind": "lstm", "units": [8], "dropout": 0.2, "recurrent_dropout": 0.1},
        }[kind],
        "fit": {"epochs": 3, "batch_size": 16, "validation_method": "random"},
        "callbacks": [],
    }
    if kind == "cnn":
        content["augmentation"] = [
            {"kind": "flip"},
            {"kind": "rotation", "factor": 0.1},
            {"kind": "translation"},
            {"kind": "zoom"},
        ]
    for path, value in values.items():
        place = content
        *names, last = path.split("__")
        for name in names:
            place = place.setdefault(name, {})
        place[last] = value
    return Project.model_validate(content)


@dataclass
class Trained:
    """What a run told and left."""

    folder: RunFolder
    ended: RunEnded | None
    events: list[Event] = field(default_factory=list)

    def of(self, kind: type[Any]) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@contextmanager
def with_callbacks(extra: Iterable[Any]) -> Generator[None]:
    """Sessions within this have these callbacks, too, behind those of their project."""
    from engine.run.assembly import build
    from engine.run.callbacks.build import BuiltCallback

    built = build.build_callbacks
    more = [BuiltCallback(1000 + index, callback) for index, callback in enumerate(extra)]
    with mock.patch.object(build, "build_callbacks", lambda *given: [*built(*given), *more]):
        yield


def train(
    project: Project,
    folder: Path | RunFolder,
    *,
    sink: Sink | None = None,
    control: Control | None = None,
    resume: bool = False,
    more: int = 0,
    trusted: Trusted = trust_nothing,
) -> Trained:
    """Run a project in a new folder, or go on in one; a `Killed` from the sink ends it like a kill."""
    run_folder = folder if isinstance(folder, RunFolder) else RunFolder.create_at(folder, project)
    trained = Trained(run_folder, None)

    def reported(event: Event) -> None:
        trained.events.append(event)
        if sink is not None:
            sink(event)

    session = Session(
        project, run_folder, reported, control or Control(), resume=resume, more=more, trusted=trusted
    )
    try:
        trained.ended = session.run()
    except Killed:
        trained.ended = None
    return trained


def resume(
    trained: Trained,
    *,
    sink: Sink | None = None,
    control: Control | None = None,
    trusted: Trusted = trust_nothing,
) -> Trained:
    """Resume a run that was cut off."""
    project = trained.folder.project()
    return train(project, trained.folder, sink=sink, control=control, resume=True, trusted=trusted)


def trust_all(_path: Path, _sha256: str) -> bool:
    """Every custom file may run."""
    return True


@dataclass
class Final:
    """A callback that keeps all variables as they are when training ends, and the history."""

    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    history: dict[str, list[float]] = field(default_factory=dict)

    def callback(self) -> Any:
        """The Keras callback that fills this in."""
        import keras

        from engine.run.state.training import take_variables

        final = self

        class Keep(keras.callbacks.Callback):
            def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002 - Keras's signature
                model: Any = self.model
                final.arrays = take_variables(model)
                final.history = dict(model.history.history)

        return Keep()


def train_and_look(project: Project, folder: Path | RunFolder, **more: Any) -> Final:
    """Run a project, and give the variables and the history of its end."""
    final = Final()
    with with_callbacks([final.callback()]):
        trained = train(project, folder, **more)
    assert trained.ended is not None
    assert trained.ended.result.value == "completed", trained.ended.reason
    return final


def fit(project: Project, callbacks: Iterable[Any] = ()) -> Final:
    """The same training with `model.fit`, fed the batches of the plan in their order."""
    import keras

    from engine.data.split import split
    from engine.data.targets.class_weights import class_weights
    from engine.tensorflow_import import import_keras

    import_keras()
    from engine.models.seeded import build_seeded
    from engine.run.feed.prepare import read_data
    from engine.run.loop.metric_variables import make_metric_variables

    data = read_data(project, None)
    settings, plan = project.fit, data.plan
    train_on: Any = data.train
    held: Any = data.validation
    by_class = None
    if settings.class_weight != "none":
        parts = split(data.dataset, settings, seed=project.run.seed)
        by_class = class_weights(data.dataset, settings, train=parts.train)

    class Batches(keras.utils.PyDataset):
        epoch = settings.initial_epoch - 1

        def __len__(self) -> int:
            return plan.steps

        def __getitem__(self, index: int) -> Any:
            batch = train_on.batch(plan.batch(max(self.epoch, settings.initial_epoch), index))
            return batch[:2] if by_class is not None else batch

        def on_epoch_begin(self) -> None:
            self.epoch += 1

    validation = None if held is None else held.batch(np.arange(len(held)))
    frequency = settings.validation_freq
    model = build_seeded(project, data.inputs, total_steps=plan.steps * settings.epochs)
    # what fit makes while it traces its first step, it traces that step twice for
    model.optimizer.build(model.trainable_variables)
    make_metric_variables(model, train_on)
    final = Final()
    model.fit(
        Batches(),
        shuffle=False,
        epochs=settings.epochs,
        initial_epoch=settings.initial_epoch,
        class_weight=by_class,
        validation_data=validation,
        validation_batch_size=settings.validation_batch_size or settings.batch_size,
        validation_steps=settings.validation_steps,
        validation_freq=list(frequency) if isinstance(frequency, tuple) else frequency,
        callbacks=[*callbacks, final.callback()],
        verbose=settings.verbose,
    )
    return final


def assert_same_arrays(first: Mapping[str, np.ndarray], second: Mapping[str, np.ndarray]) -> None:
    """Equal names, types and bits."""
    assert first.keys() == second.keys()
    for name in first:
        assert first[name].dtype == second[name].dtype, name
        assert first[name].tobytes() == second[name].tobytes(), f"{name} differs"
