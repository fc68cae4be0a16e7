import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.doctor import machine
from engine.doctor.finding import State


def test_a_folder_that_can_be_made_is_good_and_not_made(tmp_path):
    path = tmp_path / "a" / "b"
    found = machine.folder("runs", path)
    assert (found.topic, found.text, found.state) == ("runs", str(path), State.GOOD)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_a_folder(tmp_path):
    (tmp_path / "a").write_text("")
    found = machine.folder("runs", tmp_path / "a" / "b")
    assert found.state is State.BAD
    assert "FITROOM_HOME" in found.advice


def test_a_folder_that_cannot_be_written_to(tmp_path, monkeypatch):
    def refuse(**_arguments):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    found = machine.folder("runs", tmp_path)
    assert found.state is State.BAD
    assert "Read-only file system" in found.text


@pytest.mark.parametrize(("free", "state"), [(50e9, State.GOOD), (0.5e9, State.NOTE), (0.01e9, State.BAD)])
def test_disk(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    found = machine.disk(tmp_path / "not yet there")
    assert found.state is state
    assert found.text.startswith(f"{free / 1e9:.1f} GB free")
    assert bool(found.advice) is (state is not State.GOOD)


def test_port(monkeypatch):
    assert machine.port().state is State.GOOD

    def refuse(_address):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    found = machine.port()
    assert found.state is State.NOTE
    assert "Permission denied" in found.text


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_memory_is_the_kernels():
    with Path("/proc/meminfo").open(encoding="utf-8") as file:
        total = int(file.readline().split()[1]) * 1024
    found = machine.memory()
    assert found is not None
    assert found.text.startswith(f"{total / 1e9:.1f} GB, ")


@pytest.fixture
def linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize(
    ("listed", "text", "state"),
    [
        ("Noto Sans CJK KR,Noto\nBaekmuk\n", "Baekmuk", State.GOOD),
        ("", "none", State.NOTE),
    ],
)
def test_hangul_font_by_fontconfig(monkeypatch, listed, text, state):
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/fc-list")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: SimpleNamespace(stdout=listed))
    found = machine.hangul_font()
    assert found is not None
    assert (found.text, found.state) == (text, state)


@pytest.mark.usefixtures("linux")
def test_hangul_font_by_name(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(machine, "FONT_FOLDERS", (tmp_path / "none", tmp_path))
    (tmp_path / "DejaVuSans.ttf").write_text("")
    found = machine.hangul_font()
    assert found is not None
    assert found.state is State.NOTE
    assert "fonts-nanum" in found.advice
    (tmp_path / "NanumGothic.ttf").write_text("")
    found = machine.hangul_font()
    assert found is not None
    assert (found.text, found.state) == ("NanumGothic", State.GOOD)


def test_hangul_font_is_not_asked_about_elsewhere(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert machine.hangul_font() is None
