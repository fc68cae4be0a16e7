"""A small model to call callbacks on by hand, and short runs of a whole session on small data."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from engine.record.events import EpochEnded, Event, LogLine, Mark, Marked, RunEnded
from engine.record.ledger.ledger import Ledger
from engine.record.run_folder import RunFolder
from engine.run.callbacks.context import CallbackContext
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from engine.settings.callbacks import CallbackSection
from engine.settings.data.kinds import ArraysData
from engine.settings.model import DenseModel
from engine.tensorflow_import import import_keras

EXAMPLES, FEATURES, CLASSES = 60, 6, 3


@dataclass
class Kit:
    """Calls callbacks by hand, in a folder that stands for a run's."""

    folder: Path
    marks: list[tuple[Mark, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    trusted: set[str] = field(default_factory=set)

    @property
    def keras(self):
        return import_keras()

    def context(self, *, resumed=False, index=0):
        return CallbackContext(
            folder=self.folder,
            ledger=Ledger(self.folder),
            resumed=resumed,
            add_mark=lambda mark, text: self.marks.append((mark, text)),
            say=self.lines.append,
            trusted=lambda _path, sha: sha in self.trusted,
            index=index,
        )

    def model(self, seed=1):
        """A compiled model that has taken no step: metrics and optimizer are built, as a run has them."""
        keras = self.keras
        keras.utils.set_random_seed(seed)
        model = keras.Sequential(
            [keras.Input((FEATURES,)), keras.layers.Dense(5, "relu"), keras.layers.Dense(CLASSES, "softmax")]
        )
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.optimizer.build(model.trainable_variables)
        model.test_on_batch(np.zeros((2, FEATURES), "float32"), np.zeros(2, "int64"))
        return model

    def shift(self, model):
        """Change the weights, so that the next file differs from the last."""
        for weight in model.trainable_variables:
            weight.assign_add(weight * 0 + 0.5)

    def saved(self):
        """Everything in the folder but hidden files, by relative name; of a SavedModel its folder alone."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if (path.is_file() or path.suffix == ".ckpt")
            and not path.name.startswith(".")
            and not any(parent.suffix == ".ckpt" for parent in path.parents)
        )


@pytest.fixture
def kit(tmp_path):
    folder = tmp_path / "run {of} mine"  # braces in a folder's name are no placeholders
    folder.mkdir()
    return Kit(folder)


@dataclass
class Trained:
    """What a short run left behind."""

    folder: RunFolder
    ended: RunEnded
    events: list[Event]

    @property
    def epochs(self):
        return [event for event in self.events if isinstance(event, EpochEnded)]

    @property
    def log(self):
        return [event.text for event in self.events if isinstance(event, LogLine)]

    @property
    def marks(self):
        return [(event.mark, event.text) for event in self.events if isinstance(event, Marked)]

    @property
    def rates(self):
        return [event.learning_rate for event in self.epochs]

    def values(self, name):
        return [event.values[name] for event in self.epochs]


@dataclass
class Trainer:
    """Trains a small model on small data: 60 examples, 48 to train in 6 batches of 8."""

    home: Path
    runs: int = 0

    def project(self, *callbacks: CallbackSection, **values) -> Project:
        data = self.home / "data.npz"
        if not data.exists():
            random = np.random.default_rng(0)
            x = random.normal(size=(EXAMPLES, FEATURES)).astype("float32")
            np.savez(data, x=x, y=np.argmax(x[:, :CLASSES], axis=1))
        project = Project().with_value("data", ArraysData(path=str(data), x_key="x", y_key="y"))
        settings = {
            "model": DenseModel(units=(5,)),
            "callbacks": callbacks,
            "fit.epochs": 3,
            "fit.batch_size": 8,
            "fit.validation_split": 0.2,
            "run.device": "cpu",
        }
        for path, value in (settings | values).items():
            project = project.with_value(path, value)
        return project

    def __call__(self, *callbacks: CallbackSection, trusted=None, sink=None, **values) -> Trained:
        self.runs += 1
        project = self.project(*callbacks, **values)
        folder = RunFolder.create_at(self.home / f"run-{self.runs}", project)
        return self.go(Session(project, folder, lambda _event: None, Control()), trusted=trusted, sink=sink)

    def go(self, session: Session, *, trusted=None, sink=None) -> Trained:
        events: list[Event] = []

        def take(event: Event) -> None:
            events.append(event)
            if sink is not None:
                sink(event, session.control)

        session.sink = take
        if trusted is not None:
            session.trusted = trusted
        with warnings.catch_warnings():
            # NumPy 2 asks for a copy argument that the variables of Keras 3.15 do not have yet
            warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
            return Trained(session.folder, session.run(), events)


@pytest.fixture
def train(tmp_path):
    return Trainer(tmp_path)
