"""A custom callback and a custom model that hold a state of every kind that a resume gives back."""

HOLDER = """
import collections, dataclasses, enum, random
import keras, numpy as np, tensorflow as tf

shared = np.random.default_rng(3)
calls = 0


class Stage(enum.Enum):
    EARLY = 1
    LATE = 2


class Point(collections.namedtuple("Point", "x y")):
    pass


@dataclasses.dataclass
class Window:
    size: int
    values: list = dataclasses.field(default_factory=list)
    rng: np.random.Generator = dataclasses.field(default_factory=lambda: np.random.default_rng(4))


@dataclasses.dataclass(frozen=True)
class Best:
    value: float = 9.0


class Tracker:
    made = 0

    def __init__(self):
        self.seen = 0
        self.last = None


class Holder(keras.callbacks.Callback):
    count_of_class = 0

    def __init__(self):
        super().__init__()
        self.generators = [np.random.default_rng(1), np.random.Generator(np.random.MT19937(2)),
                           np.random.Generator(np.random.Philox(5)), np.random.Generator(np.random.SFC64(6))]
        self.rng = self.generators[0]
        self.old = np.random.RandomState(7)
        self.python = random.Random(8)
        self.recent = collections.deque([0.0], maxlen=3)
        self.counts = collections.Counter()
        self.groups = collections.defaultdict(list)
        self.order = collections.OrderedDict(a=1)
        self.window = Window(3)
        self.best = Best()
        self.tracker = Tracker()
        self.stage = Stage.EARLY
        self.point = Point(0.0, 0.0)
        self.seen = set()
        self.frozen = frozenset()
        self.pair = (1, [2.0])
        self.scalar = np.float32(1)
        self.array = np.zeros(4)
        self.part = self.array[1:3]
        self.nested = {"deep": [{"rng": np.random.default_rng(9), "window": Window(1)}]}
        self.previous = self.current = []
        self.seeds = keras.random.SeedGenerator(10)
        self.drawn = tf.random.Generator.from_seed(11)
        self.mean = keras.metrics.Mean()
        self.variable = tf.Variable(1.0)
        self.draw = lambda: self.python.random()
        self.activation = np.tanh

    def on_train_batch_end(self, batch, logs=None):
        global calls
        calls += 1
        Holder.count_of_class += 1
        amount = [float(rng.normal()) for rng in self.generators]
        amount += [self.rng.random(), self.old.rand(), self.draw(), shared.random(), random.random()]
        amount += [np.random.rand(), float(self.window.rng.random())]
        amount += [float(keras.random.uniform((), seed=self.seeds)), float(keras.random.uniform(()))]
        amount += [float(self.drawn.uniform(())), float(tf.random.uniform(())), float(self.variable)]
        amount += [self.nested["deep"][0]["rng"].random(), self.rng.spawn(1)[0].random()]
        amount += [calls, Holder.count_of_class, sum(self.recent), self.counts["all"], self.best.value]
        amount += [self.tracker.seen, Tracker.made, sum(self.groups["x"]), len(self.seen)]
        amount += [sum(self.window.values)]
        amount += [self.stage.value, self.point.x, float(self.part.sum()), self.pair[1][0], len(self.frozen)]
        amount += [float(self.scalar), float(self.mean.result()), len(self.current), len(self.previous)]
        amount += [sum(self.order.values())]
        change = self.activation(sum(value * (0.5 + index / 50) for index, value in enumerate(amount))) / 100
        self.recent.append(float(amount[0]))
        self.counts["all"] += 1
        self.groups["x"].append(float(amount[1]))
        self.groups["x"] = self.groups["x"][-2:]
        self.order["b"] = calls
        self.window.values.append(float(amount[2]))
        self.window.values = self.window.values[-2:]
        self.best = Best(min(self.best.value, float(logs["loss"])))
        self.tracker.seen += 1
        Tracker.made += 1
        self.tracker.last = logs["loss"]
        self.stage = Stage.LATE if calls > 4 else Stage.EARLY
        self.point = Point(float(amount[0]), 1.0)
        self.seen.add(calls % 5)
        self.frozen = self.frozen | {calls % 7}
        self.pair[1][0] += 0.5
        self.scalar = np.float32(self.scalar * 0.9)
        self.array[1] += 1.0
        self.previous, self.current = self.current, self.current[-3:] + [calls]
        self.variable.assign_add(0.1)
        self.mean.update_state(logs["loss"])
        weights = self.model.trainable_variables[0]
        weights.assign(weights * (1.0 + change))
"""

NOISY_MODEL = """
import keras, tensorflow as tf

outside = keras.random.SeedGenerator(5)


class Noise(keras.layers.Layer):
    def build(self, shape):
        self.calls = tf.Variable(0.0)

    def call(self, x, training=False):
        if training:
            self.calls.assign_add(1.0)
            x = x + keras.random.normal(keras.ops.shape(x)) * 0.1
            x = x * keras.random.uniform(keras.ops.shape(x), 0.9, 1.1, seed=outside)
            x = x + 0.001 * self.calls{more}
        return x


def build_model(shape, outputs):
    return keras.Sequential([keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(9, "relu"),
                             Noise(), keras.layers.Dense(outputs, "softmax")])
"""
