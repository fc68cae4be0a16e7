"""Where the scripts of these tests run."""

from collections.abc import Iterator

import pytest

from tests.clean_python import CleanPython, clean_python


@pytest.fixture(scope="session")
def python() -> Iterator[CleanPython]:
    """A clean process for each script."""
    with clean_python() as process:
        yield process
