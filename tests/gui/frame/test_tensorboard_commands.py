"""Where TensorBoard listens belongs to the machine: it is kept from session to session, in no project."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.tensorboard_server import EVERYWHERE_IPV4
from gui.control.program.preferences import Preferences
from gui.control.tensorboard.process import Listening
from gui.frame.tensorboard_commands import TensorBoardDesk
from gui.views.tensorboard.tensorboard_view import TensorBoardView


def desk_of(qtbot: QtBot, folder: Path) -> TensorBoardDesk:
    view = TensorBoardView()
    qtbot.addWidget(view)
    return TensorBoardDesk(view, preferences=Preferences(folder), parent=view)


def test_host_and_port_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    desk = desk_of(qtbot, tmp_path)
    assert desk.process.listening == Listening("127.0.0.1", 0)
    desk.listen(EVERYWHERE_IPV4, 6006)
    assert not desk.process.running
    later = desk_of(qtbot, tmp_path)
    assert later.process.listening == Listening(EVERYWHERE_IPV4, 6006)
    assert later._view.listening.host.currentText() == EVERYWHERE_IPV4
    assert later._view.listening.port.value() == 6006


def test_a_running_server_is_started_again(qtbot: QtBot, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    desk = desk_of(qtbot, tmp_path)
    try:
        with qtbot.waitSignal(desk.process.started, timeout=60_000) as first:
            desk.show(logs)
        with qtbot.waitSignal(desk.process.started, timeout=60_000) as second:
            desk.listen("localhost", 0)
        assert str(first.args).startswith("['http://127.0.0.1:")
        assert str(second.args).startswith("['http://localhost:")
    finally:
        desk.close()
