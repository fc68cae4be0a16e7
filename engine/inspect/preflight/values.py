"""Values that a setting accepts and no run can use: text that is not Unicode, numbers beyond float32."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from engine.language import tr
from engine.opening import is_printable, printable
from engine.problems import Problem
from engine.settings import Project
from engine.settings.callbacks import RemoteMonitor
from engine.settings.declaration.tree import leaves

_LARGEST = 3.4e38
"""The largest number that TensorFlow can calculate with."""
_LARGEST_WHOLE = 2**63 - 1


def value_problems(project: Project) -> Iterator[Problem]:
    """Yield a problem for each setting with such a value, and for addresses that are none."""
    for leaf in leaves(project):
        for value in _plain(leaf.value):
            reason = _reason(value)
            if reason:
                yield Problem(leaf.path, reason)
                break
    for index, section in enumerate(project.callbacks):
        if isinstance(section, RemoteMonitor) and section.enabled and not _is_address(section.root):
            yield Problem(
                f"callbacks.{index}.root",
                tr(
                    "{root} is no address of a server; write it like http://localhost:9000.",
                    root=section.root,
                ),
            )


def _plain(value: Any) -> Iterator[Any]:
    """The texts and numbers in `value`, at any depth."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            waiting += [*found.keys(), *found.values()]
        elif isinstance(found, (tuple, list, frozenset)):
            waiting += found
        else:
            yield found


def _reason(value: Any) -> str:
    if isinstance(value, str) and (not is_printable(value) or "\0" in value):
        shown = printable(value).replace("\0", "\\x00")[:200]
        return tr(
            "{value} holds a character that is no Unicode text, so it cannot be written down; rename what it"
            " names.",
            value=shown,
        )
    if isinstance(value, float) and abs(value) > _LARGEST:
        return tr("{value:g} is more than a model can calculate with; write a smaller number.", value=value)
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return tr("This number has {digits} digits; write a smaller one.", digits=len(str(abs(value))))
    return ""


def _is_address(root: str) -> bool:
    try:
        parts = urlsplit(root)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets that do not close, a port that is no number
        return False
