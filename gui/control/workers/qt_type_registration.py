"""Registers Qt's classes with Python in the window's thread, before another thread uses them.

PySide creates a class when its name is first looked up. Two threads that do so at once crash, and importing
pyqtgraph looks up every name.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets


def make_classes() -> Iterator[str]:
    """Look up every name of QtCore, QtGui and QtWidgets.

    Yields:
        Each name after its lookup, so that the caller can process events in between.
    """
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            yield name
