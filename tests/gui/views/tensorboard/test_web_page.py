"""The page's way into the window. Chromium itself is started by the e2e tests, on a real display."""

import os
import shutil
import stat
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget

from gui.views.tensorboard import web_page
from gui.views.tensorboard.web_page import PageUnavailableError, WebPage

linux = pytest.mark.skipif(sys.platform != "linux", reason="Chromium's sandbox is asked about on Linux only")


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def ordinary_user(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)


def put_unshare(monkeypatch, tmp_path, *, status):
    program = tmp_path / "unshare"
    program.write_text(f"#!/bin/sh\nexit {status}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda _name: str(program))


def test_without_qtwebengine_there_is_a_reason(parent, monkeypatch):
    monkeypatch.setattr(web_page, "_prepare_sandbox", lambda: None)
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineCore", None)
    with pytest.raises(PageUnavailableError, match="QtWebEngine cannot be loaded"):
        WebPage(parent)


@linux
@pytest.mark.usefixtures("ordinary_user")
def test_a_system_without_a_sandbox_gets_no_page(parent, monkeypatch, tmp_path):
    put_unshare(monkeypatch, tmp_path, status=1)
    with pytest.raises(PageUnavailableError, match="sandbox"):
        WebPage(parent)


@linux
@pytest.mark.usefixtures("ordinary_user")
def test_an_ordinary_user_keeps_the_sandbox(monkeypatch, tmp_path):
    put_unshare(monkeypatch, tmp_path, status=0)
    web_page._prepare_sandbox()
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ


@linux
def test_root_goes_without_the_sandbox(monkeypatch):
    # set and taken away, so that monkeypatch puts back what is there now
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    web_page._prepare_sandbox()
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"


def test_views_cost_no_browser_until_a_page_is_asked_for():
    script = (
        "import sys\n"
        "import gui.views.tensorboard.tensorboard_view\n"
        "print([name for name in sys.modules if 'WebEngine' in name])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
