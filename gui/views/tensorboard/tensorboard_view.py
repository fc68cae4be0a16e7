"""TensorBoard's page with its buttons: inside the window where that is possible, else in the browser.

It shows what `gui.control.tensorboard` asks for (`show_waiting`, `show_page`, `show_message`), which runs the
server and decides when its page is worth loading.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.message import Sentence, joined
from gui.style import SPACE, colors, set_icon
from gui.text import tr
from gui.views.tensorboard.listening_row import ListeningRow
from gui.views.tensorboard.web_page import PageUnavailableError, WebPage


class TensorBoardView(QWidget):
    """A bar (address, copy, reload, browser, where it listens, stop) above the page or a message.

    Args:
        open_in_browser: Opens a URL and returns whether that worked; replaced in tests.
        make_page: Makes the web page for a parent; replaced in tests.

    Attributes:
        listening: Host and port; shown while its button is down.

    Signals:
        stop_requested(): The server is to be stopped.
    """

    stop_requested = Signal()
    _page_is_dark: bool | None = None  # before a page was loaded

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        open_in_browser: Callable[[QUrl], bool] = QDesktopServices.openUrl,
        make_page: Callable[[QWidget], WebPage] = WebPage,
    ) -> None:
        super().__init__(parent)
        self._open_url = open_in_browser
        self._make_page = make_page
        self._url = ""
        self._page: WebPage | None = None
        self._address = QLineEdit(readOnly=True)
        self._address.setAccessibleName(tr("Address of TensorBoard"))
        self._copy = self._button(tr("Copy address"), "copy")
        self._copy.clicked.connect(self._copy_address)
        self._reload = self._button(tr("Reload"), "redo")
        self._reload.clicked.connect(self._load)
        self._browser = self._button(tr("Open in browser"), "follow")
        self._browser.clicked.connect(self._open_in_browser)
        self.listening = ListeningRow()
        self.listening.hide()
        self._listening_button = self._button(tr("Host and port"), "settings")
        self._listening_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._listening_button.setToolTip(tr("Host and port: who can open the page"))
        self._listening_button.setCheckable(True)
        self._listening_button.toggled.connect(self.listening.setVisible)
        self.listening.chosen.connect(self._listening_button.click)
        self._stop = self._button(tr("Stop TensorBoard"), "stop")
        self._stop.clicked.connect(self.stop_requested)
        self._message = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self.listening)
        layout.addWidget(self._stack, 1)
        self.show_message(tr("TensorBoard is not running."))

    @override
    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    @property
    def message(self) -> str:
        """The message that is shown, "" while the page is."""
        return self._message.text() if self._stack.currentWidget() is self._message else ""

    @Slot(str)
    def show_waiting(self, url: str) -> None:
        """Show that the server at `url` is running and has nothing to show yet."""
        self._use(url)
        self._say(tr("TensorBoard is running. Its page opens when the run has written its first numbers."))

    @Slot(str)
    def show_page(self, url: str) -> None:
        """Show the page at `url`, in the window or in the browser; a page that is open is loaded again."""
        self._use(url)
        if self._page is None:
            try:
                page = self._make_page(self)
            except PageUnavailableError as error:
                self._open_externally(str(error))
                return
            page.failed.connect(self._page_failed)
            page.loaded.connect(self._page_loaded)
            self._stack.addWidget(page.widget)
            self._page = page
        self._load()

    @Slot(str)
    def show_message(self, text: Sentence) -> None:
        """Show why there is no server; the page is left."""
        self._use("")
        if self._page is not None:
            self._page.clear()
        self._say(text)

    def _use(self, url: str) -> None:
        self._url = url
        self._address.setText(url)
        self._address.setCursorPosition(0)  # the host is what is read
        for button in (self._copy, self._reload, self._browser, self._stop):
            button.setEnabled(bool(url))

    def _say(self, text: Sentence) -> None:
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message)

    @Slot()
    def _load(self) -> None:
        if self._page is None:
            self.show_page(self._url)
        else:
            self._page_is_dark = colors().dark
            # the parameter sets what TensorBoard calls "Browser default"; a choice made in the page stays
            self._page.load(f"{self._url}?darkMode={str(self._page_is_dark).lower()}")

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Load the page in the colours of the theme once that has changed."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.PaletteChange or self._page_is_dark is None:
            return
        if self._url and self._page_is_dark != colors().dark:
            self._load()

    @Slot()
    def _page_loaded(self) -> None:
        if self._url and self._page is not None:
            self._stack.setCurrentWidget(self._page.widget)

    @Slot(str)
    def _page_failed(self, text: str) -> None:
        if self._url:
            self._say(text)

    @Slot()
    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._url)

    @Slot()
    def _open_in_browser(self) -> None:
        self._open_externally("")

    def _open_externally(self, because: str) -> None:
        if self._open_url(QUrl(self._url)):
            message = tr("TensorBoard is open in the browser.")
        else:
            message = tr("No browser could be started. Open {url} in one.", url=self._url)
        if self._page is None:
            self._say(joined((message, because)))

    def _button(self, text: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(text)
        button.setProperty("kind", "ghost")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(button, icon)
        return button

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(SPACE.s, SPACE.xs, SPACE.s, SPACE.xs)
        row.addWidget(self._address, 1)
        for button in (self._copy, self._reload, self._browser, self._listening_button, self._stop):
            row.addWidget(button)
        return bar
