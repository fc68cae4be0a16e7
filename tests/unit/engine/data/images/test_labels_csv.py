"""Images whose classes stand in a CSV file."""

import numpy as np
import pytest
from PIL import Image

from engine.data import DataError, load
from engine.data.names_in_file import choices_in
from engine.data.separate_data import load_validation
from engine.settings import Project
from engine.settings.data.kinds import ImagesData

LABELS = "id,split,label\na.png,x,dog\nsub/b.png,y,cat\nc.png,x,dog\n"


@pytest.fixture
def root(tmp_path):
    """Four pictures, one of them deeper, each with its number as its grey."""
    (tmp_path / "sub").mkdir()
    for number, name in enumerate(("a.png", "sub/b.png", "c.png", "d.png")):
        Image.fromarray(np.full((6, 6), 10 * number, np.uint8)).save(tmp_path / name)
    (tmp_path / "labels.csv").write_text(LABELS, "utf-8")
    return tmp_path


def read(root, **options):
    return load(ImagesData(path=str(root), height=6, width=6, **options), None)


def refused(root, **options):
    with pytest.raises(DataError) as caught:
        read(root, **options)
    return caught.value


def test_the_only_csv_file_of_a_folder_is_found_with_its_columns(root):
    found = read(root)
    assert found.class_names == ("cat", "dog")
    assert found.names == ("a.png", "sub/b.png", "c.png")
    assert found.y.tolist() == [1, 0, 1]
    assert np.asarray(found.x)[:, 0, 0, 0].tolist() == [0, 10, 20]
    assert any("id" in note and "label" in note for note in found.notes)
    assert any("1 image has no row" in note for note in found.notes)
    assert choices_in(ImagesData(path=str(root)), None).names == ("id", "split", "label")


def test_columns_and_file_can_be_chosen(root, tmp_path_factory):
    assert read(root, label_column="split").class_names == ("x", "y")
    elsewhere = tmp_path_factory.mktemp("other") / "y.csv"
    elsewhere.write_text(LABELS.replace(",", ";").replace("cat", "고양이"), "cp949")
    assert read(root, labels=str(elsewhere)).class_names == ("dog", "고양이")
    error = refused(root, label_column="lable")
    assert error.path == "data.label_column"
    assert "Is label meant?" in str(error)
    assert refused(root, file_column="split").path == "data.file_column"
    assert refused(root, labels="gone.csv").path == "data.labels"


@pytest.mark.parametrize("names", [("a", "b", "c"), ("a.png", "b.png", "c.png")])
def test_files_can_be_named_without_folder_or_ending(root, names):
    rows = "".join(f"{name},{number % 2}\n" for number, name in enumerate(names))
    (root / "labels.csv").write_text("file,y\n" + rows, "utf-8")
    assert read(root).names == ("a.png", "sub/b.png", "c.png")


def test_numbers_are_classes_in_their_order_and_keep_their_zeros(root):
    (root / "007.png").write_bytes((root / "a.png").read_bytes())
    (root / "labels.csv").write_text("file,label\n007,10\nc,9\nd,9\nb,10\n", "utf-8")
    found = read(root)
    assert found.class_names == ("9", "10")
    assert found.names[0] == "007.png"


def test_what_cannot_be_used_is_named(root):
    (root / "sub" / "d.png").write_bytes(b"other")
    (root / "broken.png").write_bytes(b"no image")
    rows = "a,dog\nb,cat\nc,\ngone,dog\nd,cat\na,cat\nbroken,dog\n"
    (root / "labels.csv").write_text("file,label\n" + rows, "utf-8")
    found = read(root)
    assert found.names == ("a.png", "sub/b.png")
    reasons = {left.name: left.reason for left in found.left_out}
    assert set(reasons) == {"a", "c", "gone", "d", "broken.png"}
    assert "not in the folder" in reasons["gone"]
    assert "no label" in reasons["c"]
    assert "several" in reasons["d"]
    assert "more than once" in reasons["a"]


@pytest.mark.parametrize("rows", ["a,1\nb,2\nc,3\n", "a,1\nb,1\nc,1\n"])
def test_a_column_that_holds_no_classes_is_refused(root, rows):
    (root / "labels.csv").write_text("file,label\n" + rows, "utf-8")
    assert refused(root).path == "data.label_column"


def test_other_labels_make_another_fingerprint(root):
    before = read(root).fingerprint
    (root / "labels.csv").write_text(LABELS.replace("a.png,x,dog", "a.png,x,cat"), "utf-8")
    assert read(root).fingerprint != before


def test_own_validation_data_has_a_file_of_labels_of_its_own(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("held")
    Image.fromarray(np.zeros((6, 6), np.uint8)).save(other / "z.png")
    (other / "val.csv").write_text("id,split,label\nz.png,x,dog\n", "utf-8")
    data = ImagesData(path=str(root), height=6, width=6, labels=str(root / "labels.csv"))
    project = Project(data=data).with_value("fit.validation_data", str(other))
    held = load_validation(project, None, dataset=load(data, None))
    assert held.y.tolist() == [1]
    assert held.class_names == ("cat", "dog")


@pytest.mark.parametrize("name", ["labels.csv", "a.png", "gone"])
def test_what_is_no_folder_offers_no_columns_and_is_refused_in_words(root, name):
    """A kind of data that was chosen for another file: the window asks for its columns first."""
    try:
        names = choices_in(ImagesData(path=str(root / name)), None).names
    except DataError:
        names = ()
    assert set(names) <= {"id", "split", "label"}
    assert name in str(refused(root / name))
