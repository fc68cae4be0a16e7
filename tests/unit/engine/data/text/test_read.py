"""Texts of folders and tables: what is read, what is left out and named, and what is refused."""

import codecs

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DataError, load
from engine.data.separate_data import load_validation
from engine.data.text.vocabulary import Texts
from engine.inspect.staged_data import StagedData
from engine.settings import Project
from engine.settings.data.text import TextData
from engine.settings.fit import FitSettings


def folder_of(root, files):
    """A folder with these files: texts are written in UTF-8, bytes as they are."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(path, **options):
    return load(TextData(path=str(path), **options), None)


def texts_of(dataset):
    assert isinstance(dataset.rows, Texts)
    return list(dataset.rows.texts)


GOOD = {
    "good/1.txt": "아주 좋다",
    "good/2.txt": "좋은 영화",
    "bad/1.txt": "나쁘다",
    "bad/2.txt": "지루한 영화",
}


def test_a_folder_has_a_class_for_each_sub_folder(tmp_path):
    found = read(folder_of(tmp_path, GOOD))
    assert found.class_names == ("bad", "good")
    assert texts_of(found) == ["나쁘다", "지루한 영화", "아주 좋다", "좋은 영화"]
    assert found.y.tolist() == [0, 0, 1, 1]
    assert found.names[0] == "bad/1.txt"
    assert (found.kind, found.task) == ("text", "classification")


def test_each_file_is_read_in_the_encoding_it_is_written_in(tmp_path):
    files = GOOD | {
        "good/3.txt": codecs.BOM_UTF8 + "참 좋다".encode(),
        "good/4.txt": "무척 좋다".encode("cp949"),
        "good/5.txt": "좋다".encode("utf-16"),
        "good/6.txt": b"\xff\xfa\x81",
        "good/7.txt": b"a\0b",
    }
    found = read(folder_of(tmp_path, files))
    assert texts_of(found)[4:] == ["참 좋다", "무척 좋다", "좋다"]
    assert sorted(left.name for left in found.left_out) == ["good/6.txt", "good/7.txt"]
    assert all("UTF-8" in left.reason for left in found.left_out)
    assert any("1 file was read as cp949" in note for note in found.notes)


def test_what_has_no_text_is_left_out_and_named(tmp_path):
    found = read(
        folder_of(tmp_path, GOOD | {"bad/3.txt": " \n", "bad/4.txt": "?!", "bad/5.md": "a", "note.txt": "x"})
    )
    reasons = {left.name: left.reason for left in found.left_out}
    assert reasons["bad/3.txt"] == reasons["bad/4.txt"] == "it has no text"
    assert "does not end in .txt" in reasons["bad/5.md"]
    assert "beside the class folders" in reasons["note.txt"]
    kept = read(tmp_path, punctuation=False)
    assert "?!" in texts_of(kept)


@pytest.mark.parametrize(
    ("files", "options", "words", "path"),
    [
        ({"a.txt": "x"}, {}, ["no sub-folders", "The one file in it has no class"], "data.path"),
        ({"a/1.txt": "x"}, {}, ["one class only"], "data.path"),
        ({"a/1.md": "x", "b/1.md": "y"}, {}, ["no .txt file"], "data.path"),
        ({"a/1.txt": " ", "b/1.txt": "!"}, {}, ["no text"], "data.text"),
        ({"a/1.txt": "x", "b/1.txt": ""}, {}, ["one class", "a"], "data.path"),
        (GOOD, {"task": "regression"}, ["choose classification"], "data.task"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_used_is_refused_with_a_sentence(files, options, words, path, tmp_path):
    with pytest.raises(DataError) as caught:
        read(folder_of(tmp_path, files), **options)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.path == path


TABLE = 'id,review,stars\n1,아주 좋다,5\n2,"나쁘다, 정말",1\n3,NA,1\n4,,5\n5,보통,\n6,좋다,5\n'


def test_a_table_gives_the_column_with_the_longest_texts_and_the_last_other(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    found = read(tmp_path / "a.csv")
    assert texts_of(found) == ["아주 좋다", "나쁘다, 정말", "NA", "좋다"]  # a text may be any word
    assert found.class_names == ("1", "5")
    assert found.target_names == ("stars",)
    assert [(left.name, left.reason) for left in found.left_out] == [
        ("row 5", "it has no text"),
        ("row 6", "no value in column stars"),
    ]


def test_numbers_can_be_learned_from_texts(tmp_path):
    (tmp_path / "a.tsv").write_bytes("text\tscore\n좋다\t4.5\n나쁘다\t1\n".encode("cp949"))
    found = read(tmp_path / "a.tsv")
    assert found.task == "regression"
    assert found.y.tolist() == [[4.5], [1.0]]


@pytest.mark.parametrize(
    ("table", "options", "words", "path"),
    [
        ("text\nx\ny\n", {}, ["one column only"], "data.path"),
        ("text,y\nx,1\nz,2\n", {"target": "text", "text": "text"}, ["cannot be the target"], "data.target"),
        ("text,y\nx,1\nz,2\n", {"text": "tex"}, ["no column tex", "Is text meant?"], "data.text"),
        ("text,y\nx,\nz,\n", {}, ["target column y is empty"], "data.target"),
        ("text,y\nx,1\nz,2\nw,a\n", {}, ["y", "'a'"], "data.target"),
        ("text,y\nx,a\nz,a\n", {}, ["one class"], "data.target"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused_with_a_sentence(table, options, words, path, tmp_path):
    (tmp_path / "a.csv").write_text(table, "utf-8")
    with pytest.raises(DataError) as caught:
        read(tmp_path / "a.csv", **options)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.path == path


def test_letters_in_parts_are_put_together_and_it_is_said(tmp_path):
    found = read(folder_of(tmp_path, GOOD | {"good/3.txt": "\u1112\u1161\u11ab"}))
    assert texts_of(found)[-1] == "한"
    assert any("NFD" in note for note in found.notes)


def test_validation_texts_are_numbered_by_the_training_vocabulary(tmp_path):
    folder_of(tmp_path / "train", GOOD)
    custom = folder_of(tmp_path / "own", {"good/1.txt": "영화 새말", "bad/1.txt": "좋다 좋다 좋다 좋다"})
    project = Project(
        data=TextData(path=str(tmp_path / "train")), fit=FitSettings(validation_data=str(custom))
    )
    dataset = StagedData(project).fitted
    found = load_validation(project, None, dataset=dataset)
    assert dataset.fitted is not None
    assert found.shape == dataset.shape
    assert found.y.tolist() == [0, 1]
    known = dataset.x[1][-1]  # "영화"
    assert found.x[1].tolist() == [known, 1]


def test_bytes_and_names_change_the_fingerprint(tmp_path):
    one = read(folder_of(tmp_path, GOOD)).fingerprint
    assert read(tmp_path).fingerprint == one
    folder_of(tmp_path, {"good/1.txt": "아주 좋다!"})
    assert read(tmp_path).fingerprint != one


ANY_BYTES = st.binary(max_size=40) | st.text(max_size=30).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


def trains_or_is_refused(path, **options):
    """It gives whole inputs and targets for training, or a sentence."""
    data = TextData(path=str(path), **options)
    try:
        dataset = StagedData(Project(data=data)).fitted
    except DataError as error:
        refused = error
    else:
        is_whole(dataset)
        return
    assert str(refused)
    assert refused.path.startswith(("data.", "fit."))


def is_whole(dataset):
    """Inputs and targets are what a model can learn from."""
    fitted = dataset.fitted
    assert fitted is not None
    assert dataset.x.dtype == np.int32
    assert dataset.x.shape == (len(dataset.y), dataset.shape[0])
    x = np.asarray(dataset.x)
    assert 0 <= int(x.min()) <= int(x.max()) < fitted.vocabulary
    assert (x[:, 0] > 0).all()  # no text is empty
    if dataset.task == "classification":
        assert 0 <= dataset.y.min() <= dataset.y.max() < dataset.outputs


@settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    files=st.lists(st.tuples(st.sampled_from("abc"), ANY_BYTES), min_size=1, max_size=9),
    level=st.sampled_from(["word", "character"]),
    marks=st.booleans(),
)
def test_any_folder_trains_or_is_refused(files, level, marks, tmp_path_factory):
    named = {f"{name}/{number}.txt": content for number, (name, content) in enumerate(files)}
    trains_or_is_refused(folder_of(tmp_path_factory.mktemp("any"), named), level=level, punctuation=marks)


CELLS = st.sampled_from(["a", "b", "1", "2.5", "", "좋다", '"x, y"', "?", "NA", "\u2028"])
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=9)
TABLES = (
    ROWS.map(lambda rows: "text,y\n" + "".join(f"{one},{other}\n" for one, other in rows)).map(str.encode)
    | ANY_BYTES
)


@settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    raw=TABLES,
    target=st.sampled_from(["", "y"]),
    task=st.sampled_from(["auto", "classification", "regression"]),
)
def test_any_table_trains_or_is_refused(raw, target, task, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(raw)
    trains_or_is_refused(path, target=target, task=task)
