"""Whatever notation a column is written in, by whatever writes it: what is read equals it, or it is asked."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import load
from engine.data.problems import DataQuestionError
from engine.settings.data.kinds import SeriesData, TableData

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEWER = settings(FEW, max_examples=10)
MANY = settings(FEW, max_examples=600)
MOST = ("numbers", "dates")
ENCODED = {
    "utf-8": "사과 배 포도 귤 수박",
    "utf-8-sig": "사과 배 포도 귤 수박",
    "utf-16": "사과 배 포도 귤 수박",
    "cp949": "사과 배나무 포도 자두 수박",
    "cp932": "りんご バナナ ぶどう みかん 果物",
    "gb18030": "苹果 香蕉 葡萄 橙子 水果",
    "big5": "蘋果 香蕉 葡萄 橙子 水果",
    "cp1252": "Århus Straße Köln Ärzte élève",
    "cp1250": "Łódź Wrocław Gdańsk Příbram żółw",
    "cp1251": "яблоко груша Москва слива вода",
}


def grouped_by_two(value):
    """A number as in India: 1,23,456.70."""
    whole, _, decimals = f"{abs(value):.2f}".partition(".")
    groups = [whole[-3:]] if len(whole) > 3 else []
    rest = whole[:-3] if groups else whole
    while rest:
        groups.insert(0, rest[-2:] if groups else rest)
        rest = rest[:-2] if len(groups) > 1 else ""
    return ("-" if value < 0 else "") + ",".join(groups) + "." + decimals


NUMBERS = {
    "plain": lambda value: f"{value:.2f}",
    "comma": lambda value: f"{value:.2f}".replace(".", ","),
    "thousands": lambda value: f"{value:,.2f}",
    "german": lambda value: f"{value:,.2f}".translate(str.maketrans(",.", ".,")),
    "spaced": lambda value: f"{value:,.2f}".replace(",", "\u00a0").replace(".", ","),
    "swiss": lambda value: f"{value:,.2f}".replace(",", "'"),
    "dollars": lambda value: f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}",
    "brackets": lambda value: f"({-value:.2f})" if value < 0 else f"{value:.2f}",
    "trailing": lambda value: f"{-value:.2f}-" if value < 0 else f"{value:.2f}",
    "minus": lambda value: f"{value:.2f}".replace("-", "\u2212"),
    "percent": lambda value: f"{value:.2f} %",
    "unit": lambda value: f"{value:.2f} kg",
    "won": lambda value: f"{value:,.2f}원",
    "three": lambda value: f"{value:,.0f}",
    "decimals": lambda value: f"{value:.3f}".replace(".", ","),
    "points": lambda value: f"{value:,.0f}".replace(",", "."),
    "degrees": lambda value: f"{value:.2f}℃",
    "dust": lambda value: f"{value:.2f} ㎍/㎥",
    "rupees": lambda value: f"Rs. {grouped_by_two(value)}" if value >= 0 else grouped_by_two(value),
    "powers": lambda value: f"{value:.9e}".replace(".", ","),
}
WHOLE = ("three", "points")
DATES = {
    "%Y-%m-%d %H:%M:%S": "", "%Y/%m/%d %H:%M": "", "%d.%m.%Y %H:%M": "", "%d/%m/%Y %H:%M": "",
    "%m/%d/%Y %I:%M %p": "", "%b %d, %Y %H:%M": "", "%d-%b-%y %H:%M": "", "%Y년 %m월 %d일 %H시 %M분": "",
    "%Y. %m. %d. %p %I:%M": "ko", "%Y%m%d%H%M": "", "%Y-%m-%dT%H:%MZ": "", "%d/%m/%y %H:%M": "",
    "%A, %B %d, %Y %I:%M %p": "", "%m/%d/%y %H:%M": "", "%Y%m%dT%H%M%SZ": "", "%d%b%Y:%H:%M:%S": "",
    "[%d/%b/%Y:%H:%M:%S +0000]": "", "%d.%m.%Y, %H:%M Uhr": "", "%B %dth, %Y %H:%M": "",
    "%Y-%m-%d %H:%M|": "24", "%Y년 %m월 %d일 %H시|": "24", "%Y%m%d%H|": "24", "%G-W%V-%u %H:%M": "",
}  # fmt: skip


DRAWN_ENCODING: Any = {
    "encoding": st.sampled_from(sorted(ENCODED)),
    "separator": st.sampled_from(",;\t"),
    "seed": st.integers(0, 99),
}


def check_encoding(tmp_path, encoding, separator, seed):
    words = ENCODED[encoding].split()
    rng = np.random.default_rng(seed)
    labels = [*words, *rng.choice(words, 30).tolist()]
    frame = pd.DataFrame({"a": rng.normal(size=len(labels)).round(3), "wort": labels})
    path = tmp_path / "d.csv"
    frame.to_csv(path, index=False, sep=separator, encoding=encoding)
    found = load(TableData(path=str(path)), None)
    assert found.class_names == tuple(sorted(words))


DRAWN_NUMBERS: Any = {
    "notation": st.sampled_from(sorted(NUMBERS)),
    "values": st.lists(
        st.floats(-9_999_999, 9_999_999).map(lambda value: round(value, 2)), min_size=8, max_size=30
    ),
    "sign": st.sampled_from(["", "-", "N/A", "없음"]),
    "quoted": st.booleans(),
}


def check_numbers(tmp_path, notation, values, *, sign, quoted):
    write = NUMBERS[notation]
    out = io.StringIO()
    separator = ";" if notation == "points" else ","
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, quoting=quoting, delimiter=separator)
    writer.writerow(["v", "y"])
    for number, value in enumerate(values):
        writer.writerow([write(value), "ab"[number % 2]])
    writer.writerow([sign, "a"])
    path = tmp_path / "d.csv"
    path.write_text(out.getvalue(), "utf-8")
    expected = np.array([round(value) if notation in WHOLE else value for value in values], np.float32)
    try:
        found: Any = load(TableData(path=str(path), columns={"v": "number"}), None)
    except DataQuestionError as error:
        assert "v" in str(error)  # noqa: PT017 - being asked is as right as being read
        return
    read = found.rows.values["v"]
    np.testing.assert_allclose(read[:-1], expected, rtol=1e-6)
    assert np.isnan(read[-1])


DRAWN_DATES: Any = {
    "form": st.sampled_from(sorted(DATES)),
    "minutes": st.integers(0, 60 * 24 * 3650),
    "step": st.sampled_from([30, 60, 24 * 60, 7 * 24 * 60]),
    "order": st.sampled_from(["oldest", "newest", "any"]),
    "rows": st.integers(12, 60),
}


def as_written(time, form):
    """A time in a form; one that ends with a bar has midnight as the hour 24 of the day before."""
    if form.endswith("|") and time.hour == 0:
        return (time - timedelta(days=1)).strftime(form[:-1].replace("%H", "24"))
    return time.strftime(form.removesuffix("|"))


def check_dates(tmp_path, form, minutes, *, step, order, rows):
    start = datetime(2015, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - as it is written
    times = [start + timedelta(minutes=step * number) for number in range(rows)]
    if DATES[form] == "24":
        times = [one.replace(minute=0) + timedelta(hours=at) for at, one in enumerate([start] * rows)]
    written = [as_written(one, form) for one in times]
    if DATES[form] == "ko":
        written = [one.replace("AM", "오전").replace("PM", "오후") for one in written]
    places: list[Any] = list(range(rows))
    if order == "newest":
        places.reverse()
    elif order == "any":
        np.random.default_rng(rows).shuffle(places)
    path = tmp_path / "d.csv"
    frame = pd.DataFrame({"when": [written[at] for at in places], "v": [float(at) for at in places]})
    frame.to_csv(path, index=False)
    try:
        found: Any = load(SeriesData(path=str(path), window=2, target=("v",)), None)
    except DataQuestionError as error:
        assert "when" in str(error)  # noqa: PT017 - being asked is as right as being read
        return
    rows_read = found.series.forecast
    np.testing.assert_array_equal(rows_read.values[:, 0], np.arange(rows))
    assert rows_read.times.astype("datetime64[s]").tolist() == [one.replace(second=0) for one in times]


DRAWN_YEARS: Any = {
    "form": st.sampled_from(
        ["%d/%m/%y", "%m/%d/%y", "%d-%b-%y", "%y.%m.%d", "%d.%m.%y %H:%M", "%B %d, %y", "%y%m%d"]
    ),
    "first": st.integers(1930, 2029),
    "last": st.integers(1930, 2029),
    "rows": st.integers(12, 60),
    "ordered": st.booleans(),
    "excel": st.sampled_from([False] * 9 + [True]),  # which is read in another process, and takes longer
}


def check_years(tmp_path, form, first, last, *, rows, ordered, excel):
    rng = np.random.default_rng(first * last + rows)
    low, high = sorted((first, last))
    written = [
        datetime(year, int(rng.integers(1, 13)), int(rng.integers(1, 29)))  # noqa: DTZ001 - as it is written
        for year in rng.integers(low, high + 1, rows).tolist()
    ]
    written = sorted(written) if ordered else written
    texts = [one.strftime(form) for one in written]
    frame = pd.DataFrame({"birth_date": texts, "v": rng.normal(size=rows), "y": rng.integers(0, 2, rows)})
    path = tmp_path / ("d.xlsx" if excel else "d.csv")
    if excel:
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False)
    try:
        found: Any = load(TableData(path=str(path), columns={"birth_date": "date"}), None)
    except DataQuestionError as error:
        assert "birth_date" in str(error)  # noqa: PT017 - being asked is as right as being read
        return
    days = [(one - datetime(1970, 1, 1)).days for one in written]  # noqa: DTZ001 - as above
    np.testing.assert_array_equal(found.rows.values["birth_date"], np.array(days, np.float32))


CHECKS: Any = {
    "encoding": (check_encoding, DRAWN_ENCODING),
    "numbers": (check_numbers, DRAWN_NUMBERS),
    "dates": (check_dates, DRAWN_DATES),
    "years": (check_years, DRAWN_YEARS),
}


def run(what: str, tmp_path: Path, budget: settings) -> None:
    """Check so many files."""
    check, drawn = CHECKS[what]

    @budget
    @given(**drawn)
    def checked(**values):
        check(tmp_path, **values)

    checked()


@pytest.mark.parametrize("what", CHECKS)
def test_any_notation(tmp_path, what):
    run(what, tmp_path, FEW if what in MOST else FEWER)


@pytest.mark.slow
@pytest.mark.parametrize("what", CHECKS)
def test_many_notations(tmp_path, what):
    run(what, tmp_path, MANY)


@pytest.mark.parametrize("form", ["excel", "csv"])
def test_dates_numbers_and_codes_of_excel(tmp_path, form):
    frame = pd.DataFrame(
        {
            "code": ["007", "010", "123"] * 10,
            "day": pd.date_range("2024-01-01", periods=30),
            "serial": [45292 + number for number in range(30)],
            "amount": [f"{1000 + number},5" for number in range(30)],
            "y": ["a", "b", "NA"] * 10,
        }
    ).rename(columns={"serial": "날짜"})
    path: Path = tmp_path / f"d.{'xlsx' if form == 'excel' else 'csv'}"
    if form == "excel":
        with pd.ExcelWriter(path) as writer:
            frame.to_excel(writer, index=False, startrow=2)
            writer.sheets["Sheet1"].cell(1, 1, "A title")
    else:
        frame.to_csv(path, index=False)
    found: Any = load(TableData(path=str(path)), None).as_read
    assert found.rows[0] == {
        "code": "007",
        "day": "2024-01-01T00:00:00",
        "날짜": "2024-01-01T00:00:00",
        "amount": 1000.5,
        "y": "a",
    }
    assert found.rows[-1]["y"] == "NA"
