"""The data of a project in stages: as read, split, fitted, and what a model takes of it.

    data settings, files -> dataset -> split -> fitted -> inputs
                                         |        |
                                         +--------+-> facts, description, separate parts

Each stage is calculated when it is first asked for, and remembered in `Stages` with the settings that it
depends on. A stage raises what it cannot do; nothing behind it is there then. What follows from the stages is
added by `engine.inspect.inspection`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.custom.batches_to_test import kept_to_test, without_test
from engine.data.describe import Description, describe
from engine.data.readers import load
from engine.data.separate_data import SeparatePart, load_test, load_validation, path_of, settings_of
from engine.data.split import Split, split
from engine.inspect.facts import DataFacts, facts_of
from engine.inspect.file_stamps import stamps_of
from engine.inspect.stages import Stage, Stages
from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import inputs_of
from engine.settings.augmentation import mixes_labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.data.dataset import AnyDataset, Dataset
    from engine.data.reading.context import Progress
    from engine.settings import Project
    from engine.settings.data.kinds import DataSection

NOT_READ = ("scaling", "scale_target")
"""Settings of data that no reader looks at: they decide what a model takes of it."""
SPLIT_BY = ("validation_split", "validation_method", "validation_data", "test_split", "test_data")
"""Settings of `fit` that the split depends on."""
WEIGHED_BY = ("class_weight", "class_weights")
"""Settings of `fit` that the balance of the classes depends on."""


class StagedData:
    """The data of a project. Paths of errors are dotted paths of settings.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        stages: Where stages are remembered from look to look; None for this look alone.
        dataset: The data where it has been read already; None to read it.
        trusted: Returns whether a Python file with this sha256 may run.
        progress: As in `engine.data.load`.
        cancelled: As in `engine.data.load`.
    """

    def __init__(
        self,
        project: Project,
        base: Path | None = None,
        *,
        stages: Stages | None = None,
        dataset: AnyDataset | None = None,
        trusted: Trusted = trust_nothing,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.project = project
        self.base = base
        self._stages = Stages() if stages is None else stages
        self._given = dataset
        self._trusted = trusted
        self._progress = progress
        self._cancelled = cancelled

    @property
    def is_read(self) -> bool:
        """Whether the data is known, so that no file needs to be read for it."""
        return self._given is not None or self._stages.has("dataset", self._data_key)

    @property
    def dataset(self) -> AnyDataset:
        """All examples as they were read.

        Raises:
            DataError: The data cannot be used.
            LoadCancelled: The reading was cancelled.
        """
        return self._dataset.value

    @property
    def split(self) -> Split:
        """Which examples train, validate and test.

        Raises:
            DataError: As `dataset`, or the data cannot be split.
        """
        return self._split.value

    @property
    def fitted(self) -> Dataset:
        """All examples as numbers, with what was measured on the training part.

        Raises:
            DataError: As `split`, or there is nothing to measure.
        """
        return self._fitted.value

    @property
    def inputs(self) -> ModelInputs:
        """What a model takes.

        Raises:
            DataError: As `fitted`.
            ModelError: The loss does not fit the task, or scaled values are not finite.
        """
        return self._inputs.value

    @property
    def validation(self) -> Dataset | None:
        """Separate validation data, None where `fit.validation_data` names none. Raises as `fitted`."""
        return self._separate("validation").value

    @property
    def test(self) -> Dataset | None:
        """Separate test data: what `fit.test_data` names, or what a custom file makes to test on.

        None where there is none. Raises as `fitted`.
        """
        batches = self.dataset.batches
        if self.project.fit.test_data or batches is None:
            return self._separate("test").value
        if batches.tests:
            return self._separate("test", path=getattr(self.project.data, "path", "")).value
        key = (self._fitted.number, "of the training data")
        return self._stages.get("test", key, make=self._kept_to_test).value

    @property
    def fingerprint(self) -> str:
        """What identifies the data that train and validate. Raises as `fitted`."""
        data, separate = self.dataset, self.validation
        return data.fingerprint if separate is None else f"{data.fingerprint}+{separate.fingerprint}"

    @property
    def facts(self) -> DataFacts:
        """What follows from the data and its parts. Raises as `fitted`."""
        fit = self.project.fit
        key = (self._split.number, self._fitted.number, *(getattr(fit, name) for name in WEIGHED_BY))
        made = self._stages.get("facts", key, make=lambda: facts_of(self.fitted, self.split, fit=fit))
        return made.value

    @property
    def description(self) -> Description:
        """Counts, ranges and a few examples, as people are shown them. Raises as `fitted`."""
        return self._stages.get("description", self._fitted.number, make=lambda: describe(self.fitted)).value

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for people about the data. Raises as `fitted`."""
        return self.fitted.notes

    @property
    def _data_key(self) -> tuple[object, ...]:
        return _read_from(self.project.data, self.base)

    @cached_property
    def _dataset(self) -> Stage:
        if self._given is not None:
            return Stages().get("dataset", (), make=lambda: self._given)
        if not self.is_read:
            self._stages.forget()  # all that was made of other data
        return self._stages.get("dataset", self._data_key, make=self._load)

    def _load(self) -> AnyDataset:
        return load(
            self.project.data,
            self.base,
            progress=self._progress,
            cancelled=self._cancelled,
            trusted=self._trusted,
        )

    @cached_property
    def _split(self) -> Stage:
        fit, seed = self.project.fit, self.project.run.seed
        key = (self._dataset.number, seed, *(getattr(fit, name) for name in SPLIT_BY))
        return self._stages.get("split", key, make=lambda: split(self.dataset, fit, seed=seed))

    @cached_property
    def _fitted(self) -> Stage:
        return self._stages.get("fitted", self._split.number, make=self._fit)

    def _fit(self) -> Dataset:
        project = self.project
        return without_test(self.dataset.fit(self.split.train), project.fit, seed=project.run.seed)

    def _kept_to_test(self) -> Dataset | None:
        project = self.project
        every, name = self.dataset.fit(self.split.train), getattr(project.data, "name", "")
        return kept_to_test(every, project.fit, name=name, seed=project.run.seed)

    @cached_property
    def _inputs(self) -> Stage:
        project = self.project
        key = (
            self._fitted.number,
            project.compile.loss,
            mixes_labels(project.augmentation),
            *(getattr(project.data, name, None) for name in NOT_READ),
        )
        return self._stages.get(
            "inputs", key, make=lambda: inputs_of(self.fitted, self.split.train, project=project)
        )

    def _separate(self, part: SeparatePart, *, path: str = "") -> Stage:
        project = self.project if not path else self.project.with_value(f"fit.{part}_data", path)
        if not path_of(project, part):
            return self._stages.get(part, (), make=lambda: None)
        key = (
            self._fitted.number,
            self.project.fit.validation_steps,  # of batches without an end
            *_read_from(settings_of(project, part), self.base),
        )
        return self._stages.get(part, key, make=lambda: self._load_separate(part, project))

    def _load_separate(self, part: SeparatePart, project: Project) -> Dataset:
        read = load_validation if part == "validation" else load_test
        return read(
            project,
            self.base,
            dataset=self.fitted,
            progress=self._progress,
            cancelled=self._cancelled,
            trusted=self._trusted,
        )


def _read_from(section: DataSection, base: Path | None) -> tuple[object, ...]:
    """Return what decides the data that a reader gives: settings, files, and the folder of relative paths."""
    settings: dict[str, Any] = {name: value for name, value in section if name not in NOT_READ}
    return type(section), settings, base, stamps_of(section, base)
