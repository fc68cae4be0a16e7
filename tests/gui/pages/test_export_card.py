"""What was measured of the exports of a run, with what is to be known of each."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.export.possible import offered
from gui.pages.results.export_card import ExportCard
from tests.gui.fake_results import evidence


def test_what_is_said_of_an_export_stands_below_the_table_with_its_format(qtbot: QtBot) -> None:
    card = ExportCard()
    qtbot.addWidget(card)
    card.show()
    int8 = replace(evidence("litert-int8"), notes=("Its last layer calculates in float32.",))
    gone = replace(
        evidence("keras"),
        max_difference=None,
        same_answers=None,
        metric_before=None,
        metric_after=None,
        seconds_per_example=None,
        warnings=("It was not run again.",),
        unmeasured="The data are gone.",
    )
    card.show_exports([(Path("int8"), int8), (Path("keras"), gone)])
    assert card._notes.isVisible()
    assert card._notes.text() == "LiteRT int8: Its last layer calculates in float32."
    assert card._warnings.text() == "Keras: It was not run again."
    index = card.table.model().index
    assert [index(1, column).data() for column in range(2, 7)] == ["–"] * 5
    card.show_exports([(Path("keras"), evidence("keras"))])
    assert not card._notes.isVisible()
    assert not card._warnings.isVisible()


def test_one_export_is_made_at_a_time(qtbot: QtBot) -> None:
    card = ExportCard()
    qtbot.addWidget(card)
    card.show_formats(offered())
    assert card.buttons["litert"].isEnabled()
    card.show_progress((1, 5, "Converting"))
    assert not card.buttons["litert"].isEnabled()
    assert card.buttons["litert"].toolTip() == "Another export is being made."
    card.show_progress(None)
    assert card.buttons["litert"].isEnabled()
    assert card.buttons["litert"].toolTip() == ""
