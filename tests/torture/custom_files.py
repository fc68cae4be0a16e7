"""The custom Python files of tests: a callback with state, batches of two kinds."""

CALLBACK = """
import random
from collections import Counter, deque
from dataclasses import dataclass, field

import keras
import numpy as np


@dataclass
class Memory:
    recent: deque = field(default_factory=lambda: deque(maxlen=4))
    counts: Counter = field(default_factory=Counter)


class Wanders(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = 0
        self.losses = []
        self.mean = np.zeros(3)
        self.memory = Memory()
        self.rng = np.random.default_rng(3)

    def on_train_batch_end(self, batch, logs=None):
        self.seen += 1
        self.mean = 0.9 * self.mean + 0.1 * np.random.standard_normal(3)

    def on_epoch_end(self, epoch, logs=None):
        self.losses.append(float(logs["loss"]))
        direction = random.choice(["up", "down"])
        self.memory.counts[direction] += 1
        self.memory.recent.append(self.rng.normal() + self.memory.counts["up"])
        share = 1.0 + 0.05 * float(np.tanh(self.mean[0] + sum(self.memory.recent)))
        rate = float(self.model.optimizer.learning_rate)
        rate = rate * share if direction == "up" else rate / share
        self.model.optimizer.learning_rate = rate * (1 + 1e-3 * (self.seen % 5) + 1e-3 * self.losses[0])
"""

UNKEPT = """
import keras


def rates():
    while True:
        yield 0.001
        yield 0.003
        yield 0.002


class Follows(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.rates = rates()

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = next(self.rates)
"""

DATASET = """
import keras
import numpy as np

class_names = ["low", "middle", "high"]


class Shapes(keras.utils.PyDataset):
    def __init__(self, count, **more):
        super().__init__(**more)
        rng = np.random.default_rng(4)
        self.x = rng.normal(size=(count, 6)).astype("float32")
        self.y = rng.integers(0, 3, count)
        self.rng = np.random.default_rng(7)
        self.shift = 0.0

    def __len__(self):
        return -(-len(self.x) // 10)

    def __getitem__(self, index):
        chosen = slice(index * 10, index * 10 + 10)
        return self.x[chosen] + self.shift, self.y[chosen]


def training_data():
    return Shapes(57)


def validation_data():
    return Shapes(25)
"""
_HOOKS = """
    def on_epoch_begin(self):
        self.shift += 0.25

    def on_epoch_end(self):
        self.shift += float(self.rng.normal())


def training_data"""
HOOKED = DATASET.replace("\ndef training_data", _HOOKS, 1)
"""The same with hooks that change the inputs from epoch to epoch."""

GENERATOR = """
import numpy as np

class_names = ["no", "yes"]


def training_data():
    rng = np.random.default_rng(2)
    for number in range(7):
        x = rng.normal(size=(8, 4)).astype("float32")
        yield x, (x.sum(axis=1) > 0).astype("int32"), np.full(8, 0.5 + number / 7)


def validation_data():
    rng = np.random.default_rng(3)
    while True:
        x = rng.normal(size=(5, 4)).astype("float32")
        yield x, (x.sum(axis=1) > 0).astype("int32"), np.ones(5)
"""
