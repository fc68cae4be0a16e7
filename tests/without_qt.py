"""A pytest plugin (`-p tests.without_qt`) under which Qt cannot be imported, as on a server without it.

Give it with `-p no:pytest-qt`, which imports Qt itself.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pytest
from typing_extensions import override

REFUSED = ("PySide6", "shiboken6", "pyqtgraph")


class RefuseQt(MetaPathFinder):
    """The first finder that Python asks: says no to Qt, and has no opinion on the rest."""

    @override
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname.partition(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"{fullname} is refused: this code must work without Qt", name=fullname)


sys.meta_path.insert(0, RefuseQt())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the options of pytest-qt, which stand in pyproject.toml and mean nothing here."""
    parser.addini("qt_log_ignore", "of pytest-qt, without a meaning here", type="linelist")
