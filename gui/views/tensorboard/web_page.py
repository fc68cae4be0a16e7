"""A web page in a widget (QtWebEngine), or the reason why there can be none here.

QtWebEngine is a whole browser, so it is imported when the first page is asked for. Qt refuses that import
unless AA_ShareOpenGLContexts was set before the application was created.
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
    """One web page and its widget.

    Args:
        parent: The parent of the widget and of this object.

    Signals:
        loaded(): The page is loaded.
        failed(str): The page could not be loaded or its process ended, as a sentence.

    Raises:
        PageUnavailableError: QtWebEngine cannot be imported, or Chromium would find no sandbox.
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
        # a profile without a name stores nothing on disk; the page must be deleted before it
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
        """Load the page again."""
        self._view.reload()

    def clear(self) -> None:
        """Leave the page, so that it sends no more requests to its server."""
        self._view.setUrl(QUrl("about:blank"))

    @Slot("QWebEngineDownloadRequest*")
    def _download(self, download: "QWebEngineDownloadRequest") -> None:
        # curves as CSV or SVG, saved in the user's download folder under a free name
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
    """Check for a sandbox before QtWebEngine starts, as Chromium ends the whole program without one.

    For root it has none, so QTWEBENGINE_DISABLE_SANDBOX is set; others need the kernel's user namespaces.
    Raises PageUnavailableError.
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
