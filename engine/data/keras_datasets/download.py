"""Calls of Keras that may download: with progress, with a time-out, and with a way out at once.

Keras downloads through `urllib.request`, which waits without end and asks nobody whether to go on. So the
call is made in a thread of its own, and what it asks of the net goes through a handler that counts the bytes,
sets the time-out, and ends the download when nobody waits for it any more; Keras then removes what came so
far.
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
"""How long the other side may be silent."""
_LOOK = 0.1  # seconds between two looks at how far it is
# two downloads would write into the same file, and `urllib.request` has one opener for the whole process
_ONE_AT_A_TIME = threading.Lock()


class DownloadError(Exception):
    """Something is not on this machine and could not be downloaded. The message is the reason in words."""

    def __init__(self, reason: str, *, url: str) -> None:
        super().__init__(reason)
        self.url = url


def call_watched(keras: Any, call: Callable[[], Any], *, reading: Reading, doing: str) -> Any:
    """What `call` gives. `doing` says in words what a download is.

    Raises LoadCancelled at once when `reading` is called off, DownloadError when something had to be
    downloaded and could not be, and what `call` raises by itself.
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
        # Keras checks what has come, and says with a ValueError that it is something else
        reason = tr("what came is not the file that Keras knows") if watch.is_whole else _reason(error)
        raise DownloadError(reason, url=watch.url) from error
    return future.result()


def _work(keras: Any, call: Callable[[], Any], *, watch: _Watch, future: Future[Any]) -> None:
    try:
        with _ONE_AT_A_TIME:
            watch.begin()
            # Keras would print a bar of its own; this holds for this thread alone
            keras.config.disable_interactive_logging()
            # custom code may have set one; None lets `urllib.request` make its usual one again
            before = vars(urllib.request).get("_opener")
            urllib.request.install_opener(urllib.request.build_opener(watch))
            try:
                future.set_result(call())
            finally:
                urllib.request.install_opener(before)
    except Exception as error:  # noqa: BLE001 - it is raised again where the result is waited for
        future.set_exception(error)


class _Watch(urllib.request.BaseHandler):
    """Sees what its own thread asks of the net: `done` of `total` bytes of what is at `url`."""

    handler_order = 2000  # behind those that follow redirects and raise for errors

    def __init__(self) -> None:
        self.url, self.done, self.total, self.is_whole = "", 0, 0, False
        self.unwanted = threading.Event()
        self._thread = 0

    def begin(self) -> None:
        """From now on this thread is watched."""
        self._thread = threading.get_ident()
        self.check()

    def check(self) -> None:
        """Raise LoadCancelled when nobody waits any more."""
        if self.unwanted.is_set():
            raise LoadCancelled

    def https_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Before anything is asked."""
        if threading.get_ident() == self._thread:
            self.check()
            self.url, self.done, self.total, self.is_whole = request.full_url, 0, 0, False
            # the opener has set that of urlretrieve, which is none
            request.timeout = SECONDS
        return request

    def https_response(self, _request: urllib.request.Request, response: Any) -> Any:
        """When an answer begins; one that was redirected comes here twice."""
        if threading.get_ident() != self._thread or isinstance(response, _Counted):
            return response
        self.total = int(response.info().get("Content-Length") or 0)
        return _Counted(response, self)

    http_request, http_response = https_request, https_response


class _Counted:
    """An answer of the net as `urlretrieve` reads it, counted on the way."""

    def __init__(self, response: Any, watch: _Watch) -> None:
        self._response, self._watch = response, watch
        self.info, self.close = response.info, response.close

    def read(self, size: int) -> bytes:
        """The next bytes, b"" at the end."""
        self._watch.check()
        found: bytes = self._response.read(size)
        self._watch.done += len(found)
        self._watch.is_whole = not found and self._watch.done >= self._watch.total
        return found


def _reason(error: BaseException) -> str:
    """Why a download failed; Keras wraps the reason into an Exception with more words."""
    inner = error.__context__ if isinstance(error.__context__, urllib.error.URLError) else error
    if isinstance(inner, urllib.error.HTTPError):
        return f"{inner.code} {inner.msg}"
    cause = inner.reason if isinstance(inner, urllib.error.URLError) else inner
    if isinstance(cause, TimeoutError):
        return tr("no answer within {seconds:.0f} seconds", seconds=SECONDS)
    return str(getattr(cause, "strerror", None) or cause)
