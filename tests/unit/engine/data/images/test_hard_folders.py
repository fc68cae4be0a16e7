"""Folders as people have them: wrapped by archives, with folders beside the parts, without classes."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import DataError, Dataset, load
from engine.data.split import split
from engine.settings import Project
from engine.settings.data.kinds import ImagesData, TextData

TRAIN = ("train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "train/dog/2.png")
Sizes = tuple[int, int, int]


def made(root: Path, *names: str) -> Path:
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".png":
            Image.fromarray(np.full((6, 6), number, np.uint8)).save(path)
        else:
            path.write_text(f"words of {name}")
    return root


def read(root: Path, **more: object) -> tuple[Dataset, Sizes]:
    found = load(ImagesData.model_validate({"path": str(root), "height": 6, "width": 6} | more), None)
    parts = split(found, Project().fit, seed=0)
    return found, (len(parts.train), len(parts.validation), len(parts.test))


def of(place: str, *, other: str = "") -> tuple[str, ...]:
    """Two pictures of two classes below a folder."""
    return tuple(f"{place}/{other or name}{at}.png" for name in ("cat/", "dog/") for at in (1, 2))


GOOD: dict[str, tuple[tuple[str, ...], Sizes, str]] = {
    "wrapped by an archive": (of("data"), (2, 2, 0), "The classes are in data"),
    "wrapped twice": (of("data/data"), (2, 2, 0), "The classes are in data/data"),
    "each part wrapped": ((*of("train/train"), *of("test/test")), (2, 2, 4), "train/train trains"),
    "named alike but for the part, and more": (
        (*of("seg_train/seg_train"), *of("seg_test/seg_test"), "seg_pred/seg_pred/1.png"),
        (2, 2, 4),
        "seg_pred beside seg_train/seg_train is not used",
    ),
    "the archive again beside the parts": (
        (*of("train"), *of("val"), *of("chest/train"), *of("chest/val")),
        (4, 4, 0),
        "chest beside train is not used",
    ),
    "a test part without classes": ((*TRAIN, "test/1.png", "test/2.png"), (2, 2, 0), "test beside train"),
    "a validation part without classes": (
        (*TRAIN, "val/images/1.png", "val/val_annotations.txt", "test/images/1.png"),
        (2, 2, 0),
        "val, test beside train is not used",
    ),
    "beside a folder of other files": (
        (*of("food/images"), "food/meta/train.txt", "food/README.txt"),
        (2, 2, 0),
        "The classes are in food/images, the only sub-folder of d with images",
    ),
    "with boxes beside the classes": (
        (*of("Images"), "Annotation/cat/1.xml", "Annotation/dog/1.xml"),
        (2, 2, 0),
        "The classes are in Images",
    ),
    "parts beside their boxes": (
        (*of("images/train"), *of("images/val"), "labels/train/1.txt"),
        (4, 4, 0),
        "The classes are in images",
    ),
    "numbered": ((*of("1.Training"), *of("2.Validation")), (4, 4, 0), "2.Validation validates"),
    "Korean, one word": ((*of("훈련데이터"), *of("평가데이터")), (2, 2, 4), "평가데이터 is the test part"),
    "classes spelled otherwise in a part": (
        (*TRAIN, "test/Cat/1.png", "test/dog /1.png"),
        (2, 2, 2),
        "test is the test part",
    ),
    "groups inside the classes": (
        ("cat/kim/1.png", "cat/lee/1.png", "dog/kim/1.png", "dog/lee/1.png"),
        (2, 2, 0),
        "Each class folder has the sub-folders kim, lee",
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_folder_is_read_as_it_is_meant(tmp_path, name):
    files, sizes, words = GOOD[name]
    found, parts = read(made(tmp_path / "d", *files))
    assert found.class_names == ("cat", "dog")
    assert parts == sizes
    assert any(words in note for note in found.notes)
    assert all((tmp_path / "d" / file).is_file() for file in found.names)


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "masks": (("images/1.png", "masks/1.png"), "marked in them"),
    "YOLO": (("images/train/1.png", "labels/train/1.txt"), "object detection"),
    "YOLO in parts": (("train/images/1.png", "train/labels/1.txt", "valid/images/2.png"), "object detection"),
    "YOLO of two parts": (
        ("images/train/1.png", "images/val/2.png", "labels/train/1.txt", "labels/val/2.txt"),
        "object detection",
    ),
    "VOC": (("JPEGImages/1.png", "Annotations/1.xml"), "segmentation"),
    "parts without classes": (("train/1.png", "test/2.png"), "train, test are named for parts"),
    "a number behind a part": (("train/cat.1.png", "test1/1.png"), "train, test1 are named for parts"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_has_no_classes_is_refused_by_its_word(tmp_path, name):
    files, words = BAD[name]
    with pytest.raises(DataError, match=words):
        read(made(tmp_path / "d", *files))


def test_an_archive_is_to_be_unpacked(tmp_path):
    (tmp_path / "d.zip").write_bytes(b"PK\3\4")
    with pytest.raises(DataError, match="is an archive; unpack it"):
        read(tmp_path / "d.zip")


def labelled(root: Path, text: str) -> Path:
    made(root, *(f"{number}.png" for number in range(8)))
    (root / "labels.csv").write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("sign", [",", ";", "|"])
def test_several_classes_in_a_cell_are_multi_label(tmp_path, sign):
    rows = [f'{number}.png,"{f"sun{sign}sea" if number % 2 else "sun"}"' for number in range(8)]
    with pytest.raises(DataError, match=r"several classes to 4 files \(multi-label\)"):
        read(labelled(tmp_path / "d", "\n".join(["image,tags", *rows])))


def test_a_comma_in_the_name_of_a_class_is_no_list(tmp_path):
    rows = [f'{number}.png,"{("Paris", "Lyon")[number % 2]}, France"' for number in range(8)]
    found, _ = read(labelled(tmp_path / "d", "\n".join(["image,city", *rows])))
    assert found.class_names == ("Lyon, France", "Paris, France")


def test_a_table_without_a_header_loses_no_row(tmp_path):
    rows = [f"{number}.png,{'ab'[number % 2]}" for number in range(8)]
    found, _ = read(labelled(tmp_path / "two", "\n".join(rows)))
    assert (found.count, found.names[0], found.class_names) == (8, "0.png", ("a", "b"))
    rows = [f"{row},x" for row in rows]
    with pytest.raises(DataError, match=r"names the file 0\.png, so the table has no header"):
        read(labelled(tmp_path / "d", "\n".join(rows)))


def test_a_link_to_a_folder_is_a_class_and_one_to_itself_is_none(tmp_path):
    root = made(tmp_path, *of("data"))
    (root / "data" / "bird").symlink_to(root / "data" / "cat", target_is_directory=True)
    (root / "data" / "loop").symlink_to("loop")
    found, _ = read(root / "data")
    assert found.class_names == ("bird", "cat", "dog")


def test_pictures_that_are_stored_turned_are_named(tmp_path):
    root = made(tmp_path / "d", *of("x"))
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (8, 6)).save(root / "x" / "cat" / "3.jpg", exif=exif)
    found, _ = read(root)
    assert any("1 of 5 pictures that were looked at are stored turned" in note for note in found.notes)


def test_texts_without_a_class_are_left_out(tmp_path):
    names = [f"{part}/{name}/1.txt" for part in ("train", "test") for name in ("neg", "pos")]
    root = made(tmp_path / "aclImdb", *(f"aclImdb/{name}" for name in names), "aclImdb/train/unsup/1.txt")
    found = load(TextData(path=str(root)), None)
    assert found.class_names == ("neg", "pos")
    assert ("aclImdb/train/unsup", "its files have no class") in [
        (left.name, left.reason) for left in found.left_out
    ]


def test_texts_are_the_files_without_an_ending_where_there_are_no_others(tmp_path):
    """As the 20 newsgroups are kept; by the rules of an older project they are none."""
    names = [
        f"{group}/{number}" for group in ("alt.atheism", "sci.space") for number in (51060, 51061, 51062)
    ]
    root = made(tmp_path / "news", *(f"20news/{name}" for name in names), "20news/sci.space/index.html")
    found = load(TextData(path=str(root)), None)
    assert found.names == tuple(f"20news/{name}" for name in names)
    assert found.class_names == ("alt.atheism", "sci.space")
    assert [left.name for left in found.left_out] == ["20news/sci.space/index.html"]
    with pytest.raises(DataError):
        load(TextData(path=str(root / "20news"), rules="version_2"), None)
    (root / "20news" / "sci.space" / "1.txt").write_text("with an ending")
    (root / "20news" / "alt.atheism" / "1.txt").write_text("with an ending")
    assert load(TextData(path=str(root)), None).count == 2


@pytest.mark.parametrize("name", ["wrapped by an archive", "the archive again beside the parts", "numbered"])
def test_an_older_project_reads_them_as_before(tmp_path, name):
    root = made(tmp_path / "d", *GOOD[name][0])
    if name == "wrapped by an archive":
        with pytest.raises(DataError, match="one class only, data"):
            read(root, rules="version_2")
    else:
        assert read(root, rules="version_2")[0].class_names != ("cat", "dog")
