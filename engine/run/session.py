"""One training run from its folder's first file to its outcome: plain Python, tested without threads.

`Session.run` never raises for anything that can go wrong in a run: every way to end is a `RunEnded`, with
one sentence for people, and the traceback only in the run's log. `training` does the work in between,
`engine.record` writes the folder.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.custom_code.run_file import trust_nothing
from engine.data import DataError, LoadCancelled
from engine.data.problems import DataQuestionError
from engine.forced_exit import watched_run
from engine.inspect.preflight import check
from engine.language import tr
from engine.models.inputs import ModelError
from engine.opening import printable
from engine.problems import RunError
from engine.record.events import (
    Event,
    LogLine,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    Sink,
    TrainingStarted,
)
from engine.record.holder import Program
from engine.record.lock import FolderBusyError, is_locked
from engine.record.missing_files import gone, with_missing
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.run.best_so_far import BestSoFar
from engine.run.control import Control
from engine.run.file_errors import file_error
from engine.run.run_request import RunContext, Trusted, check_paths
from engine.settings import Project
from engine.tensorflow_import import TensorFlowError, import_keras

__all__ = ["Session", "check", "resume_session", "trust_nothing"]


@dataclass(slots=True)
class Session:
    """One run.

    Attributes:
        project: The settings.
        folder: The run folder.
        sink: Takes the events.
        control: Requests from another thread.
        resume: Whether to continue from the folder's newest state.
        trusted: Returns whether a Python file with this sha256 may run.
        more: Epochs to train beyond the end of a run that is over; 0 for none.
        program: Who trains, for others that find the folder locked.
        refused: Whether it has ended before a model was built, as a setting does not fit the data or must
            say how they are to be read.
    """

    project: Project
    folder: RunFolder
    sink: Sink
    control: Control
    resume: bool = False
    trusted: Trusted = trust_nothing
    more: int = 0
    program: Program = "command"
    refused: bool = field(default=False, init=False)
    _prepared: bool = field(default=False, init=False)

    def run(self) -> RunEnded:
        """Train until the end. Locks the folder meanwhile, and writes events and outcome to it.

        Returns:
            How the run ended; also a failure is returned, never raised.
        """
        try:
            check_paths(self.project, self.folder)
            with self.folder.lock(self.program), watched_run(self.folder.path):
                return self._run_locked()
        except RunError as error:
            return self._end_with(_failed(str(error), path=error.path))
        except FolderBusyError as error:
            return self._end_with(_failed(str(error)))
        except OSError as error:
            return self._end_with(_failed(_folder_sentence(error, self.folder)))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the edge of a run: nobody else says that it ended
            sentence, _ = _unexpected(error)
            return self._end_with(_failed(sentence))

    def _run_locked(self) -> RunEnded:
        self.folder.delete_leftovers()
        recorder = Recorder(self.folder, resumes=self.resume)
        began = not self.resume

        def sink(event: Event) -> None:
            nonlocal began
            if isinstance(event, TrainingStarted):
                began = True
                self.folder.outcome_json.unlink(missing_ok=True)
            if isinstance(event, PhaseChanged) and event.phase is Phase.BUILDING:
                self._prepared = True
            recorder(event)
            self.sink(event)

        context = RunContext(
            self.project,
            self.folder,
            sink,
            recorder,
            self.control,
            self.resume,
            trusted=self.trusted,
            more=self.more,
        )
        with contextlib.closing(recorder):
            ended = self._train(context)
            # a resume that failed before its first step leaves the outcome as it was
            if began:
                ended = self._write_outcome(ended)
            sink(LogLine(level="error" if ended.result is Result.FAILED else "info", text=ended.reason))
            sink(ended)
            return ended

    def _write_outcome(self, ended: RunEnded) -> RunEnded:
        """Write how the run ended; returns a failure where that cannot be written."""
        try:
            self.folder.write_outcome(RunOutcome.of(ended))
        except OSError as error:
            if ended.result is Result.FAILED:
                return ended  # the reason of that is the one to know
            return replace(ended, result=Result.FAILED, reason=_folder_sentence(error, self.folder))
        return ended

    def _train(self, context: RunContext) -> RunEnded:
        try:
            ended = self._train_at_once(context)
            missing = context.files.missing_at_end(self.folder, context.growing_files(), has_model=True)
            return replace(ended, reason=with_missing(ended.reason, missing))
        except LoadCancelled:
            return RunEnded(
                result=Result.STOPPED, reason=tr("Stopped while the data was read."), epochs_done=0
            )
        # also what is meant to end Python: a custom layer may call it
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the edge of a run: whatever happens is its outcome
            self.refused = not self.resume and not self._prepared and _is_about_settings(error)
            context.recorder.write_traceback(traceback.format_exc())
            sentence, path = self._words_for(error)
            return _failed(sentence, path=path, best_so_far=context.best_so_far)

    def _train_at_once(self, context: RunContext) -> RunEnded:
        # imported here and not before: a window is shown, and a wrong request refused, without it
        context.sink(PhaseChanged(phase=Phase.IMPORTING))
        import_keras()
        from engine.run.training import train

        return train(context)

    def _words_for(self, error: BaseException) -> tuple[str, str]:
        """A sentence for people, and the setting to look at."""
        match error:
            case RunError() | DataError() | ModelError() | TensorFlowError():
                return str(error), error.path
            case MemoryError():
                return _no_memory(), "fit.batch_size"
            case _:
                pass
        # TensorFlow, HDF5 and archives raise errors of their own where the system has refused a file
        refused = file_error(error, self.folder.path)
        if refused is None and isinstance(error, OSError) and not _is_elsewhere(error, self.folder):
            refused = error
        return _unexpected(error) if refused is None else (_folder_sentence(refused, self.folder), "")

    def _end_with(self, ended: RunEnded) -> RunEnded:
        self.sink(LogLine(level="error", text=ended.reason))
        self.sink(ended)
        return ended


def resume_session(
    folder: RunFolder,
    sink: Sink,
    *,
    control: Control,
    trusted: Trusted = trust_nothing,
    more: int | None = None,
) -> Session:
    """Return a session that resumes the run in `folder` with its settings, or trains it beyond its end.

    With `more` the outcome is replaced. Early stopping that had ended the run starts to wait again, and
    training continues from the last weights, not from restored ones. A learning rate schedule keeps its
    length.

    Args:
        folder: The run folder.
        sink: Takes the events.
        control: Requests from another thread.
        trusted: Returns whether a Python file with this sha256 may run.
        more: How many more epochs to train a run that is over; None resumes one that is not.

    Raises:
        RunError: When it is no run folder, its settings cannot be read, or another process trains in it; with
            `more` also when that is below 1, or the run is not over.
    """
    if more is not None and more < 1:
        raise RunError(tr("A run is trained longer for 1 epoch or more, not for {epochs}.", epochs=more))
    project = folder.usable_project()
    if is_locked(folder.lock_file):
        raise RunError(str(FolderBusyError(folder.path, folder.holder())))
    if more is not None and folder.state not in ("completed", "stopped"):
        raise RunError(
            tr(
                "The run in {folder} has not ended well, so it cannot be trained longer; resume it first.",
                folder=folder.path,
            )
        )
    return Session(project, folder, sink, control, resume=True, trusted=trusted, more=more or 0)


def _is_about_settings(error: BaseException) -> bool:
    """Whether another setting is needed, and not other data."""
    match error:
        case DataQuestionError():
            return True
        case DataError() | ModelError() | RunError():
            return bool(error.path) and error.path.partition(".")[0] != "data"
        case _:
            return False


def _failed(sentence: str, *, path: str = "", best_so_far: BestSoFar | None = None) -> RunEnded:
    known = best_so_far or BestSoFar()
    return RunEnded(
        result=Result.FAILED,
        reason=sentence,
        epochs_done=known.epochs_done,
        best=dict(known.best),
        best_epoch=known.best_epoch,
        problem_path=path,
        not_restored=known.not_restored,
    )


def _folder_sentence(error: OSError, folder: RunFolder) -> str:
    if not folder.path.is_dir():
        return gone(folder)
    what = error.strerror or str(error)
    return tr(
        "The run's folder {folder} cannot be written ({reason}); free some space or choose another folder.",
        folder=folder.path,
        reason=what,
    )


def _no_memory() -> str:
    return tr("There is not enough memory; take a smaller batch size, model or data set.")


def _is_elsewhere(error: OSError, folder: RunFolder) -> bool:
    """Whether the error names a file that is not the run's; libraries often name none."""
    named = error.filename if isinstance(error.filename, str) else ""
    return bool(named) and not Path(os.path.realpath(named)).is_relative_to(os.path.realpath(folder.path))


def _unexpected(error: BaseException) -> tuple[str, str]:
    if isinstance(error, OSError):
        name, reason = printable(str(error.filename)), error.strerror or str(error)
        return tr("{name} cannot be read or written: {reason}.", name=name, reason=reason), ""
    kind = type(error).__name__
    if kind == "ResourceExhaustedError":
        return _no_memory(), "fit.batch_size"
    first = str(error).strip().splitlines()
    detail = f"{kind}: {first[0][:200]}" if first else kind
    return tr("Training failed with {error}. The whole message is in the run's log.", error=detail), ""
