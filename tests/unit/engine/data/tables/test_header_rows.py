"""A header of several rows is read as one, as a person means it; what only looks like one is not."""

from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from engine.data import load
from engine.data.reading.context import Reading
from engine.data.tables.file import read_table_file, table_names
from engine.data.tables.notation.written import Written
from engine.predict.new.columns import read_cells
from engine.settings.data.kinds import TableData

HALVES = ["2023 Q1", "2023 Q2", "2024 Q1", "2024 Q2"]
BODY = [f"지역{n}," + ",".join(str(n * 10 + at + 0.5) for at in range(4)) for n in range(12)]
JOINED: dict[str, tuple[list[str], list[str]]] = {
    "the name in the lower row": ([",2023,,2024,", "지역,Q1,Q2,Q1,Q2"], ["지역", *HALVES]),
    "the name in the upper row": (["지역,2023,,2024,", ",Q1,Q2,Q1,Q2"], ["지역", *HALVES]),
    "below a title": (["매출 현황,,,,", ",,,,", "지역,2023,,2024,", ",Q1,Q2,Q1,Q2"], ["지역", *HALVES]),
    "above units": (["지역,2023,,2024,", ",Q1,Q2,Q1,Q2", ",원,원,원,원"], ["지역", *HALVES]),
    "as pandas writes it": ([",2023,2023,2024,2024", ",Q1,Q2,Q1,Q2", "지역,,,,"], ["지역", *HALVES]),
    "years below": (
        ["지역,매출,,비용,", ",2023,2024,2023,2024"],
        ["지역", "매출 2023", "매출 2024", "비용 2023", "비용 2024"],
    ),
    "three rows": (
        ["지역,2023,,,", ",남,,여,", ",10대,20대,10대,20대"],
        ["지역", "2023 남 10대", "2023 남 20대", "2023 여 10대", "2023 여 20대"],
    ),
    "names that do not come again": (
        ["지역,점수,,,합계", ",국어,영어,수학,"],
        ["지역", "점수 국어", "점수 영어", "점수 수학", "합계"],
    ),
    "one column alone": (["지역,2023,,2024,2025", ",Q1,Q2,Q1,Q1"], ["지역", *HALVES[:3], "2025 Q1"]),
}
SINGLE: dict[str, tuple[list[str], list[str]]] = {
    "a station": (["Station,Seoul,,,", "time,temp,hum,wind,rain"], ["time", "temp", "hum", "wind", "rain"]),
    "a unit at the side": (["제목,,,,(단위: 원)", "지역,a,b,c,d"], ["지역", "a", "b", "c", "d"]),
    "a title above names that come again": (["제목,,,,", "지역,a,a,c,d"], ["지역", "a", "a.1", "c", "d"]),
    "units": (["지역,a,b,c,d", ",kg,kg,m,m"], ["지역", "a", "b", "c", "d"]),
}


def read(path, **written):
    return read_table_file(path, Reading(), written=Written(rules=True, **written))


def sheet(path, rows, merged=()):
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    for block in merged:
        page.merge_cells(block)
    book.save(path)


@pytest.mark.parametrize("name", JOINED)
def test_what_stands_above_several_columns_is_put_before_their_names(name, tmp_path):
    head, names = JOINED[name]
    path = tmp_path / "d.csv"
    path.write_text("\n".join([*head, *BODY]), "utf-8")
    file = read(path)
    assert list(file.table.columns) == names == list(table_names(path, written=Written(rules=True))[0])
    assert file.table[names[1]].tolist() == [n * 10 + 0.5 for n in range(12)]
    assert any(" rows, the last in line " in note and names[1] in note for note in file.notes)


@pytest.mark.parametrize("name", SINGLE)
def test_titles_and_units_are_no_rows_of_the_header(name, tmp_path):
    head, names = SINGLE[name]
    path = tmp_path / "d.csv"
    path.write_text("\n".join([*head, *BODY]), "utf-8")
    file = read(path)
    assert list(file.table.columns) == names
    assert len(file.table) == 12


def test_how_many_rows_is_what_a_person_says(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("\n".join([*JOINED["the name in the upper row"][0], *BODY]), "utf-8")
    one: Any = load(TableData(path=str(path), header_rows=1, header=2), None)
    assert [column.name for column in one.as_read.columns][1:] == ["Q1", "Q2", "Q1.1", "Q2.1"]
    # a project of before reads as before
    assert list(read_table_file(path, Reading()).table.columns)[:2] == ["지역", "2023"]
    path.write_text("\n".join(["plot,first,first,second,second", *SINGLE["units"][0], *BODY]), "utf-8")
    assert list(read(path, header=2, header_rows=2).table.columns)[1:] == ["a kg", "b kg", "c m", "d m"]


def test_merged_cells_of_excel_say_which_columns_belong_together(tmp_path):
    path = tmp_path / "d.xlsx"
    head = [
        ["매출 현황"],
        [],
        ["지역", 2023, None, 2024, None, "비고", "점수"],
        [None, *["Q1", "Q2"] * 2, None, "a"],
    ]
    blocks = ["A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:F4"]
    sheet(path, [*head, *([f"r{n % 3}", *"가나다라", "x", "y"] for n in range(9))], blocks)
    file = read(path)
    assert list(file.table.columns) == ["지역", *HALVES, "비고", "점수 a"]  # also where all cells are text
    assert (len(file.table), int(file.table.index[0])) == (9, 3)
    # a column beside merged ones does not belong to them
    head = [[None, 2023, None, 2024, None, None], ["지역", *["Q1", "Q2"] * 2, "비고"]]
    sheet(path, [*head, *([f"r{n}", n, n, n, n + 0.5, "x"] for n in range(9))], ["B1:C1", "D1:E1"])
    assert list(read(path).table.columns) == ["지역", *HALVES, "비고"]
    assert table_names(path, written=Written(rules=True))[0] == ("지역", *HALVES, "비고")


def test_each_row_of_merged_cells_has_their_value(tmp_path):
    path = tmp_path / "d.xlsx"
    rows = [
        [("서울", "부산", "대구")[n // 3] if n % 3 == 0 else None, n, n if n % 2 else None] for n in range(9)
    ]
    sheet(path, [["지역", "n", "m"], *rows], ["A2:A4", "A5:A7", "A8:A10", "C3:C4"])
    file = read(path)
    assert file.table["지역"].tolist() == [name for name in ("서울", "부산", "대구") for _ in range(3)]
    assert file.filled == ("지역",)
    assert int(file.table["m"].isna().sum()) > 0  # others are empty by themselves: nothing is filled
    assert any("merged cells" in note for note in file.notes)


def test_units_below_the_header_of_a_sheet_are_no_rows(tmp_path):
    path = tmp_path / "d.xlsx"
    sheet(path, [["name", "m", "n"], [None, "kg", "s"], *([f"r{n}", n, n + 0.5] for n in range(9))])
    file = read(path)
    assert file.table["m"].tolist() == list(range(9))
    assert int(file.table.index[0]) == 1
    assert any("1 line below the header" in note for note in file.notes)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_new_rows_have_the_header_of_the_training_data_in_either_form(ending, tmp_path):
    path = tmp_path / f"new.{ending}"
    names = pd.MultiIndex.from_product([["2023", "2024"], ["Q1", "Q2"]])
    table = pd.DataFrame(np.array([[1.5, 2.5, 3.5, 4.5]]), columns=names, index=pd.Index(["a"], name="지역"))
    known = frozenset(["지역", *HALVES])
    for head in (names, HALVES):
        table = table.set_axis(head, axis=1)
        table.to_csv(path) if ending == "csv" else table.to_excel(path)
        file = read_cells(path, TableData(), known=known)
        assert [file.table[name].astype(float).tolist() for name in HALVES] == [[1.5], [2.5], [3.5], [4.5]]
    path = tmp_path / "merged.csv"
    path.write_text("지역,인구,2023,\n,,Q1,Q2\n서울,3,1,2\n", "utf-8")
    file = read_cells(path, TableData(), known=frozenset(["지역", "인구"]))
    assert file.table[["지역", "인구"]].to_numpy().tolist() == [["서울", "3"]]
