"""Dates whose years have two digits: the hundred years that the column or the file says, or a question."""

import random

import pandas as pd
import pytest

from engine.data.problems import DataQuestionError
from engine.data.tables.notation.parse import parse_columns
from engine.data.tables.notation.written import Written

ROWS = 120


def days(first, last, rows=ROWS):
    """Days of all years from `first` to `last`, in no order."""
    chance = random.Random(first * last)
    years = [first + number % (last - first + 1) for number in range(rows)]
    chance.shuffle(years)
    return [pd.Timestamp(year, chance.randint(1, 12), chance.randint(13, 28)) for year in years]


def months(first, last):
    return (pd.date_range(f"{first}-01-01", f"{last}-12-01", freq="MS") + pd.Timedelta(days=14)).tolist()


def read(written, form="%d/%m/%y", name="born", first_year=None, **others):
    texts = [one.strftime(form) for one in written]
    table = pd.DataFrame({name: pd.Series(texts, dtype=object), **others})
    return parse_columns(table, Written(rules=True, first_year=first_year))


FORMS = ["%d/%m/%y", "%m/%d/%y", "%d-%b-%y", "%B %d, %y", "%y.%m.%d", "%d.%m.%y %H:%M"]
SETTLED = {
    "children and their parents": days(1948, 2005),
    "grown up in the last century": days(1948, 1999),
    "the first half of it too": days(1920, 1999),
    "around 2000": days(1996, 2012),
    "some years ahead": days(2012, 2033),
    "since Python's first year": days(1969, 2024),
}


@pytest.mark.parametrize("name", SETTLED)
@pytest.mark.parametrize("form", FORMS)
def test_the_years_of_a_column_say_the_century(name, form):
    found = read(SETTLED[name], form)
    assert found.cells["born"].question is None
    assert found.table["born"].tolist() == SETTLED[name]
    ends = f"{min(SETTLED[name]):%Y-%m-%d} to {max(SETTLED[name]):%Y-%m-%d}"
    assert any("two digits" in note and ends in note for note in found.notes)


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        (days(1948, 1968), (1930, 1969)),
        (days(2030, 2060), (1930, 1969)),
        (days(1905, 1968), (1900, 1969)),
        (days(1924, 2023, 600), (1930, 1969)),
    ],
)
def test_what_the_years_leave_open_is_asked_and_can_be_said(written, choices):
    question = read(written).cells["born"].question
    assert isinstance(question, DataQuestionError)
    assert question.path == "data.first_year"
    assert question.choices == tuple(map(str, choices))
    assert "born" in str(question)
    said = read(written, first_year=written[0].year // 100 * 100 if choices[0] == 1900 else 1924)
    assert said.cells["born"].question is None
    assert {day.year % 100 for day in said.table["born"]} == {day.year % 100 for day in written}
    assert all(1900 <= day.year < 2024 for day in said.table["born"])


def test_other_dates_of_the_file_say_what_a_column_leaves_open():
    seen = pd.Series([f"2023-05-{1 + number % 28:02}" for number in range(ROWS)])
    born = days(1948, 1968)
    assert read(born, seen=seen).table["born"].tolist() == born
    every = days(1924, 2023)
    assert read(every, seen=seen).table["born"].tolist() == every
    due = read(days(2024, 2045), seen=seen)  # dates that come soon are behind the newest one as well
    assert due.cells["born"].question is not None


def test_rows_in_order_of_time_say_what_a_column_leaves_open():
    # every second year of nearly all, so that no gap is wide
    rows = [one for one in months(1926, 2023) if one.year % 2]
    assert read(rows, "%d.%m.%y").table["born"].tolist() == rows
    assert read(rows[::-1], "%d.%m.%y").table["born"].tolist() == rows[::-1]


@pytest.mark.parametrize("form", ["{quarter}Q{year:02}", "Q{quarter} '{year:02}", "{quarter}Q'{year:02}"])
def test_quarters_of_short_years(form):
    rows = pd.date_range("1955-01-01", "2005-10-01", freq="QS").tolist()
    texts = [form.format(quarter=one.quarter, year=one.year % 100).replace(" ", "") for one in rows]
    found = parse_columns(pd.DataFrame({"q": pd.Series(texts, dtype=object)}), Written(rules=True))
    assert found.table["q"].tolist() == rows


@pytest.mark.parametrize("name", ["생년월일", "birth_date", "dob", "가입일"])
def test_six_digits_under_the_name_of_a_date(name):
    written = days(1955, 2004)
    found = read(written, "%y%m%d", name)  # as text, as 000131 begins with zeros
    assert found.table[name].tolist() == written
    numbers = pd.DataFrame({name: [int(f"{one:%y%m%d}") for one in written]})  # Excel leaves the zeros out
    found = parse_columns(numbers, Written(rules=True))
    assert found.table[name].tolist() == written
    open_ = pd.DataFrame({name: [int(f"{one:%y%m%d}") for one in days(1948, 1968)]})
    assert parse_columns(open_, Written(rules=True)).cells[name].question is not None
    said = parse_columns(open_, Written(rules=True, first_year=1900))
    assert said.table[name].tolist() == days(1948, 1968)


def test_numbers_that_are_no_dates_stay_numbers():
    table = pd.DataFrame({"time": [5, 120, 4000, 130_013] * 9, "n": [480_131, 560_224, 990_101, 30_405] * 9})
    assert parse_columns(table, Written(rules=True)).table.dtypes.astype(str).tolist() == ["int64", "int64"]
