"""Calls of Keras that may download: with progress, a time-out, and immediate cancellation.

Keras downloads through `urllib.request`, which waits without end and cannot be cancelled. So the call is made
in a thread, and its requests pass through a handler that counts the bytes, sets the time-out, and ends the
download when nobody waits for it; Keras then removes the partial file. What is downloaded is left to
`read`.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any

from engine.data.reading.context import LoadCancelled
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.reading.context import Reading

SECONDS = 10.0
"""How long the server may send nothing, in seconds."""
_LOOK = 0.1  # seconds between two progress reports
# two downloads would write into the same file, and `urllib.request` has one opener for the whole process
_ONE_AT_A_TIME = threading.Lock()


class DownloadError(Exception):
    """Something is not on this machine and could not be downloaded. The message is the reason in words.

    Attributes:
        url: of the download.
    """

    def __init__(self, reason: str, *, url: str) -> None:
        super().__init__(reason)
        self.url = url


def call_watched(keras: Any, call: Callable[[], Any], *, reading: Reading, doing: str) -> Any:
    """Return the result of a call that may download.

    Args:
        keras: the module.
        call: of Keras, without arguments.
        reading: gets the progress in bytes, and can cancel.
        doing: what a download is, in words.

    Raises:
        LoadCancelled: at once when `reading` is cancelled.
        DownloadError: something had to be downloaded and could not be.
        Exception: whatever `call` raises.
    """
    watch, future = _Watch(), Future[Any]()
    thread = threading.Thread(
        target=_work, args=(keras, call), kwargs={"watch": watch, "future": future}, daemon=True
    )
    thread.start()
    try:
        while not wait([future], timeout=_LOOK).done:
            reading.step(watch.done, watch.total, doing=doing if watch.url else "")
    except LoadCancelled:
        watch.unwanted.set()
        raise
    thread.join()
    error = future.exception()
    if error is not None and watch.url and (not watch.is_whole or isinstance(error, ValueError)):
        # Keras checks the hash of the file, and raises ValueError for another one
        reason = tr("what came is not the file that Keras knows") if watch.is_whole else _reason(error)
        raise DownloadError(reason, url=watch.url) from error
    return future.result()


def _work(keras: Any, call: Callable[[], Any], *, watch: _Watch, future: Future[Any]) -> None:
    try:
        with _ONE_AT_A_TIME:
            watch.begin()
            # Keras would print its progress bar; this setting is for this thread only
            keras.config.disable_interactive_logging()
            # custom code may have set one; None lets `urllib.request` make its default again
            before = vars(urllib.request).get("_opener")
            urllib.request.install_opener(urllib.request.build_opener(watch))
            try:
                future.set_result(call())
            finally:
                urllib.request.install_opener(before)
    except Exception as error:  # noqa: BLE001 - it is raised again where the result is waited for
        future.set_exception(error)


class _Watch(urllib.request.BaseHandler):
    """Watches the requests of its thread: `done` of `total` bytes of `url`."""

    handler_order = 2000  # after those that follow redirects and raise for errors

    def __init__(self) -> None:
        self.url, self.done, self.total, self.is_whole = "", 0, 0, False
        self.unwanted = threading.Event()
        self._thread = 0

    def begin(self) -> None:
        """Watch the current thread from now on."""
        self._thread = threading.get_ident()
        self.check()

    def check(self) -> None:
        """Raise LoadCancelled when nobody waits."""
        if self.unwanted.is_set():
            raise LoadCancelled

    def https_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Check for cancellation and set the time-out before a request."""
        if threading.get_ident() == self._thread:
            self.check()
            self.url, self.done, self.total, self.is_whole = request.full_url, 0, 0, False
            # the opener has set the time-out of urlretrieve, which is none
            request.timeout = SECONDS
        return request

    def https_response(self, _request: urllib.request.Request, response: Any) -> Any:
        """Count the bytes of a response; one that was redirected comes here twice."""
        if threading.get_ident() != self._thread or isinstance(response, _Counted):
            return response
        self.total = int(response.info().get("Content-Length") or 0)
        return _Counted(response, self)

    http_request, http_response = https_request, https_response


class _Counted:
    """A response as `urlretrieve` reads it, counted meanwhile."""

    def __init__(self, response: Any, watch: _Watch) -> None:
        self._response, self._watch = response, watch
        self.info, self.close = response.info, response.close

    def read(self, size: int) -> bytes:
        """Return the next bytes, b"" at the end."""
        self._watch.check()
        found: bytes = self._response.read(size)
        self._watch.done += len(found)
        self._watch.is_whole = not found and self._watch.done >= self._watch.total
        return found


def _reason(error: BaseException) -> str:
    """Return why a download failed; Keras wraps the reason into an Exception with more words."""
    inner = error.__context__ if isinstance(error.__context__, urllib.error.URLError) else error
    if isinstance(inner, urllib.error.HTTPError):
        return f"{inner.code} {inner.msg}"
    cause = inner.reason if isinstance(inner, urllib.error.URLError) else inner
    if isinstance(cause, TimeoutError):
        return tr("no answer within {seconds:.0f} seconds", seconds=SECONDS)
    return str(getattr(cause, "strerror", None) or cause)
