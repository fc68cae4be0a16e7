"""CSV files that are compressed are read as pandas reads them; what it would not read is refused."""

import bz2
import gzip
import lzma
import zipfile

import pandas as pd
import pytest

from engine.data import DataError, load
from engine.data.reading.context import Reading
from engine.data.tables.csv import column_names, read_csv
from engine.data.tables.file import table_names
from engine.data.tables.notation.written import Written
from engine.settings.data.kinds import TableData

TEXT = "v,y\n" + "".join(f"{number * 0.37:.2f},{'ab'[number % 2]}\n" for number in range(60))
WRITTEN = Written(rules=True)


def write(path, members=None):
    content = TEXT.encode()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name in members or ["d.csv"]:
                archive.writestr(name, content)
    else:
        pack = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[path.suffix]
        path.write_bytes(pack(content))
    return path


@pytest.mark.parametrize("ending", ["csv.gz", "csv.bz2", "xz", "zip"])
def test_as_pandas_reads_it(tmp_path, ending):
    path = write(tmp_path / f"d.{ending}")
    found = read_csv(path, Reading(), written=WRITTEN).table
    assert found.to_dict("list") == pd.read_csv(path).to_dict("list")
    assert column_names(path, WRITTEN) == table_names(path, written=WRITTEN)[0] == ("v", "y")
    assert load(TableData(path=str(path), target="y"), None).count == 60


def test_names_are_read_from_the_beginning(tmp_path):
    path = tmp_path / "large.csv.gz"
    path.write_bytes(gzip.compress(b"v,y\n" + b"1,\xea\xb0\x80\n" * 400_000, 1))
    assert column_names(path, WRITTEN) == ("v", "y")


@pytest.mark.parametrize(
    ("name", "members", "words"),
    [
        ("d.zip", ["a.csv", "b.csv"], "2 files in it, such as a.csv, b.csv"),
        ("d.zip", ["folder/"], "0 files"),
        ("d.csv", None, r"compressed \(gzip\).*end in .gz"),
        ("cut.gz", None, "corrupt, cut or encrypted"),
    ],
)
def test_what_pandas_would_not_read_is_refused(tmp_path, name, members, words):
    packed = write(tmp_path / ("x.zip" if members else "x.gz"), members)
    content = packed.read_bytes()
    (tmp_path / name).write_bytes(content[:-20] if name == "cut.gz" else content)
    with pytest.raises(DataError, match=words):
        load(TableData(path=str(tmp_path / name)), None)
