"""The bundled samples: small cards while no data is chosen, one line of links from then on."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui.pages.data.samples import Sample, samples
from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts.elided import ElidedLabel

_IN_A_ROW = 3


class SampleRow(QWidget):
    """The bundled samples to choose from.

    Signals:
        taken(Sample): The sample that was chosen.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = samples()
        self._cards = QWidget()
        grid = QGridLayout(self._cards)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE.s)
        about = QLabel(tr("Begin with real data that comes with Fitroom: one click."))
        about.setProperty("role", "muted")
        grid.addWidget(about, 0, 0, 1, _IN_A_ROW)
        for place, sample in enumerate(self._samples):
            line, column = divmod(place, _IN_A_ROW)
            grid.addWidget(self._card(sample), line + 1, column)
            grid.setColumnStretch(column, 1)
        self._line = QLabel()
        self._line.setWordWrap(True)
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._line.linkActivated.connect(self._take_link)
        self._line.linkHovered.connect(self._explain_link)
        self._write_links()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._cards)
        whole.addWidget(self._line)
        self.fold(False)

    def fold(self, on: bool) -> None:
        """Show one line of links (`on`) or the cards."""
        self._cards.setVisible(not on)
        self._line.setVisible(on)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Write the links again when the theme changes, as rich text keeps its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_line"):
            self._write_links()

    def _write_links(self) -> None:
        links = " · ".join(
            f'<a href="{place}" style="text-decoration:none; color:{colors().accent}">'
            f"{escape(sample.title)}</a>"
            for place, sample in enumerate(self._samples)
        )
        self._line.setText(tr("Samples: {links}", links=links))

    def _card(self, sample: Sample) -> QToolButton:
        button = QToolButton()
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(sample.title)
        button.setAccessibleDescription(sample.about)
        title, about = QLabel(sample.title), ElidedLabel(sample.about)
        about.setProperty("role", "caption")
        inside = QVBoxLayout(button)
        inside.setContentsMargins(SPACE.m, SPACE.xs, SPACE.s, SPACE.xs)
        inside.setSpacing(0)
        for text in (title, about):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(text)
        button.setMinimumHeight(inside.sizeHint().height() + SPACE.xs)
        button.clicked.connect(partial(self._take, sample))
        return button

    def _take(self, sample: Sample, _checked: bool = False) -> None:
        self.taken.emit(sample)

    @Slot(str)
    def _take_link(self, place: str) -> None:
        self.taken.emit(self._samples[int(place)])

    @Slot(str)
    def _explain_link(self, place: str) -> None:
        self._line.setToolTip(self._samples[int(place)].about if place else "")
