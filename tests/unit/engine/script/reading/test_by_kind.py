"""The lines that read the data give the very examples that the program reads, for files of every form."""

import runpy
import unicodedata

import fastparquet
import h5py
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.data.split import split
from engine.inspect.staged_data import StagedData
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.data.kinds import (
    ArraysData,
    ImagesData,
    KerasData,
    LabelledData,
    SeriesData,
    TableData,
    TextData,
)
from engine.settings.data.tables import ColumnKind
from engine.tensorflow_import import import_keras
from tests.marks import some_slow
from tests.unit.engine import keras_cache
from tests.unit.engine.data.labels.test_forms import FILES, FORMS
from tests.unit.engine.script.clean import assert_clean


@pytest.fixture
def same(tmp_path, monkeypatch):
    """Compares what script and program make of data, up to the split and its weights."""
    import_keras()
    monkeypatch.chdir(tmp_path)  # paths are relative to the folder of the project

    def compare(data, rtol=0, **fit):
        project = Project(data=data).with_value("run.deterministic", False)
        for name, value in fit.items():
            project = project.with_value(f"fit.{name}", value)
        dataset = StagedData(project, tmp_path).fitted
        parts = split(dataset, project.fit, seed=project.run.seed)
        facts = facts_of(project, dataset, base=tmp_path)
        text = write_script(project, facts, exact=True).text
        scripts = tmp_path / "scripts"
        scripts.mkdir(exist_ok=True)
        (scripts / "exact.py").write_text(text, "utf-8")
        check_plain(write_script(project, facts).text, scripts, dataset=dataset, parts=parts)
        assert_clean(scripts)
        tested = text.partition("# Test: ")[2].partition("results = ")[0]
        tested = tested.partition("\n")[2] if len(parts.test) else ""
        (tmp_path / "script.py").write_text(text.partition("# Model\n")[0] + tested, "utf-8")
        found = runpy.run_path(str(tmp_path / "script.py"))
        assert ("x_test" in found) == (len(parts.test) > 0)
        if len(parts.test):
            np.testing.assert_allclose(found["x_test"], np.asarray(dataset.x)[parts.test], rtol=rtol)
            np.testing.assert_array_equal(found["y_test"], dataset.y[parts.test])
        assert found["x_train"].dtype == dataset.x.dtype
        np.testing.assert_allclose(found["x_train"], np.asarray(dataset.x)[parts.train], rtol=rtol)
        np.testing.assert_array_equal(found["y_train"], dataset.y[parts.train])
        np.testing.assert_allclose(found["x_val"], np.asarray(dataset.x)[parts.validation], rtol=rtol)
        np.testing.assert_array_equal(found["y_val"], dataset.y[parts.validation])
        if dataset.sample_weight is not None:
            np.testing.assert_array_equal(found["weight_train"], dataset.sample_weight[parts.train])
        return text

    return compare


def check_plain(text, scripts, *, dataset, parts):
    """The plain script reads the same examples, and leaves as many of them for validation."""
    (scripts / "plain.py").write_text(text, "utf-8")
    head = scripts.parent / "plain_head.py"
    head.write_text(text.partition("# Model\n")[0], "utf-8")
    if "image_dataset_from_directory" in text:
        found = runpy.run_path(str(head))
        sizes = [sum(len(y) for _, y in found[name].unbatch().batch(1)) for name in ("train", "validation")]
        assert sizes == [len(parts.train), len(parts.validation)]
        return
    found = runpy.run_path(str(head))
    if "x_train" not in found:  # `validation_split` divides them
        np.testing.assert_array_equal(found["x"], dataset.x)
        return
    assert len(found["x_train"]) == len(parts.train)
    assert len(found["x_val"]) == len(parts.validation)
    if "prepare" in found or "lookups" in found or dataset.vocabulary:  # fitted on other rows
        assert found["x_train"].dtype == dataset.x.dtype
        if "vectorize" not in found:
            check_prepared(head, dataset=dataset, parts=parts)
        return
    used, names = [parts.train, parts.validation], ["x_train", "x_val"]
    if "x_test" in found:
        used, names = [*used, parts.test], [*names, "x_test"]
    mine = np.concatenate([found[name] for name in names])
    theirs = np.asarray(dataset.x)[np.concatenate(used)]
    assert mine.dtype == dataset.x.dtype
    sums = [
        np.sort(values.reshape(len(values), -1).sum(axis=1, dtype="float64")) for values in (mine, theirs)
    ]
    np.testing.assert_allclose(*sums, rtol=1e-6)


def check_prepared(head, *, dataset, parts):
    """Where the program's rows train, the columns of the plain script are the program's, in another order."""
    drawn = "train_test_split(\n    x, y,"
    text = head.read_text("utf-8")
    if drawn not in text or len(parts.test):
        return
    rows = (parts.train, parts.validation)

    def divided(*arrays, **_how):
        return [np.asarray(one)[at] if one is arrays[1] else one.iloc[at] for one in arrays for at in rows]

    head.write_text(text.replace("train_test_split(", "divided("), "utf-8")
    found = runpy.run_path(str(head), {"divided": divided})
    theirs = np.asarray(dataset.x)
    for name, at in (("x_train", parts.train), ("x_val", parts.validation)):
        mine = list(found[name].T)
        assert found[name].shape == theirs[at].shape
        for column in theirs[at].T:
            place = next(at for at, one in enumerate(mine) if np.allclose(one, column, rtol=1e-5, atol=1e-4))
            mine.pop(place)


RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 3))
CLASSES = np.arange(20) % 3


@pytest.mark.parametrize(
    "y",
    [
        CLASSES,
        CLASSES + 5,
        np.array(["ant", "bee", "cat"])[CLASSES],
        np.eye(3)[CLASSES],
        CLASSES[:, None],
        RNG.normal(size=20),
        RNG.normal(size=(20, 2)),
    ],
    ids=["index", "distinct", "text", "one-hot", "column", "number", "numbers"],
)
@pytest.mark.parametrize("kind", ["npz", "npy"])
def test_arrays(y, kind, same, tmp_path):
    if kind == "npz":
        np.savez(tmp_path / "data.npz", x=X, y=y)
        same(ArraysData(path="data.npz"))
    else:
        np.save(tmp_path / "x.npy", X[:, 0])
        np.save(tmp_path / "y.npy", y)
        same(ArraysData(path="x.npy"), validation_method="last")


def test_arrays_with_weights_and_examples_that_are_left_out(same, tmp_path):
    x, y = X.copy(), RNG.normal(size=20)
    x[3, 1], y[7] = np.nan, np.inf
    np.savez(tmp_path / "data.npz", inputs=x, out=y, w=np.arange(20))
    text = same(ArraysData(path="data.npz", y_key="out", weight_key="w"), validation_method="random")
    assert "keep" in text


@pytest.mark.parametrize("kind", ["lengths", "nan", "zero", "minus_one"])
def test_arrays_with_padding(kind, same, tmp_path):
    lengths = 1 + np.arange(20) % 4
    x = RNG.normal(size=(20, 4, 2))
    real = np.arange(4) < lengths[:, None]
    x[~real] = {"lengths": 9.0, "nan": np.nan, "zero": 0.0, "minus_one": -1.0}[kind]
    x[3] = x[3] if kind == "lengths" else x[~real][0]
    x[6, 0] = -1
    arrays = {"x": x, "y": CLASSES} | ({"lengths": lengths} if kind == "lengths" else {})
    np.savez(tmp_path / "data.npz", allow_pickle=False, **arrays)
    padding = kind if kind in ("zero", "minus_one") else "auto"
    assert "PADDING = " in same(ArraysData(path="data.npz", padding=padding))


@pytest.mark.parametrize("y", [CLASSES, CLASSES + 1, np.array(["ant", "bee", "cat"])[CLASSES]])
def test_arrays_of_parts(y, same, tmp_path):
    parts = {"x_val": X[:6] + 1, "y_val": y[:6], "x_test": X[6:12] + 2, "y_test": y[6:12]}
    np.savez(tmp_path / "data.npz", allow_pickle=False, x_train=X, y_train=y, **parts)
    same(ArraysData(path="data.npz"))
    unseen = y[6:12].copy()
    unseen[0] = "eel" if y.dtype.kind == "U" else 7
    others = parts | {"y_test": unseen}
    np.savez(tmp_path / "data.npz", allow_pickle=False, x_train=X, y_train=y, **others)
    same(ArraysData(path="data.npz"))


def test_arrays_with_channels_first_and_bytes_in_a_wide_type(same, tmp_path):
    pictures = RNG.integers(0, 255, (20, 3, 8, 9))
    np.savez(tmp_path / "data.npz", x=pictures, y=CLASSES.astype(float))
    assert "moveaxis" in same(ArraysData(path="data.npz"), test_split=0.2)


LABELLED = """@classLabel true a b
@data
1.0,2.0,3.0:10,20,30:b
4,?,6,7:40,50,60,70:a
?,?:1,2:a
8,9:80,90:b
1,1,1:1,?,1:a
5,5,5:6,6,6:b
2,2:3,3:a
"""


def test_arrays_of_an_hdf5_file(same, tmp_path):
    rng = np.random.default_rng(0)
    names = np.array(["b", "a", "c"] * 8, dtype=object)
    with h5py.File(tmp_path / "data.h5", "w") as file:
        for part, size in (("train", 24), ("test", 6)):
            file[f"x_{part}"] = rng.normal(size=(size, 5))
            file.create_dataset(f"y_{part}", data=names[:size], dtype=h5py.string_dtype())
    assert "h5py.File(PATH)" in same(ArraysData(path="data.h5"))


def test_labelled_series(same, tmp_path):
    (tmp_path / "walks.ts").write_text(LABELLED, "utf-8")
    same(LabelledData(path="walks.ts"))
    rows = "".join(f"{1 + n % 2}\t{n}\t{n * 2}\t{'NaN' if n % 3 else n}\n" for n in range(12))
    (tmp_path / "walks.tsv").write_text(rows, "utf-8")
    same(LabelledData(path="walks.tsv"))
    same(LabelledData(path="walks.tsv", task="regression"))
    (tmp_path / "steps_TRAIN.tsv").write_text(rows, "utf-8")
    (tmp_path / "steps_TEST.tsv").write_text("1\t5\t6\t7\t8\n2\t1\n9\t1\n", "utf-8")
    same(LabelledData(path="steps_TRAIN.tsv"))
    (tmp_path / "spaces.txt").write_text(rows.replace("\t", "  "), "utf-8")
    same(LabelledData(path="spaces.txt"))


TABLE = """ name ; size;colour;kind;weight
a;1,5;red;7;1
b;2,25;blue;8;2
c;NA;red;7;3
d;4,5; green ;8;1

e;5,5;red;7;2
f;6,5;blue;8;1
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_a_table_with_decimal_commas_text_and_missing_values(encoding, same, tmp_path):
    text = TABLE.replace("red", "빨강").replace("blue", "파랑")
    (tmp_path / "table.csv").write_bytes(("\n" + text).encode(encoding))
    data = TableData(path="table.csv", target="kind", features=("size", "colour"), weight="weight")
    same(data, class_weight="none")


def test_a_table_whose_classes_are_numbers_beside_empty_cells(same, tmp_path):
    rows = "".join(f"{number},{number % 2}.0\n" for number in range(10))
    (tmp_path / "table.csv").write_text("size,kind\n" + rows + "3,\n", "utf-8")
    same(TableData(path="table.csv", task="classification"))


MIXED = "".join(
    f"₩{number * 1000:,};{'ab'[number % 2]};도시{number % 5};{number % 28 + 1:02}.03.2024;"
    f"{str(number / 3 if number % 6 else '')[:4]};Good: word{number % 3}, and so on;{number};{number % 4}\n"
    for number in range(1, 40)
)  # fmt: skip

MIXES = [("csv", "median"), ("parquet", "drop"), ("csv", "mean"), ("csv", "drop"), ("excel", "median")]
GROUPS = [
    *(("stratified", "text"), ("random", "number"), ("stratified", "missing")),
    *(("random", "text"), ("stratified", "number"), ("random", "missing")),
]


# fastparquet, in the script, leaves its file to the collector
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("case", some_slow(MIXES, MIXES[2:4]))
def test_a_table_with_columns_of_all_kinds(case, same, tmp_path):
    layout, missing = case
    (tmp_path / "table.csv").write_text("price/won;letter;city;day;size;note;y;code\n" + MIXED, "utf-8")
    table = pd.read_csv(tmp_path / "table.csv", sep=";")
    path = f"table.{layout}"
    if layout == "excel":
        table.to_excel(tmp_path / path, sheet_name="표", index=False)
    elif layout == "parquet":
        fastparquet.write(str(tmp_path / path), table)
    kinds: dict[str, ColumnKind] = {
        "city": "embedding",
        "note": "text",
        "code": "one_hot",
        "letter": "category",
    }
    data = TableData(path=path, target="y", columns=kinds, missing=missing, indicator=True, rare=1)
    text = same(data, rtol=1e-5)
    assert "def embedded" in text
    assert ("sheet_name" in text) is False
    plain = (tmp_path / "scripts" / "plain.py").read_text("utf-8")
    assert "preprocess." not in plain
    assert ("inputs[:, -1:]" in plain) == ("vocabulary_size()" in plain) == (len(kinds) > 0)
    for prepared in ("StringLookup(", "CountVectorizer(", "calendar", "OneHotEncoder(", "SimpleImputer("):
        assert prepared in plain
    same(data.model_copy(update={"sheet": "표" if layout == "excel" else "", "columns": {}}), rtol=1e-5)


@pytest.mark.parametrize("case", some_slow(GROUPS, GROUPS[3:]))
def test_a_table_that_is_split_by_group(case, same, tmp_path):
    method, person = case
    rng = np.random.default_rng(3)
    people = np.repeat(np.arange(20), 6)
    table = pd.DataFrame({"size": rng.normal(size=120), "who": people, "kind": rng.integers(0, 2, 120)})
    table["who"] = table["who"].map("person {}".format) if person == "text" else table["who"]
    table["who"] = table["who"].where(table.index % 50 != 3) if person == "missing" else table["who"]
    table.to_csv(tmp_path / "table.csv", index=False)
    data = TableData(path="table.csv", columns={"who": "group"}, task="classification")
    same(data, validation_method=method)
    same(data, validation_method=method, test_split=0.2)
    table["colour"] = np.where(table.index % 3, "red", "blue")
    table.to_csv(tmp_path / "table.csv", index=False)
    same(data.model_copy(update={"target": "kind"}), validation_method=method, test_split=0.1)


def test_a_table_for_regression(same, tmp_path):
    rows = "".join(f"{number},{number * 1.5}\n" for number in range(10))
    (tmp_path / "table.csv").write_text("size,price\n" + rows, "utf-8")
    same(TableData(path="table.csv"))
    same(TableData(path="table.csv"), test_split=0.2)


def test_a_series_with_gaps_out_of_order_and_more_columns(same, tmp_path):
    rows = [f"2020-01-{day:02d},{day * 1.25},{day**2}\n" for day in range(1, 29)]
    rows[9] = "2020-01-10,,100\n"
    rows[0] = "2020-01-01,,1\n"
    rows[4], rows[20] = rows[20], rows[4]
    (tmp_path / "series.csv").write_text("day,a,b\n" + "".join(rows), "utf-8")
    text = same(
        SeriesData(path="series.csv", target=("a",), features=("b", "a"), window=4, horizon=2, stride=2)
    )
    assert "sort_values" in text
    assert "ffill" in text
    same(SeriesData(path="series.csv", target=("b",), features=("a",), window=3, horizon=3))
    same(SeriesData(path="series.csv", target=("b", "a"), window=3, horizon=3), test_split=0.2)


SHOPS = "shop;when;sold;price;state\n" + "".join(
    f"{shop};{day:02d}.01.2024;{day * shop},5;{3 + day % shop if day != 7 else ''};"
    f"{state if day != 9 else '?'}\n"
    for day in range(1, 31)
    for shop, state in ((3, "low" if day % 4 else "high"), (1, "low"), (2, "high"))
)


@pytest.mark.parametrize("held_out", ["time", "series"])
@pytest.mark.parametrize("label_of", ["", "last", "majority"])
def test_many_series_in_one_file(held_out, label_of, same, tmp_path):
    header, *rows = SHOPS.splitlines()
    rows[5], rows[50] = rows[50], rows[5]
    rows += [";01.02.2024;1,5;2;low", "4;01.01.2024;1,5;2;low", "x;;1,5;2;low"]
    (tmp_path / "shops.csv").write_text("\n".join([header, *rows]), "cp949")
    data = SeriesData(path="shops.csv", series="shop", held_out=held_out, window=5, horizon=2)
    if label_of:
        data = data.model_copy(update={"label": "state", "label_of": label_of, "stride": 2})
    else:
        data = data.model_copy(update={"target": ("sold", "price"), "features": ("price",)})
    # the shops have few windows, and the first one few rows
    same(data, test_split=0.0 if label_of else 0.1)


@pytest.mark.parametrize("resize", ["crop", "fit", "stretch"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_images(resize, mode, same, tmp_path):
    for name in ("cats", "dogs"):
        folder = tmp_path / "animals" / name / "more"
        folder.mkdir(parents=True)
        for number in range(3):
            size = (20 - 3 * number, 14 + number)
            shape = (*size[::-1], 3)[: 2 if mode == "L" else 3]
            pixels = RNG.integers(0, 256, shape, dtype=np.uint8)
            Image.fromarray(pixels).save((folder if number else folder.parent) / f"{number}.png")
        (folder / "broken.png").write_bytes(b"no image")
        (folder / ".hidden.png").write_bytes(b"no image")
    text = same(ImagesData(path="animals", height=10, width=12, resize=resize))
    assert "None where it is no image that can be read" in text


@pytest.mark.parametrize("has_test", [True, False])
def test_images_in_wrapped_parts_with_other_spellings(has_test, same, tmp_path):
    names = [f"seg_train/seg_train/{name}/{at}.png" for name in ("고양이", "dog") for at in range(5)]
    names += ["seg_pred/seg_pred/1.png"]
    names += [f"seg_test/seg_test/{name}/1.png" for name in ("Dog ", "고양이")] if has_test else []
    for number, name in enumerate(names):
        grey(
            tmp_path / "all" / "in" / unicodedata.normalize("NFD" if "test" in name else "NFC", name), number
        )
    text = same(ImagesData(path="all", height=6, width=6))
    assert ("spelled_otherwise" in text) == has_test


def test_texts_in_a_folder_that_an_archive_has_wrapped(same, tmp_path):
    for part, count in (("train", 6), ("test", 2)):
        for name in ("neg", "pos", "unsup")[: 3 if part == "train" else 2]:
            (tmp_path / "a" / "aclImdb" / part / name).mkdir(parents=True)
            for at in range(count):
                (tmp_path / "a" / "aclImdb" / part / name / f"{at}.txt").write_text(
                    f"some {name} {at} {part}"
                )
    same(TextData(path="a"))


def test_texts_without_an_ending(same, tmp_path):
    for number in range(12):
        folder = tmp_path / "news" / ("alt.atheism", "sci.space")[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"5{number}").write_text(f"mail {number}" if number != 4 else " ")
    (tmp_path / "news" / "sci.space" / "index.html").write_text("no mail")
    same(TextData(path="news"))


def test_images_with_a_table_for_each_part(same, tmp_path):
    rows = {"Train": ["Width,ClassId,Path"], "Test": ["Width,ClassId,Path"]}
    for number in range(16):
        name = f"Test/{number}.png" if number > 11 else f"Train/{number % 2}/{number}.png"
        grey(tmp_path / "d" / name, number)
        rows[name.partition("/")[0]].append(f"6,{number % 2},{name}")
    for part, lines in rows.items():
        (tmp_path / "d" / f"{part}.csv").write_text("\n".join(lines), "utf-8")
    same(ImagesData(path="d", height=6, width=6))


@pytest.mark.parametrize(("resize", "is_mixed"), [("crop", False), ("fit", True)])
def test_images_of_16_bits(resize, is_mixed, same, tmp_path):
    rng = np.random.default_rng(8)
    for number in range(12):
        folder = tmp_path / "d" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        shades = rng.integers(0, 4096, (16, 15), np.uint16)
        if is_mixed and number > 8:
            shades = (shades >> 4).astype(np.uint8)
        is_tiff = number == 4  # with the higher byte first, as ImageJ writes it
        shades = shades.astype(">u2") if is_tiff else shades
        Image.fromarray(shades).save(folder / f"{number}.{'tif' if is_tiff else 'png'}")
    text = same(ImagesData(path="d", height=10, width=12, resize=resize))
    assert ("257" in text) == is_mixed


REVIEWS = """id;text;stars
1;"Ein A, ein B!";1.0
2;?!;2.0

3;"나쁘다
정말 나쁘다";1
4;;2
5;NA;2
6;좋다 좋다 b B;2
7;가\u0301나 좋다;1
8;짧다
9;a b c d e f g h;2
"""


@pytest.mark.parametrize("level", ["word", "character"])
@pytest.mark.parametrize(("lower", "punctuation"), [(True, True), (False, False)])
def test_a_column_of_texts(level, lower, punctuation, same, tmp_path):
    (tmp_path / "reviews.csv").write_text(REVIEWS, "utf-8")
    data = TextData(path="reviews.csv", level=level, lower=lower, punctuation=punctuation)
    text = same(data)
    assert "adapt(x_train)" in text
    assert "ignored" in text


def test_a_column_of_texts_with_numbers_to_be_learned(same, tmp_path):
    rows = "".join(f"나는 {number} 번,{number / 4}\n" for number in range(10))
    (tmp_path / "scores.csv").write_bytes(("text,score\n" + rows).encode("cp949"))
    same(TextData(path="scores.csv", length=2, vocabulary=3))


def test_a_folder_of_texts(same, tmp_path):
    files = {
        "good/1.txt": "참 좋다",
        "good/a/2.txt": "Good a",
        "bad/1.txt": "나쁘다",
        "bad/2.TXT": "bad a\u2028b",
    }
    for name, text in files.items():
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    data = TextData(path="texts", level="character", encoding="cp949")
    assert "read(path)" not in same(data)
    for name, raw in {
        "good/3.txt": "참".encode("cp949"),
        "bad/3.txt": "나\r\n".encode("utf-16"),
        "bad/4.txt": b"\xff\xfa\x81",
        "bad/5.txt": b" ",
        "bad/.6.txt": b"hidden",
        "bad/7.md": b"other",
    }.items():
        (tmp_path / "texts" / name).write_bytes(raw)
    text = same(data)
    assert "read(path)" in text
    assert "def read(path)" in text


def test_texts_in_folders_of_parts(same, tmp_path):
    for number, name in enumerate(("학습/a/1", "학습/a/2", "학습/b/3", "학습/b/4", "검증/b/1", "테스트/a/1")):
        path = tmp_path / "texts" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text {number} one two", "utf-8")
    (tmp_path / "texts" / "학습" / "a" / "Thumbs.db").write_bytes(b"x")
    same(TextData(path="texts"))


def grey(path, shade):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((6, 6), shade, np.uint8)).save(path)


def test_images_in_folders_of_parts(same, tmp_path):
    for number, name in enumerate(("Train/a/1", "Train/a/2", "Train/b/3", "valid/b/1", "test/b/1")):
        grey(tmp_path / "all" / f"{name}.png", number)
    (tmp_path / "all" / "valid" / "b" / "0.png").write_bytes(b"broken")
    text = same(ImagesData(path="all", height=6, width=6))
    assert "validation_split" not in text


@pytest.mark.parametrize("name", FORMS)
def test_images_with_labels_in_every_form(name, same, tmp_path):
    for number, file in enumerate(FILES):
        grey(tmp_path / "d" / file, number)
    (tmp_path / "d" / name).write_text(FORMS[name], "utf-8")
    (tmp_path / "d" / FILES[3]).write_bytes(b"broken")
    same(ImagesData(path="d", height=6, width=6), test_split=0.2)


def test_images_with_a_labels_file_in_each_part(same, tmp_path):
    for part, numbers in (("train", range(8)), ("valid", range(2)), ("test", range(4))):
        rows = [f"{number}.png, {number % 2}, {1 - number % 2}" for number in numbers]
        for number in numbers:
            grey(tmp_path / "d" / part / f"{number}.png", number)
        (tmp_path / "d" / part / "_classes.csv").write_text("\n".join(["name, bolt, nut", *rows]), "utf-8")
    (tmp_path / "d" / "test" / "2.png").write_bytes(b"broken")
    same(ImagesData(path="d", height=6, width=6))


def test_images_with_a_list_for_each_part(same, tmp_path):
    """In a folder that an archive has wrapped."""
    for part, numbers in (("train", range(12)), ("test", range(12, 16))):
        lines = [f"images/{number}.png {number % 2}" for number in numbers]
        for number in numbers:
            grey(tmp_path / "d" / "set" / "images" / f"{number}.png", number)
        (tmp_path / "d" / "set" / f"{part}.txt").write_text("\n".join(lines), "utf-8")
    (tmp_path / "d" / "set" / "images" / "3.png").write_bytes(b"broken")
    same(ImagesData(path="d", height=6, width=6))


def test_images_with_classes_in_their_names(same, tmp_path):
    for number in range(12):
        grey(tmp_path / "d" / f"{('고양이', 'dog')[number % 2]}.{number}.png", number)
    (tmp_path / "d" / "dog.3.png").write_bytes(b"broken")
    same(ImagesData(path="d", height=6, width=6))


@pytest.mark.parametrize("way", ["{}.png", "{}", "deep/{}.png"])
def test_images_with_a_file_of_labels(way, same, tmp_path):
    for number in range(12):
        grey(tmp_path / "all" / "deep" / f"{number:02d}.png", number)
    rows = [f"{way.format(f'{number:02d}')}; {'xy'[number % 2]}" for number in (5, *range(11))]
    (tmp_path / "labels.csv").write_text("\n".join(["", "file;kind", *rows, "gone;x", "03;"]), "utf-8")
    (tmp_path / "all" / "deep" / "07.png").write_bytes(b"broken")
    same(ImagesData(path="all", height=6, width=6, labels="labels.csv"))


@pytest.mark.parametrize("name", ["mnist", "imdb", "california_housing"])
def test_the_test_part_of_a_set_of_keras(name, same, tmp_path, monkeypatch):
    datasets = keras_cache.use(tmp_path / "home", monkeypatch)
    keras_cache.check_nothing(monkeypatch)
    keras_cache.SETS[name](datasets)
    text = same(KerasData(name=name, test_part="tests", length=7), validation_split=0.25)
    assert f"(x, y), (x_test, y_test) = keras.datasets.{name}.load_data(" in text
