"""What every form offers, whether it holds one section, one of several, or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.style import SPACE, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Form(QWidget):
    """The base of all forms. Every path is dotted and begins with the form's own `prefix`.

    Signals:
        edited: dotted path and new raw value, when the person has finished a change.
        focused: dotted path of the field that got the focus.
        unreadable: dotted path, and the sentence about text that means no value ("" when it does again).
            Until then nothing is emitted for that path, and the snapshot keeps its value.
    """

    edited = Signal(str, object)
    focused = Signal(str)
    unreadable = Signal(str, str)

    def __init__(self, prefix: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prefix = prefix
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.hide()
        self._problem = ""
        self._reason = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE.hair)

    def show_values(self, section: Any) -> None:
        """Show the values of the snapshot; emits nothing, and leaves alone a field that is being edited."""
        raise NotImplementedError

    def paths(self) -> tuple[str, ...]:
        """The dotted paths of all fields, in their order."""
        raise NotImplementedError

    def show_problem(self, path: str, text: str) -> None:
        """Say at the field at `path` what is wrong; "" takes it away. Other paths are left alone."""
        if path == self.prefix:
            self._problem = text
            self._show_message()

    def set_inactive(self, path: str, reason: str) -> None:
        """Grey the field, or the whole form at its prefix, and say why; "" makes it active again."""
        if path == self.prefix:
            self._reason = reason
            self._show_message()

    def set_note(self, path: str, text: str) -> None:
        """Say beside the field what its value comes to, such as "1,797 / 32 = 57 steps"; "" takes it away."""

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest `options` in every field whose declaration names this special editor."""

    def focus_field(self, path: str) -> None:
        """Unfold what hides the field, scroll to it and give it the focus."""

    @property
    def shown_message(self) -> str:
        """What is said about the form as a whole: a problem, else why it is inactive."""
        return self._problem or self._reason

    def finish_typing(self) -> None:
        """Tell of what is still being typed now; to be called before the snapshot is used."""

    def drop_typing(self) -> None:
        """Forget what was typed and not accepted, as before the form goes."""

    def take_in(self, form: Form) -> None:
        """Pass on what a form inside this one tells."""
        form.edited.connect(self.edited)
        form.focused.connect(self.focused)
        form.unreadable.connect(self.unreadable)

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """The path of each place of this form itself that can get the focus, and its widget."""
        return ()

    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isAncestorOf(now):
            return
        for path, place in self.places():
            if _holds(place, now) and not _holds(place, old):
                self.focused.emit(path)

    def _show_message(self) -> None:
        text = self.shown_message
        mark(self._message, "role", value="problem" if self._problem else "caption")
        self._message.setText(text)
        self._message.setVisible(bool(text))


def _holds(place: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (place is widget or place.isAncestorOf(widget))


def tab_after(before: QWidget, form: QWidget) -> None:
    """Let the Tab key go from `before` into `form`; what is made late would else come last in the window."""
    stops = _tab_stops(form)
    # Qt goes to what has a proxy too, and so back into the form from where it was made; it moves only what
    # has none and takes the focus itself
    proxies = {stop: proxy for stop in stops if (proxy := stop.focusProxy()) is not None}
    policies = {stop: stop.focusPolicy() for stop in proxies}
    for stop in proxies:
        stop.setFocusProxy(None)  # pyright: ignore[reportArgumentType] - the stub forgets that None takes it away
        stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    last = (_tab_stops(before) or [before])[-1]
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop
    for stop, proxy in proxies.items():
        stop.setFocusPolicy(policies[stop])
        stop.setFocusProxy(proxy)


def _tab_stops(widget: QWidget) -> list[QWidget]:
    """What takes the focus in `widget`, and what hands it on to a part of its own, in their order."""
    return [
        found
        for found in widget.findChildren(QWidget)
        if found.window() is widget.window()  # the list of a combo box has a window of its own
        and (
            found.focusPolicy() & Qt.FocusPolicy.TabFocus
            if (proxy := found.focusProxy()) is None
            else found.isAncestorOf(proxy)
        )
    ]


def scroll_to(widget: QWidget) -> None:
    """Bring `widget` into view in the scroll areas around it."""
    # what has just been unfolded has no place yet
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, SPACE.xl, SPACE.xl)
        around = around.parentWidget()
