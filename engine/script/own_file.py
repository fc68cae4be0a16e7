"""A person's own Python file in a script: its batches, in order and form as the program takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set
from engine.settings.call import Call, Named
from engine.settings.data import PythonData
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from typing import Any

    from engine.script.facts import ScriptFacts
    from engine.script.own_form import OwnForm
    from engine.settings.project import Project

_ORDERED = '''

class Ordered(keras.utils.PyDataset):
    """Batches of one's own, in an order that follows from the seed and the epoch alone."""

    def __init__(self, batches, steps=None, shuffle=False, **workers):
        super().__init__(**workers)
        self.batches, self.steps, self.shuffle, self.epoch = batches, steps, shuffle, 0

    def __len__(self):
        return self.steps or self.batches.num_batches

    def begin(self, epoch, logs=None):
        self.epoch = epoch

    def __getitem__(self, index):
        count = self.batches.num_batches
        if count is None:
            return as_needed(self.batches[self.epoch * len(self) + index])
        passed, at = divmod(self.epoch * len(self) + index, count)
        order = np.random.default_rng([SEED, passed]).permutation(count) if self.shuffle else range(count)
        return as_needed(self.batches[int(order[at])])

    def on_epoch_begin(self):
        self.batches.on_epoch_begin()

    def on_epoch_end(self):
        self.batches.on_epoch_end()
'''
_MADE = '''

def made(name):
    """The PyDataset under this name: itself, or what the function gives."""
    return own[name]() if callable(own[name]) else own[name]
'''
_ENDLESS = '''

def endless(function):
    """One pass through the generator after the other."""
    while True:
        yield from map(as_needed, function())
'''
_ANEW = '''

class Anew(keras.utils.PyDataset):
    """The first batches of a generator, which begins anew each time."""

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


def is_own(project: Project) -> bool:
    """Whether a file of one's own makes the batches."""
    return isinstance(project.data, PythonData)


def write_own_file(page: Page, settings: PythonData, *, facts: ScriptFacts, form: OwnForm) -> None:  # noqa: ARG001 - one of a table of writers
    """The line that runs the file."""
    page.line("own = runpy.run_path(", Set("data.path", str(form.path)), ', run_name="own")')


def write_own_batches(page: Page, project: Project, *, form: OwnForm, encoding: Encoding) -> None:
    """Lines that set `batches`, and `validation` where there is one."""
    fit, data = project.fit, project.data
    if not isinstance(data, PythonData):
        raise TypeError("the data has no file of one's own")
    targets = _TARGETS[form.targets, encoding].format(outputs=form.outputs)
    page.block(
        "\n\ndef as_needed(batch):\n"
        '    """Inputs, targets as the loss wants them, and weights."""\n'
        "    x, y, *weight = batch\n"
        f'    return np.asarray(x, "{form.dtype}"), {targets}, *weight\n'
    )
    for text in _classes_for(form):
        page.line("\n")
        page.block(text)
    page.line("\n")
    name = Set("data.name", data.name)
    if form.in_order:
        page.line("batches = endless(own[", name, "])")
    else:
        page.line("batches = Ordered(made(", name, ")", *_order(project, form), ")")
    held = Set("data.validation_name", data.validation_name)
    steps = Set("fit.validation_steps", fit.validation_steps, "steps=")
    if form.validated_in_order:
        page.line("validation = Anew(own[", held, "], ", steps, ")")
    elif form.validated_any_order:
        more: list[str | Set] = [] if fit.validation_steps is None else [", ", steps]
        page.line("validation = Ordered(made(", held, ")", *more, ")")


def _classes_for(form: OwnForm) -> list[str]:
    """What the lines that follow need to be defined."""
    ordered = not form.in_order or form.validated_any_order
    found = {_MADE: ordered, _ORDERED: ordered, _ENDLESS: form.in_order, _ANEW: form.validated_in_order}
    return [text for text, is_needed in found.items() if is_needed]


def _order(project: Project, form: OwnForm) -> list[str | Set]:
    """The arguments of `Ordered` that are not its defaults."""
    fit = project.fit
    given = {
        "steps": ("steps_per_epoch", None),
        "shuffle": ("shuffle", False),
        "workers": ("workers", 1),
        "use_multiprocessing": ("use_multiprocessing", False),
        "max_queue_size": ("max_queue_size", 10),
    }
    parts: list[str | Set] = []
    for name, (setting, default) in given.items():
        value = getattr(fit, setting)
        if value != default and not (name == "shuffle" and form.endless):
            parts += [", ", Set(f"fit.{setting}", value, f"{name}=")]
    return parts


def own_fit_arguments(project: Project, form: OwnForm) -> dict[str, Any]:
    """The arguments of `model.fit` that name its data, beside the batches."""
    found: dict[str, Any] = {}
    if form.in_order:
        found["steps_per_epoch"] = project.fit.steps_per_epoch
    if form.validated:
        found["validation_data"] = Named("validation", None)
        freq = project.fit.validation_freq
        if freq != 1:
            found["validation_freq"] = list(freq) if isinstance(freq, tuple) else freq
    return found


def own_callbacks(form: OwnForm) -> list[Call]:
    """What tells the batches of the epochs."""
    if form.in_order:
        return []
    return [Call("keras.callbacks.LambdaCallback", kwargs={"on_epoch_begin": Named("batches.begin", None)})]


def own_steps(project: Project, form: OwnForm) -> str:
    """The batches of an epoch, as an expression."""
    return str(project.fit.steps_per_epoch) if form.in_order else "len(batches)"
