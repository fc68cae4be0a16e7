"""A script reads weeks, the hour 24, comments and units as the program does, for files that say them so."""

import pytest

from engine.settings.data.kinds import SeriesData, TableData
from tests.unit.engine.data.tables.test_hard_files import SERIES, TABLES
from tests.unit.engine.script.reading.test_by_kind import same

__all__ = ["same"]
TIMES = [
    "weeks",
    "years and weeks",
    "the hour 24",
    "the hour 24 in digits",
    "digits of both",
    "German",
    "SAS",
    "years of two digits",
    "six digits",
]
CELLS = [
    "a longer comment",
    "units",
    "columns of fixed width",
    "thousands with points, proved by another column",
    "one sign for degrees",
]


@pytest.mark.parametrize("name", TIMES)
def test_times(same, tmp_path, name):
    text, *_ = SERIES[name]
    header, *rows = text.splitlines()
    (tmp_path / "d.csv").write_text("\n".join([header, *rows[::-1]]), "utf-8")
    same(SeriesData(path="d.csv", window=4, target=("v",)))


@pytest.mark.parametrize("name", CELLS)
def test_cells(same, tmp_path, name):
    (tmp_path / "d.csv").write_text(TABLES[name][0], "utf-8")
    same(TableData(path="d.csv", target="y"))
