"""A training that is killed and goes on is the one that was never killed; `make torture` kills more often."""

import sys
from pathlib import Path

import pytest

from tests.clean_python import clean_python
from tests.marks import TIMING
from tests.torture.harness import PRELOADED, compare

pytestmark = TIMING


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(150)
def test_three_kills(tmp_path: Path) -> None:
    with clean_python(preload=PRELOADED) as python:
        compare("state every batch", tmp_path, kills=3, seed=11, python=python)
