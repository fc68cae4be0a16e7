"""The formats that a run can be taken away in, and the exports that were made, with what was measured.

Exporting is left to `gui.control.results`; the cards say what is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.data.reading.memory import readable_size
from engine.evaluate.result_words import amount, percent
from engine.export.formats import BY_NAME
from gui.pages.page import card, label
from gui.style import SPACE, set_icon
from gui.text import tr
from gui.views.parts.plain_table import PlainTable

if TYPE_CHECKING:
    from engine.export.evidence import Evidence
    from engine.export.possible import Offered

_PARTS = 1000
_MOST_HEIGHT = 340


class ExportCard(QWidget):
    """A row with a button for each format, the progress of the export, and a table of those made.

    Attributes:
        buttons: The button of each format, by its name.
        cancel: Ends the export that is under way.
        folder: Opens the folder with the exports.
        table: What was measured of the exports.

    Signals:
        export_asked(str): The model is wanted in the format of this name.
        cancel_asked(): The export that is under way is to end.
        folder_asked(): The folder with the exports is to be opened.
    """

    export_asked = Signal(str)
    cancel_asked = Signal()
    folder_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._offered: tuple[Offered, ...] = ()
        self._asked = ""  # the format that was asked for last
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(SPACE.l)
        self._rows.setVerticalSpacing(SPACE.s)
        self._rows.setColumnStretch(0, 1)
        formats = QWidget()
        formats.setLayout(self._rows)
        self._doing = label("", role="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(tr("Progress of the export"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        working = QWidget()
        line = QHBoxLayout(working)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.m)
        line.addWidget(self._doing, 1)
        line.addWidget(self._bar)
        line.addWidget(self.cancel)
        line.addStrut(self.cancel.sizeHint().height())  # so that nothing moves when an export begins
        self.folder = QPushButton(tr("Open the folder"))
        set_icon(self.folder, "folder")
        self.folder.clicked.connect(self.folder_asked)
        self.table = PlainTable(tr("Exports of this run"), most_height=_MOST_HEIGHT)
        self._notes = label("", role="muted")
        self._warnings = label("", role="warning")
        self._made = card(
            self.table,
            self._notes,
            self._warnings,
            title=tr("Exported"),
            about=tr("Each file was run again and compared with the run's own model."),
            corner=self.folder,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.l)
        column.addWidget(
            card(
                working,
                formats,
                title=tr("Export"),
            )
        )
        column.addWidget(self._made)
        self.show_progress(None)
        self.show_exports(())

    def show_formats(self, offered: Sequence[Offered]) -> None:
        """Show a row for each format; the button of one that the run cannot take is grey, with the reason.

        Args:
            offered: The formats, and why not where the run cannot take one.
        """
        if tuple(offered) == self._offered:
            return  # a button keeps the focus when its export has been made
        self._offered = tuple(offered)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for row, each in enumerate(offered):
            title = QLabel(f"<b>{tr(each.format.title)}</b>")
            about = label(each.why_not or tr(each.format.help), role="muted")
            button = QPushButton(tr("Export"))
            button.setAccessibleName(tr("Export as {format}", format=tr(each.format.title)))
            button.setEnabled(not each.why_not)
            button.setToolTip(each.why_not)
            button.clicked.connect(partial(self._ask, each.format.name))
            self.buttons[each.format.name] = button
            words = QWidget()
            column = QVBoxLayout(words)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(about)
            self._rows.addWidget(words, row, 0)
            self._rows.addWidget(button, row, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_progress(self, progress: tuple[int, int, str] | None, *, said: str = "") -> None:
        """Show how far an export is.

        Args:
            progress: How much is done, of how much (0 where that is not known), what is being done; None
                while nothing is exported.
            said: What to say while nothing is exported, such as why the last one failed.
        """
        had_focus = self.cancel.hasFocus()
        for widget in (self._bar, self.cancel):
            widget.setVisible(progress is not None)
        for each in self._offered:  # one at a time; the button that was pressed keeps the focus
            button = self.buttons[each.format.name]
            waits = progress is not None and not button.hasFocus()
            button.setEnabled(not waits and not each.why_not)
            button.setToolTip(each.why_not or (tr("Another export is being made.") if waits else ""))
        if progress is None and had_focus and self._asked in self.buttons:
            self.buttons[self._asked].setFocus()
        about = tr("The model in a file for other programs and devices.")
        self._doing.setText((said or about) if progress is None else progress[2])
        if progress is not None:
            done, total, _ = progress
            self._bar.setRange(0, _PARTS if total else 0)
            self._bar.setValue(round(done / total * _PARTS) if total else 0)

    def show_exports(self, exports: Sequence[tuple[Path, Evidence]]) -> None:
        """Show what was measured of the exports of the run.

        Args:
            exports: The folder of each, and its evidence.
        """
        self._made.setVisible(bool(exports))
        titles = [
            tr("Format"),
            tr("Size"),
            tr("Largest difference"),
            tr("Equal answers"),
            tr("Metric before"),
            tr("Metric after"),
            tr("One example"),
        ]
        self.table.show_rows(titles, [_row(evidence) for _, evidence in exports], wide=0)
        notes = [_of_format(evidence, evidence.notes) for _, evidence in exports if evidence.notes]
        warnings = [_of_format(evidence, evidence.warnings) for _, evidence in exports if evidence.warnings]
        for shown, sentences in ((self._notes, notes), (self._warnings, warnings)):
            shown.setText("\n".join(sentences))
            shown.setVisible(bool(sentences))

    def _ask(self, name: str, *_checked: object) -> None:
        self._asked = name
        self.export_asked.emit(name)


def _title(evidence: Evidence) -> str:
    made = BY_NAME.get(evidence.format)
    return tr(made.title) if made is not None else evidence.format


def _of_format(evidence: Evidence, sentences: Sequence[str]) -> str:
    return f"{_title(evidence)}: {' '.join(sentences)}"


def _row(evidence: Evidence) -> tuple[str, ...]:
    name = _title(evidence)
    size, seconds = readable_size(evidence.bytes), evidence.seconds_per_example
    if evidence.max_difference is None or evidence.same_answers is None or seconds is None:
        return (name, size, *["–"] * 5)
    return (
        name,
        size,
        f"{evidence.max_difference:.1e}" if evidence.max_difference else "0",
        percent(evidence.same_answers),
        _value(evidence.metric, evidence.metric_before),
        _value(evidence.metric, evidence.metric_after),
        tr("{ms} ms", ms=f"{seconds * 1000:.3g}"),
    )


def _value(metric: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{metric} {percent(value) if metric == 'accuracy' else amount(value)}"
