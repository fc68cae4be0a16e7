"""Keras's RemoteMonitor with a timeout: a server that does not answer delays a run by a few seconds.

What is sent is what Keras sends. Keras waits without a timeout, and reports a server that cannot be reached
only on Python's standard error.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import keras
import numpy as np

from engine.language import tr
from engine.message import Sentence
from engine.models.callback_call import callback_call
from engine.models.construct import construct_arguments
from engine.run.callbacks.context import CallbackContext
from engine.settings.callbacks import RemoteMonitor

TIMEOUT = 5.0  # seconds


class RunRemoteMonitor(keras.callbacks.RemoteMonitor):
    """Sends the values of every epoch; logs once that they do not arrive."""

    def __init__(self, section: RemoteMonitor, context: CallbackContext) -> None:
        super().__init__(**construct_arguments(callback_call(section, context.section)))
        self._context = context
        self._told = False  # stands in files

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Send `logs` and the number of the epoch, from 0."""
        values = json.dumps({"epoch": epoch, **(logs or {})}, default=_plain)
        headers: dict[str, str] = {**(self.headers or {})}
        if self.send_as_json:
            body, kind = values, "application/json"
        else:
            body, kind = urllib.parse.urlencode({self.field: values}), "application/x-www-form-urlencoded"
        try:
            request = urllib.request.Request(  # noqa: S310 - the setting takes http and https alone
                self.root + self.path, body.encode(), {"Content-Type": kind, **headers}
            )
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310 - as above
                self._told = False  # stands in files
        except urllib.error.HTTPError as error:
            # Keras ignores the status, but whoever waits for the values wants to know
            self._say(
                tr(
                    "The server {server} answers {code} {reason}; the run continues without it.",
                    server=self.root,
                    code=error.code,
                    reason=error.reason,
                )
            )
            error.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._say(
                tr(
                    "The server {server} cannot be reached ({why}); the run continues without it.",
                    server=self.root,
                    why=getattr(error, "reason", error),
                )
            )

    def _say(self, sentence: Sentence) -> None:
        if not self._told:
            self._told = True  # stands in files
            self._context.say(sentence)


def _plain(value: Any) -> Any:
    """A value of NumPy as JSON has it; anything else as text."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)
