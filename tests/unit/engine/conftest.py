"""Small data for trainings, written once."""

from pathlib import Path

import pytest

from tests.runs import write_small_data


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with digits.npz, weighted.npz and vowels.npz."""
    folder = tmp_path_factory.mktemp("data")
    write_small_data(folder)
    return folder
