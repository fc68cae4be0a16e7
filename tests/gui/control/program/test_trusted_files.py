from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.custom_code.trust import TrustStore
from engine.inspect.untrusted import untrusted
from engine.settings import Project
from engine.settings.callbacks import CustomCallback
from gui.control.program.trusted_files import CustomFile, TrustedFiles


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def custom(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text("import keras\n", encoding="utf-8")
    return path


def project(path: str, *, enabled: bool = True) -> Project:
    return Project().with_value("callbacks", (CustomCallback(path=path, enabled=enabled),))


def test_a_file_is_shown_and_runs_only_when_it_was_trusted(custom: Path, qtbot: QtBot) -> None:
    files = TrustedFiles()
    with qtbot.waitSignal(files.shown) as shown:
        files.look_at("mine.py", custom.parent)
    assert shown.args == [CustomFile(custom, "import keras\n")]
    [problem] = untrusted(project("mine.py"), custom.parent)
    assert problem.path == "callbacks.0.path"
    assert "mine.py" in problem.message
    with qtbot.waitSignal(files.trust_changed):
        files.trust()
    assert files.file is not None
    assert files.file.trusted
    assert TrustStore().is_trusted_now(custom)
    assert list(untrusted(project("mine.py"), custom.parent)) == []
    files.forget()
    assert not files.file.trusted
    assert list(untrusted(project("mine.py"), custom.parent))


def test_a_file_that_changes_is_shown_again_and_asked_for_again(custom: Path, qtbot: QtBot) -> None:
    files = TrustedFiles()
    files.look_at(str(custom), None)
    files.trust()
    with qtbot.waitSignal(files.trust_changed):
        custom.write_text("print(1)\n", encoding="utf-8")
    assert files.file == CustomFile(custom, "print(1)\n")


def test_a_file_that_an_editor_replaces_is_still_watched(custom: Path, qtbot: QtBot) -> None:
    files = TrustedFiles()
    files.look_at(str(custom), None)
    other = custom.with_name("other.tmp")
    for text in ("print(2)\n", "print(3)\n"):
        other.write_text(text, encoding="utf-8")
        other.replace(custom)
        qtbot.waitUntil(lambda text=text: files.file is not None and files.file.text == text)


def test_what_was_not_shown_is_not_trusted(custom: Path) -> None:
    files = TrustedFiles()
    files.look_at(str(custom), None)
    custom.write_text("print('not shown')\n", encoding="utf-8")
    files.trust()
    assert not TrustStore().is_trusted_now(custom)
    assert files.file is not None
    assert "not shown" in files.file.text


def test_a_file_that_cannot_be_read_has_a_sentence(tmp_path: Path) -> None:
    files = TrustedFiles()
    files.look_at("gone.py", tmp_path)
    assert files.file is not None
    assert "gone.py" in files.file.problem
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\xff")
    files.look_at("bytes.py", tmp_path)
    assert "UTF-8" in files.file.problem
    files.look_at("", tmp_path)
    assert files.file is None


@pytest.mark.parametrize(
    "made",
    [project(""), project("gone.py"), project("~nobody-there/x.py"), project("mine.py", enabled=False)],
)
def test_what_does_not_run_needs_no_trust(made: Project, custom: Path) -> None:
    assert list(untrusted(made, custom.parent)) == []
