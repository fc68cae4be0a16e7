"""Asks a TensorBoard server until it has something to show.

A page that is loaded before there is any data says that no dashboards are active, and goes on saying so when
data comes. So the page is loaded when `data_arrived` says that it is worth it.
"""

import json
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

ASK_EVERY_MS = 500
ANSWER_WITHIN_MS = 5000
SCALARS = "timeseries"


class TensorBoardWatch(QObject):
    """Watches one address at a time. `data_arrived` comes once for each `watch`, with the address."""

    data_arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self._network = QNetworkAccessManager(self)
        self._network.finished.connect(self._read)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_EVERY_MS)
        self._timer.timeout.connect(self._ask)

    @Slot(str)
    def watch(self, url: str) -> None:
        """Ask the server at `url` from now on."""
        self._url = url
        self._ask()

    @Slot()
    def stop(self) -> None:
        """Ask no more."""
        self._url = ""
        self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        if self._url:
            request = QNetworkRequest(QUrl(self._url).resolved(QUrl("data/plugins_listing")))
            request.setTransferTimeout(ANSWER_WITHIN_MS)
            self._network.get(request)

    @Slot(QNetworkReply)
    def _read(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if not self._url or not reply.url().toString().startswith(self._url):
            return  # of a server that is not watched any more
        if has_scalars(bytes(reply.readAll().data())):
            url, self._url = self._url, ""
            self.data_arrived.emit(url)
        else:
            self._timer.start()


def has_scalars(listing: bytes) -> bool:
    """Whether TensorBoard's list of plugins, as it sends it, says that there are scalars to show."""
    try:
        plugins: Any = json.loads(listing)
    except ValueError:
        return False
    plugin = plugins.get(SCALARS) if isinstance(plugins, dict) else None
    return bool(plugin.get("enabled")) if isinstance(plugin, dict) else False
