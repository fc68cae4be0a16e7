"""A script reads weeks, the hour 24, comments and units as the program does, for files that say them so."""

import pytest

from engine.settings.data.kinds import SeriesData, TableData, TextData
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


@pytest.mark.parametrize("encoding", ["koi8-r", "utf-16-be", "hz"])
def test_encodings(same, tmp_path, encoding):
    words = {"koi8-r": ("яблоко", "груша")}.get(encoding, ("苹果", "香蕉"))
    rows = "".join(f"{number},{words[number % 2]}\n" for number in range(20))
    (tmp_path / "d.csv").write_bytes(f"v,y\n{rows}".encode(encoding))
    same(TableData(path="d.csv", target="y", encoding=encoding))
    for number in range(20):
        folder = tmp_path / "texts" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        text = f"{words[number % 2]} {number % 3} {words[0]}"
        (folder / f"{number}.txt").write_bytes(text.encode("utf-8" if number > 17 else encoding))
    same(TextData(path="texts", encoding=encoding))


@pytest.mark.parametrize("name", CELLS)
def test_cells(same, tmp_path, name):
    (tmp_path / "d.csv").write_text(TABLES[name][0], "utf-8")
    same(TableData(path="d.csv", target="y"))
