"""The Python files that go along read and prepare as the program does, and are small."""

import ast
import json
import runpy
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.data.images.pixels import Frame, ImageRefused, pixels
from engine.data.tables.rows import TableRows
from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import Texts
from engine.export.convert.network import Standardizing
from engine.export.folder.preprocessing import PREPROCESSING, preprocessing_of
from engine.export.folder.reading import TableAsRead, reading_of
from engine.export.folder.scripts import PREDICT, scripts_of
from engine.export.formats import FORMATS
from engine.predict.new.arrays import ArrayReader
from engine.predict.new.sequences import SequenceReader
from engine.predict.signature import examples as forms
from engine.predict.signature.schema import ModelInput, Outputs, Signature
from engine.settings.data.tables import ColumnKind, TableData

OUTPUTS = Outputs(shape=(2,), holds="probabilities", classes=("no", "yes"), threshold=0.3)
PICTURES = forms.Pictures(height=5, width=8, mode="rgb", resize="crop", shape=(5, 8, 3))
ALL = (
    PICTURES,
    PICTURES.model_copy(update={"mode": "grey", "resize": "fit", "shape": (5, 8, 1)}),
    PICTURES.model_copy(update={"resize": "stretch"}),
    forms.Arrays(shape=(8, 8, 1), dtype="uint8"),
    forms.Windows(window=3, horizon=1, columns=("a", "b"), targets=("a",)),
    forms.Sequences(steps=4, dimensions=2),
    forms.NumberedTexts(words=(), unknown=2, vocabulary=10, length=4),
)


def signature(examples):
    taken = (ModelInput(name="x", shape=(None, 1), dtype="float32"),)
    return Signature(kind="any", task="classification", inputs=taken, examples=examples, outputs=OUTPUTS)


def written(folder, examples, *, made="litert", named=False, dtype="float32", how=None):
    """The functions of preprocess.py for examples of a form."""
    found = signature(examples)
    one = next(one for one in FORMATS if one.name == made)
    files = scripts_of(one, found, dtype=dtype, named=named, standardizes=how is not None)
    for name, text in files.items():
        folder.joinpath(name).write_text(text, "utf-8")
    folder.joinpath("signature.json").write_text(found.model_dump_json(), "utf-8")
    steps = preprocessing_of(examples, dtype, standardizing=how)
    steps["reading"] = reading_of(examples, TableAsRead(), signs={})
    folder.joinpath(PREPROCESSING).write_text(json.dumps(steps, ensure_ascii=False), "utf-8")
    return runpy.run_path(str(folder / "preprocess.py"))


@pytest.mark.parametrize("made", FORMATS, ids=lambda one: one.name)
def test_every_file_is_python_and_predict_has_fewer_than_60_lines(made):
    for examples in ALL:
        files = scripts_of(made, signature(examples), dtype="float32", named=False)
        assert files[PREDICT].count("\n") < 60
        for name, text in files.items():
            if name.endswith(".py"):
                compile(text, name, "exec")
            assert "ai-edge-litert" in files["requirements.txt"] or made.runtime != "litert"
            assert all(len(line) <= 110 for line in text.splitlines())


WIDE = PICTURES.model_copy(update={"mode": "grey16", "shape": (5, 8, 1), "dtype": "float32"})


@pytest.mark.parametrize("picture", [*ALL[:3], WIDE], ids=lambda one: f"{one.resize}-{one.mode}")
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA", "I;16", "L", "1"])
def test_a_picture_is_read_to_the_same_bytes(tmp_path, picture, mode):
    rng = np.random.default_rng(3)
    if mode == "I;16":
        image = Image.fromarray(rng.integers(0, 65536, (9, 7)).astype(np.uint16))
    else:
        image = Image.fromarray(rng.integers(0, 256, (9, 7, 4)).astype(np.uint8), "RGBA").convert(mode)
    image.save(tmp_path / "one.png")
    frame = Frame(picture.height, picture.width, picture.resize)
    theirs = written(tmp_path, picture, dtype="uint8")["read"](tmp_path / "one.png")
    ours = pixels((tmp_path / "one.png").read_bytes(), picture.mode, frame=frame)
    np.testing.assert_array_equal(theirs, ours[None])


def hard_pictures() -> dict[str, tuple[Image.Image, dict[str, Any]]]:
    """Names of files, and pictures with what they are saved with."""
    rng = np.random.default_rng(4)
    plain = Image.fromarray(rng.integers(0, 256, (9, 7, 3)).astype(np.uint8))
    turned = Image.Exif()
    turned[0x0112] = 6
    few = plain.quantize(16)
    return {
        "turned.jpg": (plain, {"exif": turned}),
        "four.jpg": (plain.convert("CMYK"), {}),
        "clear.png": (few, {"transparency": 3}),
        "half.png": (few, {"transparency": bytes(range(0, 256, 16))}),
        "moving.gif": (few, {"save_all": True, "append_images": [few.rotate(180)], "transparency": 2}),
        "deep.png": (Image.fromarray(rng.integers(0, 65536, (9, 7)).astype(np.uint16)), {"transparency": 5}),
        "small.webp": (plain, {"quality": 40}),
        "plain.tif": (plain, {}),
        "deep.tif": (Image.fromarray(rng.integers(0, 65536, (9, 7)).astype(np.uint16)), {}),
        "whole.tif": (Image.fromarray(rng.integers(0, 65536, (9, 7)).astype(np.int32)), {}),
    }


@pytest.mark.parametrize("picture", [*ALL[:2], WIDE], ids=lambda one: one.mode)
def test_a_hard_picture_is_read_to_the_same_bytes(tmp_path, picture):
    read = written(tmp_path, picture, dtype="uint8")["read"]
    frame = Frame(picture.height, picture.width, picture.resize)
    for name, (image, options) in hard_pictures().items():
        image.save(tmp_path / name, **options)
        ours = pixels((tmp_path / name).read_bytes(), picture.mode, frame=frame)
        np.testing.assert_array_equal(read(tmp_path / name), ours[None], err_msg=name)
    for other in (np.full((5, 8), 0.5, np.float32), np.full((5, 8), 70_000, np.int32)):
        Image.fromarray(other).save(tmp_path / "other.tif")
        with pytest.raises(ImageRefused):
            pixels((tmp_path / "other.tif").read_bytes(), picture.mode, frame=frame)
        with pytest.raises(SystemExit, match="has values beyond 0 to 65535, or fractions"):
            read(tmp_path / "other.tif")
    Image.new("L", (8, 5)).save(tmp_path / "other.ppm")  # no run learns from such a file
    with pytest.raises(OSError, match="cannot identify"):
        read(tmp_path / "other.ppm")


def test_a_series_is_its_last_rows(tmp_path):
    table = pd.DataFrame({"b": [1.5, 2.5, 3.5, 4.5], "more": "x", "a": [1, 2, 3, 4]})
    table.to_csv(tmp_path / "one.csv", index=False)
    made = written(tmp_path, ALL[4])
    found = made["encode"](made["read"](tmp_path / "one.csv"))
    np.testing.assert_array_equal(found, np.array([[[2, 2.5], [3, 3.5], [4, 4.5]]], np.float32))
    table[:2].to_csv(tmp_path / "short.csv", index=False)
    how = Standardizing([2.0, 3.0], [0.5, 2.0])
    scaled = written(tmp_path, ALL[4], made="litert-int8", how=how)["encode"](found)
    np.testing.assert_array_equal(scaled, np.array([[[0, -0.25], [2, 0.25], [4, 0.75]]], np.float32))
    with pytest.raises(SystemExit, match="has 2 whole rows, and the model takes 3"):
        made["read"](tmp_path / "short.csv")


def test_arrays_are_one_or_many(tmp_path):
    np.save(tmp_path / "one.npy", np.ones((8, 8, 1), np.uint8))
    np.save(tmp_path / "many.npy", np.ones((5, 8, 8, 1), np.uint8))
    read = written(tmp_path, ALL[3])["read"]
    assert read(tmp_path / "one.npy").shape == (1, 8, 8, 1)
    assert read(tmp_path / "many.npy").shape == (5, 8, 8, 1)
    np.savez(tmp_path / "both.npz", y=np.arange(4), x=np.ones((4, 8, 8), np.uint8))
    assert read(tmp_path / "both.npz").shape == (4, 8, 8, 1)
    np.save(tmp_path / "other.npy", np.ones((5, 7), np.uint8))
    with pytest.raises(SystemExit, match=r"arrays of \(5, 7\), and the model takes \(8, 8, 1\)"):
        read(tmp_path / "other.npy")
    (tmp_path / "other.h5").write_bytes(b"\x89HDF\r\n\x1a\n")
    with pytest.raises(SystemExit, match=r"other\.h5 is no \.npy or \.npz file; save it with np\.save"):
        read(tmp_path / "other.h5")


ONE = np.random.default_rng(0).integers(0, 200, (3, 4, 5, 3))
GAPS = np.array([[[1, 2], [np.nan, np.nan], [np.nan, np.nan]], [[3, 4], [5, 6], [7, 8]]])


@pytest.mark.parametrize(
    ("form", "given"),
    [
        (forms.Arrays(shape=(4, 5, 3), dtype="uint8"), {"x_train": ONE[:2], "x_test": ONE, "y": ONE[0]}),
        (forms.Arrays(shape=(4, 5, 3), dtype="float32"), np.moveaxis(ONE, 3, 1)),
        (forms.Arrays(shape=(4, 5, 3), dtype="uint8"), ONE + 0.5),
        (forms.Arrays(shape=(4, 5, 3), dtype="uint8"), ONE - 201),
        (forms.Arrays(shape=(4, 5, 3), dtype="float32"), np.where(ONE > 100, np.nan, ONE)),
        (forms.Arrays(shape=(4, 5, 3), dtype="float32"), {"first": ONE, "second": ONE}),
        (forms.Arrays(shape=(4, 2), dtype="float32", padding=-1.0), GAPS),
        (forms.Arrays(shape=(4, 2), dtype="float32", padding=-1.0), GAPS[1]),
        (forms.Arrays(shape=(1,), dtype="float32"), np.arange(3)),
    ],
    ids=("names", "channels first", "halves", "negative", "nan", "two", "padded", "shorter", "numbers"),
)
def test_arrays_are_read_as_predict_reads_them(tmp_path, form, given):
    if isinstance(given, dict):
        path = tmp_path / "new.npz"
        np.savez(path, **given)
    else:
        path = tmp_path / "new.npy"
        np.save(path, given)
    made = written(tmp_path, form, dtype=form.dtype)
    (part,) = ArrayReader(form, None, name="x").files([path])
    if part.refused:
        with pytest.raises(SystemExit, match=r"new\.np[yz] has "):
            made["read"](path)
    else:
        assert part.x is not None
        np.testing.assert_array_equal(made["encode"](made["read"](path)), part.x["x"])


SERIES = {
    "new.ts": "# from a watch\n@classLabel true a b\n@DATA\n1,2,3:4,?,6:a\n1,NaN,3,4:2:b\n",
    "new.tsv": "1\t1.5\t?\t2.5\t3\n2\t4\t5\n",
    "short.ts": "@data\n:1:a\n",
    "wide.tsv": "1\t1\t2\t3\t4\t5\t6\n",
    "old.txt": "  1.0   1.5  2.5\n  2.0   4  5\n",
}


@pytest.mark.parametrize("name", SERIES)
def test_labelled_series_are_read_as_predict_reads_them(tmp_path, name):
    form = forms.Sequences(steps=5, dimensions=2 if name.endswith(".ts") else 1, padding=-9.0)
    (tmp_path / name).write_text(SERIES[name])
    read = written(tmp_path, form)["read"]
    (part,) = SequenceReader(form, name="x").files([tmp_path / name])
    if part.x is None:
        with pytest.raises(SystemExit, match=r"series 1 has [06] steps"):
            read(tmp_path / name)
        return
    np.testing.assert_array_equal(read(tmp_path / name), part.x["x"])
    np.save(tmp_path / "same.npy", part.x["x"])
    np.testing.assert_array_equal(read(tmp_path / "same.npy"), part.x["x"])


def test_columns_become_the_same_numbers(tmp_path):
    rng = np.random.default_rng(5)
    count = 60
    words = rng.choice(["Good, old", "bad - old", "été Old", "", "x;y good"], count)
    values = {
        "size": rng.normal(size=count).astype(np.float32),
        "zone": rng.choice(["b", "a", "", "c/d"], count),
        "rare": np.array(["x"] * (count - 1) + ["z"]),
        "many": rng.choice([f"v{number}" for number in range(40)], count),
        "day": rng.integers(19000, 20000, count).astype(np.float32),
        "clock": (19000 + rng.random(count)).astype(np.float32),
        "note": words,
    }
    values["size"][::7] = np.nan
    values["day"][3] = np.nan
    kinds: dict[str, ColumnKind] = {
        **dict.fromkeys(("zone", "rare"), "one_hot"),
        **dict.fromkeys(("day", "clock"), "date"),
        "size": "number",
        "many": "embedding",
        "note": "text",
    }
    rows = TableRows(kinds, values, TableData(target="y", rare=2, indicator=True))
    fitted = rows.fit(np.arange(40))
    columns = tuple(
        forms.Column(
            name=column.name,
            input=one.name,
            kind=kinds[column.name],
            dtype=one.dtype,
            decimal="comma" if column.name == "size" else None,
            fill=getattr(column, "fill", None),
            categories=getattr(column, "values", ()),
            words=getattr(column, "words", ()),
            becomes=column.names,
            indicator=getattr(column, "indicator", False),
            start=getattr(column, "start", None),
            clock=getattr(column, "clock", False),
        )
        for column, one in zip(fitted.columns, fitted.raw_inputs(), strict=True)
    )
    made = written(tmp_path, forms.Rows(columns=columns), named=True)
    np.testing.assert_allclose(made["encode"](values), fitted.apply(rows), rtol=0, atol=1e-6)
    assert made["encode"](values).dtype == np.float32
    # and so does a file with them
    table = pd.DataFrame({name: value for name, value in values.items() if name not in ("day", "clock")})
    table["size"] = ["" if np.isnan(one) else str(one).replace(".", ",") for one in values["size"]]
    for name in ("day", "clock"):
        table[name] = pd.Timestamp("1970-01-01") + pd.to_timedelta(values[name].astype(float), unit="D")
    table.to_csv(tmp_path / "rows.csv", index=False)
    found = made["encode"](made["read"](tmp_path / "rows.csv"))
    np.testing.assert_allclose(found, fitted.apply(rows), rtol=0, atol=1e-5)


@pytest.mark.parametrize("level", ["word", "character"])
@pytest.mark.parametrize("plain", [True, False])
def test_texts_become_the_same_numbers(tmp_path, level, plain):
    texts = ["The cat, the CAT!", "a-b  c\td", "été ÉTÉ 한국어 text", "", "unknown words here " * 4]
    rows = Texts.of(texts, Tokenizer(level, plain, plain), most=12, length=6)
    fitted = rows.fit(np.arange(3))
    form = forms.Texts(length=6, vocabulary=fitted.known, level=level, lower=plain, punctuation=plain)
    made = written(tmp_path, form, named=True, dtype="int32")
    np.testing.assert_array_equal(made["encode"](texts), fitted.apply(rows))
    (tmp_path / "one.txt").write_bytes(texts[2].encode())
    assert made["read"](tmp_path / "one.txt") == [texts[2]]
    whole = written(tmp_path, form, made="keras", named=True)
    assert whole["encode"](["one"])["text"].shape == (1, 1)


@pytest.mark.parametrize("made", FORMATS, ids=lambda one: one.name)
def test_the_threshold_of_two_classes_decides_in_every_format(made):
    text = scripts_of(made, signature(ALL[3]), dtype="uint8", named=False)[PREDICT]
    tree = ast.parse(text)
    tree.body = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "answers"]
    names = {"OUTPUTS": json.loads(OUTPUTS.model_dump_json())}
    exec(compile(tree, PREDICT, "exec"), names)  # noqa: S102 - the file that is tested
    assert names["answers"](np.array([[0.75, 0.25], [0.65, 0.35]])) == ["no", "yes"]
    # margins go from -1 to 1
    margins = OUTPUTS.model_copy(update={"shape": (1,), "holds": "margins"})
    names["OUTPUTS"] = json.loads(margins.model_dump_json())
    assert names["answers"](np.array([[-0.45], [-0.35]])) == ["no", "yes"]


def test_what_is_no_such_file_is_a_sentence(tmp_path):
    written(tmp_path, ALL[3], made="onnx")
    (tmp_path / "onnxruntime.py").write_text("")
    (tmp_path / "wrong.npy").write_bytes(b"no array")

    def said(*names):
        done = subprocess.run(
            [sys.executable, "predict.py", *names], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        return done.stderr

    assert said("gone.npy").startswith("gone.npy cannot be read: ")
    assert said("wrong.npy").startswith("wrong.npy ")
    assert said() == "The answers of the model: python predict.py FILE ...\n"
    # what the others read they refuse alike: with a sentence, or with an error that predict.py says in one
    for place, wrong in enumerate((PICTURES, ALL[4])):
        folder = tmp_path / str(place)
        folder.mkdir()
        read = written(folder, wrong, made="onnx")["read"]
        for name in ("gone.csv", "wrong.npy"):
            with pytest.raises((OSError, ValueError, SystemExit)) as refused:
                read(tmp_path / name)
            assert name in str(refused.value)
