import subprocess
import sys

import pytest

from engine.data import DataError, choices_in, load
from engine.data.reading.memory import available_memory, readable_size
from engine.settings.data.kinds import ArraysData, ImagesData, TableData


def test_a_file_that_may_not_be_read_is_named(monkeypatch):
    def refuse(*_: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied", "/data/x.csv")

    monkeypatch.setattr("engine.data.tables.read.read_table_file", refuse)
    with pytest.raises(DataError, match=r"x\.csv cannot be read: Permission denied\."):
        load(TableData(path="sample:wine.csv"), None)


def test_too_little_memory_is_said(monkeypatch):
    def refuse(*_: object, **_named: object) -> None:
        raise MemoryError

    monkeypatch.setattr("engine.data.tables.read.read_table_file", refuse)
    with pytest.raises(DataError, match="not enough memory"):
        load(TableData(path="sample:wine.csv"), None)


def test_names_for_editors(tmp_path):
    assert choices_in(TableData(path="sample:wine.csv"), None).names[-1] == "cultivar"
    assert choices_in(ImagesData(path=str(tmp_path)), None).names == ()
    for settings in (
        ArraysData(path="none.npz"),
        ArraysData(path=str(tmp_path)),
        TableData(path=str(tmp_path)),
    ):
        with pytest.raises(DataError):
            choices_in(settings, tmp_path)


def test_sizes_in_words():
    assert [readable_size(size) for size in (5, 1540, 10**13)] == ["5 bytes", "1.54 KB", "10 TB"]
    assert available_memory() > 0


def test_importing_the_room_costs_no_pandas_and_no_tensorflow():
    code = "import sys, engine.data; print({'pandas', 'tensorflow', 'keras', 'PySide6'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
