import json
import zipfile

import numpy as np
import pytest

from engine.models.inputs import ModelError
from engine.settings.losses import Encoding
from engine.settings.model import DenseModel, FileModel
from engine.settings.optimizers import SGD, Adam
from engine.settings.schedules import CosineDecay
from tests.marks import TRAINS

pytestmark = TRAINS

TINY = DenseModel(units=(3,))


@pytest.fixture
def saved(tmp_path, kit):
    """A file in tmp_path, the model in it after three steps of Adam, and the inputs that it is made for."""
    inputs = kit.inputs("table")
    model = kit.build(kit.project(model=TINY), inputs)
    for _ in range(3):
        model.train_on_batch(*kit.batch(inputs))
    model.save(tmp_path / "saved.keras")
    return model, inputs


def of_file(kit, path="saved.keras", **values):
    return kit.project(model=FileModel(path=path), **values)


def test_training_goes_on_from_weights_and_optimizer_state(saved, tmp_path, kit):
    model, inputs = saved
    project = of_file(kit, compile__optimizer=Adam(learning_rate=0.5))
    again = kit.build(project, inputs, base=tmp_path)
    assert float(again.optimizer.learning_rate) == 0.5
    assert int(again.optimizer.iterations) == 3
    model.optimizer.learning_rate = 0.5
    batch = kit.batch(inputs)
    assert [again.train_on_batch(*batch)[0] for _ in range(3)] == [
        model.train_on_batch(*batch)[0] for _ in range(3)
    ]


def test_another_optimizer_or_a_schedule_begins_again(saved, tmp_path, kit):
    _, inputs = saved
    sgd = of_file(kit, compile__optimizer=SGD())
    assert int(kit.build(sgd, inputs, base=tmp_path).optimizer.iterations) == 0
    schedule = of_file(kit, compile__schedule=CosineDecay())
    assert int(kit.build(schedule, inputs, base=tmp_path).optimizer.iterations) == 0
    running_on = schedule.with_value("fit.initial_epoch", 2)
    assert int(kit.build(running_on, inputs, base=tmp_path).optimizer.iterations) == 3
    other_slots = of_file(kit, compile__optimizer=Adam(amsgrad=True))
    assert int(kit.build(other_slots, inputs, base=tmp_path).optimizer.iterations) == 0


def test_a_model_that_was_never_compiled_is_read(saved, tmp_path, kit):
    _, inputs = saved
    bare = kit.keras.Sequential([kit.keras.Input((5,)), kit.keras.layers.Dense(3, activation="softmax")])
    bare.save(tmp_path / "bare.keras")
    built = kit.build(of_file(kit, "bare.keras"), inputs, base=tmp_path)
    np.testing.assert_array_equal(built.get_weights()[0], bare.get_weights()[0])


def test_a_custom_loss_does_not_keep_the_layers_from_being_read(saved, tmp_path, kit):
    _, inputs = saved
    rewrite(tmp_path, lambda config: config["compile_config"].update(loss="my_own_loss"))
    assert kit.build(of_file(kit, "changed.keras"), inputs, base=tmp_path).count_params() == 30


def rewrite(folder, change):
    """A copy of saved.keras, named changed.keras, with its config changed."""
    with (
        zipfile.ZipFile(folder / "saved.keras") as old,
        zipfile.ZipFile(folder / "changed.keras", "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "config.json":
                config = json.loads(content)
                change(config)
                content = json.dumps(config).encode()
            new.writestr(name, content)


def first_layer(config):
    return config["config"]["layers"][1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda config: first_layer(config).update(class_name="Lambda"), "a Lambda layer"),
        (
            lambda config: first_layer(config)["config"].update(
                activation={"class_name": "__lambda__", "config": {}}
            ),
            "Python lambda",
        ),
        (lambda config: first_layer(config).update(class_name="TFSMLayer"), "SavedModel"),
        (
            lambda config: first_layer(config).update(
                class_name="Mine", module=None, registered_name="Custom>Mine"
            ),
            r"holds Mine \(.*\), a custom class",
        ),
        (lambda config: first_layer(config).update(class_name="system", module="os"), "holds system"),
        (
            lambda config: first_layer(config).update(
                class_name="load_model", module="keras.src.saving.saving_lib"
            ),
            "holds load_model",
        ),
        (lambda config: first_layer(config).update(class_name="Nonsense"), "Keras cannot read changed.keras"),
    ],
)
def test_code_and_unknown_classes_are_refused_by_name(change, words, saved, tmp_path, kit):
    _, inputs = saved
    rewrite(tmp_path, change)
    with pytest.raises(ModelError, match=words) as caught:
        kit.build(of_file(kit, "changed.keras"), inputs, base=tmp_path)
    assert caught.value.path == "model.path"


def test_a_real_lambda_is_refused(tmp_path, kit):
    layers = kit.keras.layers
    model = kit.keras.Sequential([kit.keras.Input((5,)), layers.Lambda(lambda x: x), layers.Dense(3)])
    model.save(tmp_path / "code.keras")
    with pytest.raises(ModelError, match=r"\(lambda.*\), and code in model files is never run"):
        kit.build(of_file(kit, "code.keras"), kit.inputs("table"), base=tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("", None, "No model file is chosen"),
        ("none.keras", None, "There is no file"),
        ("text.keras", b"hello", "is not a .keras file"),
        (
            "model.h5",
            b"\x89HDF\r\n",
            r"model\.h5 is HDF5, as Keras 2 saved models .* model\.save\('name\.keras'\)",
        ),
    ],
)
def test_what_is_no_model_file_is_said_in_a_sentence(name, content, words, tmp_path, kit):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=words):
        kit.build(of_file(kit, name), kit.inputs("table"), base=tmp_path)


def test_an_archive_without_a_model_or_weights(saved, tmp_path, kit):
    _, inputs = saved
    with zipfile.ZipFile(tmp_path / "other.keras", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ModelError, match=r"is not a \.keras file"):
        kit.build(of_file(kit, "other.keras"), inputs, base=tmp_path)
    with (
        zipfile.ZipFile(tmp_path / "saved.keras") as old,
        zipfile.ZipFile(tmp_path / "half.keras", "w") as new,
    ):
        new.writestr("config.json", old.read("config.json"))
    with pytest.raises(ModelError, match=r"Keras cannot read half\.keras"):
        kit.build(of_file(kit, "half.keras"), inputs, base=tmp_path)


@pytest.mark.usefixtures("saved")
def test_shapes_that_do_not_fit_the_data_are_named(tmp_path, kit):
    project = of_file(kit)
    with pytest.raises(ModelError, match="takes examples of 5 values, and this data has 4 values"):
        kit.build(project, kit.inputs("table", shape=(4,)), base=tmp_path)
    with pytest.raises(ModelError, match=r"gives 3 values for each example, and .* needs 4 values"):
        kit.build(project, kit.inputs("table", outputs=4), base=tmp_path)
    binary = kit.inputs("table", outputs=2, encoding=Encoding.BINARY)
    with pytest.raises(ModelError, match="needs 1 values"):
        kit.build(project.with_value("compile.loss", "hinge"), binary, base=tmp_path)
    one = kit.keras.Input((5,))
    dense = kit.keras.layers.Dense(3)
    kit.keras.Model(one, [dense(one), dense(one)]).save(tmp_path / "two.keras")
    with pytest.raises(ModelError, match="1 input and 2 outputs"):
        kit.build(of_file(kit, "two.keras"), kit.inputs("table"), base=tmp_path)


def test_an_open_size_takes_any(tmp_path, kit):
    head = kit.keras.layers.Dense(3, activation="softmax")
    model = kit.keras.Sequential([kit.keras.Input((None, 2)), kit.keras.layers.LSTM(2), head])
    model.save(tmp_path / "open.keras")
    inputs = kit.inputs("series")
    model = kit.build(of_file(kit, "open.keras"), inputs, base=tmp_path)
    assert model.train_on_batch(*kit.batch(inputs))[0] > 0


def architecture(kit, folder, *layers, name="layers.json"):
    model = kit.keras.Sequential(list(layers))
    (folder / name).write_text(model.to_json())
    return model


def test_an_architecture_alone_begins_with_new_weights(tmp_path, kit):
    layers, inputs = kit.keras.layers, kit.inputs("table")
    custom = architecture(kit, tmp_path, kit.keras.Input((5,)), layers.Dense(3, activation="softmax"))
    first, again = (kit.build(of_file(kit, "layers.json"), inputs, base=tmp_path) for _ in range(2))
    np.testing.assert_array_equal(first.get_weights()[0], again.get_weights()[0])
    assert (first.get_weights()[0] != custom.get_weights()[0]).any()
    custom.save_weights(tmp_path / "own.weights.h5")
    file = FileModel(path="layers.json", start_weights="own.weights.h5")
    with_weights = kit.build(kit.project(model=file), inputs, base=tmp_path)
    np.testing.assert_array_equal(with_weights.get_weights()[0], custom.get_weights()[0])


def test_an_architecture_that_does_not_know_its_data_takes_it(tmp_path, kit):
    architecture(kit, tmp_path, kit.keras.layers.Dense(3, activation="softmax"))
    assert kit.build(of_file(kit, "layers.json"), kit.inputs("table"), base=tmp_path).count_params() == 18


def test_code_in_an_architecture_is_refused_by_name(tmp_path, kit):
    layers = kit.keras.layers
    architecture(
        kit, tmp_path, kit.keras.Input((5,)), layers.Lambda(lambda x: x, name="mine"), layers.Dense(3)
    )
    with pytest.raises(ModelError, match=r"layers\.json holds a Lambda layer.* \(mine\)"):
        kit.build(of_file(kit, "layers.json"), kit.inputs("table"), base=tmp_path)


@pytest.mark.parametrize("content", ["hello", "[]", "{}", '{"class_name": "Nonsense", "config": {}}'])
def test_json_that_is_no_architecture_is_refused(content, tmp_path, kit):
    (tmp_path / "text.json").write_text(content)
    with pytest.raises(ModelError, match=r"text\.json is no architecture|Keras cannot read text\.json"):
        kit.build(of_file(kit, "text.json"), kit.inputs("table"), base=tmp_path)
