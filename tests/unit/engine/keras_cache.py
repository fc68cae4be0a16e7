"""Small files in the exact forms in which Keras keeps its data sets, for tests that have no internet.

They are not the real files, so their hashes are others: whoever uses them switches Keras's check off.
"""

import gzip
import io
import json
import pickle
import tarfile
from pathlib import Path

import numpy as np
import pytest

from engine.tensorflow_import import import_keras

TRAIN, TEST = 40, 12
WORDS = ("the", "film", "was", "good", "bad", "very", "and", "not", "a", "it")


def use(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make `home` that of Keras, here and in child processes; the folder for data sets, which is empty."""
    import_keras()
    (home / "datasets").mkdir(parents=True)
    monkeypatch.setenv("KERAS_HOME", str(home))
    # Keras reads the variable when it is imported
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(home))
    return home / "datasets"


def check_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Keras take the small files for the real ones, in this process."""
    monkeypatch.setattr("keras.src.utils.file_utils.validate_file", lambda *_args, **_options: True)


def mnist(datasets: Path) -> None:
    x, y = _images(TRAIN + TEST, (28, 28))
    np.savez(
        datasets / "mnist.npz",
        x_train=x[:TRAIN],
        y_train=y[:TRAIN].astype(np.uint8),
        x_test=x[TRAIN:],
        y_test=y[TRAIN:].astype(np.uint8),
    )


def fashion_mnist(datasets: Path) -> None:
    x, y = _images(TRAIN + TEST, (28, 28))
    folder = datasets / "fashion-mnist"
    folder.mkdir()
    for part, rows in (("train", slice(0, TRAIN)), ("t10k", slice(TRAIN, None))):
        images, labels = x[rows], y[rows].astype(np.uint8)
        heads = np.array([2051, len(images), 28, 28], ">i4"), np.array([2049, len(labels)], ">i4")
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(
            gzip.compress(heads[0].tobytes() + images.tobytes())
        )
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(
            gzip.compress(heads[1].tobytes() + labels.tobytes())
        )


def cifar10(datasets: Path) -> None:
    """Keras wants 10,000 images in each file of the training part, and spreads a single one over all."""
    files = {f"data_batch_{number}": _batch(number, b"labels", count=1) for number in range(1, 6)}
    files["test_batch"] = _batch(7, b"labels", count=TEST)
    _archive(datasets / "cifar-10-batches-py-target_archive", "cifar-10-batches-py", files)


def cifar100(datasets: Path) -> None:
    files = {
        "train": _batch(1, b"fine_labels", count=TRAIN, classes=100),
        "test": _batch(2, b"fine_labels", count=TEST, classes=100),
    }
    _archive(datasets / "cifar-100-python-target_archive", "cifar-100-python", files)


def imdb(datasets: Path) -> None:
    rows, y = _texts(TRAIN + TEST)
    np.savez(
        datasets / "imdb.npz",
        x_train=rows[:TRAIN],
        y_train=y[:TRAIN] % 2,
        x_test=rows[TRAIN:],
        y_test=y[TRAIN:] % 2,
    )
    _word_index(datasets / "imdb_word_index.json")


def reuters(datasets: Path) -> None:
    rows, y = _texts(TRAIN + TEST)
    np.savez(datasets / "reuters.npz", x=rows, y=y % 46)
    _word_index(datasets / "reuters_word_index.json")


def california_housing(datasets: Path) -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(700, 8)) * [1, 1, 9, 999, 200, 900, 300, 2] + [-120, 36, 30, 2000, 500, 1400, 500, 4]
    np.savez(datasets / "california_housing.npz", x=x, y=100_000 + 50_000 * (x[:, 7] - 4))


SETS = {
    make.__name__: make
    for make in (mnist, fashion_mnist, cifar10, cifar100, imdb, reuters, california_housing)
}


def _images(count, shape):
    rng = np.random.default_rng(3)
    y = np.arange(count) % 10
    return (rng.integers(0, 99, (count, *shape)) + 15 * y.reshape(-1, *[1] * len(shape))).astype(np.uint8), y


def _texts(count):
    rng = np.random.default_rng(4)
    rows = np.empty(count, object)
    for at in range(count):
        rows[at] = rng.integers(1, len(WORDS) + 1, 2 + at % 9).tolist()
    return rows, np.arange(count)


def _word_index(path):
    path.write_text(json.dumps({word: rank for rank, word in enumerate(WORDS, 1)}), "utf-8")


def _batch(seed, key, *, count, classes=10):
    data = np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)
    fine = [(seed + at) % classes for at in range(count)]
    labels = {key: fine, b"coarse_labels": [number // 5 for number in fine]}
    # protocol 4, as Keras reads these files without the help that older ones need
    return pickle.dumps({b"data": data, **labels}, protocol=4)


def _archive(path, folder, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
