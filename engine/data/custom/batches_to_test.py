"""The test part of a custom file: whole batches of its training data that are never asked for in training.

That needs batches which have the same examples in every epoch. A file that makes batches to test on under a
name of their own is left to `python_file` and `separate_data`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.custom.made_examples import made_examples
from engine.data.kind_facts import BatchMaker, CustomBatches, MadeOnce
from engine.data.problems import DataError
from engine.language import tr

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.settings.fit import FitSettings

_HOOKS = ("on_epoch_begin", "on_epoch_end")


@dataclass(frozen=True, slots=True)
class ChosenMaker:
    """Some batches of a PyDataset, under numbers from 0 on.

    Attributes:
        maker: makes all of them.
        numbers: those of the batches that are made.
    """

    maker: BatchMaker
    numbers: tuple[int, ...]

    def make(self, task: tuple[int, int]) -> Any:
        """Return a batch as the custom code returns it. Raises as `maker`."""
        return self.maker.make((task[0], self.numbers[task[1]]))


def keeps_its_batches(dataset: Any) -> bool:
    """Whether no hook of a PyDataset can put other examples into its batches from epoch to epoch."""
    of_keras = next(base for base in type(dataset).__mro__ if base.__module__.startswith("keras."))
    return all(getattr(type(dataset), name) is getattr(of_keras, name, None) for name in _HOOKS)


def draws_test_batches(fit: FitSettings, batches: CustomBatches | None) -> bool:
    """Whether some batches are kept out of training to test on."""
    if batches is None or not batches.stay or batches.tests:
        return False
    return fit.test_split > 0 and not fit.test_data


def numbers_to_test(fit: FitSettings, batches: CustomBatches, *, seed: int) -> tuple[int, ...]:
    """Return the numbers of the batches that test: the last ones with `validation_method` "last", else drawn.

    Args:
        fit: the test share, of the batches, and the method.
        batches: all of the file's training data.
        seed: of the run.

    Raises:
        DataError: there is one batch only.
    """
    count = batches.count or 0
    if count < 2:
        raise DataError(
            tr(
                "The file makes one batch, so none can be kept to test on; make smaller batches, or set the"
                " test share to 0."
            ),
            path="fit.test_split",
        )
    size = min(max(1, round(count * fit.test_split)), count - 1)
    if fit.validation_method == "last":
        return tuple(range(count - size, count))
    return tuple(sorted(np.random.default_rng(seed).permutation(count)[:size].tolist()))


def without_test(dataset: Dataset, fit: FitSettings, *, seed: int) -> Dataset:
    """Return custom data with the batches alone that train; data of another kind as it is.

    Args:
        dataset: as it was read.
        fit: the test share.
        seed: of the run.

    Raises:
        DataError: as `numbers_to_test`; or the first batch that trains cannot be made.
    """
    batches = dataset.batches
    if batches is None or not draws_test_batches(fit, batches):
        return dataset
    tested = numbers_to_test(fit, batches, seed=seed)
    kept = tuple(number for number in range(batches.count or 0) if number not in set(tested))
    chosen = replace(
        batches, maker=ChosenMaker(batches.maker, kept), count=len(kept), numbers=kept, kept_out=len(tested)
    )
    # what is shown and measured is the first batch, which must not be one of the test part
    first = made_examples(dataset, chosen, steps=1)
    return replace(dataset, x=first.x, y=first.y, sample_weight=first.sample_weight, batches=chosen)


def kept_to_test(dataset: Dataset, fit: FitSettings, *, name: str, seed: int) -> Dataset | None:
    """Return the examples in the batches that test, None where there are none.

    Args:
        dataset: custom data as it was read, with all batches.
        fit: the test share.
        name: of the training data in the file, for scripts.
        seed: of the run.

    Raises:
        DataError: as `numbers_to_test`; or a batch fails, or has another form than the first one.
    """
    batches = dataset.batches
    if batches is None or not draws_test_batches(fit, batches):
        return None
    numbers = numbers_to_test(fit, batches, seed=seed)
    chosen = replace(batches, maker=ChosenMaker(batches.maker, numbers), count=len(numbers))
    made = made_examples(dataset, chosen, steps=len(numbers))
    how = MadeOnce(name, len(numbers), batches.in_order, batches.spec, numbers)
    fingerprint = f"{dataset.fingerprint}:{','.join(map(str, numbers))}"
    return replace(made, made_once=how, notes=(), fingerprint=fingerprint)
