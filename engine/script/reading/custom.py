"""A custom Python file in a script: its batches in the order and form in which the program takes them.

The plain form gives a PyDataset of the file to Keras as it is, where the loss takes its targets so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set
from engine.settings.data.kinds import PythonData
from engine.settings.declaration.call import Call, Named
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from typing import Any

    from engine.script.layouts.custom import CustomLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.fit import FitSettings
    from engine.settings.project import Project

_ORDERED = '''

class Ordered(keras.utils.PyDataset):
    """Custom batches, in an order that follows from the seed and the epoch alone."""

    def __init__(self, batches, steps=None, shuffle=False, numbers=None, **workers):
        super().__init__(**workers)
        self.batches, self.steps, self.shuffle, self.epoch = batches, steps, shuffle, 0
        self.numbers = numbers or range(batches.num_batches or 0)

    def __len__(self):
        return self.steps or len(self.numbers)

    def begin(self, epoch, logs=None):
        self.epoch = epoch

    def __getitem__(self, index):
        count = len(self.numbers)
        if not count:
            return as_needed(self.batches[self.epoch * len(self) + index])
        passed, at = divmod(self.epoch * len(self) + index, count)
        order = range(count)
        if self.shuffle:
            order = np.random.default_rng([SEED, passed]).permutation(count)
        return as_needed(self.batches[self.numbers[int(order[at])]])

    def on_epoch_begin(self):
        self.batches.on_epoch_begin()

    def on_epoch_end(self):
        self.batches.on_epoch_end()
'''
_MADE = '''

def made(name):
    """The PyDataset under this name: itself, or what the function gives."""
    return custom[name]() if callable(custom[name]) else custom[name]
'''
_ENDLESS = '''

def endless(function):
    """One pass through the generator after the other."""
    while True:
        yield from map(as_needed, function())
'''
_RESTARTED = '''

class Restarted(keras.utils.PyDataset):
    """The first batches of a generator, which starts again each time."""

    def __init__(self, function, steps):
        super().__init__()
        self.function, self.steps = function, steps

    def __len__(self):
        return self.steps

    def __getitem__(self, index):
        if index == 0:
            self.given = map(as_needed, self.function())
        return next(self.given)
'''
_TARGETS = {
    ("index", Encoding.INDEX): "np.reshape(y, -1)",
    ("index", Encoding.ONE_HOT): 'np.eye({outputs}, dtype="float32")[np.reshape(y, -1).astype("int64")]',
    ("index", Encoding.BINARY): 'np.reshape(y, (-1, 1)).astype("float32")',
    ("one_hot", Encoding.INDEX): "np.argmax(y, axis=1)",
    ("one_hot", Encoding.ONE_HOT): 'np.asarray(y, "float32")',
    ("one_hot", Encoding.BINARY): 'np.argmax(y, axis=1)[:, np.newaxis].astype("float32")',
    ("numbers", Encoding.NUMBER): 'np.reshape(y, (len(y), -1)).astype("float32")',
}


_AS_THEY_ARE = {("index", Encoding.INDEX), ("one_hot", Encoding.ONE_HOT), ("numbers", Encoding.NUMBER)}
_WORKERS = {"workers": 1, "use_multiprocessing": False, "max_queue_size": 10}
"""Arguments of a PyDataset with their defaults."""


def is_plain(layout: CustomLayout, encoding: Encoding, *, exact: bool) -> bool:
    """Whether Keras takes the PyDatasets of the file as they are, and in its own order.

    Args:
        layout: What the file gives.
        encoding: The form in which the loss expects the targets.
        exact: Whether the order is the program's.
    """
    any_order = not layout.in_order and not layout.validated_in_order
    return not exact and any_order and not layout.numbers and (layout.targets, encoding) in _AS_THEY_ARE


def is_custom(project: Project) -> bool:
    """Whether custom code makes the batches."""
    return isinstance(project.data, PythonData)


def write_custom_file(page: Page, settings: PythonData, *, facts: ScriptFacts, layout: CustomLayout) -> None:  # noqa: ARG001 - one of a table of writers
    """Write the line that runs the Python file and sets `custom`, its global variables."""
    page.line(
        "custom = runpy.run_path(", page.file(layout.path, "data.path", name="PATH"), ', run_name="custom")'
    )


def write_custom_batches(
    page: Page, project: Project, *, layout: CustomLayout, encoding: Encoding, exact: bool
) -> None:
    """Write lines that set `batches`, and `validation` where there are validation batches.

    Args:
        page: Receives the lines.
        project: The settings.
        layout: What the file gives.
        encoding: The form in which the loss expects the targets.
        exact: Whether the order of the batches is the program's.

    Raises:
        TypeError: The data of `project` is not custom code.
    """
    fit, data = project.fit, project.data
    if not isinstance(data, PythonData):
        raise TypeError("the data has no custom file")
    if is_plain(layout, encoding, exact=exact):
        _write_plain(page, fit, data, layout=layout)
        return
    targets = _TARGETS[layout.targets, encoding].format(outputs=layout.outputs)
    page.block(
        "\n\ndef as_needed(batch):\n"
        '    """Inputs, targets as the loss wants them, and weights."""\n'
        "    x, y, *weight = batch\n"
        f'    return np.asarray(x, "{layout.dtype}"), {targets}, *weight\n'
    )
    for text in _classes_for(layout):
        page.line("\n")
        page.block(text)
    page.line("\n")
    name = Set("data.name", data.name)
    if layout.in_order:
        page.line("batches = endless(custom[", name, "])")
    else:
        page.line("batches = Ordered(made(", name, ")", *_order(project, layout), ")")
    validation_name = Set("data.validation_name", data.validation_name)
    length = layout.validation_length
    asked = fit.validation_steps if length is None else min(fit.validation_steps or length, length)
    steps = Set("fit.validation_steps", asked, "steps=")
    if layout.validated_in_order:
        page.line("validation = Restarted(custom[", validation_name, "], ", steps, ")")
    elif layout.validated_any_order:
        more: list[str | Set] = [] if fit.validation_steps is None else [", ", steps]
        page.line("validation = Ordered(made(", validation_name, ")", *more, ")")


def _write_plain(page: Page, fit: FitSettings, data: PythonData, *, layout: CustomLayout) -> None:
    page.line("\n")
    page.block(_MADE)
    page.line("\n")
    page.line("batches = made(", Set("data.name", data.name), ")")
    for name, default in _WORKERS.items():
        if getattr(fit, name) != default:
            page.line(f"batches.{name} = ", Set(f"fit.{name}", getattr(fit, name)))
    if layout.validated:
        page.line("validation = made(", Set("data.validation_name", data.validation_name), ")")


def _classes_for(layout: CustomLayout) -> list[str]:
    """The classes and functions that the lines after them use."""
    ordered = not layout.in_order or layout.validated_any_order
    found = {
        _MADE: ordered,
        _ORDERED: ordered,
        _ENDLESS: layout.in_order,
        _RESTARTED: layout.validated_in_order,
    }
    return [text for text, is_needed in found.items() if is_needed]


def _order(project: Project, layout: CustomLayout) -> list[str | Set]:
    """The arguments of `Ordered` that are not its defaults."""
    fit = project.fit
    given = {
        "steps": ("steps_per_epoch", None),
        "shuffle": ("shuffle", False),
        **{name: (name, default) for name, default in _WORKERS.items()},
    }
    parts: list[str | Set] = []
    for name, (setting, default) in given.items():
        value = getattr(fit, setting)
        if value != default and not (name == "shuffle" and layout.endless):
            parts += [", ", Set(f"fit.{setting}", value, f"{name}=")]
    if layout.numbers:
        # the other batches test
        parts += [", ", Set("fit.test_split", list(layout.numbers), "numbers=")]
    return parts


def custom_fit_arguments(
    project: Project, layout: CustomLayout, *, plain: bool, separate: str
) -> dict[str, Any]:
    """Return the arguments of `model.fit` about the data, apart from the batches, by name.

    Args:
        project: The settings.
        layout: What the file gives.
        plain: See `is_plain`.
        separate: The arrays that validate, as an expression; "" for batches of the file.
    """
    found: dict[str, Any] = {}
    fit = project.fit
    if layout.in_order or (plain and fit.steps_per_epoch is not None):
        found["steps_per_epoch"] = fit.steps_per_epoch or layout.length
    if layout.validated or separate:
        found["validation_data"] = Named(separate or "validation", None)
        if (plain or separate) and fit.validation_steps is not None:
            found["validation_steps"] = fit.validation_steps
        if separate:
            found["validation_batch_size"] = fit.validation_batch_size or fit.batch_size
        freq = fit.validation_freq
        if freq != 1:
            found["validation_freq"] = list(freq) if isinstance(freq, tuple) else freq
    return found


def custom_callbacks(layout: CustomLayout, *, plain: bool) -> list[Call]:
    """Return the callback that passes the epoch number to the batches, where they need it."""
    if layout.in_order or plain:
        return []
    return [Call("keras.callbacks.LambdaCallback", kwargs={"on_epoch_begin": Named("batches.begin", None)})]


def custom_steps(project: Project, layout: CustomLayout, *, plain: bool) -> str:
    """Return the number of batches an epoch, as a Python expression."""
    if plain:
        return str(project.fit.steps_per_epoch or "batches.num_batches")
    return str(project.fit.steps_per_epoch or layout.length) if layout.in_order else "len(batches)"
