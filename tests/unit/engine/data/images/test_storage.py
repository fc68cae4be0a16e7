"""Images in memory, in one file or in their own files: the same bytes; and what is kept of a look."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import files as files_module
from engine.data import DataError, Dataset, load
from engine.data.images import storage as storage_module
from engine.data.images.cache import cache_folder
from engine.data.streamed import StreamedRows
from engine.settings.data.kinds import ImagesData, Storage

STREAMED: tuple[Storage, ...] = ("disk", "stream")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    for number in range(12):
        folder = tmp_path / "images" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        pixels = rng.integers(0, 256, (20, 14, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02d}.jpg")
    (tmp_path / "images" / "a" / "03b.jpg").write_bytes(b"no image")
    return tmp_path / "images"


def read(root: Path, storage: Storage) -> Dataset:
    return load(ImagesData(path=str(root), height=10, width=8, storage=storage), None)


def rows_of(dataset: Dataset) -> StreamedRows:
    assert isinstance(dataset.x, StreamedRows)
    return dataset.x


@pytest.mark.parametrize("storage", STREAMED)
def test_same_bytes_and_facts_as_in_memory(root, storage):
    held = read(root, "memory")
    for _ in range(2):  # the second time what was found is known
        streamed = read(root, storage)
        x = rows_of(streamed)
        order = np.random.default_rng(1).permutation(len(x))
        np.testing.assert_array_equal(x.take(order), np.asarray(held.x)[order])
        np.testing.assert_array_equal(x[3], np.asarray(held.x)[3])
        assert (x.shape, x.dtype, x.nbytes) == (held.x.shape, held.x.dtype, held.x.nbytes)
        assert streamed.fingerprint == held.fingerprint
        assert streamed.names == held.names
        assert streamed.left_out == held.left_out
        np.testing.assert_array_equal(streamed.y, held.y)


@pytest.mark.parametrize("storage", STREAMED)
def test_parts_and_copies_read_the_same(root, storage):
    x = rows_of(read(root, storage))
    part = x.select(np.array([7, 2, 9])).select(np.array([2, 0]))
    copy = pickle.loads(pickle.dumps(part))  # noqa: S301 - it was made in the line itself
    for rows in (part, copy):
        np.testing.assert_array_equal(rows.take(np.arange(2)), x.take(np.array([9, 7])))


@pytest.mark.parametrize("storage", STREAMED)
def test_moments_are_those_of_all_pixels(root, storage):
    x = rows_of(read(root, storage))
    chosen = np.array([0, 4, 5, 8])
    pixels = x.take(chosen).astype(np.float64)
    mean, variance = x.moments(chosen)
    np.testing.assert_allclose(mean, pixels.mean(axis=(0, 1, 2)), rtol=1e-12)
    np.testing.assert_allclose(variance, pixels.var(axis=(0, 1, 2)), rtol=1e-12)


@pytest.mark.parametrize("storage", STREAMED)
def test_nothing_is_decoded_twice_until_a_file_changes(root, storage, monkeypatch):
    read(root, storage)
    decoded: list[int] = []
    real = storage_module.decode_all

    def counted(files, *args, **more):
        decoded.append(len(files))
        return real(files, *args, **more)

    monkeypatch.setattr(storage_module, "decode_all", counted)
    before = read(root, storage)
    assert not decoded
    Image.new("RGB", (9, 9), (250, 10, 10)).save(root / "a" / "00.jpg")
    after = read(root, storage)
    assert decoded == [13]
    assert before.fingerprint != after.fingerprint
    assert (rows_of(after)[0][..., 0] > 200).all()


def test_a_file_of_pixels_that_is_cut_off_is_made_again(root):
    held = np.asarray(read(root, "memory").x)
    read(root, "disk")
    (pixels,) = cache_folder().glob("*/pixels.raw")
    pixels.write_bytes(pixels.read_bytes()[:-5])
    np.testing.assert_array_equal(rows_of(read(root, "disk")).take(np.arange(12)), held)


def test_pixels_that_are_cut_off_while_they_are_read_are_reported(root):
    x = rows_of(read(root, "disk"))
    (pixels,) = cache_folder().glob("*/pixels.raw")
    with pixels.open("r+b") as file:
        file.truncate(5)
    with pytest.raises(DataError, match="cut off"):
        x.take(np.array([1]))


def test_a_disk_without_room_is_refused_or_gone_around(root, monkeypatch):
    monkeypatch.setattr(storage_module, "_free_disk", lambda: 100)
    with pytest.raises(DataError, match="make room") as caught:
        read(root, "disk")
    assert caught.value.path == "data.storage"
    monkeypatch.setattr(storage_module, "IN_MEMORY", 0)
    assert "decodes each image" in read(root, "auto").notes[-1]


def test_many_images_in_memory_are_decoded_once_too_where_the_cache_can_be_written(root, monkeypatch):
    few = read(root, "memory")
    assert not cache_folder().exists()
    monkeypatch.setattr(storage_module, "_MANY", 1)
    first = read(root, "memory")
    with monkeypatch.context() as patched:
        patched.setattr(storage_module, "decode_all", None)
        again = read(root, "memory")
    for found in (first, again):
        assert isinstance(found.x, np.ndarray)
        np.testing.assert_array_equal(found.x, few.x)
        assert (found.fingerprint, found.names, found.left_out) == (few.fingerprint, few.names, few.left_out)
    monkeypatch.setenv("FITROOM_HOME", str(root / "a" / "03b.jpg"))  # a file, so nothing can be kept in it
    np.testing.assert_array_equal(read(root, "memory").x, few.x)


def test_small_data_is_in_memory_and_more_is_not(root, monkeypatch):
    assert isinstance(read(root, "auto").x, np.ndarray)
    monkeypatch.setattr(storage_module, "IN_MEMORY", 1000)
    assert "lie in a file" in read(root, "auto").notes[-1]


def test_an_image_that_is_gone_is_named_and_the_others_are_read(root):
    x = rows_of(read(root, "stream"))
    (root / "a" / "02.jpg").unlink()
    found = x.fetch(np.array([0, 1, 2]))
    assert [left.name for left in found.failed] == ["a/02.jpg"]
    np.testing.assert_array_equal(found.kept, [0, 2])
    np.testing.assert_array_equal(found.rows, x.take(np.array([0, 2])))


READ = """
import resource, sys
import numpy as np
from engine.data import load
from engine.settings.data.kinds import ImagesData
began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
x = load(ImagesData(path=sys.argv[1], height=256, width=256, storage=sys.argv[2]), None).x
for start in range(0, len(x), 16):
    x.take(np.arange(start, min(start + 16, len(x))))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began) * 1024, x.nbytes)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
@pytest.mark.parametrize("storage", STREAMED)
def test_memory_is_a_small_part_of_the_pixels(root, storage):
    picture = Image.effect_noise((16, 16), 60)
    for number in range(800):
        picture.save(root / "a" / f"more{number}.png")
    root_of_code = Path(__file__).parents[5]
    done = subprocess.run(
        [sys.executable, "-c", READ, str(root), storage],
        cwd=root_of_code,
        capture_output=True,
        text=True,
        check=True,
    )
    grown, whole = map(int, done.stdout.split())
    assert whole > 150_000_000
    assert grown < whole / 2


def test_the_file_of_pixels_is_on_disk_before_it_has_its_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []
    monkeypatch.setattr(
        files_module, "sync_file", lambda path: synced.append((path.name, path.stat().st_size))
    )
    assert read(root, "disk").count == 12
    (pixels,) = cache_folder().glob("*/pixels*")
    assert any(name != pixels.name and size == pixels.stat().st_size for name, size in synced)
    assert not list(cache_folder().glob("*/.*partial*"))
