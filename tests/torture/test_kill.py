"""A training that is killed and goes on is the one that was never killed; `make torture` kills more often."""

import sys
from pathlib import Path

import pytest

from tests.marks import TIMING
from tests.torture.harness import compare

pytestmark = TIMING


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(150)
def test_three_kills(tmp_path: Path) -> None:
    compare("dense, state every batch", tmp_path, kills=3, seed=11)
