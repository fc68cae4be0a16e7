"""Files in every encoding that can be chosen: found where their bytes say it, else read as it is set."""

import codecs
from typing import Any, get_args

import pytest

from engine.data import load
from engine.data.problems import DataQuestionError
from engine.data.reading.context import Reading
from engine.data.tables.csv import column_names
from engine.data.tables.notation.written import Written
from engine.data.text.files import read_folder
from engine.settings.data.encodings import ENCODING_TITLES, Encoding
from engine.settings.data.kinds import TableData

WORDS = {
    "Korean": ("사과나무", "배나무"),
    "Japanese": ("りんご", "果物"),
    "Chinese": ("苹果", "香蕉"),
    "traditional": ("蘋果", "香蕉"),
    "Western": ("Ärger", "élève"),
    "Central": ("żółw", "říčka"),
    "Cyrillic": ("яблоко", "груша"),
    "Greek": ("μήλο", "αχλάδι"),
    "Turkish": ("ağaç", "çiçek"),
    "Hebrew": ("תפוח", "אגס"),
    "Arabic": ("تفاح", "موز"),
    "Baltic": ("ąžuolas", "ėglė"),
    "Vietnamese": ("đẹp", "xâu"),
    "Thai": ("แอปเปิ้ล", "กล้วย"),
    "UTF": ("사과나무", "Ärger"),
}
CHOSEN = [name for name in get_args(Encoding) if name != "auto"]


def words(encoding):
    title = ENCODING_TITLES[encoding]
    kind = next(kind for kind in WORDS if kind in title)
    found = WORDS[kind]
    return ("abç", "ôté") if encoding == "cp1258" else found


def table(encoding):
    one, other = words(encoding)
    return f"{one},name,y\n" + "".join(
        f"{n},{(one, other)[n % 2]}{n % 4},{(one, other)[n % 2]}\n" for n in range(20)
    )


@pytest.mark.parametrize("encoding", CHOSEN)
def test_a_table_and_texts_are_read_in_the_encoding_that_is_set(encoding, tmp_path):
    one, other = words(encoding)
    (tmp_path / "d.csv").write_bytes(table(encoding).encode(encoding))
    found: Any = load(TableData(path=str(tmp_path / "d.csv"), encoding=encoding), None)
    assert set(found.class_names) == {one, other}
    assert [column.name for column in found.as_read.columns] == [one, "name", "y"]
    assert found.as_read.rows[1]["name"] == f"{other}1"
    for label, word in (("good", one), ("bad", other)):
        (tmp_path / "texts" / label).mkdir(parents=True)
        for number in range(3):
            path = tmp_path / "texts" / label / f"{number}.txt"
            path.write_bytes(f"{word} {number} {one}".encode(encoding))
    texts = read_folder(tmp_path / "texts", Reading(), encoding=encoding)
    assert texts.left_out == ()
    assert {file.text for file in texts.files} == {
        f"{word} {number} {one}" for word in (one, other) for number in range(3)
    }


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_letters_of_two_and_four_bytes_are_found(encoding, tmp_path):
    mark = {"utf-32-be": codecs.BOM_UTF32_BE}.get(encoding, b"")
    text = table("utf-8").replace("사과나무,name", "n,name")
    (tmp_path / "d.csv").write_bytes(mark + text.encode(encoding))
    found: Any = load(TableData(path=str(tmp_path / "d.csv")), None)
    assert set(found.class_names) == set(words("utf-8"))


@pytest.mark.parametrize("encoding", ["koi8-r", "euc-jp"])
def test_a_rarer_encoding_is_asked_about_with_its_words(encoding, tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(table(encoding).encode(encoding))
    with pytest.raises(DataQuestionError, match=words(encoding)[0]) as caught:
        load(TableData(path=str(path)), None)
    assert caught.value.path == "data.encoding"
    assert encoding in caught.value.choices


def test_what_is_set_is_said_with_some_words_and_may_be_wrong(tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(table("koi8-r").encode("koi8-r"))
    found: Any = load(TableData(path=str(path), encoding="koi8-r"), None)
    assert any("koi8-r: яблоко" in note for note in found.notes)
    with pytest.raises(DataQuestionError, match="cannot be read as euc-jp to its end") as caught:
        load(TableData(path=str(path), encoding="euc-jp"), None)
    assert caught.value.path == "data.encoding"
    assert len(column_names(path, Written(rules=True, encoding="euc-jp"))) == 3
    replaced: Any = load(TableData(path=str(path), encoding="euc-jp", broken_bytes="replace"), None)
    assert replaced.count == 20
