"""The first run of a person who reads Korean and has no mouse: from the tour to the model by keys alone."""

import json

import pytest

from engine.record.run_folder import RunFolder
from gui.style.tokens import LIGHT
from tests.e2e.program import epochs_in, wait_for, where
from tests.marks import TIMING

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), TIMING]

EPOCHS = 3
A_CURVE = 100  # pixels
TWO_BUTTONS = 3000  # pixels


def test_the_first_run_by_keys_alone(start, home):
    program = start(language="ko")
    preferences = home / "settings" / "window.json"
    # beside Train the card of the tour has a button in this colour
    wait_for("the tour", lambda: program.alive() and where(program.picture(), LIGHT.fill).sum() > TWO_BUTTONS)

    # through the five stops of the tour, which remembers that it was seen
    for _ in range(5):
        program.press("space")
    wait_for(
        "the end of the tour",
        lambda: preferences.is_file() and json.loads(preferences.read_text()).get("toured"),
    )

    # the page of fit's settings; Tab goes to its first field, the number of epochs
    program.press("ctrl+3")
    program.press("Tab")
    program.press("ctrl+a")
    program.press(str(EPOCHS))
    program.press("Return")
    autosave = home / "settings" / "autosave.json"
    wait_for("the number of epochs", lambda: program.alive() and epochs_set(autosave) == EPOCHS)

    program.press("F5")
    run: RunFolder = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]
    wait_for("the outcome", lambda: program.alive() and run.outcome() is not None)
    outcome = run.outcome()
    assert outcome is not None
    assert outcome.result.value == "completed", outcome.reason
    assert epochs_in(run) == EPOCHS
    assert run.model_file.is_file()
    # files of a run are in English, whatever the window speaks
    assert outcome.reason == "All 3 epochs are done."
    wait_for("the curve", lambda: where(program.picture(), LIGHT.curves[0]).sum() > A_CURVE)

    program.press("ctrl+q")
    assert program.wait_for_end() == 0, program.printed()


def epochs_set(autosave):
    """How many epochs the project has that is kept in the settings folder; 0 before it is there."""
    if not autosave.is_file():
        return 0
    project = json.loads(json.loads(autosave.read_text("utf-8"))["project"])
    return project.get("fit", {}).get("epochs", 0)
