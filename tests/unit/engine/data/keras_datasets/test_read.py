"""Keras's own data sets are read from small files in Keras's cache, and no test asks the internet."""

import email.message
import gc
import io
import json
import socket
import threading
import time
import urllib.error
import urllib.request
import urllib.response

import numpy as np
import pytest

from engine.cli.main import main
from engine.data import DataError, LoadCancelled, describe, load
from engine.data.keras_datasets.catalogue import SETS, folder_of
from engine.data.names_in_file import choices_in
from engine.data.separate_data import load_validation
from engine.data.split import split
from engine.inspect.preflight import check
from engine.settings import Project
from engine.settings.data.kinds import KerasData
from engine.settings.fit import FitSettings
from engine.tensorflow_import import import_keras
from tests.unit.engine import keras_cache
from tests.unit.engine.keras_cache import TEST, TRAIN


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of Keras, on a machine without internet."""
    monkeypatch.setattr(urllib.request.HTTPSHandler, "https_open", _offline)
    return keras_cache.use(tmp_path / "keras", monkeypatch)


def _offline(_handler, _request):
    raise urllib.error.URLError(socket.gaierror(-2, "Name or service not known"))


class Answer(urllib.response.addinfourl):
    """An answer of the net that is in order."""

    msg = "OK"


@pytest.fixture
def unchecked(monkeypatch):
    """Keras takes the small files for the real ones."""
    keras_cache.check_nothing(monkeypatch)


@pytest.fixture
def online(monkeypatch):
    """What comes from the net, by the last part of the address; a test fills it."""
    served, asked = {}, []

    def answer(_handler, request):
        asked.append((request.full_url, request.timeout))
        content = served[request.full_url.rpartition("/")[2]]
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        headers = email.message.Message()
        headers["Content-Length"] = str(len(stream.getvalue()))
        return Answer(stream, headers, request.full_url, 200)

    monkeypatch.setattr(urllib.request.HTTPSHandler, "https_open", answer)
    return served, asked


def made(cache, name, **options):
    keras_cache.SETS[name](cache)
    return load(KerasData(name=name, **options), None)


IMAGES = [
    ("mnist", (28, 28), 10),
    ("fashion_mnist", (28, 28), 10),
    ("cifar100", (32, 32, 3), 100),
]


@pytest.mark.parametrize(("name", "shape", "classes"), IMAGES)
@pytest.mark.usefixtures("unchecked")
def test_images_are_bytes_and_the_test_part_validates(cache, name, shape, classes):
    found = made(cache, name)
    assert (found.count, found.shape, found.x.dtype) == (TRAIN + TEST, shape, np.uint8)
    assert (found.task, found.outputs, found.y.dtype) == ("classification", classes, np.int64)
    parts = split(found, FitSettings(), seed=1)
    assert (len(parts.train), len(parts.validation)) == (TRAIN, TEST)
    described = describe(found)
    assert described.is_image
    assert len(described.examples) == 24
    assert "validates" in described.notes[0]
    assert choices_in(KerasData(name=name), None).names == ()


@pytest.mark.usefixtures("unchecked")
def test_cifar_10(cache):
    found = made(cache, "cifar10")
    assert (found.count, found.shape) == (50_000 + TEST, (32, 32, 3))
    assert found.class_names[:2] == ("airplane", "automobile")


@pytest.mark.usefixtures("unchecked")
def test_the_test_part_can_be_left_alone(cache):
    found = made(cache, "mnist", test_part="unused")
    assert (found.count, found.validation_mask) == (TRAIN, None)
    parts = split(found, FitSettings(validation_split=0.25), seed=1)
    assert (len(parts.train), len(parts.validation)) == (30, 10)
    assert found.notes == ("Keras's test part is left alone.",)


@pytest.mark.usefixtures("unchecked")
def test_the_test_part_can_test(cache):
    found = made(cache, "mnist", test_part="tests")
    parts = split(found, FitSettings(validation_split=0.25), seed=1)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (30, 10, TEST)


@pytest.mark.usefixtures("unchecked")
def test_cifar_100_has_classes_and_groups(cache):
    fine = made(cache, "cifar100")
    coarse = load(KerasData(name="cifar100", label_mode="coarse"), None)
    assert (fine.class_names[3], coarse.class_names[1]) == ("bear", "fish")
    assert coarse.outputs == 20
    assert (coarse.y == fine.y // 5).all()
    assert fine.fingerprint != coarse.fingerprint


@pytest.mark.usefixtures("unchecked")
def test_reviews_are_numbers_of_words_cut_and_filled_up(cache):
    found = made(cache, "imdb", vocabulary=9, length=6)
    x = np.asarray(found.x)
    assert (found.shape, x.dtype, found.vocabulary) == ((6,), np.int32, 9)
    assert found.class_names == ("negative", "positive")
    assert x.max() < 9
    assert found.numbered is not None
    short = int(np.argmin(found.numbered.lengths))
    assert found.numbered.lengths[short] == 3  # the mark of the beginning, and two words
    assert (x[short] > 0).tolist() == [True] * 3 + [False] * 3
    # the beginning of long ones is cut off, and with it the mark
    assert (x[found.numbered.lengths > 6][:, 0] != 1).all()
    whole = load(KerasData(name="imdb", vocabulary=None, length=6, truncating="post"), None)
    assert (np.asarray(whole.x)[:, 0] == 1).all()
    assert whole.vocabulary == np.asarray(whole.x).max() + 1


@pytest.mark.usefixtures("unchecked")
def test_words_are_shown_where_keras_has_their_list(cache):
    facts = describe(made(cache, "imdb")).texts
    assert facts is not None
    assert facts.examples[0].text.startswith("[START] ")
    assert set(facts.examples[0].tokens) <= {"[START]", "[UNK]", *keras_cache.WORDS}
    assert (sum(facts.bars), facts.longest, facts.cut, facts.coverage) == (TRAIN + TEST, 11, 0, ())
    (cache / "imdb_word_index.json").unlink()
    without = load(KerasData(name="imdb"), None)
    assert "list of words could not be downloaded" in without.notes[-1]
    texts = describe(without).texts
    assert texts is not None
    assert texts.examples[0].tokens[0] == "1"


@pytest.mark.usefixtures("unchecked")
def test_news_have_topics(cache):
    found = made(cache, "reuters", length=4)
    assert (found.outputs, found.class_names[0], found.shape) == (46, "cocoa", (4,))


@pytest.mark.usefixtures("unchecked")
def test_houses_are_numbers_with_the_names_of_the_columns(cache):
    found = made(cache, "california_housing")
    assert (found.task, found.count, found.x.dtype, found.y.shape) == (
        "regression",
        700,
        np.float32,
        (700, 1),
    )
    assert found.feature_names[:2] == ("longitude", "latitude")
    assert found.target_names == ("median house value",)
    assert split(found, FitSettings(), seed=1).validation.tolist() == list(range(560, 700))
    assert load(KerasData(name="california_housing", version="small"), None).count == 600
    assert [entry.name for entry in describe(found).features] == list(found.feature_names)


@pytest.mark.parametrize("name", list(SETS))
def test_without_internet_one_sentence_says_what_to_do(cache, name):
    with pytest.raises(DataError) as raised:
        load(KerasData(name=name), None)
    sentence = str(raised.value)
    assert raised.value.path == "data.name"
    assert f"{SETS[name].title} is not on this machine" in sentence
    assert "(Name or service not known)" in sentence
    assert str(folder_of(SETS[name])) in sentence
    assert all(kept in sentence for _, kept in SETS[name].files)
    assert sentence.count(".\n") == 0
    assert not [file for file in cache.rglob("*") if file.is_file()]


def test_a_file_that_keras_does_not_know_is_distinguished_from_none(cache):
    (cache / "mnist.npz").write_bytes(b"half of it")
    with pytest.raises(DataError, match="of MNIST is damaged, and it could not be downloaded again"):
        load(KerasData(), None)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("mnist", "mnist.npz"),
        ("fashion_mnist", "fashion-mnist/train-images-idx3-ubyte.gz"),
        ("imdb", "imdb.npz"),
        ("cifar100", "cifar-100-python-target_archive"),
        ("california_housing", "california_housing.npz"),
    ],
)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"\x1f\x8b\x08\x00broken"])
@pytest.mark.usefixtures("unchecked")
@pytest.mark.filterwarnings("ignore:Could not extract archive")
# NumPy leaves a file open that begins like a ZIP file and is none
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_broken_files_are_reported(cache, name, broken, content):
    keras_cache.SETS[name](cache)
    (cache / broken).write_bytes(content)
    with pytest.raises(DataError, match=r"damaged; delete|cannot be read"):
        load(KerasData(name=name), None)
    if content.startswith(b"PK"):
        gc.collect()


@pytest.mark.usefixtures("unchecked")
def test_targets_that_are_no_classes_are_reported(cache):
    keras_cache.mnist(cache)
    with np.load(cache / "mnist.npz") as file:
        arrays = dict(file)
    np.savez(cache / "mnist.npz", **arrays | {"y_test": arrays["y_test"] + 200})
    with pytest.raises(DataError, match="damaged"):
        load(KerasData(), None)


def test_a_set_has_a_name_and_no_file():
    settings = KerasData(name="imdb")
    assert (settings.called, settings.source, settings.is_text) == ("imdb", None, True)
    assert [problem.path for problem in check(Project().with_value("data", settings))] == []


@pytest.mark.usefixtures("unchecked")
def test_the_fingerprint_follows_the_files(cache):
    first = made(cache, "mnist")
    assert load(KerasData(), None).fingerprint == first.fingerprint
    with np.load(cache / "mnist.npz") as file:
        arrays = dict(file)
    arrays["x_train"][3, 2, 1] ^= 1
    np.savez(cache / "mnist.npz", **arrays)
    assert load(KerasData(), None).fingerprint != first.fingerprint
    assert load(KerasData(test_part="unused"), None).fingerprint != first.fingerprint


@pytest.mark.usefixtures("unchecked")
def test_separate_validation_data_is_refused(cache):
    whole = made(cache, "mnist")
    project = Project().with_value("data", KerasData()).with_value("fit.validation_data", "mine.csv")
    with pytest.raises(DataError, match="test part of its own") as raised:
        load_validation(project, None, dataset=whole)
    assert raised.value.path == "fit.validation_data"


@pytest.mark.usefixtures("unchecked")
def test_arrays_of_the_same_shape_and_classes_validate_a_set_of_keras(cache, tmp_path):
    whole = made(cache, "mnist")
    np.savez(tmp_path / "mine.npz", x=np.asarray(whole.x)[:5], y=whole.y[:5])
    project = Project().with_value("data", KerasData())
    project = project.with_value("fit.validation_data", str(tmp_path / "mine.npz"))
    found = load_validation(project, None, dataset=whole)
    np.testing.assert_array_equal(found.x, np.asarray(whole.x)[:5])
    np.testing.assert_array_equal(found.y, whole.y[:5])


@pytest.mark.usefixtures("unchecked")
def test_what_is_missing_is_downloaded_and_reported(cache, online, tmp_path):
    keras_cache.mnist(tmp_path)
    served, asked = online
    served["mnist.npz"] = (tmp_path / "mnist.npz").read_bytes()
    reported = []
    found = load(KerasData(), None, progress=lambda *step: reported.append(step))
    assert found.count == TRAIN + TEST
    ((url, seconds),) = asked
    assert url.startswith("https://storage.googleapis.com/")
    assert seconds == 10
    assert (cache / "mnist.npz").read_bytes() == served["mnist.npz"]
    assert all(doing in ("", "Downloading MNIST from Keras") for _, _, doing in reported)


@pytest.mark.usefixtures("cache")
def test_something_else_from_the_net_is_refused(online):
    online[0]["mnist.npz"] = b"a page that asks for a password"
    with pytest.raises(DataError, match="what came is not the file that Keras knows"):
        load(KerasData(), None)


class Slow(io.BytesIO):
    """Gives its first bytes at once, and the others when it is let go."""

    def __init__(self, content):
        super().__init__(content)
        self.may_continue = threading.Event()
        self.ended = threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            self.may_continue.wait(30)
        del size
        return super().read(100)

    def close(self):
        self.ended.set()


def test_a_download_tells_how_far_it_is_and_ends_at_once_when_called_off(cache, online):
    slow = online[0]["mnist.npz"] = Slow(bytes(5000))
    reported, begun = [], time.monotonic()

    def far():
        return (100, 5000, "Downloading MNIST from Keras") in reported

    with pytest.raises(LoadCancelled):
        load(KerasData(), None, progress=lambda *step: reported.append(step), cancelled=far)
    assert time.monotonic() - begun < 10  # the other side is still silent
    assert not slow.ended.is_set()
    slow.may_continue.set()
    assert slow.ended.wait(10)
    deadline = time.monotonic() + 10
    while (cache / "mnist.npz").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    # half a file is no file
    assert not (cache / "mnist.npz").exists()


def test_a_silent_other_side_is_reported(cache, monkeypatch):
    def silent(_handler, _request):
        raise urllib.error.URLError(TimeoutError("timed out"))

    monkeypatch.setattr(urllib.request.HTTPSHandler, "https_open", silent)
    with pytest.raises(DataError, match=r"\(no answer within 10 seconds\)"):
        load(KerasData(), None)
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("unchecked")
def test_the_test_part_is_in_file_environment_and_evaluation(cache, tmp_path, capsys):
    """What is set in the project file is trained on, never the test part, which `evaluate` then judges by."""
    keras_cache.california_housing(cache)
    content = {
        "version": 3,
        "data": {"kind": "keras", "name": "california_housing", "version": "small", "test_part": "tests"},
        "model": {"kind": "dense", "units": [4]},
        "fit": {"epochs": 1, "validation_split": 0.25},
    }
    path, run = tmp_path / "p.fitroom", tmp_path / "run"
    path.write_text(json.dumps(content), "utf-8")
    assert main(["describe", str(path), "--json"]) == 0
    keras = import_keras()
    (x_train, _), (x, y) = keras.datasets.california_housing.load_data(version="small")
    found = json.loads(capsys.readouterr().out)["parts"]
    assert found == {"train": 0.75 * len(x_train), "validation": 0.25 * len(x_train), "test": len(x)}
    assert main(["train", str(path), "--out", str(run)]) == 0
    environment = json.loads((run / "environment.json").read_text("utf-8"))
    assert environment["data"]["test_examples"] == len(x)
    capsys.readouterr()
    assert main(["evaluate", str(run), "--part", "test", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    of_keras = keras.models.load_model(run / "model.keras").evaluate(x, y, verbose=0, return_dict=True)
    assert (found["part"], found["count"]) == ("test", len(x))
    assert found["metrics"]["loss"] == pytest.approx(of_keras["loss"], rel=1e-5)
