"""Labels in the forms of the usual exports, each read with its images."""

import json

import numpy as np
import pytest
from PIL import Image

from engine.data import DataError, load
from engine.data.labels.pattern import label_in, pattern_of
from engine.data.split import split
from engine.settings.data.kinds import ImagesData
from engine.settings.fit import FitSettings

KINDS = ("ripe", "raw")


def picture(path, shade):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((6, 6), shade, np.uint8)).save(path)


@pytest.fixture
def folder(tmp_path):
    for number in range(12):
        picture(tmp_path / "d" / f"p{number:02d}.png", number)
    return tmp_path / "d"


def read(folder, **options):
    return load(ImagesData(path=str(folder), height=6, width=6, **options), None)


def kind(number):
    return KINDS[number % 2]


FILES = [f"p{number:02d}.png" for number in range(12)]
COCO = {
    "images": [{"id": 50 + number, "file_name": f"images/{name}"} for number, name in enumerate(FILES)],
    "annotations": [{"image_id": 50 + n, "category_id": 1 + n % 2, "bbox": []} for n in range(12)],
    "categories": [{"id": 1, "name": "ripe"}, {"id": 2, "name": "raw"}],
}
STUDIO = [
    {
        "data": {"image": f"/data/local-files/?d=photos/{name}", "note": "n"},
        "annotations": [{"result": [{"type": "choices", "value": {"choices": [kind(number)]}}]}],
    }
    for number, name in enumerate(FILES)
]
RECORDS = [{"file_name": name, "label": kind(number)} for number, name in enumerate(FILES)]
FORMS = {
    "_classes.csv": "filename, raw, ripe\n"
    + "".join(f"{f}, {n % 2}, {1 - n % 2}\n" for n, f in enumerate(FILES)),
    "export.csv": "annotator,choice,image\n"
    + "".join(f"3,{kind(n)},/data/upload/3/{f}\n" for n, f in enumerate(FILES)),
    "upload.csv": "image,choice\n"
    + "".join(f"/data/upload/3/0a1b2c{n:02}-{f},{kind(n)}\n" for n, f in enumerate(FILES)),
    "address.csv": "image,choice\n"
    + "".join(f"https://a.example/x%20y/%70{f[1:]},{kind(n)}\n" for n, f in enumerate(FILES)),
    "labels.tsv": "file\tlabel\n" + "".join(f"x\\{f.upper()}\t{kind(n)}\n" for n, f in enumerate(FILES)),
    "coco.json": json.dumps(COCO),
    "studio.json": json.dumps(STUDIO),
    "metadata.jsonl": "\n".join(map(json.dumps, RECORDS)),
    "records.json": json.dumps(RECORDS),
    "labels.txt": "".join(f"images/{f} {kind(n)}\n" for n, f in enumerate(FILES)),
    "swapped.lst": "".join(f"{kind(n)}\t{f}\n" for n, f in enumerate(FILES)),
    "headed.txt": "# name class\n" + "".join(f"  {f}  {kind(n)}\n\n" for n, f in enumerate(FILES)),
    "bare.csv": "".join(f"{f},{kind(n)}\n" for n, f in enumerate(FILES)),
    "table.txt": "file\tlabel\n" + "".join(f"{f}\t{kind(n)}\n" for n, f in enumerate(FILES)),
    "names.json": json.dumps({name: kind(number) for number, name in enumerate(FILES)}),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_read(name, folder):
    (folder / name).write_text(FORMS[name], "utf-8")
    found = read(folder)
    assert found.class_names == ("raw", "ripe")
    assert dict(zip(found.names, (found.class_names[y] for y in found.y), strict=True)) == {
        file: kind(number) for number, file in enumerate(FILES)
    }
    assert any(f"Labels are read from {name}" in note for note in found.notes)


BOXES = [{"file_name": name, "bbox": [1, 2, 3, 4], "label": "a"} for name in FILES]
STUDIO_BOXES = [
    {"data": {"image": name}, "annotations": [{"result": [{"value": {"rectanglelabels": ["a"], "x": 1}}]}]}
    for name in FILES
]
STUDIO_SEVERAL = [
    {"data": {"image": name}, "annotations": [{"result": [{"value": {"choices": ["a", "b"]}}]}]}
    for name in FILES
]
REFUSED = {
    "a.csv": (
        "file,cat,dog\n" + "".join(f"{name},1,{n % 2}\n" for n, name in enumerate(FILES)),
        "multi-label",
    ),
    "b.csv": ("file,label\n" + "".join(f'{name},"[""a"", ""b""]"\n' for name in FILES), "multi-label"),
    "c.csv": (
        "image,label\n"
        + "".join(f'{name},"[{{""x"": 1, ""rectanglelabels"": [""a""]}}]"\n' for name in FILES),
        "boxes",
    ),
    "d.json": (json.dumps(BOXES), "boxes"),
    "e.json": (json.dumps([{"file": name, "label": ["a", "b"]} for name in FILES]), "multi-label"),
    "f.json": (json.dumps(STUDIO_BOXES), "boxes"),
    "g.json": (json.dumps(STUDIO_SEVERAL), "multi-label"),
    "h.json": (json.dumps(COCO | {"annotations": COCO["annotations"] * 2}), "multi-label"),
    "i.json": (
        json.dumps(COCO | {"annotations": [{"image_id": 50, "category_id": 1, "bbox": [1, 2, 3, 4]}]}),
        "boxes",
    ),
    "l.txt": ("".join(f"{name} 1 -1 {n % 2}\n" for n, name in enumerate(FILES)), "multi-label"),
    "m.txt": ("".join(f"{name} {n} 4 20 30 1\n" for n, name in enumerate(FILES)), "boxes"),
    "j.json": ("{", "no JSON that can be read"),
    "k.json": ("[1, 2]", "of a form that is not known"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_fits_no_single_label_is_refused_with_its_word(name, folder):
    text, word = REFUSED[name]
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(DataError, match=word) as caught:
        read(folder)
    assert caught.value.path == "data.labels"


def test_one_row_of_many_with_several_classes_is_left_out_and_named(folder):
    for number in range(12, 40):
        picture(folder / f"p{number}.png", number)
    rows = [f"p{number:02d}.png,{number % 2},{1 - number % 2}" for number in range(39)]
    (folder / "labels.csv").write_text("\n".join(["file,a,b", *rows, "p39.png,1,1"]), "utf-8")
    found = read(folder)
    assert found.count == 39
    assert [left.name for left in found.left_out] == ["p39.png"]
    assert "multi-label" in found.left_out[0].reason


@pytest.mark.parametrize("outer", ["", "set/", "download/set/"])
@pytest.mark.parametrize("place", ["", "images/", "PART/", "images/CLASS/"])
def test_a_list_for_each_part(tmp_path, place, outer):
    """As ImageNet and Caffe have them: train.txt, val.txt and test.txt beside the pictures, also wrapped."""
    chosen, tmp_path = tmp_path, tmp_path / outer
    for part, numbers in (("train", range(6)), ("val", range(6, 9)), ("test", range(9, 12))):
        lines: list[str] = []
        for number in numbers:
            folder = place.replace("PART", part).replace("CLASS", "ab"[number % 2])
            name = f"{folder}p {number}.png"
            picture(tmp_path / name, number)
            lines.append(f"{name} {number % 2}")
        (tmp_path / f"{part}.txt").write_text("\n".join(lines), "utf-8")
    (tmp_path / "README.txt").write_text("Pictures of fruit\nfrom the market\n", "utf-8")
    found = read(chosen)
    parts = split(found, FitSettings(), seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (6, 3, 3)
    shades = np.asarray(found.x)[:, 0, 0, 0]
    assert shades[parts.test].tolist() == [9, 10, 11]
    np.testing.assert_array_equal(found.y, shades % 2)
    assert any("test.txt lists the test part" in note for note in found.notes)
    assert any("only sub-folder" in note for note in found.notes) is bool(outer)
    assert all((chosen / name).is_file() for name in found.names)


def test_a_table_for_each_part(tmp_path):
    """As the German traffic signs have them: the test part has no folders, and its table has the classes."""
    header = "Width,Height,ClassId,Path"
    rows: dict[str, list[str]] = {"Train": [header], "Test": [header]}
    for number in range(12):
        name = f"Test/{number}.png" if number > 8 else f"Train/{number % 3}/{number}.png"
        picture(tmp_path / name, number)
        rows[name.partition("/")[0]].append(f"6,6,{number % 3},{name}")
    for part, lines in rows.items():
        (tmp_path / f"{part}.csv").write_text("\n".join(lines), "utf-8")
    picture(tmp_path / "Meta" / "0.png", 200)
    (tmp_path / "Meta.csv").write_text("Path,ClassId\nMeta/0.png,0\n", "utf-8")
    found = read(tmp_path)
    parts = split(found, FitSettings(), seed=0)
    shades = np.asarray(found.x)[:, 0, 0, 0]
    assert sorted(shades[parts.test].tolist()) == [9, 10, 11]
    np.testing.assert_array_equal(found.y, shades % 3)
    assert any("Test.csv lists the test part" in note for note in found.notes)
    assert any("files from the column Path, classes from ClassId" in note for note in found.notes)
    (tmp_path / "Test.csv").unlink()
    assert read(tmp_path).count == 9, "the folders of classes"


def test_a_table_of_training_beside_pictures_without_labels(tmp_path):
    """As for a competition: those to be answered have no label, and a table that shows how to answer."""
    for number in range(12):
        picture(tmp_path / ("train" if number < 8 else "test") / f"{number:03}.png", number)
    rows = [f"{number:03},{kind(number)}" for number in range(12)]
    (tmp_path / "train.csv").write_text("\n".join(["id,label", *rows[:8]]), "utf-8")
    (tmp_path / "sample_submission.csv").write_text("\n".join(["id,label", *rows[8:]]), "utf-8")
    found = read(tmp_path)
    assert (found.count, found.class_names, found.test_mask) == (8, ("raw", "ripe"), None)
    np.testing.assert_array_equal([kind(n) for n in range(8)], [found.class_names[y] for y in found.y])
    assert any("4 images have no row in train.csv" in note for note in found.notes)


def test_text_files_that_are_no_labels_are_named(folder):
    (folder / "labels.txt").write_text("ripe\nraw\n" * 6, "utf-8")
    with pytest.raises(DataError, match=r"labels\.txt names none of the files; a file of labels has a line"):
        read(folder)
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text(FORMS["export.csv"], "utf-8")
    with pytest.raises(DataError, match=r"may have the labels: a\.csv, b\.csv\. Choose one"):
        read(folder)
    assert read(folder, labels=str(folder / "b.csv")).count == 12


def test_korean_lists_and_classes_of_two_words(folder):
    lines = [f"{name} {('익은 것', '덜 익은 것')[n % 2]}" for n, name in enumerate(FILES)]
    (folder / "목록.txt").write_text("\n".join(lines), "cp949")
    found = read(folder)
    assert found.class_names == ("덜 익은 것", "익은 것")
    assert found.y.tolist() == [1, 0] * 6


def test_a_labels_file_in_each_part(tmp_path):
    for part, numbers in (("train", range(8)), ("valid", range(2)), ("test", range(3))):
        rows = [f"{number}.png, {number % 2}, {1 - number % 2}" for number in numbers]
        for number in numbers:
            picture(tmp_path / part / f"{number}.png", number)
        (tmp_path / part / "_classes.csv").write_text("\n".join(["filename, bolt, nut", *rows]), "utf-8")
    found = read(tmp_path)
    parts = split(found, FitSettings(), seed=0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (8, 2, 3)
    assert found.class_names == ("bolt", "nut")
    assert [found.class_names[y] for y in found.y[parts.test]] == ["nut", "bolt", "nut"]
    (tmp_path / "test" / "_classes.csv").unlink()
    with pytest.raises(DataError, match="test has none"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("{kind}.{n}.png", "LABEL.*"),
        ("{kind}_{n:03d}.png", "LABEL_*"),
        ("IMG_{n}_{kind}.png", "*_LABEL"),
        ("{n}-{kind}.png", "*-LABEL"),
        ("{kind}{n}.png", "LABEL#"),
    ],
)
def test_classes_in_the_names_of_files_are_found_and_the_pattern_is_shown(template, pattern, tmp_path):
    for number in range(12):
        picture(tmp_path / template.format(kind=("고양이", "dog")[number % 2], n=number), number)
    found = read(tmp_path)
    assert found.class_names == ("dog", "고양이")
    assert found.y.tolist() == [0] * 6 + [1] * 6
    assert any(f"by the pattern {pattern}." in note for note in found.notes)
    with pytest.raises(DataError, match="no sub-folders"):
        read(tmp_path, rules="version_2")


def test_a_pattern_can_be_set_and_names_without_classes_have_none(folder):
    assert pattern_of(FILES) == ""
    with pytest.raises(DataError, match="no sub-folders"):
        read(folder)
    assert label_in("2024_cat_left.png", "*_LABEL_*") == "cat"
    with pytest.raises(DataError, match="finds 0 classes") as caught:
        read(folder, name_pattern="LABEL-*")
    assert caught.value.path == "data.name_pattern"
