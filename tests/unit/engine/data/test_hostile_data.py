"""Data files that are damaged, huge, no files at all, or made to do harm: each is one sentence."""

import io
import os
import random
import struct
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import fastparquet
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.data import DataError, LoadCancelled, choices_in, load
from engine.data.reading.context import Reading
from engine.data.reading.limits import Limits
from engine.data.tables.file import read_table_file
from engine.opening import printable
from engine.settings.data.kinds import (
    ArraysData,
    ImagesData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
    TextData,
)

GOOD = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6], "b": list("xyxyxy"), "y": [0, 1, 0, 1, 0, 1]})


@pytest.fixture
def in_process(monkeypatch):
    """What is read in an isolated process is read here, as each process takes a second to begin."""
    monkeypatch.setattr(
        "engine.data.reading.isolated_call.call_isolated", lambda call, asked, **_: call(asked)
    )


def npy(shape, *, descr="<f8", data=b"", version=(1, 0), header=None) -> bytes:
    text = header or f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape!r}, }}"
    raw = text.encode("latin-1") + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H", len(raw)) + raw + data


def npz(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)


def encrypt(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + flags] |= 1
            place = raw.find(mark, place + 4)
    path.write_bytes(raw)


def encrypted_npz(path: Path) -> None:
    npz(path, x=npy((2,), data=bytes(16)), y=npy((2,), data=bytes(16)))
    encrypt(path)


def excel(path: Path, sheet: str | None = None) -> None:
    """An Excel file; `sheet` is the XML of its rows in place of those of a good one."""
    made = io.BytesIO()
    GOOD.to_excel(made, index=False)
    with zipfile.ZipFile(made) as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            content = good.read(name)
            if sheet is not None and name == "xl/worksheets/sheet1.xml":
                rows = f"<sheetData>{sheet}</sheetData></worksheet>".encode()
                content = content[: content.index(b"<sheetData>")] + rows
            archive.writestr(name, content)


def encrypted_excel(path: Path) -> None:
    excel(path)
    encrypt(path)


def cell(where: str) -> str:
    return f'<c r="{where}"><v>1</v></c>'


CORNER = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
MANY_ROWS = f'<row r="1">{cell("A1")}{cell("B1")}</row>' + "".join('<row r="9999999"/>' for _ in range(3))

TABLES = {
    "empty.csv": lambda path: path.write_bytes(b""),
    "zeros.csv": lambda path: path.write_bytes(bytes(1000)),
    "binary.csv": lambda path: path.write_bytes(bytes(range(256)) * 9),
    "quote.csv": lambda path: path.write_text('a,y\n"1,2\n3,4\n'),
    "long cell.csv": lambda path: path.write_text("a,y\n" + "x" * 300_000 + ",1\n"),
    "many columns.csv": lambda path: path.write_text(",".join(f"c{n}" for n in range(5000)) + "\n"),
    "uneven.csv": lambda path: path.write_text("a,y\n1,2\n1,2,3,4\n"),
    "mark.csv": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "half.csv": lambda path: path.write_bytes(b"\xff\xfea\x00,"),
    "empty.xlsx": lambda path: path.write_bytes(b"PK\x03\x04"),
    "corner.xlsx": lambda path: excel(path, CORNER),
    "many rows.xlsx": lambda path: excel(path, MANY_ROWS),
    "broken.xlsx": lambda path: excel(path, "<row"),
    "no rows.xlsx": lambda path: excel(path, ""),
    "encrypted.xlsx": encrypted_excel,
    "no excel.xlsx": lambda path: npz(path, x=npy((1,), data=bytes(8))),
    "empty.parquet": lambda path: path.write_bytes(b"PAR1"),
    "footer.parquet": lambda path: path.write_bytes(b"PAR1" + b"\xff" * 60 + b"\xff\xff\xff\x7fPAR1"),
}

ARRAYS = {
    "empty.npz": lambda path: path.write_bytes(b""),
    "pickle.npz": lambda path: path.write_bytes(b"\x80\x04."),
    "no array.npz": npz,
    "encrypted.npz": encrypted_npz,
    "huge.npz": lambda path: npz(path, x=npy((2**40, 9)), y=npy((2**40,))),
    "negative.npz": lambda path: npz(path, x=npy((-1,)), y=npy((-1,))),
    "cut off.npz": lambda path: npz(path, x=npy((9, 9), data=bytes(8)), y=npy((9,), data=bytes(72))),
    "objects.npz": lambda path: npz(path, x=npy((1,), descr="|O"), y=npy((1,), data=bytes(8))),
    "tokens.npz": lambda path: npz(path, x=npy((), header="{'descr': '''"), y=npy((1,), data=bytes(8))),
    "deep.npz": lambda path: npz(path, x=npy((), header="(" * 5000), y=npy((1,), data=bytes(8))),
    "no type.npz": lambda path: npz(path, x=npy((1,), descr="nothing"), y=npy((1,), data=bytes(8))),
    "version.npz": lambda path: npz(path, x=npy((1,), version=(9, 9)), y=npy((1,), data=bytes(8))),
    "no tuple.npz": lambda path: npz(path, x=npy("all"), y=npy((1,), data=bytes(8))),
    "huge.npy": lambda path: path.write_bytes(npy((2**50,))),
    "more than it has.npy": lambda path: path.write_bytes(npy((10**6, 3), data=bytes(80))),
}

LABELLED = {
    "empty.ts": lambda path: path.write_bytes(b""),
    "no data.ts": lambda path: path.write_text("@classLabel true 0 1\n"),
    "text.ts": lambda path: path.write_text("@data\na,b:0\n"),
    "no label.ts": lambda path: path.write_text("@data\n1,2\n"),
    "binary.ts": lambda path: path.write_bytes(bytes(range(256))),
    "endless.ts": lambda path: path.write_text("@data\n1e999,1:0\n:::::\n"),
    "text.tsv": lambda path: path.write_text("0\tx\n"),
}

KINDS: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "table": (TableData, TABLES, {}),
    "arrays": (ArraysData, ARRAYS, {}),
    "labelled": (LabelledData, LABELLED, {}),
    "series": (SeriesData, {name: make for name, make in TABLES.items() if name.endswith(".csv")}, {}),
    "text": (
        TextData,
        {name: TABLES[name] for name in ("empty.csv", "zeros.csv", "binary.csv", "quote.csv")},
        {},
    ),
}
CASES = [(kind, name) for kind, (_, files, _) in KINDS.items() for name in files]


def read(data: Any) -> None:
    """Read it as a run does."""
    found = load(data, None)
    found.fit(np.arange(found.count))


def check_sentence(error: DataError, name: str) -> None:
    sentence = str(error)
    assert sentence.endswith(".")
    assert len(sentence) > 30
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    sentence.encode()
    assert name in sentence or error.path != "data.path"


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_file_that_cannot_be_used_is_named(kind, name, tmp_path):
    make_settings, files, more = KINDS[kind]
    path = tmp_path / name
    files[name](path)
    data = make_settings(path=str(path), **more)
    with pytest.raises(DataError) as caught:
        read(data)
    check_sentence(caught.value, name.partition(".")[0])
    try:
        choices_in(data, None)  # what the window asks; it may have an answer
    except DataError as error:
        check_sentence(error, name)


NO_FILES = {
    "pipe": (os.mkfifo, "it is a pipe"),
    "zero": (lambda path: path.symlink_to("/dev/zero"), "it is a device"),
    "input": (lambda path: path.symlink_to("/dev/stdin"), "only regular files|cannot be read|nothing at"),
    "process": (lambda path: path.symlink_to("/proc/self/environ"), "it belongs to the system"),
    "kernel": (lambda path: path.symlink_to("/proc/version"), "it belongs to the system"),
    "itself": (lambda path: path.symlink_to(path), "not a path|nothing at"),
}
READERS = (TableData, ArraysData, LabelledData, SeriesData, TextData, PythonData, ImagesData)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor /dev among its files")
@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_regular_file_is_refused_at_once(reader, what, tmp_path):
    make, words = NO_FILES[what]
    path = tmp_path / "data.ts"
    make(path)
    with pytest.raises(DataError, match=words):
        load(reader(path=str(path)), None, trusted=lambda _path, _sha256: True)
    with pytest.raises(DataError, match=words):
        choices_in(reader(path=str(path)), None)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["a\0b.csv", "x" * 5000, "\udcff\udcfe.csv", "~nobody-at-all/x.csv"])
def test_a_name_that_no_file_has_is_a_short_sentence(reader, path):
    with pytest.raises(DataError) as caught:
        load(reader(path=path), None)
    assert len(str(caught.value)) < 500
    str(caught.value).encode()


def picture(path: Path, shade: int) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (8, 8), (shade, 9, 9)).save(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor names that are no text")
def test_a_pipe_and_a_name_that_is_no_text_are_left_out_of_pictures_and_named(tmp_path):
    for number in range(3):
        picture(tmp_path / "cats" / f"{number}.png", number)
        picture(tmp_path / "dogs" / f"{number}.png", 99 + number)
    os.mkfifo(tmp_path / "dogs" / "pipe.png")
    (tmp_path / "cats" / "0.png").rename(tmp_path / "cats" / "odd\udcff.png")
    (tmp_path / "birds\udcfe").mkdir()
    found = load(ImagesData(path=str(tmp_path), height=8, width=8), None)
    assert found.names == ("cats/1.png", "cats/2.png", "dogs/0.png", "dogs/1.png", "dogs/2.png")
    assert found.class_names == ("cats", "dogs")
    left = {item.name: item.reason for item in found.left_out}
    assert set(left) == {r"cats/odd\xff.png", r"birds\xfe", "dogs/pipe.png"}
    assert "rename" in left[r"cats/odd\xff.png"]
    "".join((*left, *left.values(), *found.notes)).encode()


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor names that are no text")
def test_a_pipe_and_a_name_that_is_no_text_are_left_out_of_texts_and_named(tmp_path):
    for label in ("bad", "good"):
        (tmp_path / label).mkdir()
        for number in range(3):
            (tmp_path / label / f"{number}.txt").write_text(f"{label} words {number}")
    os.mkfifo(tmp_path / "bad" / "pipe.txt")
    (tmp_path / "bad" / "0.txt").rename(tmp_path / "bad" / "odd\udcff.txt")
    found = load(TextData(path=str(tmp_path)), None)
    assert len(found.names) == 5
    assert {item.name for item in found.left_out} == {r"bad/odd\xff.txt", "bad/pipe.txt"}


def test_the_limits_say_which_was_reached_and_can_be_lifted(tmp_path, monkeypatch):
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(f"c{n}" for n in range(500)) + "\n" + "1\n" * 500)
    monkeypatch.setattr("engine.data.reading.limits.available_memory", lambda: 200_000)
    with pytest.raises(DataError, match=r"wide.csv has more than 25,000 cells.*data.no_limits"):
        read_table_file(wide, Reading())
    assert len(read_table_file(wide, Reading(limits=Limits(lifted=True))).table) == 500
    long = tmp_path / "long.csv"
    long.write_text("a,y\n" + "1,2\n3,4\n" * 1650)
    monkeypatch.setattr("engine.data.reading.limits.available_memory", lambda: 100_000)
    with pytest.raises(DataError, match=r"long.csv has more than 1,562 rows"):
        read_table_file(long, Reading())
    monkeypatch.setattr("engine.data.reading.limits.available_memory", lambda: 1000)
    with pytest.raises(DataError, match=r"long.csv would take .* of memory"):
        load(TableData(path=str(long)), None)
    found = load(TableData(path=str(long), no_limits=True), None)
    assert found.count == 3300
    monkeypatch.undo()
    monkeypatch.setattr("engine.data.reading.limits._SECONDS", -1e9)
    with pytest.raises(DataError, match=r"Reading long.csv took longer than"):
        read_table_file(long, Reading())


def test_a_folder_of_more_files_than_can_be_kept_is_refused(tmp_path, monkeypatch):
    for number in range(6):
        picture(tmp_path / ("cats" if number % 2 else "dogs") / f"{number}.png", number)
    monkeypatch.setattr("engine.data.reading.limits._BYTES_A_FILE", 10**15)
    with pytest.raises(DataError, match="more than 1 file,"):
        load(ImagesData(path=str(tmp_path)), None)
    assert load(ImagesData(path=str(tmp_path), no_limits=True), None).count == 6


def test_large_data_is_within_the_limits_of_a_usual_machine(monkeypatch):
    """Asked with numbers, as nobody has the time to read them: with 12 GB free of 16."""
    monkeypatch.setattr("engine.data.reading.limits.available_memory", lambda: 12 * 10**9)
    limits = Limits()
    limits.require_memory(2 * 5 * 10**9, "a CSV file of 5 GB")
    limits.require_shape(60_000_000, 20, name="its rows and columns")
    limits.require_shape(1_000_000, 100, name="a million rows")
    assert (limits.most_cells(200) or 0) > 1_048_576 * 30
    assert (limits.most_files() or 0) > 200_000 * 10
    assert (limits.seconds(5 * 10**9) or 0) > 3600
    assert (limits.seconds(2 * 10**9, files=200_000) or 0) > 3600


def write_good(path: Path) -> None:
    writers[path.suffix](path)


writers = {
    ".csv": lambda path: GOOD.to_csv(path, index=False),
    ".xlsx": excel,
    ".parquet": lambda path: fastparquet.write(str(path), GOOD),
    ".npz": lambda path: np.savez(path, x=np.arange(12.0).reshape(6, 2), y=np.arange(6) % 2),
    ".npy": lambda path: np.save(path, np.arange(12.0).reshape(6, 2)),
    ".ts": lambda path: path.write_text("@data\n1,2,3:0\n4,5,6:1\n1,2,4:0\n3,5,6:1\n"),
}
OF_SUFFIX: dict[str, Any] = {".npz": ArraysData, ".npy": ArraysData, ".ts": LabelledData}


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("suffix", [suffix for suffix in writers if suffix != ".parquet"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), cut=st.booleans())
def test_any_changed_bytes_are_data_or_a_sentence(suffix, seed, cut, tmp_path):
    path = tmp_path / f"changed{suffix}"
    write_good(path)
    draw, raw = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(draw.randint(1, 9)):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    path.write_bytes(raw[: draw.randrange(len(raw))] if cut else raw)
    data = OF_SUFFIX.get(suffix, TableData)(path=str(path))
    try:
        read(data)
    except DataError as error:
        check_sentence(error, "")  # it may be about what is in the file, such as a class


def endless(path: str) -> None:
    del path
    time.sleep(600)


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_reading_in_another_process_ends_at_once_when_nobody_waits(suffix, tmp_path, monkeypatch):
    path = tmp_path / f"table{suffix}"
    write_good(path)
    asked = threading.Event()
    monkeypatch.setattr("engine.data.tables.excel.read_sheet", endless)
    monkeypatch.setattr("engine.data.tables.parquet.read_table", endless)
    threading.Timer(0.5, asked.set).start()
    with pytest.raises(LoadCancelled):
        load(TableData(path=str(path)), None, cancelled=asked.is_set)


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".npy"])
def test_reading_asks_again_and_again_whether_to_go_on(suffix, tmp_path):
    path = tmp_path / f"x{suffix}"
    values = np.zeros((400_000, 8))
    if suffix == ".csv":
        path.write_text("a,b,c,y\n" + "1.25,2.5,3.5,0\n" * 400_000)
    elif suffix == ".npz":
        np.savez(path, x=values, y=values[:, 0])
    else:
        np.save(path, values)
        np.save(tmp_path / "y.npy", values[:, 0])
    looks = 0

    def cancelled() -> bool:
        nonlocal looks
        looks += 1
        return looks > 8

    with pytest.raises(LoadCancelled):
        load(OF_SUFFIX.get(suffix, TableData)(path=str(path)), None, cancelled=cancelled)


def test_a_column_that_changes_in_the_midst_is_one_of_text(tmp_path):
    """pandas reads in parts; what it took for numbers in the first is text as it stands in the file."""
    path = tmp_path / "mixed.csv"
    rows = 300_000
    path.write_text("a,b,c,d,y\n" + "007,1,2,3,0\n" * rows + "x7,1,2,3,1\n")
    table = read_table_file(path, Reading()).table
    whole = pd.read_csv(path, low_memory=False)
    pd.testing.assert_frame_equal(table, whole)
    assert table["a"].iloc[0] == "007"


def test_names_are_shown_as_text():
    assert printable("plain 이름.png") == "plain 이름.png"
    assert printable("odd\udcff.png") == r"odd\xff.png"
    assert printable("\ud800") == r"\ud800"
