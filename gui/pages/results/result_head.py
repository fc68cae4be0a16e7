"""The head of the Results page: which run, which part of the data, and the evaluation that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui.control.result_data import PARTS, Part, PartOfRun
from gui.control.runs.run_reader import RunFacts
from gui.pages.page import label
from gui.style import SPACE
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr

_PARTS = 1000
_RUN_WIDTH = 260


class ResultHead(QWidget):
    """Title, choice of the run, choice of the part.

    Attributes:
        runs: The choice of the run.
        parts: The choice of the part.
        cancel: Ends the evaluation that is under way.

    Signals:
        run_chosen(Path): Another run is to be shown.
        part_chosen(str): Another part is to be shown, one of `PARTS`.
        cancel_asked(): The evaluation is to end.
    """

    run_chosen = Signal(object)
    part_chosen = Signal(str)
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Results"))
        title.setProperty("role", "title")
        self.runs = _choice(tr("Run"))
        self.runs.setMinimumWidth(_RUN_WIDTH)
        self.runs.activated.connect(self._choose_run)
        self.parts = _choice(tr("Part of the data"))
        for part in PARTS:
            self.parts.addItem(part_title(part), part)
        self.parts.activated.connect(self._choose_part)
        self._doing = label("", role="muted")
        self._doing.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(tr("Progress of the evaluation"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.m)
        row.addWidget(title)
        row.addStrut(self.cancel.sizeHint().height())  # so that nothing moves when buttons appear
        row.addStretch(1)
        for widget in (self._doing, self._bar, self.cancel, self.runs, self.parts):
            row.addWidget(widget)
        self.show_progress(None)

    def show_runs(self, runs: Sequence[RunFacts], shown: Path | None) -> None:
        """Offer the runs that have ended.

        Args:
            runs: All runs, the newest first.
            shown: The folder of the one that is shown; None for none.
        """
        # not by findData: Qt takes two equal paths for two different ones
        folders = [run.folder for run in runs if run.outcome is not None or run.folder == shown]
        if shown is not None and shown not in folders:
            folders.insert(0, shown)
        self.runs.clear()
        for folder in folders:
            self.runs.addItem(folder.name, folder)
        self.runs.setCurrentIndex(-1 if shown is None else folders.index(shown))
        self.runs.setVisible(self.runs.count() > 0)
        self.parts.setVisible(shown is not None)

    def show_part(self, asked: PartOfRun | None) -> None:
        """Show which part of the data it is.

        Args:
            asked: The run and the part; None for no run.
        """
        data = asked.data if asked is not None else None
        other = self.parts.findData("other")
        self.parts.setItemText(other, data.name if data is not None else part_title("other"))
        self.parts.setCurrentIndex(self.parts.findData(asked.part if asked is not None else "validation"))

    def show_progress(self, progress: tuple[int, int, str] | None) -> None:
        """Show how far the evaluation is.

        Args:
            progress: How much is done, of how much (0 where that is not known), what is being done; None
                while nothing is evaluated.
        """
        for widget in (self._doing, self._bar, self.cancel):
            widget.setVisible(progress is not None)
        if progress is not None:
            done, total, doing = progress
            self._doing.setText(doing)
            self._bar.setRange(0, _PARTS if total else 0)
            self._bar.setValue(round(done / total * _PARTS) if total else 0)

    @Slot(int)
    def _choose_run(self, place: int) -> None:
        self.run_chosen.emit(self.runs.itemData(place))

    @Slot(int)
    def _choose_part(self, place: int) -> None:
        self.part_chosen.emit(self.parts.itemData(place))


def part_title(part: Part) -> str:
    """Return the name of a part of the data."""
    return {
        "validation": tr("Validation"),
        "test": tr("Test"),
        "train": tr("Training"),
        "other": tr("Other data..."),
    }[part]


def _choice(name: str) -> NoWheelComboBox:
    box = NoWheelComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
