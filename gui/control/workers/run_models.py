"""The models of runs that have ended, as `KerasEngine` uses them; the last one asked for is kept open.

A run is opened again once its model or its settings are others. All is called in worker threads only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.dataset import DataError
from engine.data.reading.context import LoadCancelled
from engine.problems import RunError
from engine.record.forecast_file import read_forecast
from gui.control.engine_port import Cancelled, Progress
from gui.control.result_data import ModelUse, NewInput, PartOfRun, ResultData, TryForm
from gui.text import tr

if TYPE_CHECKING:
    from engine.evaluate.measures.ahead import Future
    from engine.evaluate.predictions import Predictions
    from engine.evaluate.shown_examples import ShownExamples
    from engine.predict.answers import Answered
    from engine.predict.finished_run import FinishedRun
    from engine.predict.predictor import Predictor
    from engine.record.forecast_file import Forecast

_KEPT = 3
"""Parts whose examples are at hand."""


class RunModels:
    """Opens runs and asks their models."""

    def __init__(self) -> None:
        self._run: FinishedRun | None = None
        self._stamp: tuple[object, ...] = ()
        self._parts: dict[PartOfRun, ShownExamples] = {}
        self._predictor: Predictor | None = None
        self._progress: Progress | None = None
        self._cancelled: Cancelled | None = None

    def evaluate(self, asked: PartOfRun, *, progress: Progress, cancelled: Cancelled) -> ResultData:
        """Evaluate a run on a part of its data, or show what was kept of that."""
        from engine.evaluate.evaluate import evaluate
        from engine.predict.input_form import takes_pictures
        from gui.control.workers.result_maker import result_data, shown_as

        run = self._open(asked.folder, progress, cancelled)
        found = evaluate(
            run,
            asked.part,
            data=str(asked.data or ""),
            looker="window",
            progress=progress,
            cancelled=cancelled,
        )
        shown = self._shown(asked, run, found.predictions)
        if cancelled():
            raise LoadCancelled
        forecast, ahead = None, ()
        if found.steps:
            forecast = _forecast(run, found.predictions, shown)
        if found.steps and asked.part == "validation":
            ahead = _future(run, found.predictions, progress=progress, cancelled=cancelled)
        return result_data(
            found,
            shown=shown_as(found.predictions.kind, run.known.shape, pictures=takes_pictures(run)),
            columns=_columns(shown, found.predictions.kind),
            forecast=forecast,
            ahead=ahead,
        )

    def examples(self, asked: PartOfRun, places: Sequence[int]) -> Mapping[int, Any]:
        """Read some examples of a part, for people."""
        from engine.evaluate.predictions_file import read_predictions

        run = self._open(asked.folder)
        shown = self._parts.get(asked)
        if shown is None:
            predictions = read_predictions(run.folder, asked.part)
            shown = None if predictions is None else self._shown(asked, run, predictions)
        return {} if shown is None else shown.at(places)

    def use(self, folder: Path) -> ModelUse:
        """Say what can be done with the model of a run; it is not loaded for that."""
        from engine.evaluate.looks import test_looks
        from engine.export.possible import exports_in, offered
        from engine.predict.python_lines import python_lines

        run = self._open(folder)
        return ModelUse(
            folder=folder,
            looks=test_looks(run.folder),
            lines=python_lines(run),
            formats=offered(),
            exports=exports_in(run.folder),
        )

    def try_form(self, folder: Path) -> TryForm:
        """Say what a person can give the model of a run; it is not loaded for that."""
        from engine.predict.input_form import fields, takes
        from engine.predict.new.read import reader_of

        run = self._open(folder)
        signature, suffixes = run.signature, reader_of(run).suffixes
        return TryForm(folder, takes(signature), tuple(sorted(suffixes)), fields(signature))

    def answer(self, folder: Path, given: NewInput, *, cancelled: Cancelled) -> Answered:
        """Ask the model of a run for new inputs."""
        from engine.predict.answers import joined_answers

        predictor = self._predictor_of(folder)
        if given.paths:
            return joined_answers(predictor.answers(map(str, given.paths), cancelled=cancelled))
        return predictor.answer_row(dict(given.row)) if given.row else predictor.answer_text(given.text)

    def set_threshold(self, folder: Path, threshold: float) -> None:
        """Keep the threshold between the two classes of a run."""
        self._open(folder).set_threshold(threshold)
        self._predictor = None

    def export(self, folder: Path, name: str, *, progress: Progress, cancelled: Cancelled) -> ModelUse:
        """Export the model of a run, and say what can be done with it now."""
        from engine.export.make import export
        from engine.export.problems import ExportCancelled, ExportError

        run = self._open(folder, progress, cancelled)
        try:
            export(run, name, progress=progress, cancelled=cancelled)
        except ExportCancelled as error:
            raise LoadCancelled from error
        except ExportError as error:
            raise RunError(str(error)) from error
        return self.use(folder)

    def _predictor_of(self, folder: Path) -> Predictor:
        from engine.predict.predictor import Predictor

        run = self._open(folder)
        self._predictor = self._predictor or Predictor(run)
        return self._predictor

    def _shown(self, asked: PartOfRun, run: FinishedRun, predictions: Predictions) -> ShownExamples:
        """Keep the examples of a part at hand; the data are read when the first one is asked for."""
        from engine.evaluate.shown_examples import ShownExamples

        found = ShownExamples(run, predictions, data=str(asked.data or ""))
        self._parts[asked] = found
        while len(self._parts) > _KEPT:
            del self._parts[next(iter(self._parts))]
        return found

    def _open(
        self, folder: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> FinishedRun:
        """Return the run; what it reads from now on reports to these, and no more to those before."""
        from engine.custom_code.trust import TrustStore
        from engine.predict.finished_run import FinishedRun
        from engine.record.run_folder import RunFolder

        self._progress, self._cancelled = progress, cancelled
        run = RunFolder(folder)
        stamp = (folder, *(_stamp(path) for path in (run.model_file, run.path / "project.json")))
        if self._run is None or stamp != self._stamp:
            self._run, self._predictor, self._parts = None, None, {}
            opened = FinishedRun.open(
                run,
                trusted=TrustStore().is_trusted,
                progress=self._report,
                cancelled=self._is_cancelled,
            )
            self._run, self._stamp = opened, stamp
        return self._run

    def _report(self, done: int, total: int, doing: str) -> None:
        if self._progress is not None:
            self._progress(done, total, doing)

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()


def _columns(shown: ShownExamples, kind: str) -> tuple[str, ...]:
    """The columns of a table, whose data are small enough to be read for that; () for other data."""
    if kind != "table":
        return ()
    try:
        return shown.columns
    except DataError:
        return ()  # whoever asks for an example gets the reason


def _forecast(run: FinishedRun, predictions: Predictions, shown: ShownExamples) -> Forecast | None:
    """The forecast over the truth: the one that the run has left, else from the data; None without them."""
    from engine.evaluate.future import over_truth

    kept = read_forecast(run.folder.forecast_file) if predictions.part == "validation" else None
    if kept is not None and kept.epoch == predictions.epoch:
        return kept
    try:
        return over_truth(shown.dataset, predictions)
    except DataError:
        return kept


def _future(
    run: FinishedRun, predictions: Predictions, *, progress: Progress, cancelled: Cancelled
) -> tuple[Future, ...]:
    """What follows the last row; () where the data are gone, and the result is one that was kept."""
    from engine.evaluate.future import future

    progress(0, 0, tr("Forecasting the future"))
    try:
        return future(run, predictions, progress=progress, cancelled=cancelled)
    except (DataError, RunError):
        return ()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
