"""A web page in a widget (QtWebEngine), or the reason why there can be none here.

QtWebEngine is a whole browser: it is imported when the first page is asked for. The attribute
AA_ShareOpenGLContexts must have been set before the application was made, or the import is refused.
"""

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gui.text import tr

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEngineNewWindowRequest, QWebEnginePage

SANDBOX_SECONDS = 5


class PageUnavailableError(Exception):
    """No page can be shown in the window; the message is one sentence."""


class WebPage(QObject):
    """One page and its widget. `parent` becomes the widget's parent.

    `failed` carries a sentence when the page ended or could not be loaded, `loaded` comes when it is there.
    Raises PageUnavailableError.
    """

    loaded = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        _prepare_sandbox()
        try:
            from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
            from PySide6.QtWebEngineWidgets import QWebEngineView
        except ImportError as error:
            raise PageUnavailableError(
                tr("QtWebEngine cannot be loaded ({reason}).", reason=error)
            ) from error
        view = QWebEngineView(parent)
        # a profile without a name keeps nothing on the disk; the page must be gone before it
        profile = QWebEngineProfile(self)
        page = QWebEnginePage(profile, view)
        view.setPage(page)
        profile.downloadRequested.connect(self._download)
        page.newWindowRequested.connect(self._open_outside)
        page.renderProcessTerminated.connect(self._report_end)
        view.loadFinished.connect(self._report_loaded)
        self._view = view

    @property
    def widget(self) -> QWidget:
        """The widget that shows the page."""
        return self._view

    def load(self, url: str) -> None:
        """Load the page at `url`, again if it is the one that is shown."""
        self._view.load(QUrl(url))

    @Slot()
    def reload(self) -> None:
        """Load the page again, past every cache."""
        self._view.reload()

    def clear(self) -> None:
        """Leave the page, so that nothing asks its server any more."""
        self._view.setUrl(QUrl("about:blank"))

    @Slot("QWebEngineDownloadRequest*")
    def _download(self, download: "QWebEngineDownloadRequest") -> None:
        # curves as CSV or SVG; they go to the person's folder for downloads, under a name that is free
        download.accept()

    @Slot("QWebEngineNewWindowRequest&")
    def _open_outside(self, request: "QWebEngineNewWindowRequest") -> None:
        QDesktopServices.openUrl(request.requestedUrl())

    @Slot("QWebEnginePage::RenderProcessTerminationStatus", int)
    def _report_end(self, _status: "QWebEnginePage.RenderProcessTerminationStatus", code: int) -> None:
        self.failed.emit(tr("The page ended unexpectedly (status {code}). Reload it.", code=code))

    @Slot(bool)
    def _report_loaded(self, fine: bool) -> None:
        if fine:
            self.loaded.emit()
        else:
            self.failed.emit(tr("The page could not be loaded. Reload it, or open it in the browser."))


def _prepare_sandbox() -> None:
    """Chromium ends the whole program where it finds no sandbox, so that is looked into before it starts.

    For root it has none at all and wants to be told; other users need the kernel's user name spaces. Raises
    PageUnavailableError.
    """
    if sys.platform != "linux" or os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1":
        return
    if os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        return
    unshare = shutil.which("unshare")
    if unshare is None:
        return
    command = [unshare, "--user", "--map-root-user", "true"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SANDBOX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return
    if done.returncode != 0:
        raise PageUnavailableError(
            tr("This system gives web pages no sandbox, so the page opens in the browser.")
        )
