"""The batches of a script: in the order of `engine.data.plan.IndexPlan`, or shuffled as Keras teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.augmentation import changes_batches
from engine.script.page import Page, Set
from engine.script.reading.custom import is_custom

if TYPE_CHECKING:
    from engine.settings.project import Project

_BEGINNING = '''
class Batches(keras.utils.PyDataset):
    """The training batches, in an order that follows from seed and epoch alone."""

    def __init__(self, *arrays):'''
_IN_ORDER = "The training batches, in an order that follows from seed and epoch alone."
_DRAWN = "The training batches, with random changes."
_EPOCHS = """
    def __len__(self):
        return math.ceil(len(self.arrays[0]) / BATCH_SIZE)

    def begin(self, epoch, logs=None):
        self.order = ORDER

    def __getitem__(self, index):
        chosen = self.order[index * BATCH_SIZE : (index + 1) * BATCH_SIZE]
        RETURN
"""
_STREAM = """
    def begin(self, epoch, logs=None):
        self.epoch = epoch

    def __getitem__(self, index):
        # passes through the examples follow each other, whatever the length of an epoch
        count = len(self.arrays[0])
        batches = math.ceil(count / BATCH_SIZE)
        passed, at = divmod(self.epoch * len(self) + index, batches)
        order = ORDER
        chosen = order[at * BATCH_SIZE : (at + 1) * BATCH_SIZE]
        RETURN
"""
_SHUFFLED = """
    def __len__(self):
        return math.ceil(len(self.arrays[0]) / BATCH_SIZE)

    def on_epoch_end(self):
        self.order = ORDER

    def __getitem__(self, index):
        chosen = self.order[index * BATCH_SIZE : (index + 1) * BATCH_SIZE]
        return change(self.rng, *(array[chosen] for array in self.arrays))
"""
_PLAIN = "return tuple(array[chosen] for array in self.arrays)"
_CHANGED = (
    "rng = np.random.default_rng([SEED, self.epoch, index])\n"
    "        return change(rng, *(array[chosen] for array in self.arrays))"
)


def needs_batches(project: Project, *, exact: bool) -> bool:
    """Whether the script needs the class `Batches`, as `model.fit` on arrays cannot give such batches."""
    # the order of custom batches is written by `engine.script.reading.custom`
    fit = project.fit
    in_turn = not exact or (not fit.shuffle and fit.steps_per_epoch is None)
    return not is_custom(project) and (not in_turn or changes_batches(project))


def write_batches(page: Page, project: Project, *, exact: bool) -> None:
    """Write the class `Batches`, a PyDataset; the script has set SEED and BATCH_SIZE before.

    Args:
        page: Receives the lines.
        project: The settings; `fit.shuffle`, `fit.steps_per_epoch` and augmentation decide what the class
            does.
        exact: Whether order and draws are the program's.
    """
    fit = project.fit
    page.block(_BEGINNING if exact else _BEGINNING.replace(_IN_ORDER, _DRAWN))
    workers = {"workers": 1, "use_multiprocessing": False, "max_queue_size": 10}
    given = [name for name, default in workers.items() if getattr(fit, name) != default]
    parts: list[str | Set] = []
    for name in given:
        parts += [", " if parts else "", Set(f"fit.{name}", getattr(fit, name), f"{name}=")]
    page.line("        super().__init__(", *parts, ")")
    page.line("        self.arrays = arrays")
    if not exact:
        page.line("        self.rng = np.random.default_rng(SEED)")
        page.line("        self.on_epoch_end()")
        page.line("")
        order = "self.rng.permutation({})" if fit.shuffle else "np.arange({})"
        page.block(_SHUFFLED.replace("ORDER", order.format("len(self.arrays[0])")))
        return
    page.line("        self.begin(0)")
    page.line("")
    last = _CHANGED if changes_batches(project) else _PLAIN
    if fit.steps_per_epoch is None:
        count = "len(self.arrays[0])"
        drawn = f"rng = np.random.default_rng([SEED, epoch])\n        self.order = rng.permutation({count})"
        begun = drawn if fit.shuffle else f"self.order = np.arange({count})"
        if changes_batches(project):
            begun = f"self.epoch = epoch\n        {begun}"
        page.block(_EPOCHS.replace("self.order = ORDER", begun).replace("RETURN", last))
        return
    page.line("    def __len__(self):")
    page.line("        return ", Set("fit.steps_per_epoch", fit.steps_per_epoch))
    page.line("")
    drawn = "np.random.default_rng([SEED, passed]).permutation(count)" if fit.shuffle else "np.arange(count)"
    page.block(_STREAM.replace("ORDER", drawn, 1).replace("RETURN", last))
