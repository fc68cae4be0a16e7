"""Validation and test data in a file or folder of their own, read as the training data was read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.dataset import DataError, Dataset
from engine.data.other_kinds import check_pictures, made_alike, section_for
from engine.data.readers import load
from engine.data.reading.context import Progress
from engine.language import tr
from engine.settings import Project
from engine.settings.data.kinds import DataSection

SeparatePart = Literal["validation", "test"]
_BESIDE = frozenset({"y_path", "labels"})
"""Settings that name a second file of the training data."""


def settings_of(project: Project, part: SeparatePart) -> DataSection:
    """Return the settings that read separate data: those of the training data, or of its own kind.

    Args:
        project: its data settings, with the path of the separate data.
        part: which of the two. Where no path names it, it comes from the training data's own file.
    """
    if not path_of(project, part):
        return project.data
    if (other := section_for(project.data, path_of(project, part))) is not None:
        return other
    # the second file of the training data does not belong to this data
    beside = dict.fromkeys(_BESIDE.intersection(type(project.data).model_fields), "")
    return project.data.model_copy(update={"path": path_of(project, part), **beside})


def path_of(project: Project, part: SeparatePart) -> str:
    """Return the path that the settings name for a part, "" where there is none."""
    return project.fit.validation_data if part == "validation" else project.fit.test_data


def load_validation(
    project: Project,
    base: Path | None,
    *,
    dataset: Dataset,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    trusted: Trusted = trust_nothing,
) -> Dataset:
    """Read the separate validation data (`fit.validation_data`) as the training data was read.

    Args:
        project: its data settings, with the path of the separate data.
        base: the folder of relative paths; None for the working directory.
        dataset: the training data. Classes are matched by name; where it is fitted, so is the result.
        progress: see `load`.
        cancelled: see `load`.
        trusted: see `load`.

    Raises:
        DataError: with the path "fit.validation_data", when it cannot be read or its inputs or targets have
            another shape or dtype than those of the training data.
        LoadCancelled: `cancelled` returned True.
    """
    return _loaded(
        project,
        base,
        part="validation",
        dataset=dataset,
        progress=progress,
        cancelled=cancelled,
        trusted=trusted,
    )


def load_test(
    project: Project,
    base: Path | None,
    *,
    dataset: Dataset,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    trusted: Trusted = trust_nothing,
) -> Dataset:
    """Read the separate test data (`fit.test_data`) as `load_validation` reads validation data.

    Args:
        project: as there.
        base: as there.
        dataset: as there.
        progress: as there.
        cancelled: as there.
        trusted: as there.

    Raises:
        DataError: as there, with the path "fit.test_data".
        LoadCancelled: as there.
    """
    return _loaded(
        project,
        base,
        part="test",
        dataset=dataset,
        progress=progress,
        cancelled=cancelled,
        trusted=trusted,
    )


def _loaded(
    project: Project,
    base: Path | None,
    *,
    part: SeparatePart,
    dataset: Dataset,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    trusted: Trusted,
) -> Dataset:
    words = _Words.of(part)
    settings = settings_of(project, part)
    try:
        check_pictures(settings, dataset)
        found = load(
            settings, base, progress=progress, cancelled=cancelled, like=dataset, part=part, trusted=trusted
        )
        found = made_alike(found.fit_like(dataset), project, dataset=dataset, part=part)
    except DataError as error:
        path = error.path if error.path == "fit.validation_steps" else words.setting
        raise DataError(words.failed(error), path=path) from error
    if found.shape != dataset.shape or found.x.dtype != dataset.x.dtype:
        raise DataError(words.other_shape(found, dataset), path=words.setting)
    if found.outputs != dataset.outputs:
        raise DataError(words.other_targets(found, dataset), path=words.setting)
    # separate data has no gap
    return replace(found, series=None if found.series is None else replace(found.series, gap=0))


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences about a part.

    Attributes:
        setting: the path of the setting that names it.
    """

    setting: str

    @classmethod
    def of(cls, part: SeparatePart) -> "_Words":
        return cls(f"fit.{part}_data")

    def failed(self, error: DataError) -> str:
        if self.setting == "fit.validation_data":
            return tr("Validation data: {error}", error=error)
        return tr("Test data: {error}", error=error)

    def other_shape(self, found: Dataset, wanted: Dataset) -> str:
        shapes = {
            "shape": found.shape,
            "type": found.x.dtype,
            "wanted_shape": wanted.shape,
            "wanted_type": wanted.x.dtype,
        }
        if self.setting == "fit.validation_data":
            return tr(
                "Validation examples have the shape {shape} and type {type}, training examples"
                " {wanted_shape} and {wanted_type}; both must be the same.",
                **shapes,
            )
        return tr(
            "Test examples have the shape {shape} and type {type}, training examples"
            " {wanted_shape} and {wanted_type}; both must be the same.",
            **shapes,
        )

    def other_targets(self, found: Dataset, wanted: Dataset) -> str:
        if self.setting == "fit.validation_data":
            return tr(
                "Validation data has {found} targets for each example, training data {wanted}; both"
                " must have the same number.",
                found=found.outputs,
                wanted=wanted.outputs,
            )
        return tr(
            "Test data has {found} targets for each example, training data {wanted}; both"
            " must have the same number.",
            found=found.outputs,
            wanted=wanted.outputs,
        )
