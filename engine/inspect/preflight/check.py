"""All checks of a project before its run, in the order of the pages. No check imports TensorFlow.

Paths and data are checked here; fit, callbacks, augmentation and values in their own modules, and whether
anything is learned in `engine.inspect.preflight.learning`.
"""

from __future__ import annotations

from pathlib import Path

from engine.data import DataError
from engine.data.custom.steps import check_custom
from engine.data.targets.class_weights import check_weights, class_weights
from engine.inspect.preflight.augmentation import change_problems
from engine.inspect.preflight.callbacks import callback_problems
from engine.inspect.preflight.fit import fit_problems
from engine.inspect.preflight.learning import learning_problems
from engine.inspect.preflight.parts import part_problems
from engine.inspect.preflight.values import value_problems
from engine.inspect.staged_data import StagedData
from engine.language import tr, tr_later
from engine.models.compile_calls import compile_call
from engine.models.inputs import ModelError
from engine.models.parts.augmentation import batch_changes
from engine.models.parts.masks import learns_padding
from engine.models.presets.layers_of import FROM_FILES, layer_calls
from engine.models.saved.file_paths import file_settings
from engine.opening import path_exists, shortened
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project


def check(project: Project, base: Path | None = None, *, data: StagedData | None = None) -> list[Problem]:
    """Check a project.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        data: The project's data, against which model, loss and weights are checked; it is read where it is
            unread. None leaves that out.

    Returns:
        What keeps a run from starting (severity "error"), and what should be known before it ("warning").
    """
    if unusable := list(value_problems(project)):
        return unusable  # the other checks could not cope with them
    return [
        *_path_problems(project, base),
        *(_data_problems(project, data) if data is not None else ()),
        *fit_problems(project, data),
        *learning_problems(project, base, data=data),
        *callback_problems(project, base, dataset=None if data is None else data.dataset),
    ]


def _path_problems(project: Project, base: Path | None) -> list[Problem]:
    wanted: list[tuple[str, str, str, str]] = []
    if project.data.source is not None:
        gone = tr_later("The data {path} is not there; choose it again.")
        wanted.append(("data.path", project.data.source, tr("Choose the data to learn from."), gone))
    for name, text in file_settings(project.model):
        needed = name == "path"
        if text or needed:
            gone = tr_later("The model file {path} is not there; choose it again.")
            wanted.append((f"model.{name}", text, tr("Choose the model file."), gone))
    if project.fit.validation_data:
        gone = tr_later("The validation data {path} is not there; choose it again.")
        wanted.append(("fit.validation_data", project.fit.validation_data, "", gone))
    if project.fit.test_data:
        gone = tr_later("The test data {path} is not there; choose it again.")
        wanted.append(("fit.test_data", project.fit.test_data, "", gone))
    problems: list[Problem] = []
    for path, text, nothing, gone in wanted:
        if not text:
            problems.append(Problem(path, nothing))
        elif not _is_there(text, base):
            problems.append(Problem(path, tr(gone, path=shortened(text))))
    return problems


def _is_there(text: str, base: Path | None) -> bool:
    try:
        return path_exists(resolve(text, base))
    except FileNotFoundError:  # a home folder that does not exist
        return False


def _data_problems(project: Project, data: StagedData) -> list[Problem]:
    try:
        dataset = data.dataset
        check_custom(project, dataset)
        parts = data.split
        check_weights(dataset, class_weights(dataset, project.fit, train=parts.train), train=parts.train)
        inputs = data.inputs
        compile_call(project, inputs, total_steps=1)
        batch_changes(project, inputs)
        if not isinstance(project.model, FROM_FILES):
            layer_calls(project, inputs)
    except (DataError, ModelError) as error:
        return [Problem(error.path, str(error))]
    found = list(change_problems(project, inputs, task=dataset.task))
    if dataset.validation_mask is not None or not project.fit.validation_data:
        found += part_problems(project, dataset, parts=parts)
    if learns_padding(project.model, inputs):
        sentence = tr(
            "This model takes padding for data, as it does not know where a sequence ends;"
            " an LSTM or GRU leaves padding out."
        )
        found.append(Problem("model", sentence, "warning"))
    return found
