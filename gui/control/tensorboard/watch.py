"""Polls a TensorBoard server until it has data to show.

A page that is loaded before there is data shows "No dashboards are active", and does not change when data
arrives. The page is therefore loaded after `data_arrived`; the server's process is managed by
`gui.control.tensorboard.process`.
"""

import json
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

ASK_EVERY_MS = 500
ANSWER_WITHIN_MS = 5000
SCALARS = "timeseries"


class TensorBoardWatch(QObject):
    """Polls one address at a time."""

    data_arrived = Signal(str)  # the address; once for each `watch`

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
        """Start to poll the server at `url`."""
        self._url = url
        self._ask()

    @Slot()
    def stop(self) -> None:
        """Stop polling."""
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
            return  # the reply of a server that is no longer polled
        if has_scalars(bytes(reply.readAll().data())):
            url, self._url = self._url, ""
            self.data_arrived.emit(url)
        else:
            self._timer.start()


def has_scalars(listing: bytes) -> bool:
    """Whether the server has scalars to show.

    Args:
        listing: The JSON body of TensorBoard's reply to `data/plugins_listing`.
    """
    try:
        plugins: Any = json.loads(listing)
    except ValueError:
        return False
    plugin = plugins.get(SCALARS) if isinstance(plugins, dict) else None
    return bool(plugin.get("enabled")) if isinstance(plugin, dict) else False
