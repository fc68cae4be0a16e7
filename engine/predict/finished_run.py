"""A run that has left its model, opened for use: settings, outcome, data as they are read, the loaded model.

What a folder holds may come from elsewhere, so it is checked before it is used. No data are read before they
are asked for. What is done with the model is left to the other modules of this room, to
`engine.evaluate` and to `engine.export`.
"""

from __future__ import annotations

import contextlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.data.dataset import DataError, Dataset
from engine.inspect.inspection import Inspection
from engine.language import tr
from engine.models.inputs import ModelInputs
from engine.models.task_losses import fitting_loss
from engine.opening import is_regular, path_exists
from engine.predict.known_data import KnownData, known_data
from engine.predict.loaded_model import LoadedModel, load_model
from engine.predict.signature.as_training import training_like
from engine.predict.signature.file import read_signature, with_threshold, write_signature
from engine.predict.signature.of_run import signature_of
from engine.predict.signature.schema import Signature
from engine.problems import RunError
from engine.record.run_folder import RunFolder
from engine.resources import resolve
from engine.settings.augmentation import mixes_labels
from engine.settings.losses import Encoding, encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.reading.context import Progress
    from engine.record.outcome import RunOutcome
    from engine.settings import Project


class FinishedRun:
    """A run and what it has left.

    Args:
        folder: The run folder.
        project: Its settings, with absolute paths and the reading rules that it was made with.
        trusted: Returns whether a Python file with this sha256 may run.
        progress: As in `engine.data.load`, while data are read.
        cancelled: As in `engine.data.load`.

    Attributes:
        folder: As above.
        project: As above.
        trusted: As above.
        inspection: The data of the project in stages; none is read before it is asked for.
    """

    def __init__(
        self,
        folder: RunFolder,
        project: Project,
        *,
        trusted: Trusted = trust_nothing,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.folder = folder
        self.project = project
        self.trusted = trusted
        self.inspection = Inspection(project, None, trusted=trusted, progress=progress, cancelled=cancelled)

    @classmethod
    def open(
        cls,
        folder: Path | RunFolder,
        *,
        trusted: Trusted = trust_nothing,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FinishedRun:
        """Open the run in a folder. Neither its data nor its model are read.

        Args:
            folder: The run folder.
            trusted: Returns whether a Python file with this sha256 may run.
            progress: As in `engine.data.load`, while data are read.
            cancelled: As in `engine.data.load`.

        Raises:
            RunError: It is no run folder, its settings cannot be used, or it has no model.
        """
        found = RunFolder(folder) if isinstance(folder, Path) else folder
        project = found.usable_project()
        run = cls(found, project, trusted=trusted, progress=progress, cancelled=cancelled)
        run.require_model()
        return run

    @cached_property
    def outcome(self) -> RunOutcome | None:
        """How the run ended; None while it trains, and where outcome.json cannot be read."""
        return self.folder.outcome()

    @property
    def saved_epoch(self) -> int:
        """The epoch (from 1) that the weights in model.keras are of; 0 where that is not known."""
        return 0 if self.outcome is None else self.outcome.saved_epoch

    @property
    def data_path(self) -> str:
        """The file or folder that the run was trained on; "" where its data are in none."""
        return self.project.data.source or ""

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions of the packages that the run was trained with, by name."""
        found = self.folder.environment().get("packages", {})
        return {name: value for name, value in found.items() if isinstance(value, str)}

    @cached_property
    def known(self) -> KnownData:
        """What is known of the data without reading them: as the run has kept it, or else its signature.

        Raises:
            DataError: The data are read for it, and cannot be used.
        """
        kept = known_data(self.folder.environment().get("data"))
        if kept is not None:
            return kept
        signature = read_signature(self.folder)
        like = None if signature is None else training_like(signature, self.project.data)
        dataset = self.inspection.fitted if like is None else like
        return KnownData(dataset.task, dataset.class_names, dataset.shape, "")

    @property
    def like(self) -> Dataset:
        """An empty data set with the inputs, classes and targets of the training data.

        An older run has to read its data for it.

        Raises:
            DataError, RunError, ModelError: As `signature`.
        """
        found = training_like(self.signature, self.project.data)
        if found is None:
            self.require_same_data()
            return self.inspection.fitted
        return found

    @cached_property
    def signature(self) -> Signature:
        """What the model takes and gives. That of an older run is made from its data, and kept.

        Raises:
            DataError: It is made from the data, and these cannot be used.
            RunError: As `load_model`, where it is made.
            ModelError: As `load_model`, where it is made.
        """
        return read_signature(self.folder) or self._made_signature()

    def _made_signature(self) -> Signature:
        self.require_same_data()
        made = signature_of(
            self.project,
            self.inspection.fitted,
            inputs=self.inspection.inputs,
            trained=self.load_model().trained,
            epoch=self.saved_epoch,
            versions=self.versions,
        )
        with contextlib.suppress(OSError):  # a folder that cannot be written to can be used all the same
            write_signature(self.folder, made)
        return made

    def set_threshold(self, threshold: float) -> None:
        """Keep another threshold for two classes in signature.json; `predict` and `export` use it.

        Args:
            threshold: Above which probability of the second class that class is the answer, 0 to 1.

        Raises:
            OSError: It cannot be written.
            RunError: The run has not two classes, or it is no such number; or as `signature`.
            DataError, ModelError: As `signature`.
        """
        changed = with_threshold(self.signature, threshold)
        write_signature(self.folder, changed)
        self.signature = changed

    @property
    def has_same_data(self) -> bool:
        """Whether the data are those that the run was trained on; they are read for it.

        True also where the run has not kept what identifies them.

        Raises:
            DataError: They are gone, or cannot be read.
        """
        kept = self.known.fingerprint
        return not kept or kept == self.inspection.fingerprint

    def require_same_data(self) -> None:
        """Check that the data are there and those that the run was trained on; they are read for it.

        Raises:
            DataError: They are gone, cannot be read, or have changed; its path is "data.path".
        """
        if self.data_path and not path_exists(resolve(self.data_path, None)):
            raise DataError(
                tr(
                    "{data}, which this run was trained on, is no longer there; put it back, or look at other"
                    " data.",
                    data=self.data_path,
                ),
                path="data.path",
            )
        if not self.has_same_data:
            raise DataError(
                tr(
                    "{data} has changed since this run was trained on it, so what the run learned cannot be"
                    " looked at with it; put the old data back, or train again.",
                    data=self.data_path or self.project.data.called,
                )
            )

    def require_model(self) -> None:
        """Check that the run has left a model. Nothing of it is read.

        Raises:
            RunError: It has not; the sentence says why.
        """
        if is_regular(self.folder.model_file):
            return
        state = self.folder.state
        if state == "running":
            sentence = tr(
                "The run in {folder} is still training and has no model yet; wait until it ends.",
                folder=self.folder.path,
            )
        elif state in ("failed", "interrupted"):
            sentence = tr(
                "The run in {folder} ended before it saved its model; resume it, or take another run.",
                folder=self.folder.path,
            )
        else:
            sentence = tr(
                "The run in {folder} has lost its model: {file} is not there. Put the file back, or train"
                " again.",
                folder=self.folder.path,
                file=self.folder.model_file.name,
            )
        raise RunError(sentence)

    def load_model(self) -> LoadedModel:
        """Load the model with the weights that the run saved, compiled as the run compiled it.

        Random numbers of a run in progress stay as they are.

        Raises:
            RunError: There is no model, or its file is corrupt or of other versions.
            ModelError: Its custom code is not trusted or fails, or its loss does not fit the data.
            DataError: As `known`.
        """
        self.require_model()
        return load_model(
            self.folder.model_file,
            self.project,
            targets=self.targets,
            versions=self.versions,
            trusted=self.trusted,
        )

    @property
    def targets(self) -> ModelInputs:
        """What loss and metrics must know of the data.

        Raises:
            ModelError: The loss does not fit the data.
            DataError: As `known`.
        """
        known, project = self.known, self.project
        outputs = len(known.classes) or 1
        loss = fitting_loss(
            project.compile.loss, known.task, outputs=outputs, mixed=mixes_labels(project.augmentation)
        )
        return ModelInputs(
            kind=project.data.kind, shape=known.shape, outputs=outputs, encoding=encoding_of(loss)
        )

    @property
    def encoding(self) -> Encoding:
        """How the targets are passed to the loss.

        Raises:
            ModelError: The loss does not fit the data.
            DataError: As `known`.
        """
        return self.targets.encoding
