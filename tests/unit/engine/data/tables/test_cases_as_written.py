"""Tables, series and texts as people bring them, in `tests/cases`: read as they were written, or asked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data import DataError, load
from engine.data.problems import DataQuestionError
from engine.inspect import inspect
from engine.inspect.as_json import described
from engine.inspect.preflight import check
from engine.inspect.staged_data import StagedData
from engine.settings import Project
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load as load_project
from engine.settings.project_file.file import with_absolute_paths

CASES = Path(__file__).parents[4] / "cases"


def project(case: str, name: str = "p", **settings: Any) -> Project:
    """The project of a case, with other settings."""
    path = CASES / case / f"{name}.fitroom"
    found = with_absolute_paths(load_project(path, keep_aside=False).project, path.parent)
    for setting, value in settings.items():
        found = found.with_value(f"data.{setting}", value)
    return found


def facts(case: str, name: str = "p", **settings: Any) -> dict[str, Any]:
    return described(inspect(project(case, name, **settings)))


def uses(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["use"] for one in found["columns"]}


@pytest.mark.parametrize(
    ("case", "encoding", "classes"),
    [
        ("latin1_umlaut", "cp1252", ["Plain", "Ärzte", "Århus"]),
        ("gbk_classes", "gb18030", ["苹果", "香蕉"]),
        ("sjis_classes", "cp932", ["りんご", "バナナ"]),
    ],
)
def test_an_encoding_is_found_named_and_can_be_chosen(case, encoding, classes):
    found = facts(case)
    assert [one["name"] for one in found["classes"]] == classes
    assert any(encoding in note and classes[-1] in note for note in found["notes"])
    chosen = facts(case, encoding=encoding)
    assert (chosen["classes"], chosen["rows"]) == (found["classes"], found["rows"])


@pytest.mark.parametrize(("case", "line", "byte"), [("utf8_bad_byte", 62, "0xed"), ("utf8_cut", 151, "0xeb")])
def test_a_broken_byte_is_named_by_its_line_and_can_be_replaced(case, line, byte):
    with pytest.raises(DataQuestionError, match=rf"byte \d+ of line {line} \({byte}\)") as caught:
        load(project(case).data, None)
    assert caught.value.path == "data.broken_bytes"
    found = facts(case, broken_bytes="replace")
    assert {"사과", "포도"} < {one["name"] for one in found["classes"]}
    assert any("replaced" in note for note in found["notes"])


def test_a_decimal_comma_is_judged_over_all_values_of_the_file():
    found = facts("quoted_decimal_comma")
    assert found["rows"][0] == {"a": 0.605, "b": 5.822, "y": 118}
    late = facts("late_decimal_comma")["rows"]
    assert late[0]["v"] == 0
    assert 60 < late[-1]["v"] < 61
    air = facts("air_semicolon")
    assert air["rows"][0]["Date"] == "2004-03-01T00:00:00"
    assert (air["rows"][0]["CO"], air["rows"][1]["Date"]) == (2.2, "2004-03-01T01:00:00")
    assert any("empty columns" in note for note in air["notes"])
    assert uses(air)["T"] == "target"
    assert facts("air_semicolon", "series")["rows"][-1]["Date"] == "2004-03-09T07:00:00"


@pytest.mark.parametrize(
    ("case", "first", "last", "column"),
    [
        ("ampm_newest_first", "2024-01-01T00:00:00", "2024-01-13T11:00:00", "time"),
        ("quotes_newest_first", "2023-01-02T00:00:00", "2024-02-23T00:00:00", "Date"),
        ("two_digit_year", "2024-01-01T00:00:00", "2024-10-26T00:00:00", "Date"),
        ("date_time_columns", "2024-01-01T00:00:00", "2024-01-13T11:00:00", "Date"),
        ("us_months", "2005-01-01T00:00:00", "2021-08-01T00:00:00", "Date"),
        ("unix_ms", "2024-01-01T00:00:00", "2024-01-13T11:00:00", "timestamp"),
        ("dst_offsets", "2024-10-25T22:00:00+00:00", "2024-11-07T09:00:00+00:00", "t"),
    ],
)
def test_times_are_read_and_sorted(case, first, last, column):
    found = facts(case)
    assert (found["rows"][0][column], found["rows"][-1][column]) == (first, last)
    times = [row[column] for row in found["rows"]]
    assert times == sorted(times)
    assert uses(found)[column] == "time"


def test_year_month_day_and_hour_in_columns_are_one_time():
    found = facts("ymdh_columns")
    assert [uses(found)[name] for name in ("year", "month", "day", "hour")] == ["time"] * 4
    assert [row["No"] for row in found["rows"]] == [1, 2, 3, 4, 5, 296, 297, 298, 299, 300]
    read: Any = load(project("ymdh_columns").data, None)
    assert read.series.forecast.dated


def test_what_means_missing_depends_on_the_kind_of_column():
    found = facts("na_region")
    assert [one["name"] for one in found["classes"]] == ["AS", "EU", "NA"]
    assert any("'NA' (50)" in note for note in found["notes"])
    marked = facts("na_region", missing_signs={"region": "NA"})
    assert [one["name"] for one in marked["classes"]] == ["AS", "EU"]
    assert facts("date_time_columns")["columns"][2]["missing"] == 1  # a question mark among numbers
    assert [one["name"] for one in facts("text_messy")["classes"]] == ["NA", "pos"]


@pytest.mark.parametrize(("case", "column"), [("id_leak", "Id"), ("csv_sampled_index", "Unnamed: 0")])
def test_what_only_says_which_row_it_is_is_left_out_and_can_be_put_back(case, column):
    found = facts(case)
    assert uses(found)[column] == "left_out"
    assert found["shape"] == [2]
    assert any(column in note for note in found["notes"])
    assert column in [one["name"] for one in found["left_out"]]
    assert uses(facts(case, columns={column: "number"}))[column] == "input"
    assert uses(facts(case, features=("L", column)))[column] == "input"


def test_leading_zeros_stay():
    found = facts("leading_zeros")
    assert [one["name"] for one in found["classes"]] == ["007", "070", "700"]
    assert found["rows"][0]["zip"] == "01234"


def test_titles_and_totals_are_no_examples():
    merged = facts("excel_merged")
    assert list(uses(merged)) == ["w", "h", "score", "ok"]
    assert any("line 3" in note for note in merged["notes"])
    for case, reason in (("total_row", "total"), ("preamble_footer", "total")):
        found = facts(case)
        assert found["count"] == 150
        assert reason in found["left_out"][0]["reason"]


def test_formulas_without_stored_values_are_named():
    with pytest.raises(DataError, match="Column total holds formulas"):
        load(project("excel_formulas").data, None)


@pytest.mark.parametrize(
    "case",
    [
        "parquet_types",
        "parquet_polars",
        "parquet_decimal_int",
        "parquet_index",
        "parquet_pd_ext",
        "float_labels_csv",
        "weight_column",
    ],
)
def test_what_was_right_before_stays_so(case):
    now: Any = load(project(case).data, None)
    before: Any = load(project(case, rules="version_2").data, None)
    assert now.class_names == before.class_names
    np.testing.assert_array_equal(now.y, before.y)
    for name, values in now.rows.values.items():
        np.testing.assert_array_equal(values, before.rows.values[name])


def test_values_of_parquet_are_those_that_were_written():
    written = json.loads((CASES / "parquet_types" / "truth.json").read_text())
    read: Any = load(project("parquet_types", columns=dict.fromkeys(["price", "qty"], "number")).data, None)
    for name in ("price", "qty"):
        values = np.array([np.nan if value is None else value for value in written[name]], np.float32)
        np.testing.assert_array_equal(read.rows.values[name], values)


def test_a_validation_part_without_the_classes_of_training_is_warned_of():
    last = project("last_sorted")
    found = [one for one in check(last, data=StagedData(last)) if one.path == "fit.validation_method"]
    assert "Validation has no example of 0, 1" in found[0].message
    assert "stratified" in found[0].message
    assert found[0].cure is not None
    better = assign(last, found[0].cure.assignments)
    assert not [one for one in check(better, data=StagedData(better)) if one.path == "fit.validation_method"]


def test_a_project_from_before_says_that_it_keeps_its_rules():
    before: Any = load(project("quoted_decimal_comma", rules="version_2").data, None)
    now: Any = load(project("quoted_decimal_comma").data, None)
    assert "keeps the reading rules of an earlier Fitroom" in before.notes[-1]
    assert not any("earlier Fitroom" in note for note in now.notes)
