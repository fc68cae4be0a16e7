"""New inputs that are odd or cannot be read: each is a sentence with file, row, column; the rest is read."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import h5py
import numpy as np
import pandas as pd
import pytest

from engine.data.reading.context import LoadCancelled, Reading
from engine.data.tables.notation import like_training
from engine.data.tables.notation.like_training import (
    ColumnRules,
    number_cells,
    proved_sign,
    time_cells,
)
from engine.predict.new.arrays import ArrayReader
from engine.predict.new.columns import RowReader
from engine.predict.new.files import read_given
from engine.predict.new.rows import BATCH, NewRows, Reader
from engine.predict.new.sequences import SequenceReader
from engine.predict.new.texts import TextReader
from engine.predict.new.windows import WindowReader
from engine.predict.python_reading import reading_lines
from engine.predict.signature.examples import (
    Arrays,
    Column,
    NumberedTexts,
    Rows,
    Sequences,
    Texts,
    Windows,
)
from engine.settings.data.kinds import ArraysData, SeriesData, TableData
from engine.settings.data.text import TextData


def read(reader: Reader, *given: Path | str) -> tuple[list[str], list[str], list[str], Any]:
    """Names, refusals, remarks, and the values of the first input, one after the other."""
    parts = list(read_given(reader, map(str, given), reading=Reading()))
    values = [next(iter(part.x.values())) for part in parts if part.x is not None and part.names]
    return (
        [Path(name).name for part in parts for name in part.names],
        [f"{Path(one.name).name} {one.reason}" for part in parts for one in part.refused],
        [f"{Path(one.name).name} {one.reason}" for part in parts for one in part.remarks],
        np.concatenate(values) if values else None,
    )


class Counting(Reader):
    """Counts how many files it gets at once."""

    suffixes = frozenset({".txt"})

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def files(self, paths):
        self.sizes.append(len(paths))
        yield NewRows(tuple(path.name for path in paths), {"x": np.zeros((len(paths), 1))})


def test_files_come_in_bounded_batches_in_their_order(tmp_path):
    for number in range(BATCH + 3):
        (tmp_path / f"{number:04d}.txt").write_text("x")
    (tmp_path / "other.png").write_text("x")
    reader = Counting()
    names, refused, _, _ = read(reader, tmp_path, tmp_path / "gone", tmp_path / "0007.txt")
    assert names == [*(f"{number:04d}.txt" for number in range(BATCH + 3)), "0007.txt"]
    assert reader.sizes == [BATCH, 3, 1]
    assert refused == ["gone there is nothing at this path"]
    with pytest.raises(LoadCancelled):
        list(read_given(reader, [str(tmp_path)], reading=Reading(cancelled=lambda: True)))


COLUMNS = (
    Column(name="size", input="size", kind="number", dtype="float32", decimal="comma"),
    Column(name="day", input="day", kind="date", dtype="float32", date_order="dmy"),
    Column(
        name="floor", input="floor", kind="category", dtype="string", dtype_read="int64", categories=("1",)
    ),
    Column(
        name="lift", input="lift", kind="category", dtype="string", dtype_read="bool", categories=("True",)
    ),
)


def test_cells_of_a_row_are_read_by_what_training_has_found():
    reader = RowReader(Rows(columns=COLUMNS), TableData())
    found = reader.values({"size": "1.234,5", "day": "02/03/2024", "floor": "1.0", "lift": "TRUE"})
    assert found.x is not None
    assert not found.remarks
    assert found.x["size"].tolist() == [[1234.5]]
    assert found.x["day"].tolist() == [[(pd.Timestamp("2024-03-02") - pd.Timestamp(0)).days]]
    assert found.x["floor"].tolist() == [["1"]]
    assert found.x["lift"].tolist() == [["True"]]
    empty = reader.values({})
    assert empty.x is not None
    assert np.isnan(empty.x["size"]).all()
    assert empty.x["floor"].tolist() == [[""]]
    (one,) = reader.values({"size": "much"}).refused
    assert one.reason == "column size holds numbers, and 'much' is none"
    strict = RowReader(Rows(columns=COLUMNS, refuses_missing=True), TableData())
    assert strict.values({"size": "1"}).refused[0].reason == "no value in column day"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("size,name\n1.618,a\n-2.236,b\n", [1.618, -2.236]),
        ("size;name\n1.618;a\n2.5;b\n", [1.618, 2.5]),
        ("size;name\n1,618;a\n2,5;b\n", [1.618, 2.5]),
        ("size;name\n1.618;a\n2.000,5;b\n", [1618, 2000.5]),
        ("size;other\n1.618;2,5\n", [1618]),
        ("size;name\n1,618;a\n", []),
    ],
)
def test_numbers_that_were_plain_in_training_are_never_off_by_a_thousand(tmp_path, text, wanted):
    column = Column(name="size", input="size", kind="number", dtype="float32", dtype_read="float64")
    (tmp_path / "new.csv").write_text(text)
    names, refused, _, x = read(RowReader(Rows(columns=(column,)), TableData()), tmp_path / "new.csv")
    assert len(names) == len(wanted)
    if wanted:
        assert x[:, 0].tolist() == pytest.approx(wanted)
    else:
        assert refused == ["new.csv:2 column size holds numbers, and '1,618' is none"]


def born(number_time: Literal["", "short_digits"]) -> Column:
    """A column of dates whose years have two digits, from 1948 on."""
    return Column(
        name="born",
        input="born",
        kind="date",
        dtype="float32",
        date_order="dmy",
        first_year=1948,
        number_time=number_time,
    )


@pytest.mark.parametrize(
    ("text", "number_time"), [("05/04/48", ""), ("480405", "short_digits"), ("480405", "")]
)
def test_years_of_two_digits_are_those_of_the_training_data(text, number_time):
    column = born(number_time)
    reader = RowReader(Rows(columns=(column,)), TableData())
    for cell, year in ((text, 1948), (text.replace("48", "47"), 2047)):
        found = reader.values({"born": cell}).x
        assert found is not None
        assert found["born"].tolist() == [[(pd.Timestamp(year, 4, 5) - pd.Timestamp(0)).days]]


PLAIN = ("7", "-0.5", "+.25", "3.", "1.618", "12.345", "0.618", "1e-5", "-2.5E+3", "1.618e2", "123456")


@pytest.mark.parametrize("decimal", [None, "point", "comma"])
def test_plain_numbers_are_read_at_once_as_the_notation_reads_them(decimal, monkeypatch):
    grouped = [text for text in PLAIN if text in ("7", "1.618", "12.345", "123456")]
    columns = [
        pd.Series(texts, dtype="string")
        for texts in (PLAIN, [*PLAIN, "n/a"], grouped, [*PLAIN, "007", "1.234.567", "1,5"])
    ]
    at_once = [number_cells(column, ColumnRules(decimal))[0] for column in columns]
    proved = [proved_sign(column.to_frame(), rows=99) for column in columns]
    assert proved[:3] == ["point", "point", None]
    monkeypatch.setattr(like_training, "_PLAIN", re.compile("(?!)"))
    slowly = [number_cells(column, ColumnRules(decimal))[0] for column in columns]
    for found, wanted in zip(at_once, slowly, strict=True):
        assert np.array_equal(found, wanted, equal_nan=True)
    assert proved == [proved_sign(column.to_frame(), rows=99) for column in columns]


@pytest.mark.parametrize("order", [None, "dmy", "mdy"])
def test_plain_times_are_read_at_once_as_the_notation_reads_them(order, monkeypatch):
    texts = ["2024-03-04", "2024-02-30", "1969-12-31 23:59", "2024-03-04T05:06:07", "2024-03-04 24:00", "n/a"]
    column, rules = pd.Series(texts, dtype="string"), ColumnRules(order=order)
    at_once, odd = time_cells(column, rules)
    monkeypatch.setattr(like_training, "_ISO", re.compile("(?!)"))
    slowly, as_odd = time_cells(column, rules)
    assert np.array_equal(at_once, slowly, equal_nan=True)
    assert odd.tolist() == as_odd.tolist()


@pytest.mark.parametrize(
    ("cells", "number_time"),
    [(["05/04/48", "28/02/47"], ""), (["05-Apr-48", "28-Feb-47"], ""), ([480405, 470228], "short_digits")],
)
def test_lines_of_python_have_the_hundred_years_of_the_training_data(tmp_path, cells, number_time):
    column = born(number_time)
    path = tmp_path / "new.csv"
    pd.DataFrame({"born": cells, "other": 1}).to_csv(path, index=False)
    run: Any = SimpleNamespace(signature=SimpleNamespace(examples=Rows(columns=(column,))))
    lines = reading_lines(run, str(path))
    made: dict[str, Any] = {"pd": pd, "tf": SimpleNamespace(constant=lambda values: values)}
    exec("\n".join(lines.lines), made)  # noqa: S102 - the lines are the program's own
    wanted = [(day - pd.Timestamp(0)).days for day in pd.to_datetime(["1948-04-05", "2047-02-28"])]
    assert made["x"]["born"][:, 0].tolist() == wanted


def test_lines_that_read_arrays_of_an_hdf5_file(tmp_path):
    path = str(tmp_path / "new.h5")
    with h5py.File(path, "w") as file:
        file["x"] = np.arange(12.0)
    run: Any = SimpleNamespace(signature=SimpleNamespace(examples=Arrays(shape=(2, 3), dtype="float32")))
    lines = reading_lines(run, path)
    made: dict[str, Any] = {}
    exec("\n".join([*lines.imports, *lines.lines]), made)  # noqa: S102 - the lines are the program's own
    assert (made["x"].shape, made["x"].dtype) == ((2, 2, 3), np.float32)


def test_a_total_below_a_table_is_no_input(tmp_path):
    column = Column(name="size", input="size", kind="number", dtype="float32")
    (tmp_path / "new.csv").write_text("name,size\na,1\nb,2\nTotal,3\n")
    names, refused, _, x = read(RowReader(Rows(columns=(column,)), TableData()), tmp_path / "new.csv")
    assert names == ["new.csv:2", "new.csv:3"]
    assert x.tolist() == [[1], [2]]
    assert refused == ["new.csv: row 4 it is a total, not an example"]
    (tmp_path / "new.xls").write_bytes(b"\xd0\xcf\x11\xe0 old")
    (tmp_path / "new.xlsx").write_bytes(b"PK\x03\x04 broken")
    _, refused, _, _ = read(RowReader(Rows(columns=(column,)), TableData()), *tmp_path.glob("*.xls*"))
    assert len(refused) == 2


def window_file(path: Path, rows: int, shops: tuple[str, ...] = ("a",)) -> Path:
    lines = [f"2024-01-{day + 1:02d},{shop},{day},{day * 10}" for shop in shops for day in range(rows)]
    path.write_text("day,shop,sales,other\n" + "\n".join(reversed(lines)) + "\n")
    return path


def test_windows_are_the_last_rows_of_each_series_in_time_order(tmp_path):
    form = Windows(
        window=3, horizon=1, columns=("other", "sales"), targets=("sales",), time="day", series="shop"
    )
    reader = WindowReader(form, SeriesData(series="shop"), name="x")
    file = window_file(tmp_path / "new.csv", 5, ("a", "b"))
    names, refused, remarks, x = read(reader, file)
    assert names == ["new.csv:a", "new.csv:b"]
    assert x[1].tolist() == [[20, 2], [30, 3], [40, 4]]
    assert not refused + remarks
    _, refused, _, _ = read(reader, window_file(tmp_path / "short.csv", 2))
    assert refused == ["short.csv:a it has 2 rows with every value, and the model sees 3"]
    (tmp_path / "less.csv").write_text("day,shop,sales\n2024-01-01,a,1\n")
    _, refused, _, _ = read(reader, tmp_path / "less.csv")
    assert "has no column other" in refused[0]


def test_a_window_without_its_time_is_taken_as_it_stands_and_that_is_said(tmp_path):
    form = Windows(window=2, columns=("sales",), time="day")
    (tmp_path / "new.csv").write_text("sales\n1\n2\n3\n")
    _, _, remarks, x = read(WindowReader(form, SeriesData(), name="x"), tmp_path / "new.csv")
    assert x.tolist() == [[[2], [3]]]
    assert remarks == ["new.csv it has no column day, so its rows are taken to be in order"]


def test_sequences_that_do_not_fit_are_named_by_line(tmp_path):
    head = "@classLabel true a b\n@data\n"
    (tmp_path / "new.ts").write_text(head + "1,2:a\n1,2,3,4:a\n1,2:1,2:b\n?,?:a\n1,2,3:b\n")
    reader = SequenceReader(Sequences(steps=3, dimensions=1, padding=-1), name="x")
    names, refused, _, x = read(reader, tmp_path / "new.ts")
    assert names == ["new.ts:3", "new.ts:7"]
    assert x[..., 0].tolist() == [[1, 2, -1], [1, 2, 3]]
    assert refused == [
        "new.ts:4 it has 4 steps, and the model takes 3",
        "new.ts:5 it has 2 dimensions, and the model takes 1",
        "new.ts:6 a dimension of it has no values",
    ]
    strict = SequenceReader(Sequences(steps=3, dimensions=1), name="x")
    assert read(strict, tmp_path / "new.ts")[0] == ["new.ts:7"]
    (tmp_path / "bad.ts").write_text("nothing")
    assert "has no line @data" in read(reader, tmp_path / "bad.ts")[1][0]


def test_arrays_that_do_not_fit_are_said(tmp_path):
    reader = ArrayReader(Arrays(shape=(2, 3), dtype="float32"), None, name="x")
    good = np.arange(12, dtype=np.int64).reshape(2, 2, 3)
    np.savez(tmp_path / "two.npz", first=good, second=good)
    np.savez(tmp_path / "named.npz", x=good, second=good)
    np.save(tmp_path / "wrong.npy", np.zeros((4, 5)))
    np.save(tmp_path / "text.npy", np.array([["a"] * 3] * 2))
    values = good.astype(np.float64)
    values[1, 0, 0] = np.inf
    np.save(tmp_path / "inf.npy", values)
    (tmp_path / "no.npy").write_text("no array")
    files = [
        tmp_path / name for name in ("two.npz", "named.npz", "wrong.npy", "text.npy", "inf.npy", "no.npy")
    ]
    names, refused, _, x = read(reader, *files)
    assert names == ["named.npz:0", "named.npz:1", "inf.npy:0"]
    assert x.dtype == np.float32
    assert refused[0].startswith("two.npz two.npz has more than one array that could be meant")
    assert "no array of the shape (2, 3)" in refused[1]
    assert "of type <U1" in refused[2]
    assert refused[3] == "inf.npy:1 it has values that are not finite numbers"
    assert "no NPZ, NPY or HDF5 file" in refused[4]


def test_no_examples_and_no_name_are_said(tmp_path):
    np.save(tmp_path / "none.npy", np.zeros((0, 2, 3)))
    reader = ArrayReader(Arrays(shape=(2, 3), dtype="float32"), None, name="x")
    names, refused, _, _ = read(reader, tmp_path / "none.npy", "", " ")
    assert not names
    assert refused[0] == "none.npy it has no examples"
    assert [one.strip() for one in refused[1:]] == ["an empty name is no file"] * 2


def test_a_korean_table_of_one_row_is_read_in_the_encoding_of_known_columns(tmp_path):
    """Its few letters are letters in several encodings."""
    columns = (
        Column(name="섬", input="섬", kind="category", dtype="string", categories=("제주",)),
        Column(name="size", input="size", kind="number", dtype="float32"),
    )
    (tmp_path / "new.csv").write_bytes("섬,size\n제주,3\n".encode("cp949"))
    names, refused, _, x = read(RowReader(Rows(columns=columns), TableData()), tmp_path / "new.csv")
    assert (names, refused, x.tolist()) == (["new.csv:2"], [], [["제주"]])
    form = Texts(length=4, vocabulary=("국회", "정부"))
    (tmp_path / "new.txt").write_bytes("국회".encode("cp949"))
    assert read(TextReader(form, TextData(), name="x"), tmp_path / "new.txt")[3].tolist() == [["국회"]]
    unknown = Texts(length=4, vocabulary=("other",))
    refused = read(TextReader(unknown, TextData(), name="x"), tmp_path / "new.txt")[1]
    assert "more than one encoding" in refused[0]
    windows = Windows(window=2, columns=("값",), targets=("값",), horizon=1)
    (tmp_path / "rows.csv").write_bytes("값\n1\n2\n3\n".encode("cp949"))
    assert read(WindowReader(windows, SeriesData(), name="x"), tmp_path / "rows.csv")[3].tolist() == [
        [[2], [3]]
    ]


def test_bytes_tokens_and_padding_of_arrays(tmp_path):
    np.save(tmp_path / "bytes.npy", np.array([[1.0, 255.0], [1.5, 2.0], [-1.0, 0.0]]))
    reader = ArrayReader(Arrays(shape=(2,), dtype="uint8"), ArraysData(), name="x")
    names, refused, _, x = read(reader, tmp_path / "bytes.npy")
    assert (names, x.dtype, x.tolist()) == (["bytes.npy:0"], np.uint8, [[1, 255]])
    assert [one.partition(" ")[2] for one in refused] == [
        "it has values that are no whole numbers from 0 to 255"
    ] * 2
    sequence = np.array([[[1.0], [2.0]], [[3.0], [np.nan]]])
    np.save(tmp_path / "short.npy", sequence)
    padded = ArrayReader(Arrays(shape=(3, 1), dtype="float32", padding=-9), None, name="x")
    assert read(padded, tmp_path / "short.npy")[3][..., 0].tolist() == [[1, 2, -9], [3, -9, -9]]
    single = ArrayReader(Arrays(shape=(1,), dtype="float32"), None, name="x")
    np.save(tmp_path / "flat.npy", np.arange(3.0))
    assert read(single, tmp_path / "flat.npy")[3].tolist() == [[0], [1], [2]]


def test_texts_without_words_or_with_unknown_ones(tmp_path):
    form = Texts(length=4, vocabulary=("good", "bad"))
    reader = TextReader(form, TextData(), name="text")
    (tmp_path / "a.txt").write_text("Good!\nbad", "utf-8")
    (tmp_path / "b.txt").write_text(" ... ")
    (tmp_path / "c.txt").write_bytes(b"\0\1\2")
    (tmp_path / "d.csv").write_text("text,other\nfine,1\ngood,2\n")
    (tmp_path / "e.csv").write_text("some,other\nfine,1\n")
    files = [tmp_path / f"{name}" for name in ("a.txt", "b.txt", "c.txt", "d.csv", "e.csv")]
    names, refused, remarks, x = read(reader, *files, "a good one")
    assert names == ["a.txt", "d.csv:2", "d.csv:3", "a good one"]
    assert x[:, 0].tolist() == ["Good!\nbad", "fine", "good", "a good one"]
    assert remarks == ["d.csv:2 the model has learned none of its words"]
    assert [one.partition(" ")[0] for one in refused] == ["c.txt", "e.csv", "b.txt"]


def test_texts_become_the_numbers_of_keras():
    words = ("", "[START]", "[UNK]", "the", "film", "i'm")
    form = NumberedTexts(words=words, unknown=2, vocabulary=5, length=5)
    reader = TextReader(form, None, name="x")
    found = reader.text("The film, the I'm FILM other")
    assert found.x is not None
    assert found.x["x"].tolist() == [[4, 3, 2, 4, 2]]
    short = reader.text("film")
    assert short.x is not None
    assert short.x["x"].tolist() == [[1, 4, 0, 0, 0]]
    assert reader.text("...").refused[0].reason == "it has no text"
    assert reader.text("other").remarks[0].reason == "the model has learned none of its words"
    unknown = TextReader(form.model_copy(update={"words": ()}), None, name="x")
    assert "not on this machine" in unknown.text("film").refused[0].reason


def test_a_whole_number_beside_fractions_is_the_category_of_the_training_data(tmp_path):
    column = Column(
        name="size",
        input="size",
        kind="category",
        dtype="string",
        dtype_read="float64",
        categories=("2.5", "3.0"),
    )
    (tmp_path / "new.csv").write_text("size\n3\n2.50\n")
    reader = RowReader(Rows(columns=(column,)), TableData(target="y"))
    assert read(reader, tmp_path / "new.csv")[3].ravel().tolist() == ["3.0", "2.5"]
