"""Files that people bring, each with what it says: read so, or asked about by the name of the column.

What is read is compared with what was written, cell by cell; a file that is misread in silence is the worst.
"""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from engine.data import DataError, load
from engine.data.problems import DataQuestionError
from engine.data.reading.context import Reading
from engine.data.series.columns import read_series_file
from engine.data.tables.file import read_table_file
from engine.data.tables.notation.written import Written
from engine.data.tables.read import text_columns
from engine.settings.data.kinds import SeriesData, TableData

ROWS = 30
VALUES = [round((number * 37 % 101 - 50) * 0.37, 2) for number in range(ROWS)]
LABELS = ["a", "b", "b"] * (ROWS // 3)
AMOUNTS = [76884.0 + 977 * number for number in range(ROWS)]
HOURS = pd.date_range("2024-01-01 01:00", periods=ROWS, freq="h").to_pydatetime().tolist()
DAYS = pd.date_range("2024-01-01", periods=ROWS).to_pydatetime().tolist()
WEEKS = pd.date_range("2024-01-01", periods=ROWS, freq="7D").to_pydatetime().tolist()
MONTHS = pd.date_range("2021-01-01", periods=ROWS, freq="MS").to_pydatetime().tolist()
QUARTERS = pd.date_range("2014-01-01", periods=ROWS, freq="QS").to_pydatetime().tolist()
LONG_AGO = pd.date_range("1950-04-01", periods=ROWS, freq="2YS-APR").to_pydatetime().tolist()
PLAIN = [
    f"{value},{amount:.1f},{label}" for value, amount, label in zip(VALUES, AMOUNTS, LABELS, strict=True)
]
EXPECTED = {"v": VALUES, "w": AMOUNTS, "y": LABELS}


def with_lines(*, above=(), below=(), at=None, lines=(), header="v,w,y"):
    """A table with other lines above it, below its header and among its rows."""
    rows = PLAIN if at is None else [*PLAIN[:at], *lines, *PLAIN[at:]]
    return "\n".join([*above, header, *below, *rows]) + "\n"


def dated(write, times, name="when", rows=VALUES):
    return f"{name},v\n" + "".join(
        f"{write(time)},{value}\n" for time, value in zip(times, rows, strict=True)
    )


def of(column, cells, separator=","):
    rows = zip(cells, VALUES, LABELS, strict=True)
    return f"{column}{separator}v{separator}y\n" + "".join(
        f"{separator.join(map(str, row))}\n" for row in rows
    )


def week(form):
    return lambda day: form.format(*day.isocalendar())


def late_hours(form):
    """Hours of which midnight is written as the hour 24 of the day before."""

    def write(time):
        day = time - timedelta(days=1) if time.hour == 0 else time
        return day.strftime(form.replace("%H", "24" if time.hour == 0 else "%H"))

    return write


def read_back(path, data):
    """The table of a file as it is read for a kind of data."""
    if isinstance(data, SeriesData):
        return read_series_file(path, data, reading=Reading())
    return read_table_file(path, Reading(), written=Written.of(data, text=text_columns(data)))


def same(read, written):
    """Compare a column with what was written, cell by cell."""
    assert len(read) == len(written)
    for found, meant in zip(read, written, strict=True):
        if isinstance(meant, datetime):
            assert pd.Timestamp(found) == pd.Timestamp(meant)
        elif isinstance(meant, str):
            assert found == meant
        elif meant is None:
            assert pd.isna(found)
        else:
            assert not isinstance(found, str)
            assert float(found) == pytest.approx(meant, rel=1e-6)


TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "names of rows as R writes them": (
        'v,w,"y"\n' + "".join(f'"{n + 1}",{row}\n' for n, row in enumerate(PLAIN)),
        EXPECTED | {"Unnamed: 0": [*range(1, ROWS + 1)]},
    ),
    "names of rows between spaces": (
        '"v" "w" "y"\n' + "".join(f'"Mazda RX {n}" {row}\n'.replace(",", " ") for n, row in enumerate(PLAIN)),
        EXPECTED | {"Unnamed: 0": [f"Mazda RX {n}" for n in range(ROWS)]},
    ),
    "debits and credits": (
        of("n", [f"{amount:.2f} {'CR' if n % 3 else 'DR'}" for n, amount in enumerate(AMOUNTS)]),
        {"n": [amount if n % 3 else -amount for n, amount in enumerate(AMOUNTS)], "v": VALUES},
    ),
    "debits beside amounts without a side": (
        of("n", [f'"₹{amount:,.2f}{"" if n % 3 else " Dr."}"' for n, amount in enumerate(AMOUNTS)]),
        {"n": [amount if n % 3 else -amount for n, amount in enumerate(AMOUNTS)], "v": VALUES},
    ),
    "comments above": (with_lines(above=["# of a logger, north, 3", "# x"]), EXPECTED),
    "a comment of as many cells": (with_lines(at=9, lines=["# a, b, c"]), EXPECTED),
    "a longer comment": (with_lines(at=9, lines=["# off for 2 h, 3 h, 4 h, sorry"]), EXPECTED),
    "a row that is commented out": (with_lines(at=9, lines=["#1.5,2.5,a"]), EXPECTED),
    "comments of another sign": (
        with_lines(above=["% x"], at=4, lines=["// off", "! on", "; off"]),
        EXPECTED,
    ),
    "a comment in quotation marks": (with_lines(at=4, lines=['"# of, sensor"']), EXPECTED),
    "a comment at the end": (with_lines(at=ROWS, lines=["# end"]), EXPECTED),
    "statistics below": (with_lines(at=ROWS, lines=["Average,1,", "Max,2,", "Std,3,"]), EXPECTED),
    "the last balance": (
        "Buchungstag;v\n"
        + "".join(f"{day:%d.%m.%Y};{value}\n" for day, value in zip(DAYS, VALUES, strict=True)).replace(
            ".5", ",5"
        )
        + "Endsaldo;5,25\n",
        {"Buchungstag": DAYS},
    ),
    "a sign that is data": (
        of("colour", [f"#{number:06x}" for number in range(ROWS)]),
        {"colour": [f"#{number:06x}" for number in range(ROWS)]},
    ),
    "units": (with_lines(below=["°C,kg,"]), EXPECTED),
    "units in brackets": (with_lines(below=["[C],[kg],[-]"]), EXPECTED),
    "questions and keys": (with_lines(below=['"How warm, really?",w,kind', "{Q1},{Q2},{Q3}"]), EXPECTED),
    "the header again": (with_lines(at=9, lines=["v,w,y"]), EXPECTED),
    "a line of rules": (
        "| v | y |\n|---|---|\n" + "".join(f"| {a} | {b} |\n" for a, b in zip(VALUES, LABELS, strict=True)),
        {"v": VALUES, "y": LABELS},
    ),
    "names below a longer title": (
        '"TOA5","CR1","2","x"\n"v","w","y"\n"C","kg",""\n' + "\n".join(PLAIN),
        EXPECTED,
    ),
    "spaces": (with_lines().replace(",", "   "), EXPECTED),
    "columns of fixed width": (
        "      v         w  y\n"
        + "".join(f"{a:7.2f} {b:9.1f}  {y}\n" for a, b, y in zip(VALUES, AMOUNTS, LABELS, strict=True)),
        EXPECTED,
    ),
    "carets": (with_lines().replace(",", "^"), EXPECTED),
    "lines that end as on an old Mac": (with_lines().replace("\n", "\r"), EXPECTED),
    "thousands with points, proved by another column": (
        "n;v;y\n"
        + "".join(
            f"{amount:,.0f};{value}".replace(",", "_").replace(".", ",").replace("_", ".") + f";{label}\n"
            for amount, value, label in zip(AMOUNTS, VALUES, LABELS, strict=True)
        ),
        {"n": AMOUNTS, "v": VALUES},
    ),
    "thousands with commas, proved by another column": (
        of("n", [f'"{amount:,.0f}"' for amount in AMOUNTS]),
        {"n": AMOUNTS, "v": VALUES},
    ),
    "three decimals beside a semicolon, proved by another column": (
        of("n", [f"{1 + number / 7:.3f}" for number in range(ROWS)], ";"),
        {"n": [round(1 + number / 7, 3) for number in range(ROWS)]},
    ),
    "powers of ten with a comma": (
        of("n", [f"{1 + number / 7:.3e}".replace(".", ",") for number in range(ROWS)], ";"),
        {"n": [float(f"{1 + number / 7:.3e}") for number in range(ROWS)]},
    ),
    "one sign for degrees": (of("t", [f"{value}℃" for value in VALUES]), {"t": VALUES}),
    "a unit with a power": (of("t", [f"{value} ㎍/㎥" for value in VALUES]), {"t": VALUES}),
    "rupees": (
        of("n", [f'"Rs. 1,23,{100 + number}.50"' for number in range(ROWS)]),
        {"n": [123100.5 + number for number in range(ROWS)]},
    ),
    "addresses of machines": (
        of("ip", [f"192.168.{100 + number}.200" for number in range(ROWS)]),
        {"ip": [f"192.168.{100 + number}.200" for number in range(ROWS)]},
    ),
    "months with a point": (
        "연월,v\n"
        + "".join(f"{one.year}.{one.month},{value}\n" for one, value in zip(MONTHS, VALUES, strict=True)),
        {"연월": MONTHS},
    ),
}
SERIES: dict[str, tuple[str, str, list[datetime]]] = {
    "weeks": (dated(week("{0}-W{1:02}"), WEEKS), "when", WEEKS),
    "days of weeks": (dated(week("{0}W{1:02}{2}"), DAYS), "when", DAYS),
    "days of weeks with lines": (dated(week("{0}-W{1:02}-{2}"), DAYS), "when", DAYS),
    "Korean weeks": (dated(week("{0}년 {1}주"), WEEKS, "기간"), "기간", WEEKS),
    "German weeks": (dated(week("KW {1:02}/{0}"), WEEKS, "Woche"), "Woche", WEEKS),
    "weeks as numbers": (dated(week("{0}{1:02}"), WEEKS, "yearweek"), "yearweek", WEEKS),
    "years and weeks": (dated(week("{0},{1}"), WEEKS, "year,week"), "year + week", WEEKS),
    "the hour 24": (dated(late_hours("%Y-%m-%d %H:00"), HOURS), "when", HOURS),
    "the hour 24 with seconds": (dated(late_hours("%Y/%m/%d %H:00:00"), HOURS), "when", HOURS),
    "the hour 24 in Korean": (dated(late_hours("%Y년 %m월 %d일 %H시"), HOURS), "when", HOURS),
    "the hour 24 in digits": (dated(late_hours("%Y%m%d%H"), HOURS, "측정일시"), "측정일시", HOURS),
    "the hour 24 beside a day": (dated(late_hours("%Y-%m-%d,%H:00"), HOURS, "Date,Time"), "Date", HOURS),
    "digits of a clock": (dated(lambda one: f"{one:%Y-%m-%d,%H%M}", HOURS, "date,time"), "date", HOURS),
    "digits of both": (dated(lambda one: f"{one:%Y%m%d,%H%M%S}", HOURS, "<DATE>,<TIME>"), "<DATE>", HOURS),
    "months of a spreadsheet": (dated(lambda one: f"{one:%b-%y}", MONTHS), "when", MONTHS),
    "months in digits": (dated(lambda one: f"{one:%Y%m}", MONTHS, "년월"), "년월", MONTHS),
    "days in six digits": (dated(lambda one: f"{one:%y%m%d}", DAYS, "일자"), "일자", DAYS),
    "names of months in a column": (
        dated(lambda one: f"{one:%Y,%B,%d}", DAYS, "Year,Month,Day"),
        "Year + Month + Day",
        DAYS,
    ),
    "quarters": (dated(lambda one: f"Q{one.month // 3 + 1} {one.year}", QUARTERS), "when", QUARTERS),
    "quarters of Korea": (
        dated(lambda one: f"{one.year}.{one.month // 3 + 1}/4", QUARTERS),
        "when",
        QUARTERS,
    ),
    "milliseconds without a name": (
        dated(lambda one: pd.Timestamp(one).value // 1_000_000, HOURS, "x"),
        "x",
        HOURS,
    ),
    "a log of a server": (dated(lambda one: f"[{one:%d/%b/%Y:%H:%M:%S} +0000]", HOURS), "when", HOURS),
    "SAS": (dated(lambda one: f"{one:%d%b%Y:%H:%M:%S}".upper(), HOURS), "when", HOURS),
    "ordinals": (dated(lambda one: f'"{one:%B} {one.day}th, {one.year}"', DAYS), "when", DAYS),
    "German": (
        dated(
            lambda one: f"{one.day}. {('Januar', 'März')[one.month // 3]} {one.year}",
            [*DAYS[:15], *(one + timedelta(days=60) for one in DAYS[15:])],
        ),
        "when",
        [*DAYS[:15], *(one + timedelta(days=60) for one in DAYS[15:])],
    ),
    "two ways at once": (
        dated(lambda one: f"{one:%Y-%m-%d}" if one.day % 2 else f"{one:%d/%m/%Y}", DAYS),
        "when",
        DAYS,
    ),
    "years of two digits": (dated(lambda one: f"{one:%d-%b-%y}", LONG_AGO), "when", LONG_AGO),
    "six digits": (dated(lambda one: f"{one:%y%m%d}", LONG_AGO, "date"), "date", LONG_AGO),
    "a name of a zone": (
        dated(lambda one: f"{one:%Y-%m-%d %H:%M} (KST)", HOURS),
        "when",
        [one - timedelta(hours=9) for one in HOURS],
    ),
}
ASKED: dict[str, tuple[str, type, str, str]] = {
    "credits beside amounts without a side": (
        of("n", [f"{100 + number}.50{'' if number % 3 else ' CR'}" for number in range(ROWS)]),
        TableData,
        "n",
        "data.columns",
    ),
    "points that may separate thousands": (
        "n;y\n" + "".join(f"{1 + number}.{100 + number};{label}\n" for number, label in enumerate(LABELS)),
        TableData,
        "n",
        "data.decimal",
    ),
    "years of a season": (
        dated(lambda one: f"{one.year}-{one.year % 100 + 1}", QUARTERS[:: ROWS // 9], "season", VALUES[:10]),
        SeriesData,
        "season",
        "data.time",
    ),
    "weeks of a month": (
        dated(lambda one: f"{one.year}년 {one.month}월 1주", MONTHS, "기간"),
        SeriesData,
        "기간",
        "data.time",
    ),
    "clocks alone, the last first": (
        dated(lambda one: f"{one:%H:%M}", HOURS[:20][::-1], "t", VALUES[:20]),
        SeriesData,
        "t",
        "data.time",
    ),
    "a day that there is not": (
        dated(lambda one: "20240230" if one.day == 7 else f"{one:%Y%m%d}", DAYS, "date"),
        SeriesData,
        "date",
        "data.time",
    ),
}
REFUSED = {
    "values alone": ("5.1,3.5,a\n" + "\n".join(PLAIN), "begins with values"),
    "texts alone": ("red,a\n" + "red,a\nblue,b\n" * 9, "begins with values"),
    "a web page": ("<!DOCTYPE html><html><table><tr><td>a,b</td></tr></table></html>", "web page"),
    "JSON lines": ('{"a": 1, "y": "x"}\n' * 9, "JSON"),
    "ARFF": ("@relation x\n@attribute v numeric\n@data\n1\n2\n", "ARFF"),
    "numbers in one line": (",".join(map(str, range(3000))), "no rows"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_as_it_was_written(tmp_path, name):
    text, expected = TABLES[name]
    path = tmp_path / "d.csv"
    path.write_bytes(text.encode())
    found = read_back(path, TableData(path=str(path)))
    for column, values in expected.items():
        same(found.table[column].tolist(), values)
    assert found.table.shape[0] == ROWS


@pytest.mark.parametrize("name", SERIES)
def test_times_are_read_and_put_in_order(tmp_path, name):
    text, column, times = SERIES[name]
    header, *rows = text.splitlines()
    path = tmp_path / "d.csv"
    path.write_text("\n".join([header, *rows[::-1]]), "utf-8")
    data = SeriesData(path=str(path), window=2, target=("v",))
    found: Any = load(data, None)
    assert found.series.forecast.values[:, 0].tolist() == pytest.approx(VALUES)
    read = read_back(path, data)
    same(read.table[next(one for one in read.table if str(one).startswith(column))].tolist(), times[::-1])


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_clear_is_asked(tmp_path, name):
    text, kind, column, setting = ASKED[name]
    path = tmp_path / "d.csv"
    path.write_text(text, "utf-8")
    data = kind(path=str(path)) if kind is TableData else kind(path=str(path), window=2, target=("v",))
    with pytest.raises(DataQuestionError, match=column) as caught:
        load(data, None)
    assert caught.value.path == setting


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, name):
    text, words = REFUSED[name]
    path = tmp_path / "d.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=words):
        load(TableData(path=str(path)), None)


def test_a_file_without_a_header_is_read_when_that_is_said(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("\n".join(PLAIN), "utf-8")
    with pytest.raises(DataQuestionError) as caught:
        load(TableData(path=str(path)), None)
    assert caught.value.path == "data.header"
    found = read_back(path, TableData(path=str(path), header=0))
    same(found.table["column 1"].tolist(), VALUES)
    same(found.table["column 3"].tolist(), LABELS)


def test_rows_keep_their_numbers_beside_comments(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(with_lines(at=9, lines=["# a note"]).replace(PLAIN[20], "x.y,1,a"), "utf-8")
    with pytest.raises(DataQuestionError, match=r"row 23 has 'x\.y'"):
        load(TableData(path=str(path)), None)


def test_lines_that_are_left_out_are_said(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(with_lines(below=["C,kg,"], at=9, lines=["# a note"]), "utf-8")
    found: Any = load(TableData(path=str(path)), None)
    assert found.count == ROWS
    assert any("1 line is a comment" in note for note in found.notes)
    assert any("1 line below the header" in note for note in found.notes)
