"""Model files that are damaged, huge or made to do harm: each is one sentence that names the file."""

import json
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.models.inputs import ModelError
from engine.settings.model import DenseModel, FileModel
from tests.marks import TRAINS

pytestmark = TRAINS

TINY = DenseModel(units=(3,))
CONFIG, WEIGHTS = "config.json", "model.weights.h5"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with good.keras, good.json and good.weights.h5 of a small model of four numbers."""
    import keras

    folder = tmp_path_factory.mktemp("models")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(3)])
    model.save(folder / "good.keras")
    model.save_weights(folder / "good.weights.h5")
    (folder / "good.json").write_text(model.to_json())
    return folder


@pytest.fixture
def in_process(monkeypatch):
    """What is proved in an isolated process is proved here, as each process takes a second to begin."""
    monkeypatch.setattr(
        "engine.models.saved.weights_file.call_isolated", lambda call, asked, **_: call(asked)
    )


@dataclass(frozen=True)
class At:
    """Where a hostile file is to be, beside which good one, and a folder for what it is made of."""

    path: Path
    good: Path
    tmp: Path


def config_of(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(CONFIG))


def write(at: At, *, config=None, weights=None, more=(), compression=zipfile.ZIP_STORED):
    """A .keras file as the good one, with another config, other weights or more files; b"" leaves one out."""
    with zipfile.ZipFile(at.good) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if config is not None:
        files[CONFIG] = config if isinstance(config, bytes) else json.dumps(config).encode()
    if weights is not None:
        files[WEIGHTS] = weights
    with zipfile.ZipFile(at.path, "w", compression) as archive:
        for name, content in (*files.items(), *more):
            if content:
                archive.writestr(name, content)


def edited(good: Path, edit) -> dict:
    config = config_of(good)
    edit(config)
    return config


def layer_of(config: dict, number: int = 1) -> dict:
    return config["config"]["layers"][number]


def set_units(value):
    return lambda config: layer_of(config)["config"].update(units=value)


def set_class(name, module="keras.layers", **more):
    def edit(config):
        layer_of(config).update(class_name=name, module=module, registered_name=None, **more)

    return edit


def deep(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * depth + closing * depth


def deep_model(good: Path, depth: int) -> dict:
    """Models inside of each other; json reads so many, Keras does not."""
    config = config_of(good)
    for _ in range(depth):
        outer = config_of(good)
        outer["config"]["layers"][1] = config
        config = outer
    return config


def weights_with(tmp_path: Path, change) -> bytes:
    path = tmp_path / "changed.h5"
    with h5py.File(path, "w") as file:
        change(file)
    return path.read_bytes()


def huge(file):
    file.create_dataset("layers/dense/vars/0", shape=(2**20, 2**20), dtype="f4", chunks=(1024, 1024))


def external(file):
    file["layers/dense/vars/0"] = h5py.ExternalLink("/etc/hostname", "/x")


def cycle(file):
    group = file.create_group("layers/dense")
    group["again"] = file["layers"]


def raw_storage(file):
    group = file.create_group("layers/dense/vars")
    group.create_dataset("0", (4, 3), "f4", external=[("/etc/hostname", 0, 48)])


def encrypted(at: At) -> None:
    write(at)
    raw = bytearray(at.path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + flags] |= 1
            place = raw.find(mark, place + 4)
    at.path.write_bytes(raw)


def bomb(at: At) -> None:
    """A megabyte of zeros says that it is 200 terabytes."""
    write(at, more=[("assets/zeros", bytes(2**20))], compression=zipfile.ZIP_DEFLATED)
    raw = at.path.read_bytes()
    size = (2**20).to_bytes(4, "little")
    raw = raw.replace(size, (2**32 - 2).to_bytes(4, "little"))
    at.path.write_bytes(raw)


KERAS = {
    "empty": lambda at: at.path.write_bytes(b""),
    "text": lambda at: at.path.write_text("model"),
    "cut off": lambda at: at.path.write_bytes(at.good.read_bytes()[:-200]),
    "no config": lambda at: write(at, config=b""),
    "config is no json": lambda at: write(at, config=b"{"),
    "config is no text": lambda at: write(at, config=b"\xff\xfe\xfd"),
    "config is a list": lambda at: write(at, config=[1]),
    "config is null": lambda at: write(at, config=b"null"),
    "config is deep": lambda at: write(at, config=deep(200_000)),
    "config is deep objects": lambda at: write(at, config=deep(90_000, b'{"a":', b"}")),
    "models in models": lambda at: write(at, config=deep_model(at.good, 60)),
    "no layers": lambda at: write(
        at, config=edited(at.good, lambda config: config["config"].update(layers=[]))
    ),
    "layers are a number": lambda at: write(
        at, config=edited(at.good, lambda config: config["config"].update(layers=5))
    ),
    "only a layer": lambda at: write(at, config=layer_of(config_of(at.good))),
    "a model of nothing": lambda at: write(
        at,
        config={"module": "keras", "class_name": "Model", "config": {}, "registered_name": "Model"},
    ),
    "no class": lambda at: write(at, config={"config": {}}),
    "units of text": lambda at: write(at, config=edited(at.good, set_units("many"))),
    "no units": lambda at: write(at, config=edited(at.good, set_units(-3))),
    "units without end": lambda at: write(at, config=edited(at.good, set_units(10**15))),
    "units of nan": lambda at: write(at, config=edited(at.good, set_units(float("nan")))),
    "lambda": lambda at: write(at, config=edited(at.good, set_class("Lambda"))),
    "unknown class": lambda at: write(at, config=edited(at.good, set_class("Nothing"))),
    "own class": lambda at: write(at, config=edited(at.good, set_class("X", "my.code"))),
    "a function": lambda at: write(at, config=edited(at.good, set_class("function", "builtins"))),
    "a class of numbers": lambda at: write(at, config=edited(at.good, set_class(7))),
    "no weights": lambda at: write(at, weights=b""),
    "weights cut off": lambda at: write(at, weights=weights(at.good)[:-3000]),
    "weights of zeros": lambda at: write(at, weights=bytes(5000)),
    "weights of others": lambda at: write(at, weights=weights_with(at.tmp, len)),
    "weights without end": lambda at: write(at, weights=weights_with(at.tmp, huge)),
    "weights elsewhere": lambda at: write(at, weights=weights_with(at.tmp, external)),
    "weights in other files": lambda at: write(at, weights=weights_with(at.tmp, raw_storage)),
    "weights in a circle": lambda at: write(at, weights=weights_with(at.tmp, cycle)),
    "encrypted": encrypted,
    "a bomb": bomb,
    "names that lead out": lambda at: write(at, more=[("../../out.txt", b"x")]),
    "absolute names": lambda at: write(at, more=[("/tmp/out.txt", b"x")]),
    "a pipe": lambda at: os.mkfifo(at.path),
    "a folder": lambda at: at.path.mkdir(),
    "a device": lambda at: at.path.symlink_to("/dev/zero"),
    "of the system": lambda at: at.path.symlink_to("/proc/self/environ"),
}


def weights(good: Path) -> bytes:
    with zipfile.ZipFile(good) as archive:
        return archive.read(WEIGHTS)


def refusal(kit, model) -> str:
    """The sentence with which the model is refused."""
    with pytest.raises(ModelError) as caught:
        kit.build(kit.project(model=model), kit.inputs("table"))
    return str(caught.value)


def check_sentence(sentence: str, name: str) -> None:
    assert name in sentence
    assert sentence.endswith(".")
    assert len(sentence) > 30
    assert "\n" not in sentence
    sentence.encode()


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("what", KERAS)
def test_a_model_that_cannot_be_used_is_named(what, made, tmp_path, kit):
    path = tmp_path / "hostile.keras"
    KERAS[what](At(path, made / "good.keras", tmp_path))
    check_sentence(refusal(kit, FileModel(path=str(path))), "hostile.keras")
    assert not list(tmp_path.parent.glob("out.txt"))


ARCHITECTURES = {
    "empty": b"",
    "no json": b"{{",
    "deep": deep(200_000),
    "a list": b"[]",
    "no class": b'{"class_name": 5, "config": []}',
    "nothing in it": b'{"class_name": "Sequential", "config": {}}',
    "no text": b"\xff\xff",
    "a lone surrogate": b'{"class_name": "\\ud800", "module": "keras", "config": {}}',
}


@pytest.mark.parametrize("what", ARCHITECTURES)
def test_an_architecture_that_cannot_be_used_is_named(what, tmp_path, kit):
    path = tmp_path / "hostile.json"
    path.write_bytes(ARCHITECTURES[what])
    check_sentence(refusal(kit, FileModel(path=str(path))), "hostile.json")


START_WEIGHTS = {
    "empty": lambda at: at.path.write_bytes(b""),
    "cut off": lambda at: at.path.write_bytes(at.good.read_bytes()[:-3000]),
    "without end": lambda at: at.path.write_bytes(weights_with(at.tmp, huge)),
    "elsewhere": lambda at: at.path.write_bytes(weights_with(at.tmp, external)),
    "in a circle": lambda at: at.path.write_bytes(weights_with(at.tmp, cycle)),
    "of another model": lambda at: at.path.write_bytes(weights_with(at.tmp, len)),
    "of another shape": lambda at: at.path.write_bytes(weights_with(at.tmp, four_arrays)),
    "a pipe": lambda at: os.mkfifo(at.path),
    "a device": lambda at: at.path.symlink_to("/dev/zero"),
}


def four_arrays(file):
    for number in range(4):
        file[f"layers/dense/vars/{number}"] = np.zeros((2, 7), "f4")


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("what", START_WEIGHTS)
def test_start_weights_that_cannot_be_used_are_named(what, made, tmp_path, kit):
    path = tmp_path / "hostile.weights.h5"
    START_WEIGHTS[what](At(path, made / "good.weights.h5", tmp_path))
    check_sentence(refusal(kit, DenseModel(units=(3,), start_weights=str(path))), "hostile.weights.h5")


@pytest.mark.parametrize("name", ["\udcff\udcfe.keras", "a\0b.keras", "x" * 5000 + ".keras"])
def test_names_that_no_file_can_have(name, kit):
    sentence = refusal(kit, FileModel(path=name))
    sentence.encode()
    assert sentence.endswith(".")


def test_a_model_with_a_name_that_is_no_text_is_read_or_refused_in_text(made, tmp_path, kit):
    path = tmp_path / "m\udcff.keras"
    try:
        shutil.copy(made / "good.keras", path)
    except OSError:
        pytest.skip("this file system takes text alone")
    sentence = refusal(kit, FileModel(path=str(path)))
    assert r"m\xff.keras" in sentence


@pytest.mark.usefixtures("in_process")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.data())
def test_any_changed_bytes_are_a_model_or_a_sentence(seed, made, tmp_path, kit):
    raw = bytearray((made / "good.keras").read_bytes())
    for _ in range(seed.draw(st.integers(1, 6))):
        raw[seed.draw(st.integers(0, len(raw) - 1))] = seed.draw(st.integers(0, 255))
    path = tmp_path / "changed.keras"
    path.write_bytes(raw[: seed.draw(st.integers(4, len(raw)))] if seed.draw(st.booleans()) else raw)
    try:
        kit.build(kit.project(model=FileModel(path=str(path))), kit.inputs("table"))
    except ModelError as error:
        check_sentence(str(error), "changed.keras")
