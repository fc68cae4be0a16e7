"""From a project to the data that training needs: read, split, encoded, weighted, and their order planned.

`engine.data` reads the data; the other modules of this room bring batches to the device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data import Dataset
from engine.data.custom.steps import check_custom, custom_plan, validation_steps
from engine.data.dataset import forecast_of
from engine.data.kind_facts import CustomBatches
from engine.data.plan import IndexPlan, every_of
from engine.data.reading.context import Progress
from engine.data.repeated_examples import repeated_share
from engine.data.streamed import StreamedRows
from engine.data.targets.class_weights import check_weights, class_weights, example_weights
from engine.data.targets.encoded_targets import encode
from engine.evaluate.part_data import PartData
from engine.inspect import inspect
from engine.inspect.inspection import Inspection
from engine.inspect.preflight.learning import same_data_sentence, step_problems
from engine.inspect.preflight.parts import only_trained, only_validated, part_problems
from engine.language import tr
from engine.models.inputs import ModelInputs
from engine.models.parts.augmentation import batch_changes
from engine.problems import RunError
from engine.run.feed.augmented_source import ChangedExamples
from engine.run.feed.batch_source import BatchSource, StreamedExamples
from engine.run.feed.custom_source import CustomSource
from engine.run.feed.forecast_part import ForecastPart, forecast_part
from engine.run.feed.resident import Examples
from engine.run.position import Position, ValidationPlan, validation_plan
from engine.settings import Project

_WORTH_SAYING = 0.5


@dataclass(frozen=True, slots=True)
class TestPart:
    """What a run knows of its test part.

    Attributes:
        examples: The number of examples; 0 without a test part.
        fingerprint: Identifies separate test data; "" where the part is in the data of the project.
    """

    examples: int = 0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class PreparedData:
    """The data of a run.

    Attributes:
        dataset: What was read.
        inputs: What the model takes, as measured on the training part.
        train: Training examples in memory, or a source of batches.
        validation: The same for validation; None where there is none.
        plan: Which examples each training batch holds; of custom code, which batch comes when.
        validation_plan: When the model is validated; None where there is no validation.
        fingerprint: Identifies the data that were read, the validation data included.
        test: The test part, of which only this is known: the run does not use it.
        forecast: The windows to forecast; None where nothing is forecast.
        warnings: Sentences for people.
        validation_part: The validation examples as they are evaluated when the run is over; None where there
            are none, or where custom code makes them.
        only_validated: Names of the classes that validation has examples of, and training has none.
        only_trained: Names of the classes that training has examples of, and validation has none.
    """

    dataset: Dataset
    inputs: ModelInputs
    train: Examples | BatchSource
    validation: Examples | BatchSource | None
    plan: IndexPlan
    validation_plan: ValidationPlan | None
    fingerprint: str
    test: TestPart = field(default_factory=TestPart)
    forecast: ForecastPart | None = None
    validation_part: PartData | None = None
    warnings: tuple[str, ...] = ()
    only_validated: tuple[str, ...] = ()
    only_trained: tuple[str, ...] = ()

    @property
    def batch_size(self) -> int:
        """Examples in a batch; of batches of custom code, those in the first one."""
        return self.plan.batch_size if self.dataset.batches is None else self.dataset.batches.size

    @property
    def examples(self) -> int:
        """How many examples train, as far as it can be known."""
        return len(self.train) * (1 if self.dataset.batches is None else self.dataset.batches.size)

    @property
    def validation_examples(self) -> int:
        """How many examples validate, as far as it can be known."""
        batches = self.dataset.batches
        if not isinstance(self.validation, CustomSource) or batches is None or batches.validation is None:
            return 0 if self.validation is None else len(self.validation)
        return len(self.validation) * batches.validation.size

    def start_at(self, start: Position, *, first_epoch: int) -> None:
        """Prepare streamed batches for a run that starts or resumes.

        Args:
            start: Where it continues.
            first_epoch: The epoch (from 0) with which it began.
        """
        if isinstance(self.train, BatchSource):
            self.train.start_at(start.epoch - first_epoch, start.step)
        if isinstance(self.validation, BatchSource) and self.validation_plan is not None:
            done = sum(self.validation_plan.is_due(epoch) for epoch in range(first_epoch, start.epoch))
            self.validation.start_at(done, 0)


def read_data(
    project: Project,
    base: Path | None,
    *,
    trusted: Trusted = trust_nothing,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PreparedData:
    """Read, split and encode the data of a project.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        trusted: Returns whether a Python file with this sha256 may run.
        progress: As in `engine.data.load`.
        cancelled: As in `engine.data.load`.

    Raises:
        DataError, ModelError, RunError: With a sentence and the setting to look at.
        LoadCancelled: When `cancelled` returned True.
    """
    look = inspect(project, base, trusted=trusted, progress=progress, cancelled=cancelled)
    if look.dataset.batches is not None and look.fitted.batches is not None:
        return _prepare_custom(look, look.fitted.batches)
    fit, parts, dataset = project.fit, look.split, look.fitted
    train_indices = parts.train
    other, validation_indices = dataset, parts.validation
    if look.validation is not None:
        other = look.validation
        validation_indices = np.arange(other.count, dtype=np.int64)
    test = TestPart(len(parts.test))
    if look.test is not None:
        test = TestPart(look.test.count, look.test.fingerprint)
    inputs = look.inputs
    by_class = class_weights(dataset, fit, train=train_indices)
    check_weights(dataset, by_class, train=train_indices)
    weights = example_weights(dataset, by_class)
    train = _changed(_examples(dataset, inputs, indices=train_indices, weights=weights), project, inputs)
    validation = None
    if len(validation_indices):
        # Keras weighs validation examples by sample_weight, but never by class_weight
        validation = _examples(other, inputs, indices=validation_indices, weights=other.sample_weight)
    plan = IndexPlan(
        count=len(train),
        batch_size=fit.batch_size,
        seed=project.run.seed,
        shuffle=fit.shuffle,
        steps_per_epoch=fit.steps_per_epoch,
    )
    _refuse_steps(project, plan)
    forecast = None
    if isinstance(validation, Examples):
        forecast = forecast_part(
            forecast_of(other),
            validation_indices,
            x=validation.x,
            train=(forecast_of(dataset), train_indices),
        )
    return PreparedData(
        dataset=dataset,
        inputs=inputs,
        train=train,
        validation=validation,
        plan=plan,
        validation_plan=validation_plan(fit, 0 if validation is None else len(validation)),
        fingerprint=look.fingerprint,
        test=test,
        forecast=forecast,
        validation_part=None
        if validation is None
        else PartData(
            part="validation",
            dataset=other,
            indices=validation_indices,
            inputs=inputs,
            of=len(validation_indices),
            train=(dataset, train_indices),
            season=0 if forecast is None else forecast.season or 0,
        ),
        only_validated=only_validated(dataset, parts),
        only_trained=only_trained(dataset, parts),
        warnings=(
            *_repeated(dataset, other, train=train_indices, val_rows=validation_indices),
            *(problem.message for problem in part_problems(project, dataset, parts=parts)),
        ),
    )


def _repeated(
    dataset: Dataset, other: Dataset, *, train: NDArray[np.int64], val_rows: NDArray[np.int64]
) -> Iterator[str]:
    """The warning where validation examples (`val_rows` of `other`) are training examples as well."""
    if other is not dataset and other.fingerprint == dataset.fingerprint:
        yield same_data_sentence()
    elif isinstance(dataset.x, np.ndarray) and isinstance(other.x, np.ndarray):
        share = repeated_share(dataset.x, train, val_rows=other.x[val_rows])
        if share >= _WORTH_SAYING:
            yield tr(
                "{share:.0%} of the validation examples are training examples as well, so the validation"
                " values look better than they are; take duplicates out of the data.",
                share=share,
            )


def _refuse_steps(project: Project, plan: IndexPlan) -> None:
    """Raise RunError where the run has too few steps to learn anything."""
    for problem in step_problems(project, plan.steps):
        if problem.severity == "error":
            raise RunError(problem.message, path=problem.path)


def _prepare_custom(look: Inspection, batches: CustomBatches) -> PreparedData:
    """The batches of a custom file; the plan is over batches."""
    project = look.project
    check_custom(project, look.fitted)
    dataset, inputs = look.fitted, look.inputs
    plan = custom_plan(project, batches)
    _refuse_steps(project, plan)
    validation, when, part = None, None, None
    if (other := look.validation) is not None:
        rows = np.arange(other.count, dtype=np.int64)
        validation = _examples(other, inputs, indices=rows, weights=other.sample_weight)
        when = validation_plan(project.fit, len(rows))
        part = PartData(
            part="validation", dataset=other, indices=rows, inputs=inputs, of=len(rows), train=None
        )
    elif batches.validation is not None:
        steps = validation_steps(project, batches.validation)
        validation = CustomSource(batches.validation, inputs, steps=steps, streams=False)
        when = ValidationPlan(1, steps, every_of(project.fit))
    return PreparedData(
        dataset=dataset,
        inputs=inputs,
        train=CustomSource(batches, inputs, steps=plan.steps, streams=True),
        validation=validation,
        plan=plan,
        validation_plan=when,
        fingerprint=look.fingerprint,
        validation_part=part,
        test=TestPart() if look.test is None else TestPart(look.test.count, look.test.fingerprint),
    )


def _changed(
    examples: Examples | StreamedExamples, project: Project, inputs: ModelInputs
) -> Examples | BatchSource:
    """The training examples with the random changes of their batches, where the project has some."""
    changes = batch_changes(project, inputs)
    if not changes:
        return examples
    return ChangedExamples(examples, changes, seed=project.run.seed, first_epoch=project.fit.initial_epoch)


def _examples(
    dataset: Dataset, inputs: ModelInputs, *, indices: NDArray[np.int64], weights: NDArray[Any] | None
) -> Examples | StreamedExamples:
    y = encode(dataset.y[indices], inputs.encoding, outputs=dataset.outputs)
    chosen = None if weights is None else weights[indices]
    if isinstance(dataset.x, StreamedRows):
        return StreamedExamples(dataset.x.select(indices), y, weight=chosen)
    return Examples(dataset.x[indices], y, chosen)
