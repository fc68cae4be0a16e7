"""An editor for the name of a file whose ending says what is written: typed, or chosen beside it.

Which endings there are, and what each stands for, are the choices of the setting. A name without any of them
is completed by the settings, so it counts as a change only when the person has finished it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Slot

from gui.forms.editors.line_editors import TextEditor
from gui.forms.editors.text_values import TextCodec
from gui.style import SPACE
from gui.style.no_wheel import NoWheelComboBox

if TYPE_CHECKING:
    from collections.abc import Mapping


class EndingEditor(TextEditor):
    """A line with a box that shows the ending of the name, and writes another one into it.

    Args:
        endings: What each ending stands for, as a translated title.
        name: The translated title of the box.

    Attributes:
        endings: The box.
    """

    def __init__(self, endings: Mapping[str, str], *, name: str) -> None:
        super().__init__(TextCodec())
        self.endings = NoWheelComboBox(self)
        for ending, title in endings.items():
            self.endings.addItem(f"{title} ({ending})", ending)
        self.endings.setAccessibleName(name)
        self.box.setSpacing(SPACE.xs)
        self.box.addWidget(self.endings)
        self.endings.activated.connect(self._chosen)
        self.line.textChanged.connect(self._follow)

    def display(self, value: Any) -> None:
        """Show the name, and its ending in the box."""
        super().display(value)
        self._follow(self.line.text())

    def text_edited(self, text: str) -> None:
        """Wait for the pause only where the name has its ending; without one it may not be finished."""
        if self._ending_of(text):
            super().text_edited(text)
        else:
            self._pause.stop()

    def finish_typing(self) -> None:
        """Emit what has been typed, also a name without an ending."""
        if not self.reads(self._shown):
            self._finished()

    def is_in_use(self) -> bool:
        """Whether the cursor is in the line, or the box has the focus."""
        return super().is_in_use() or self.endings.hasFocus()

    @Slot(str)
    def _follow(self, text: str) -> None:
        with QSignalBlocker(self.endings):
            self.endings.setCurrentIndex(self.endings.findData(self._ending_of(text)))

    @Slot(int)
    def _chosen(self, _index: int) -> None:
        text = self.line.text()
        self.type_text(text.removesuffix(self._ending_of(text)) + self.endings.currentData())

    def _ending_of(self, text: str) -> str:
        known = (self.endings.itemData(index) for index in range(self.endings.count()))
        return next((ending for ending in known if text.endswith(ending)), "")
