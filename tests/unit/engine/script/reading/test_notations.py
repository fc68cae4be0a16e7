"""A script reads weeks, the hour 24, comments and units as the program does, for files that say them so."""

import gzip
import zipfile

import openpyxl
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
    "names of rows as R writes them",
    "names of rows between spaces",
    "debits and credits",
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


def test_broken_bytes_that_are_replaced(same, tmp_path):
    rows = [f"{number % 7 + 0.5},가나{number % 3},{'ab'[number % 2]}\n".encode() for number in range(20)]
    rows[7] = rows[7].replace("나".encode(), b"\xeb\x82")
    (tmp_path / "d.csv").write_bytes("값,이름,y\n".encode() + b"".join(rows))
    same(TableData(path="d.csv", broken_bytes="replace"))


@pytest.mark.parametrize("ending", [".gz", ".zip"])
def test_compressed(same, tmp_path, ending):
    texts = "text,y\n" + "one good thing,a\nno bad thing,b\n" * 9
    for name, text in (("table", TABLES["units"][0]), ("texts", texts)):
        path = tmp_path / f"{name}.csv{ending}"
        if ending == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("d.csv", text)
        else:
            path.write_bytes(gzip.compress(text.encode()))
    same(TableData(path=f"table.csv{ending}", target="y"))
    same(TextData(path=f"texts.csv{ending}"))


@pytest.mark.parametrize("name", CELLS)
def test_cells(same, tmp_path, name):
    (tmp_path / "d.csv").write_text(TABLES[name][0], "utf-8")
    same(TableData(path="d.csv", target="y"))


HEAD = ["지역,2023,,2024,", ",Q1,Q2,Q1,Q2"]
BODY = [[f"r{n % 3}", n * 0.5, n % 4 + 0.5, n % 5, n % 7 + 0.25] for n in range(20)]


def test_headers_of_several_rows(same, tmp_path):
    lines = [",".join(map(str, row)) for row in BODY]
    (tmp_path / "d.csv").write_text("\n".join(["표 1", *HEAD, *lines]), "utf-8")
    same(TableData(path="d.csv", target="2024 Q2"))
    same(SeriesData(path="d.csv", window=4, target=("2024 Q2",), order="rows"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [["표 1"], ["지역", 2023, None, 2024, None], [None, *["Q1", "Q2"] * 2], *BODY]:
        sheet.append(row)
    for block in ("A1:E1", "B2:C2", "D2:E2", "A5:A7", "A9:A10"):  # which empties all but the first of them
        sheet.merge_cells(block)
    book.save(tmp_path / "d.xlsx")
    text = same(TableData(path="d.xlsx", target="2024 Q2"))
    assert "ffill()" in text


def test_texts_below_no_header_or_several_rows(same, tmp_path):
    texts = ["a good thing,1,a", "no bad thing,2,b"] * 9
    (tmp_path / "d.csv").write_text("\n".join(texts), "utf-8")
    same(TextData(path="d.csv", header=0))
    (tmp_path / "d.csv").write_text("\n".join(["text,marks,", ",n,kind", *texts]), "utf-8")
    same(TextData(path="d.csv", target="marks kind"))
