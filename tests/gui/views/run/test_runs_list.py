from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.record.events import Result
from engine.record.outcome import RunOutcome, State
from gui.views.run.run_row import middle_line, second_line, value_lines, value_words, when_words
from gui.views.run.runs_list import RunsList

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    folder: Path
    number: int
    name: str = "digits"
    state: State = "completed"
    started: datetime = NOW
    outcome: RunOutcome | None = None
    differs: str = ""
    is_paused: bool = False


def outcome(**best):
    return RunOutcome(result=Result.COMPLETED, reason="All epochs.", epochs_done=20, finished=0.0, best=best)


@pytest.fixture
def runs(qtbot):
    made = RunsList()
    qtbot.addWidget(made)
    made.resize(240, 300)
    made.show()
    made.show_runs([Row(Path("b"), 2, state="running"), Row(Path("a"), 1, outcome=outcome(val_loss=0.5))])
    return made


def test_without_runs_it_says_so(runs):
    runs.show_runs([])
    assert runs._pages.currentIndex() == 0


def test_a_click_asks_for_the_run(runs, qtbot):
    with qtbot.waitSignal(runs.selected) as asked:
        qtbot.mouseClick(
            runs._list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=runs._list.visualItemRect(runs._list.item(1)).center(),
        )
    assert asked.args == [Path("a")]


def test_a_click_on_the_selected_run_asks_for_it_again_and_each_click_once(runs, qtbot):
    asked = []
    runs.selected.connect(asked.append)
    for _ in range(2):
        place = runs._list.visualItemRect(runs._list.item(1)).center()
        qtbot.mouseClick(runs._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [Path("a"), Path("a")]
    qtbot.keyClick(runs._list, Qt.Key.Key_Up)
    assert asked[2:] == [Path("b")]
    place = runs._list.visualItemRect(runs._list.item(1)).center()
    qtbot.mouseClick(
        runs._list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
    )
    assert len(asked) == 3, "several are selected to be compared"


def test_arrow_keys_move_from_the_run_that_is_shown(runs, qtbot):
    runs.select(Path("a"))
    with qtbot.waitSignal(runs.selected) as asked:
        qtbot.keyClick(runs._list, Qt.Key.Key_Up)
    assert asked.args == [Path("b")]


def test_the_mark_stays_when_the_list_changes_and_nothing_is_asked(runs, qtbot):
    runs.select(Path("a"))
    with qtbot.assertNotEmitted(runs.selected):
        runs.show_runs([Row(Path("c"), 3), Row(Path("b"), 2), Row(Path("a"), 1)])
    assert runs.current == Path("a")


def test_delete_asks_for_the_marked_run(runs, qtbot):
    with qtbot.assertNotEmitted(runs.delete_requested):
        qtbot.keyClick(runs._list, Qt.Key.Key_Delete)
    runs.select(Path("b"))
    with qtbot.waitSignal(runs.delete_requested) as asked:
        qtbot.keyClick(runs._list, Qt.Key.Key_Delete)
    assert asked.args == [(Path("b"),)]
    qtbot.keyClick(runs._list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(runs.delete_requested) as asked:
        qtbot.keyClick(runs._list, Qt.Key.Key_Delete)
    assert asked.args == [(Path("a"), Path("b"))]


def test_the_focus_alone_asks_for_nothing(runs, qtbot):
    with qtbot.assertNotEmitted(runs.selected):
        runs._list.setFocus()
        qtbot.wait(1)
    assert runs.current is None


def test_the_menu_asks_for_the_folder(runs, qtbot):
    runs.select(Path("a"))
    menu = runs.menu()
    with qtbot.waitSignal(runs.folder_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == [Path("a")]
    menu.deleteLater()


def test_every_state_can_be_drawn(runs):
    states: tuple[State, ...] = ("running", "completed", "stopped", "failed", "interrupted")
    runs.show_runs([Row(Path(state), 1, state=state, outcome=outcome(val_accuracy=0.9)) for state in states])
    runs.select(Path("failed"))
    assert not runs.grab().isNull()


def test_the_words_of_a_run():
    row = Row(Path("a"), 1, outcome=outcome(loss=0.1, val_loss=0.2, val_accuracy=0.98))
    assert value_words(row) == "best val_accuracy 0.9800"  # a run from before: what is saved is not known
    assert value_words(Row(Path("a"), 1, outcome=outcome(loss=0.1, val_loss=0.2))) == "best val_loss 0.2000"
    assert value_words(Row(Path("a"), 1)) == ""
    assert second_line(row, now=NOW) == "done · 20 epochs · 15:30"
    assert when_words(NOW, now=datetime(2026, 3, 5, tzinfo=UTC)) == "2026-03-04"


def test_a_run_shows_the_value_of_its_saved_model_and_names_the_best_seen_separately():
    saved = {"val_loss": 0.3, "val_accuracy": 0.8}
    known = replace(outcome(val_loss=0.2, val_accuracy=1.0), saved=saved, saved_epoch=7)
    row = Row(Path("a"), 1, outcome=known)
    assert value_words(row) == "val_accuracy 0.8000"
    assert second_line(row, now=NOW) == "done · epoch 7 · 15:30"
    assert value_lines(row) == [
        "Saved model, weights of epoch 7: val_loss 0.3, val_accuracy 0.8",
        "Best seen, not all at once: val_loss 0.2, val_accuracy 1",
    ]


def test_several_marked_runs_can_be_compared(runs, qtbot):
    assert not runs._compare.isVisible()
    with qtbot.assertNotEmitted(runs.selected):
        runs._list.selectAll()
    assert runs._compare.text() == "Compare 2 runs"
    assert runs.current is None
    with qtbot.waitSignal(runs.compare_requested) as asked:
        runs._compare.click()
    assert asked.args == [(Path("a"), Path("b"))]
    runs.show_runs([Row(Path("c"), 3), Row(Path("b"), 2), Row(Path("a"), 1)])
    assert runs.marked == (Path("a"), Path("b"))
    runs.select(Path("c"))
    assert not runs._compare.isVisible()


def test_a_name_is_whole_beside_a_long_value_and_what_differs_is_said():
    row = Row(
        Path("a"), 1, name="penguins-dense", outcome=outcome(val_loss=107909.0), differs="Epochs 20 → 7"
    )
    assert middle_line(row).endswith("val_loss 107,909 · Epochs 20 → 7")
    assert second_line(Row(Path("b"), 2, state="running"), now=NOW, paused=True).startswith("paused")
