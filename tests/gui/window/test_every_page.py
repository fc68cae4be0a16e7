"""What holds for all that is on any page: its text is whole, it has a name, and it says why it is grey."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QScrollArea
from pytestqt.qtbot import QtBot

from engine.data.dataset import Dataset
from engine.data.describe import describe as described
from engine.language import LANGUAGES, SOURCE, tr
from gui.control.project.page_status import Step
from gui.forms.editors.path_editor import PathEditor
from gui.wiring.window_parts import Fitroom
from tests.gui.controls import can_be_reached, describe, greyed_without_reason, nameless, reached_by_tab
from tests.gui.cut_off import cut_off, nested_scroll_bars
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import LOWEST, SMALLEST, settle, views, wait_at_rest, whole_window

ROOT = Path(__file__).parents[3]
SCALE = 2
REST_MS = 2000


@dataclass(frozen=True)
class OneLayer:
    name: str
    layer: str
    output: str
    parameters: int


@dataclass(frozen=True)
class AllLayers:
    rows: Sequence[OneLayer]
    total: int = 650
    trainable: int = 650
    bytes: int = 2600
    memory: int = 0
    drawing: None = None


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


def cut_off_at_rest(fitroom: Fitroom, qtbot: QtBot) -> list[str]:
    """What is cut off, also when a layout that is still at work had time to end it."""
    with suppress(TimeoutError):
        qtbot.waitUntil(lambda: not list(cut_off(fitroom.window)), timeout=REST_MS)
    return list(cut_off(fitroom.window))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off(
    language: str, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_LANGUAGE", language)
    found: dict[str, str] = {}
    with whole_window(qapp, qtbot) as fitroom:
        for view in views(fitroom):
            for line in cut_off_at_rest(fitroom, qtbot):
                found.setdefault(line, view)
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off_on_a_full_hd_screen_at_200_percent(
    language: str, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    if qapp.devicePixelRatio() != SCALE:
        # Qt reads the scale once, at its start: so this very test is started again
        here = f"{__file__}::test_no_text_is_cut_off_on_a_full_hd_screen_at_200_percent[{language}]"
        again = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", here]
        scaled = {**os.environ, "QT_SCALE_FACTOR": str(SCALE)}
        done = subprocess.run(again, env=scaled, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        return
    monkeypatch.setenv("FITROOM_LANGUAGE", language)
    found: dict[str, str] = {}
    with whole_window(qapp, qtbot, size=LOWEST) as fitroom:
        for view in views(fitroom, side=False, brief=True):
            for line in cut_off_at_rest(fitroom, qtbot):
                found.setdefault(line, view)
        assert (fitroom.window.width(), fitroom.window.height()) == LOWEST
    assert found == {}


def test_nothing_scrolls_within_a_page_that_scrolls(qapp: QApplication, qtbot: QtBot) -> None:
    found: dict[str, str] = {}
    names = tuple(f"feature {number}" for number in range(60))
    rows = np.zeros((40, 60), np.float32)
    many = Dataset(
        kind="arrays", task="regression", x=rows, y=rows[:, :1], fingerprint="", feature_names=names
    )
    layers = [OneLayer(f"dense_{number}", "Dense", "10", 650) for number in range(60)]
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        fitroom.rest.pages.data.show_description(described(many))
        fitroom.rest.pages.model.preview.show_summary(AllLayers(layers))
        for view in views(fitroom):
            sizes = (SMALLEST,) if ":" in view else (SMALLEST, LOWEST)  # of a page, of a kind on it
            for size in sizes:
                fitroom.window.resize(*size)
                settle(fitroom)
                for line in nested_scroll_bars(fitroom.window):
                    found.setdefault(line, f"{view} at {size}")
            fitroom.window.resize(*SMALLEST)
    assert found == {}


def test_every_control_has_a_name_and_says_why_it_is_grey(qapp: QApplication, qtbot: QtBot) -> None:
    found: dict[str, str] = {}
    with whole_window(qapp, qtbot) as fitroom:
        for view in views(fitroom):
            for line in (*nameless(fitroom.window), *greyed_without_reason(fitroom.window)):
                found.setdefault(line, view)
    assert not found


def test_every_command_that_cannot_be_given_says_why(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        grey = [action for action in fitroom.window.actions_table.all() if not action.isEnabled()]
        assert len(grey) > 3
        assert [action.text() for action in grey if not action.toolTip().endswith(".")] == []
        assert all(menu.toolTipsVisible() for menu in fitroom.window.menus.findChildren(QMenu))
        for menu in fitroom.window.menus.findChildren(QMenu):
            says_why_in_the_menu(menu, qtbot)
        qtbot.waitUntil(lambda: fitroom.window.top_bar.why.text() == "Nothing is being trained.")


def says_why_in_the_menu(menu: QMenu, qtbot: QtBot) -> None:
    bar = menu.parentWidget()
    if not isinstance(bar, QMenuBar) or menu.menuAction() not in bar.actions():
        return
    names = [action.text() for action in menu.actions()]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(menu.menuAction()).center())
    qtbot.waitUntil(menu.isVisible)
    for action, name in zip(menu.actions(), names, strict=True):
        reason = action.toolTip().rpartition("\n")[2]
        assert action.text() == (name if action.isEnabled() or not name else f"{name}\t{reason}")
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not menu.isVisible())
    qtbot.waitUntil(lambda: [action.text() for action in menu.actions()] == names)


def test_what_cannot_be_pressed_while_a_run_goes_on_says_why(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        engine.may_continue.clear()
        with qtbot.waitSignal(fitroom.services.controller.began):
            fitroom.window.actions_table.train.trigger()
        settle(fitroom)
        assert list(greyed_without_reason(fitroom.window)) == []
        assert fitroom.window.actions_table.resume.toolTip().endswith("A run is under way.")
        qtbot.waitUntil(lambda: fitroom.window.top_bar.why.text() == "A run is under way.")
        fitroom.run_commands.stop_and_leave()
        qtbot.waitUntil(lambda: not fitroom.services.controller.busy)


@pytest.mark.parametrize("step", list(Step))
def test_tab_reaches_every_control_of_a_page(step: Step, qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        fitroom.window.show_step(step)
        wait_at_rest(fitroom, qtbot)
        fitroom.window.activateWindow()
        page = fitroom.window.page(step)
        fitroom.window.focus_page()
        wanted = set(can_be_reached(page))
        assert len(wanted) > 0
        assert [describe(widget) for widget in wanted - set(reached_by_tab(fitroom.window))] == []


def test_no_page_of_settings_scrolls_sideways_beside_help_and_script(
    qapp: QApplication, qtbot: QtBot
) -> None:
    found: list[str] = []
    with whole_window(qapp, qtbot) as fitroom:
        wait_at_rest(fitroom, qtbot)
        for step in (Step.DATA, Step.MODEL, Step.FIT, Step.CALLBACKS):
            fitroom.window.show_step(step)
            fitroom.window.show_side(True)
            for width in range(1280, 1640, 40):
                fitroom.window.resize(width, 900)
                settle(fitroom)
                page = fitroom.window.page(step)
                assert isinstance(page, QScrollArea)
                bar = page.horizontalScrollBar()
                found += [f"{step.value} at {width}: {bar.maximum()} px"] * (bar.maximum() > 0)
    assert not found


def test_a_file_that_is_dropped_on_a_field_is_never_typed_into_it(qapp: QApplication, qtbot: QtBot) -> None:
    takes: dict[str, str] = {}
    with whole_window(qapp, qtbot) as fitroom:
        for view in views(fitroom):
            for field in fitroom.window.findChildren(QLineEdit):
                as_path = isinstance(field.parentWidget(), PathEditor)
                if field.isVisible() and field.acceptDrops() and not (as_path or field.isReadOnly()):
                    takes.setdefault(describe(field), view)
    assert takes == {}
