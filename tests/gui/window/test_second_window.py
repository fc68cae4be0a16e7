"""Two windows on one home, each in its process: neither writes over what the other keeps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.fake_engine import FakeEngine
from tests.gui.second_window import EPOCHS
from tests.gui.whole_window import whole_window

ROOT = Path(__file__).parents[3]


def test_both_windows_keep_their_own(qapp: QApplication, qtbot: QtBot, home: Path) -> None:
    settings = home / "settings"
    with whole_window(qapp, qtbot) as first:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.second_window"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "open\n"
            first.model.edit("fit.epochs", 77)
            first.window.actions_table.theme_dark.trigger()
            child.communicate("end\n", timeout=30)
        finally:
            child.kill()
            child.wait()
        assert child.returncode == 0
        first.files.autosave()
        first.window.actions_table.theme_system.trigger()
        first.preferences.keep("theme", "light")
    kept = json.loads((settings / "window.json").read_text())
    assert kept["theme"] == "light"
    assert kept["toured"] is True
    assert kept["place"]  # the second one's, which has ended
    epochs = [
        json.loads(json.loads((settings / name).read_text())["project"])["fit"]["epochs"]
        for name in ("autosave.json", "autosave-2.json")
    ]
    assert epochs == [77, EPOCHS]
    # and each finds its own again, as the first and the second one
    with whole_window(qapp, qtbot, FakeEngine()) as again:
        assert again.model.project.fit.epochs == 77
        assert again.preferences.text("theme") == "light"
