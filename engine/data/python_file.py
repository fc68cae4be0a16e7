"""A custom Python file -> a data set of the batches that it makes. It runs only when it is trusted.

The examples of the data set are those of the first batch, to be looked at; training uses `Dataset.batches`.
What a batch looks like is in `custom.batches`, and who makes them in `custom.batch_makers`.
"""

from dataclasses import dataclass
from typing import Any

from engine.custom_code.run_file import CustomCode, trusted_code
from engine.data.custom.batch_makers import (
    DatasetMaker,
    GeneratorMaker,
    batch_count,
    custom_names,
    custom_object,
)
from engine.data.custom.batches import Parts, in_spec, is_one_hot, parts_of
from engine.data.custom.batches_to_test import keeps_its_batches
from engine.data.custom.custom_draws import draws_in_batches
from engine.data.custom.generator_length import generator_length
from engine.data.dataset import DataError, Dataset, TaskName
from engine.data.kind_facts import BatchSpec, BatchTargets, CustomBatches, MadeOnce
from engine.data.reading.context import Reading
from engine.language import tr
from engine.settings.data.kinds import PythonData

_CLASS_NAMES = "class_names"


def read_python(settings: PythonData, reading: Reading) -> Dataset:
    """Return the first batch as a data set, with the makers of all batches.

    Args:
        settings: the file, and the names in it.
        reading: what every reader gets; its `trusted` decides whether the file runs.

    Raises:
        DataError: the file is not trusted, fails, or makes no usable batches.
    """
    path = reading.find(settings.path)
    if not path.is_file():
        raise DataError(tr("{name} is a folder; choose a Python file.", name=path.name))
    code = trusted_code(path, reading.trusted, refusal=DataError)
    names = custom_names(code)
    like = reading.like
    stated = tuple(map(str, names.get(_CLASS_NAMES, ()))) if like is None else like.class_names
    if like is not None:
        return _separate(settings, code, names, like=like, reading=reading)
    first, size, training = _begin(code, settings.name, endless=True, reading=reading)
    task, targets, outputs = _learned(settings, first, stated=len(stated))
    spec = BatchSpec(first[0].shape[1:], first[0].dtype, targets, outputs, weighted=first[2] is not None)
    x, y, weight = in_spec(first, spec, number=0)
    validation = None
    if settings.validation_name in names:
        validation_batch, validation_size, made = _begin(
            code, settings.validation_name, endless=False, reading=reading
        )
        in_spec(validation_batch, spec, number=0)
        validation = CustomBatches(
            made.maker, spec, made.count, validation_size, made.in_order, length=made.length
        )
    batches = CustomBatches(
        training.maker,
        spec,
        training.count,
        size,
        training.in_order,
        validation,
        training.draws,
        length=training.length,
        stay=training.stays,
        tests=_is_made(names.get(settings.test_name)),
    )
    is_classes = task == "classification"
    return Dataset(
        kind="python",
        task=task,
        x=x,
        y=y.argmax(axis=1) if targets == "one_hot" else y,
        fingerprint=code.fingerprint,
        sample_weight=weight,
        class_names=(stated or tuple(map(str, range(outputs)))) if is_classes else (),
        target_names=() if is_classes else tuple(f"y{at + 1}" for at in range(outputs)),
        notes=_notes(batches),
        batches=batches,
    )


def _separate(
    settings: PythonData, code: CustomCode, names: dict[str, Any], *, like: Dataset, reading: Reading
) -> Dataset:
    """Return the first batch of separate data and the maker of all: of its part's name, if it is there."""
    name = settings.test_name if reading.part == "test" else settings.validation_name
    if name not in names and code.fingerprint != like.fingerprint:
        name = settings.name  # of the same file it would be the training data
    first, size, made = _begin(code, name, endless=False, reading=reading)
    columns = first[1].size // len(first[1])
    targets: BatchTargets = "numbers"
    if like.task == "classification":
        targets = "one_hot" if columns > 1 else "index"
    outputs = like.outputs if targets == "index" else columns
    spec = BatchSpec(first[0].shape[1:], first[0].dtype, targets, outputs, weighted=first[2] is not None)
    x, y, weight = in_spec(first, spec, number=0)
    is_classes = like.task == "classification"
    return Dataset(
        kind="python",
        task=like.task,
        x=x,
        y=y.argmax(axis=1) if targets == "one_hot" else y,
        fingerprint=code.fingerprint,
        sample_weight=weight,
        class_names=like.class_names if is_classes and columns in (1, like.outputs) else (),
        target_names=() if is_classes else tuple(f"y{at + 1}" for at in range(outputs)),
        batches=CustomBatches(made.maker, spec, made.count, size, made.in_order, length=made.length),
        made_once=MadeOnce(name, 0, made.in_order, spec),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """The maker of the batches of one name, and how many there are; see `CustomBatches`."""

    maker: DatasetMaker | GeneratorMaker
    count: int | None
    in_order: bool
    draws: tuple[str, ...] = ()
    length: int | None = None
    stays: bool = False


def _is_made(found: object) -> bool:
    """Whether what a file has under the name of its test batches can make some, and is no array or number."""
    return callable(found) or hasattr(found, "num_batches")


def _begin(code: CustomCode, name: str, *, endless: bool, reading: Reading) -> tuple[Parts, int, _Made]:
    """Return the first batch under `name`, how many examples it has, and the maker of all."""
    found = custom_object(code, name)
    if callable(found):
        length = generator_length(code, name, reading=reading)
        made = _Made(GeneratorMaker(code, name, endless=endless), None, in_order=True, length=length)
        # a separate maker, so that the one of the run begins with the first batch
        batch = GeneratorMaker(code, name, endless=endless).make((0, 0))
    else:
        count = batch_count(found, code)
        if count is not None and count < 1:
            raise DataError(tr("{name} has no batches.", name=name), path="data.name")
        draws = draws_in_batches(found)
        stays = count is not None and not draws and keeps_its_batches(found)
        made = _Made(DatasetMaker(code, name), count, in_order=False, draws=draws, stays=stays)
        with code.answered():
            batch = found[0]
    parts = parts_of(batch)
    return parts, len(parts[0]), made


def _learned(settings: PythonData, first: Parts, *, stated: int) -> tuple[TaskName, BatchTargets, int]:
    """Return the task, the form of the targets, and the number of classes or target columns."""
    y = first[1]
    columns = y.size // len(y)
    shares = y.ndim == 2 and columns > 1 and is_one_hot(y)
    whole = columns == 1 and y.dtype.kind in "biu"
    if settings.task == "regression" or (settings.task == "auto" and not shares and not whole):
        return "regression", "numbers", columns
    if columns > 1:
        return "classification", "one_hot", columns
    outputs = settings.classes or stated
    if not outputs:
        raise DataError(
            tr(
                "The targets are class numbers, and nothing says how many classes there are: set Classes, or"
                " give the file a list class_names."
            ),
            path="data.classes",
        )
    return "classification", "index", outputs


def _notes(batches: CustomBatches) -> tuple[str, ...]:
    sizes = tr("What is shown is the first batch, of {size:,} examples.", size=batches.size)
    notes = [sizes]
    if batches.length is not None:
        notes.append(
            tr(
                "The generator ends after {count:,} batches. These are an epoch, and it starts again for the"
                " next one.",
                count=batches.length,
            )
        )
    elif batches.count is None:
        notes.append(
            tr("How many batches there are is not said, so an epoch is as long as steps per epoch says.")
        )
    else:
        notes.append(tr("The file makes {count:,} batches an epoch.", count=batches.count))
    if batches.in_order:
        notes.append(
            tr(
                "A generator can only begin at its first batch: to resume a run, all batches before are"
                " made again, without training on them."
            )
        )
    return tuple(notes)
