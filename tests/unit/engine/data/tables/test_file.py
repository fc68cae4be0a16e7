"""Excel and Parquet files are read as a CSV file with the same table is; what is corrupt is refused."""

import random
from pathlib import Path
from typing import Any

import fastparquet
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DataError, choices_in, load
from engine.settings.data.tables import TableData

TABLE = pd.DataFrame(
    {
        "이름": ["a", "b", None, "a", "b", "a"],
        "size": [1.5, 2, None, 4, 5, 6],
        "day": pd.to_datetime(["2024-01-01", "2024-02-03", "", "2024-03-04", "2024-03-05", "2024-03-06"]),
        "flag": [True, False, True, False, True, True],
        "y": [0, 1, 0, 1, 0, 1],
    }
)


def write_excel(path: Path) -> None:
    with pd.ExcelWriter(path) as book:
        TABLE.to_excel(book, sheet_name="표", index=False)
        TABLE.rename(columns={"y": "z"}).head(4).to_excel(book, sheet_name="second", index=False)


def write_parquet(path: Path) -> None:
    fastparquet.write(str(path), TABLE)


WRITERS = {"excel": write_excel, "parquet": write_parquet}


def read(path: Path, **options: Any) -> Any:
    found = load(TableData(path=str(path), **options), None)
    return found.fit(np.arange(found.count))


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_table_is_the_same_in_every_form(form, tmp_path):
    TABLE.to_csv(tmp_path / "table.csv", index=False)
    path = tmp_path / f"table.{form}"
    WRITERS[form](path)
    wanted, found = read(tmp_path / "table.csv"), read(path)
    assert found.feature_names == wanted.feature_names
    np.testing.assert_array_equal(found.x, wanted.x)
    np.testing.assert_array_equal(found.y, wanted.y)
    assert choices_in(TableData(path=str(path)), None).names == tuple(TABLE.columns)


def test_a_sheet_is_chosen(tmp_path):
    path = tmp_path / "book.xlsx"
    write_excel(path)
    assert any("표, second; 표 is read" in note for note in read(path).notes)
    assert read(path, sheet="second").target_names == ("z",)
    found = choices_in(TableData(path=str(path), sheet="second"), None)
    assert found.sheets == ("표", "second")
    assert found.names[-1] == "z"
    assert choices_in(TableData(path=str(path), sheet="third"), None).names == ()
    with pytest.raises(DataError, match="no sheet third") as caught:
        read(path, sheet="third")
    assert caught.value.path == "data.sheet"


def test_old_excel_and_empty_tables_are_refused(tmp_path):
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100))
    with pytest.raises(DataError, match="old form"):
        read(tmp_path / "old.xls")
    TABLE.head(0).to_excel(tmp_path / "empty.xlsx", index=False)
    with pytest.raises(DataError, match="no rows"):
        read(tmp_path / "empty.xlsx")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), corrupt=st.booleans())
def test_a_corrupt_excel_file_is_read_or_refused_with_a_sentence(tmp_path, seed, corrupt):
    check_corrupt(tmp_path / "table.excel", write_excel, seed=seed, corrupt=corrupt)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), corrupt=st.booleans())
def test_a_corrupt_parquet_file_is_read_or_refused_with_a_sentence(tmp_path, seed, corrupt):
    check_corrupt(tmp_path / "table.parquet", write_parquet, seed=seed, corrupt=corrupt)


def check_corrupt(path: Path, write: Any, *, seed: int, corrupt: bool) -> None:
    write(path)
    raw, draw = bytearray(path.read_bytes()), random.Random(seed)
    if corrupt:
        raw = raw[: draw.randrange(5, len(raw))]
    else:
        for _ in range(8):
            raw[draw.randrange(4, len(raw))] = draw.randrange(256)
    path.write_bytes(raw)
    found = outcome(path)
    assert len(found) > 20 if isinstance(found, str) else bool(np.isfinite(found).all())


def test_a_parquet_file_that_crashes_what_reads_it_is_refused(tmp_path):
    path = tmp_path / "table.parquet"
    write_parquet(path)
    raw = bytearray(path.read_bytes())
    # in the footer: it makes a text a structure, and fastparquet reads behind the end of it
    raw[-1198] = 12
    path.write_bytes(raw)
    assert outcome(path).startswith("table.parquet cannot be read as a table: what reads it has crashed")


def test_columns_of_lists_and_bytes_are_left_out_and_named(tmp_path):
    path = tmp_path / "table.parquet"
    several = TABLE.assign(lists=pd.Series([[1, 2]] * 6), raw=pd.Series([b"ab"] * 6))
    kinds: Any = {"lists": "json", "raw": "bytes", "이름": "utf8"}
    fastparquet.write(str(path), several, object_encoding=kinds)
    notes = [note for note in read(path).notes if "left out" in note]
    assert [note.split(",")[0] for note in notes] == ["Column lists holds lists", "Column raw holds lists"]


def outcome(path: Path) -> Any:
    """The inputs, or the sentence that refuses the file."""
    try:
        return read(path).x
    except DataError as error:
        return str(error)
