"""The window is pressed at random on a real display, TensorBoard's page in it: see tests/gui/random_input."""

from pathlib import Path

import pytest

from tests.gui.random_input.seeds import press_and_look

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("seed", [11, 12])
def test_two_thousand_events_on_a_display(display: str, tmp_path: Path, seed: int) -> None:
    press_and_look(tmp_path / "play", seed=seed, events=2000, display=display)
