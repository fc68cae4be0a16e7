"""One section of several kinds in two forms: what is read first, and how it is read, elsewhere on the page.

Both edit the same section; the first one has the chooser of the kind, which folds to one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from engine.settings.declaration.declare import walk
from gui.forms.sections.chooser import CardChooser, Chooser
from gui.forms.sections.section_form import ChoiceForm, SectionForm
from gui.style import SPACE
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from engine.settings.declaration.declare import Section

    Names = Callable[[type[Section]], Collection[str]]


class FoldingChooser(Chooser):
    """Cards that fold to one line with the title of the chosen kind, once one is chosen.

    Attributes:
        cards: The cards.
        change: The button that unfolds them.
    """

    chosen = Signal(object)  # the class that was chosen

    def __init__(self, kinds: Sequence[type[Section]]) -> None:
        super().__init__(kinds)
        self.cards = CardChooser(kinds)
        self.cards.chosen.connect(self.chosen)
        self.cards.group.idClicked.connect(self._clicked)
        self._line = QWidget()
        self._title = QLabel()
        self.change = QToolButton()
        self.change.setText(tr("Change"))
        self.change.setToolTip(tr("Show all kinds of data"))
        self.change.clicked.connect(self._unfold)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, SPACE.s)
        row.addWidget(self._title)
        row.addSpacing(SPACE.s)
        row.addWidget(self.change)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        column.addWidget(self.cards)
        self.fold(False)

    def show_kind(self, kind: type[Section]) -> None:
        """Show `kind` as the chosen one, without emitting `chosen`."""
        self.cards.show_kind(kind)
        self._title.setText(tr(kind.title))

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Show which kinds do not fit."""
        self.cards.show_misfits(reasons)

    def fold(self, on: bool) -> None:
        """Show one line (`on`) or all cards."""
        self._line.setVisible(on)
        self.cards.setVisible(not on)
        self.setFocusProxy(self.change if on else self.cards)

    @Slot(int)
    def _clicked(self, _number: int) -> None:
        self.fold(True)
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _unfold(self) -> None:
        self.fold(False)
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)


class SourceForm(ChoiceForm):
    """The kind, and the settings that say what is read.

    Args:
        kinds: The classes to choose from.
        prefix: The dotted path of the section.
        sources: Gives the names of the settings of a kind that say what is read.
    """

    def __init__(self, kinds: Sequence[type[Section]], prefix: str, *, sources: Names) -> None:
        self._sources = sources
        self.folding = FoldingChooser(kinds)
        super().__init__(kinds, prefix, chooser=self.folding)

    @override
    def form_for_kind(self, kind: type[Section]) -> SectionForm:
        others = {declared.name for declared in walk(kind)}.difference(self._sources(kind))
        return SectionForm(kind, self.prefix, parent=self, leave_out=others)


class ReadingForm(ChoiceForm):
    """All other settings of the kind that is chosen in a `SourceForm`; arguments as there."""

    def __init__(self, kinds: Sequence[type[Section]], prefix: str, *, sources: Names) -> None:
        self._sources = sources
        super().__init__(kinds, prefix, chooser=_NoChooser(kinds))
        self.chooser.hide()

    @override
    def form_for_kind(self, kind: type[Section]) -> SectionForm:
        names = {declared.info.editor: declared.name for declared in walk(kind)}
        if not {"column_kinds", "columns"} <= names.keys():
            return SectionForm(kind, self.prefix, parent=self, leave_out=self._sources(kind))
        return _FormWithColumns(
            kind,
            self.prefix,
            parent=self,
            leave_out=self._sources(kind),
            inputs=names["columns"],
            table=names["column_kinds"],
        )

    @override
    def paths(self) -> tuple[str, ...]:
        return self.form.paths() if self.form is not None else ()

    @override
    def places(self) -> Iterable[tuple[str, QWidget]]:
        return ()

    @override
    def focus_field(self, path: str) -> None:
        if path != self.prefix:
            super().focus_field(path)

    @override
    def _show_message(self) -> None:
        """The other form shows what is said about the whole section."""


class _FormWithColumns(SectionForm):
    """The form of a section whose columns are one table: which are inputs has no row of its own."""

    def __init__(
        self,
        section: type[Section],
        prefix: str,
        *,
        parent: QWidget,
        leave_out: Collection[str],
        inputs: str,
        table: str,
    ) -> None:
        super().__init__(section, prefix, parent=parent, leave_out=(*leave_out, inputs))
        self._inputs, self._table = f"{prefix}.{inputs}", f"{prefix}.{table}"

    @override
    def show_problem(self, path: str, text: str) -> None:
        super().show_problem(self._at(path), text)

    @override
    def show_warning(self, path: str, text: str) -> None:
        super().show_warning(self._at(path), text)

    @override
    def focus_field(self, path: str) -> None:
        super().focus_field(self._at(path))

    def _at(self, path: str) -> str:
        return self._table if path == self._inputs else path


class _NoChooser(Chooser):
    @override
    def show_kind(self, kind: type[Section]) -> None:
        """Nothing: another form has the chooser."""
