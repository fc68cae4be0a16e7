"""Every word that the window shows goes through `tr`, so that the catalogue finds it and can replace it.

It is the same translator as the engine's, so that window and engine always speak one language.
"""

from __future__ import annotations

import re

from engine.language import tr, tr_later

__all__ = ["tr", "tr_later", "without_key"]

_KEY = re.compile(r"\(&[A-Za-z]\)|&(?=\w)")


def without_key(text: str) -> str:
    """The words of a menu entry alone: no key for it, neither "&Save" nor "저장(&S)", and no dots behind."""
    return _KEY.sub("", text).rstrip(".")
