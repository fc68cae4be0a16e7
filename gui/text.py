"""Every text of the window goes through `tr`, so that the catalogues can find and translate it.

It is the engine's translator, so that window and engine always use the same language.
"""

from __future__ import annotations

import re

from engine.language import tr, tr_later

__all__ = ["tr", "tr_later", "without_key"]

_KEY = re.compile(r"\(&[A-Za-z]\)|&(?=\w)")


def without_key(text: str) -> str:
    """Return the text of a menu entry without its access key ("&Save", "저장(&S)") and trailing dots."""
    return _KEY.sub("", text).rstrip(".")
