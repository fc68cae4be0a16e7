"""The plugin under which the engine's tests run refuses Qt, also in the workers of pytest-xdist."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TRY_QT = """
import importlib, pytest

@pytest.mark.parametrize("name", ["PySide6", "PySide6.QtCore", "shiboken6", "pyqtgraph"])
def test_qt(name):
    with pytest.raises(ModuleNotFoundError, match="must work without Qt"):
        importlib.import_module(name)

def test_others():
    importlib.import_module("sqlite3.dump")
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_qt_is_refused(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(TRY_QT)
    result = pytester.runpytest_subprocess("-p", "no:pytest-qt", "-p", "tests.without_qt", *workers)
    result.assert_outcomes(passed=5)
