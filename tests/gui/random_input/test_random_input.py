"""Whatever is pressed: no crash, no window that stops answering, and an end. Engine and Keras are real."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.gui.random_input.seeds import press_and_look

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.mark.timeout(600)
def test_two_hundred_events(tmp_path: Path) -> None:
    press_and_look(tmp_path / "play", seed=1, events=200)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(1, 11))
def test_two_thousand_events(tmp_path: Path, seed: int) -> None:
    press_and_look(tmp_path / "play", seed=seed, events=2000)
