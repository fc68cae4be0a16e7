"""Folders of pictures and texts as people make them: any spelling of parts and classes, with system files."""

import io
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.data import AnyDataset, load
from engine.data.split import split
from engine.settings.data.kinds import ImagesData, TextData
from engine.settings.fit import FitSettings

PARTS = {
    "train": ["train", "Training", "training_set", "TRAIN", "train data", "학습", "훈련 데이터", "tr"],
    "validation": ["val", "Valid", "validation", "dev", "eval_set", "검증", "Validation Data"],
    "test": ["test", "Testing", "test_set", "holdout", "테스트", "TEST-DATA"],
}
CLASSES = ["cat", "dog", "고양이", "Ärger", "2", "class 1", "NA", "none", "a.b", "tests", "trained"]
SYSTEM_FILES = [".DS_Store", "Thumbs.db", "desktop.ini", "._1.png", "._1.txt"]
SYSTEM_FOLDERS = ["__MACOSX", "@eaDir", ".thumbnails", "$RECYCLE.BIN", "lost+found", ".git"]

Made = tuple[dict[str, str], list[str], dict[tuple[str, str], int], list[str], list[str]]
"""Folder of each part ("" for none), classes, number of examples, and what a system leaves behind."""


@st.composite
def folders(
    draw: st.DrawFn,
) -> Made:
    parts = draw(st.sampled_from([[""], ["train", "test"], ["train", "validation"], [*PARTS]]))
    named = {part: draw(st.sampled_from(PARTS[part])) if part else "" for part in parts}
    classes = draw(st.lists(st.sampled_from(CLASSES), min_size=2, max_size=4, unique=True))
    form: Literal["NFC", "NFD"] = draw(st.sampled_from(["NFC", "NFD"]))
    classes = [unicodedata.normalize(form, name) for name in classes]
    counts = {(part, name): draw(st.integers(2, 4)) for part in parts for name in classes}
    junk = draw(st.lists(st.sampled_from(SYSTEM_FILES), unique=True, max_size=3))
    return (
        named,
        classes,
        counts,
        junk,
        draw(st.lists(st.sampled_from(SYSTEM_FOLDERS), unique=True, max_size=2)),
    )


def write(
    root: Path,
    made: Made,
    *,
    kind: str,
) -> None:
    named, _, counts, junk, system = made
    ending = "png" if kind == "images" else "txt"
    for (part, name), count in counts.items():
        place = root / named[part] / name
        place.mkdir(parents=True)
        for number in range(count):
            (place / f"{number}.{ending}").write_bytes(content(f"{part} {name} {number}", kind))
    for place in (root, *(root / named[part] / name for part, name in counts)):
        for name in junk:
            (place / name).write_bytes(b"\0\1junk")
    for place in (root, *(root / name for name in named.values())):
        for name in system:
            (place / name).mkdir(exist_ok=True)
            (place / name / f"0.{ending}").write_bytes(content("junk", kind))


def content(text: str, kind: str) -> bytes:
    if kind == "text":
        return f"words of {text}".encode()
    file = io.BytesIO()
    shades = np.frombuffer(text.encode().ljust(64, b"."), np.uint8)[:64].reshape(8, 8)
    Image.fromarray(shades).save(file, "PNG")
    return file.getvalue()


def read(root: Path, kind: str) -> AnyDataset:
    return load(ImagesData(path=str(root)) if kind == "images" else TextData(path=str(root)), None)


@settings(max_examples=40, deadline=None)
@given(made=folders(), kind=st.sampled_from(["images", "text"]))
def test_parts_classes_and_examples_are_those_that_were_written(made, kind):
    named, classes, counts, _, _ = made
    with TemporaryDirectory() as folder:
        root = Path(folder) / "data"
        root.mkdir()
        write(root, made, kind=kind)
        dataset = read(root, kind)
    written = sorted(unicodedata.normalize("NFC", name) for name in classes)
    assert sorted(unicodedata.normalize("NFC", name) for name in dataset.class_names) == written
    assert dataset.count == sum(counts.values())
    parts = split(dataset, FitSettings(validation_split=0.0), seed=0)
    numbers = {unicodedata.normalize("NFC", name): number for number, name in enumerate(dataset.class_names)}
    order = sorted(classes, key=lambda name: numbers[unicodedata.normalize("NFC", name)])
    for part in named:
        indices = {"validation": parts.validation, "test": parts.test}.get(part, parts.train)
        found = np.bincount(dataset.y[indices], minlength=len(classes)).tolist()
        assert found == [counts[part, name] for name in order]
