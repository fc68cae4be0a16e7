"""Keras's data sets, as `keras.datasets` returns them. What is known before is in `catalogue`.

Keras stores the files in its own folder, checks them, and downloads those that are missing: see `download`.
The test part of a data set validates, tests, or is not used.
"""

from __future__ import annotations

import hashlib
import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.dataset import DataError, Dataset
from engine.data.keras_datasets.catalogue import (
    FIRST_WORD,
    HOUSES,
    PRICE,
    SETS,
    by_hand,
    class_names,
    folder_of,
    load_call,
)
from engine.data.keras_datasets.download import DownloadError, call_watched
from engine.data.kind_facts import NumberedTexts
from engine.data.problems import PARTS, noted
from engine.data.reading.context import LoadCancelled
from engine.language import tr, tr_later

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.data.reading.context import Reading
    from engine.settings.data.keras_datasets import KerasData

UNKNOWN = 2
_SETTING = "data.name"


def read_keras(settings: KerasData, reading: Reading) -> Dataset:
    """Read a data set of Keras.

    Args:
        settings: which one, and the arguments of its `load_data`.
        reading: what every reader gets.

    Returns:
        x: (n, *shape) uint8 images, (n, 8) float32 of houses, or (n, length) int32 token ids; y: (n,) class
        numbers, or (n, 1) float32.

    Raises:
        DataError: it cannot be downloaded or read, or is read as separate validation data.
        LoadCancelled: `reading` was cancelled.
    """
    if reading.like is not None:
        raise DataError(
            tr("A set of Keras has a test part of its own to validate; empty this setting."),
            path="fit.validation_data",
        )
    # imported by name: views import this package without reading data, and must not import TensorFlow
    keras = importlib.import_module("engine.tensorflow_import").import_keras()
    found = SETS[settings.name]
    reading.limits.require_memory(found.memory, found.title, path=_SETTING)
    parts = _loaded(settings, keras, reading)
    names = class_names(settings)
    if settings.name == "reuters":
        names = tuple(keras.datasets.reuters.get_label_names())
    (x, y), of_test = _joined(parts, settings)
    _check(x, y, settings, classes=len(names))
    texts = None
    if settings.is_text:
        largest = max(max(row) for part, _ in parts for row in part)
        words = _words(settings, keras, reading=reading, largest=largest)
        texts = NumberedTexts(
            vocabulary=settings.vocabulary or largest + 1,
            words=words,
            unknown=UNKNOWN,
            lengths=np.array([len(row) for row in x]),
        )
        # 0 at the end: on a GPU (cuDNN) a recurrent layer refuses a mask in front of a text
        x = keras.utils.pad_sequences(
            x, maxlen=settings.length, padding="post", truncating=settings.truncating
        )
    elif not names:
        x = np.ascontiguousarray(x, np.float32)
    y = y.reshape(-1).astype(np.int64) if names else y.reshape(-1, 1).astype(np.float32)
    return Dataset(
        kind="keras",
        task="classification" if names else "regression",
        x=x,
        y=y,
        fingerprint=_fingerprint(x, y, of_test),
        class_names=names,
        feature_names=() if names else HOUSES,
        target_names=() if names else (PRICE,),
        notes=_notes(settings, texts),
        validation_mask=of_test if settings.test_part == "validates" else None,
        test_mask=of_test if settings.test_part == "tests" else None,
        numbered=texts,
    )


def _loaded(settings: KerasData, keras: Any, reading: Reading) -> Any:
    """Return what `load_data` returns: (x_train, y_train), (x_test, y_test)."""
    call, found = load_call(settings), SETS[settings.name]
    is_here = all((folder_of(found) / kept).exists() for _, kept in found.files)
    load = getattr(keras.datasets, settings.name).load_data
    doing = tr("Downloading {title} from Keras", title=found.title)
    try:
        return call_watched(keras, lambda: load(**call.kwargs), reading=reading, doing=doing)
    except LoadCancelled:
        raise
    except DownloadError as error:
        sentence = _BROKEN if is_here else _MISSING
        raise DataError(
            tr(
                sentence,
                title=found.title,
                url=error.url,
                reason=error,
                by_hand=by_hand(settings),
            ),
            path=_SETTING,
        ) from error
    except (MemoryError, OSError) as error:
        # `load` reports both, but what gzip and tar raise for corrupt files is an OSError too
        if isinstance(error, MemoryError) or error.errno is not None:
            raise
        raise _damaged(settings) from error
    except Exception as error:
        # NumPy, zipfile, tarfile and pickle each have their own errors for corrupt files
        raise _damaged(settings) from error


_MISSING = tr_later(
    "{title} is not on this machine, and it could not be downloaded from {url} ({reason});"
    " connect to the internet once, or {by_hand}."
)
_BROKEN = tr_later(
    "What was on this machine of {title} is damaged, and it could not be downloaded again from {url}"
    " ({reason}); connect to the internet once, or {by_hand}."
)


def _damaged(settings: KerasData) -> DataError:
    found = SETS[settings.name]
    return DataError(
        tr(
            "The files of {title} in {folder} are damaged; delete {files} there and read the data again.",
            title=found.title,
            folder=folder_of(found),
            files=", ".join(kept for _, kept in found.files),
        ),
        path=_SETTING,
    )


def _joined(
    parts: Any, settings: KerasData
) -> tuple[tuple[NDArray[Any], NDArray[Any]], NDArray[np.bool_] | None]:
    """Return inputs and targets, and which of them are the test part; None where it is not used."""
    (x, y), (x_test, y_test) = parts
    if settings.test_part == "unused":
        return (x, y), None
    of_test = np.arange(len(x) + len(x_test)) >= len(x)
    return (np.concatenate([x, x_test]), np.concatenate([y, y_test])), of_test


def _check(x: NDArray[Any], y: NDArray[Any], settings: KerasData, *, classes: int) -> None:
    """Raise DataError where files were read but hold something else: Keras does not check all of them."""
    fits = len(x) == y.size > 0
    if fits and classes:
        fits = bool(y.min() >= 0 and y.max() < classes)
    if not fits:
        raise _damaged(settings)


def _words(settings: KerasData, keras: Any, *, reading: Reading, largest: int) -> tuple[str, ...]:
    """Return the word of each id; () where the list of words is neither here nor can be downloaded."""
    index = getattr(keras.datasets, settings.name).get_word_index
    doing = tr("Downloading the words of {title} from Keras", title=SETS[settings.name].title)
    try:
        ranks: dict[str, int] = call_watched(keras, index, reading=reading, doing=doing)
    except (DownloadError, OSError, ValueError):
        return ()
    words = ["", "[START]", "[UNK]", *["?"] * (largest + 1 - FIRST_WORD)]
    for word, rank in ranks.items():
        if rank + FIRST_WORD < len(words):
            words[rank + FIRST_WORD] = word
    return tuple(words)


def _notes(settings: KerasData, texts: NumberedTexts | None) -> tuple[str, ...]:
    notes: list[str] = []
    if settings.test_part == "validates":
        said = tr("Keras's test part validates, so there is no validation share.")
        notes.append(noted(said, PARTS, cure=(tr("Test on it"), "data.test_part=tests")))
    elif settings.test_part == "tests":
        said = tr("Keras's test part is the test part: it is neither trained nor validated on.")
        notes.append(noted(said, PARTS, cure=(tr("Validate on it"), "data.test_part=validates")))
    else:
        said = tr("Keras's test part is left alone.")
        notes.append(noted(said, PARTS, cure=(tr("Test on it"), "data.test_part=tests")))
    if texts is not None:
        notes.append(
            tr(
                "The saved model takes numbers of words, as keras.datasets.{name} gives them.",
                name=settings.name,
            )
        )
        if not texts.words:
            notes.append(
                tr(
                    "The list of words could not be downloaded, so their numbers are shown;"
                    " training needs the numbers alone."
                )
            )
    return tuple(notes)


def _fingerprint(x: NDArray[Any], y: NDArray[Any], of_test: NDArray[np.bool_] | None) -> str:
    digest = hashlib.sha256(f"{x.shape} {x.dtype} {0 if of_test is None else of_test.sum()}".encode())
    for values in (x, y):
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()
