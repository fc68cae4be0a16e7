"""Makes Qt's classes known to Python in the window's thread, before another thread asks for them.

PySide makes a class when its name is asked for the first time. Two threads that do so at once crash, and the
thread that imports pyqtgraph asks for every name there is.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets


def make_classes() -> Iterator[str]:
    """Ask for each name of Qt's modules; gives the names, so that other things can be done in between."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            yield name
