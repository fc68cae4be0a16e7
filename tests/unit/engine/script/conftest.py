"""Where the scripts of these tests run."""

from collections.abc import Iterator

import pytest

from tests.clean_python import CleanPython, clean_python


@pytest.fixture(scope="session")
def python() -> Iterator[CleanPython]:
    """A clean process for each script, which does not find Fitroom."""
    with clean_python("-I") as process:
        yield process
