"""The interface of all forms, whether they edit one section, one of several, or a list of sections.

A form shows the values of a snapshot and emits edits; validation and undo are left to
`gui.control.project.settings_model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.style import SPACE, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Form(QWidget):
    """The base class of all forms. Every path is dotted and begins with `prefix`.

    Args:
        prefix: Dotted path of the section or list that the form edits.
        parent: The Qt parent.

    Attributes:
        prefix: Dotted path of the section or list that the form edits.
        column: The layout of the form.

    Signals:
        edited: dotted path and new value, not validated, when the person has finished a change.
        focused: dotted path of the field that got the focus.
        unreadable: dotted path, and why the typed text cannot be parsed ("" once it can be). Until then
            nothing is emitted for that path, and the value in the snapshot does not change.
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
        self._warning = ""
        self._reason = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE.hair)

    def show_values(self, section: Any) -> None:
        """Show the values of the snapshot, without emitting signals or changing a field that is being edited.

        Args:
            section: The section or tuple of sections at `prefix`.
        """
        raise NotImplementedError

    def paths(self) -> tuple[str, ...]:
        """The dotted paths of all fields, in their order."""
        raise NotImplementedError

    def show_problem(self, path: str, text: str) -> None:
        """Show a problem at a field. Paths of other forms are ignored.

        Args:
            path: Dotted path of the field; the prefix for the whole form.
            text: The translated problem; "" removes it.
        """
        if path == self.prefix:
            self._problem = text
            self._show_message()

    def show_warning(self, path: str, text: str) -> None:
        """Show at a field what may spoil a run; arguments as in `show_problem`."""
        if path == self.prefix:
            self._warning = text
            self._show_message()

    def set_inactive(self, path: str, reason: str) -> None:
        """Disable a field and show why it has no effect. Paths of other forms are ignored.

        Args:
            path: Dotted path of the field; the prefix for the whole form.
            reason: The translated reason; "" enables the field again.
        """
        if path == self.prefix:
            self._reason = reason
            self._show_message()

    def set_note(self, path: str, text: str) -> None:
        """Show a note beside a field. Paths of other forms are ignored.

        Args:
            path: Dotted path of the field.
            text: The translated note, such as "1,797 / 32 = 57 steps"; "" removes it.
        """

    def set_options(self, editor: str, options: Sequence[Any]) -> None:
        """Suggest values in fields.

        Args:
            editor: The special editor that the declarations of these fields name, such as "column".
            options: The values; their type depends on the editor.
        """

    def focus_field(self, path: str) -> None:
        """Show the field at `path`, scroll to it and give it the focus."""

    @property
    def shown_message(self) -> str:
        """The message about the whole form: a problem, a warning, or why it is inactive; "" for none."""
        return self._problem or self._warning or self._reason

    def finish_typing(self) -> None:
        """Emit what is still being typed; must be called before the snapshot is used."""

    def drop_typing(self) -> None:
        """Discard text that was not accepted, before the form is hidden or deleted."""

    def take_in(self, form: Form) -> None:
        """Forward the signals of a form inside this one."""
        form.edited.connect(self.edited)
        form.focused.connect(self.focused)
        form.unreadable.connect(self.unreadable)

    def places(self) -> Iterable[tuple[str, QWidget]]:
        """Return path and widget of each field that can get the focus, without those of forms inside."""
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
        mark(self._message, "role", value=message_role(self._problem, self._warning))
        self._message.setText(text)
        self._message.setVisible(bool(text))


def _holds(place: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (place is widget or place.isAncestorOf(widget))


def message_role(problem: str, warning: str) -> str:
    """Return the role of a message in the style sheet, by what it says."""
    return "problem" if problem else "warning" if warning else "caption"


def keep_focus(leaving: QWidget, *, at: QWidget) -> None:
    """Move the focus to `at` if it is in `leaving`, which is about to be hidden."""
    focused = QApplication.focusWidget()
    if focused is not None and _holds(leaving, focused):
        at.setFocus(Qt.FocusReason.OtherFocusReason)


def tab_after(before: QWidget, form: QWidget) -> None:
    """Put the fields of `form` after `before` in the tab order; widgets created late would come last.

    Args:
        before: A widget with fields, or one field.
        form: The form that was created later.
    """
    stops = _tab_stops(form)
    # Qt also visits widgets with a focus proxy, at their old place; it moves only those without a proxy that
    # accept the focus themselves
    proxies = {stop: proxy for stop in stops if (proxy := stop.focusProxy()) is not None}
    policies = {stop: stop.focusPolicy() for stop in proxies}
    for stop in proxies:
        stop.setFocusProxy(None)  # pyright: ignore[reportArgumentType] - the stub lacks None, which removes it
        stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    last = (_tab_stops(before) or [before])[-1]
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop
    for stop, proxy in proxies.items():
        stop.setFocusPolicy(policies[stop])
        stop.setFocusProxy(proxy)


def _tab_stops(widget: QWidget) -> list[QWidget]:
    """Return the widgets in `widget` that accept the focus or have a proxy inside them, in their order."""
    return [
        found
        for found in widget.findChildren(QWidget)
        if found.window() is widget.window()  # the popup of a combo box is another window
        and (
            found.focusPolicy() & Qt.FocusPolicy.TabFocus
            if (proxy := found.focusProxy()) is None
            else found.isAncestorOf(proxy)
        )
    ]


def scroll_to(widget: QWidget) -> None:
    """Make `widget` visible in the scroll areas around it."""
    # a widget that was just unfolded has no geometry before its layout is activated
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, SPACE.xl, SPACE.xl)
        around = around.parentWidget()
