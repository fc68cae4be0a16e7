"""Pictures of 16 bits keep their values: as Keras loads them, wherever their pixels lie."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import Dataset, load
from engine.data.images.duplicates import marks_of
from engine.data.images.pixels import Frame, pixels
from engine.data.streamed import StreamedRows
from engine.inspect import inspect
from engine.settings import Project
from engine.settings.data.kinds import ImagesData, Storage
from engine.tensorflow_import import import_keras

HIGHEST = 4096  # 12 bits, as sensors have them


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    for number in range(12):
        folder = tmp_path / "d" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        shades = rng.integers(0, HIGHEST, (20, 14), dtype=np.uint16)
        # a TIFF file of either order of bytes has the same shades as a PNG file
        stored = shades.astype(">u2" if number == 3 else "<u2")
        Image.fromarray(stored).save(folder / f"{number:02d}.{'tif' if number in (2, 3) else 'png'}")
    return tmp_path / "d"


def read(root: Path, storage: Storage = "memory", **more: object) -> Dataset:
    settings = {"path": str(root), "height": 10, "width": 8, "storage": storage} | more
    return load(ImagesData.model_validate(settings), None)


@pytest.mark.parametrize("resize", ["crop", "stretch"])
def test_the_values_are_those_of_keras(root, resize):
    keras = import_keras()
    found = read(root, resize=resize)
    for name, x in zip(found.names, np.asarray(found.x), strict=True):
        path: object = root / name
        with Image.open(root / name) as stored:
            if stored.mode == "I;16B":  # which Keras cuts at 255
                path = io.BytesIO()
                Image.fromarray(np.asarray(stored).astype(np.uint16)).save(path, "PNG")
        image = keras.utils.load_img(
            path,
            color_mode="grayscale",
            target_size=(10, 8),
            interpolation="bilinear",
            keep_aspect_ratio=resize == "crop",
        )
        np.testing.assert_array_equal(x, keras.utils.img_to_array(image))
    assert (found.shape, found.dtype) == ((10, 8, 1), "float32")
    assert 255 < np.asarray(found.x).max() < HIGHEST
    assert any("16 bits, and their values stay as they are" in note for note in found.notes)


@pytest.mark.parametrize("storage", ["disk", "stream"])
def test_streamed_values_and_their_scaling_are_those_in_memory(root, storage):
    held = np.asarray(read(root).x)
    for _ in range(2):  # the second time they are known
        x = read(root, storage).x
        assert isinstance(x, StreamedRows)
        order = np.random.default_rng(1).permutation(len(x))
        np.testing.assert_array_equal(x.take(order), held[order])
        assert (x.shape, x.dtype, x.nbytes) == (held.shape, held.dtype, held.nbytes)
        mean, variance = x.moments(order)
        np.testing.assert_allclose(mean, held.mean((0, 1, 2), np.float64), rtol=1e-12)
        np.testing.assert_allclose(variance, held.var((0, 1, 2), np.float64), rtol=1e-10)


def test_a_model_gets_them_scaled_by_their_own_range(root):
    project = Project.model_validate({"data": {"kind": "images", "path": str(root)}})
    inputs = inspect(project).inputs
    assert inputs.scaling == "standard"
    assert inputs.mean is not None
    assert 1_000 < float(inputs.mean.value[0]) < 3_000


def test_pictures_of_8_bits_among_them_have_the_same_white(root):
    Image.new("L", (14, 20), 255).save(root / "a" / "white.png")
    Image.fromarray(np.full((20, 14), 65_535, np.uint16)).save(root / "b" / "white.png")
    found = read(root)
    assert [np.unique(found.x[found.names.index(f"{name}/white.png")]).tolist() for name in "ab"] == [
        [65_535.0]
    ] * 2


@pytest.mark.parametrize("more", [{"color": "grey"}, {"rules": "version_2"}])
def test_grey_by_choice_or_by_the_rules_of_before_has_8_bits(root, more):
    found = read(root, **more)
    assert found.dtype == "uint8"
    assert any("have 16 bits, and the lower 8 are lost" in note for note in found.notes)


def test_16_bits_by_choice_and_colour_that_loses_them(root):
    Image.new("RGB", (14, 20), (9, 9, 9)).save(root / "a" / "red.png")
    assert read(root).shape == (10, 8, 3)
    assert np.asarray(read(root, color="grey16").x).max() > 255


def test_validation_is_read_as_the_training_data(root, tmp_path):
    for name in "ab":
        (tmp_path / "v" / name).mkdir(parents=True)
        Image.new("L", (14, 20), 128).save(tmp_path / "v" / name / "0.png")
    other = load(ImagesData(path=str(tmp_path / "v")), None, like=read(root))
    assert other.dtype == "float32"
    assert np.unique(np.asarray(other.x)).tolist() == [128 * 257.0]


def test_the_whole_range_of_16_bits():
    shades = np.arange(64, dtype=np.uint16).reshape(8, 8) * np.uint16(1_000)
    data = io.BytesIO()
    Image.fromarray(shades).save(data, "PNG")
    found = pixels(data.getvalue(), "grey16", frame=Frame(8, 8, "crop"))
    np.testing.assert_array_equal(found[..., 0], shades)


def test_the_same_picture_in_two_parts_is_found_in_16_bits_too():
    rng = np.random.default_rng(3)
    blobs = [
        np.kron(rng.integers(0, 60_000, (6, 6)), np.ones((8, 8), np.int64)).astype(np.float32)
        for _ in range(4)
    ]
    x = np.stack([*blobs, blobs[1] + 90])[..., np.newaxis]
    marks = marks_of(x, np.arange(5, dtype=np.uint64))
    assert marks[4] == marks[1]
    assert len(np.unique(marks)) == 4
