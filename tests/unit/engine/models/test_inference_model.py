import numpy as np
import pytest

from engine.models.build import build_model
from engine.models.inference_model import whole_model
from engine.models.inputs import ModelError
from engine.models.measure_inputs import inputs_of
from engine.models.presets.layers_of import layer_calls
from engine.settings.data.kinds import TableData
from engine.settings.model import FileModel
from engine.tensorflow_import import import_keras
from tests.preprocessed import Rows, mixed

TRAIN = np.arange(40)


def test_the_saved_whole_takes_data_as_it_was_read(kit, tmp_path):
    keras = import_keras()
    import tensorflow as tf

    dataset = mixed().fit(TRAIN)
    assert dataset.fitted is not None
    rows = dataset.rows
    assert isinstance(rows, Rows)
    project = kit.project(data=TableData())
    model = build_model(project, inputs_of(dataset, TRAIN, project=project), total_steps=10)
    path = tmp_path / "model.keras"
    whole_model(model, dataset.fitted.raw_inputs()).save(path)
    loaded = keras.models.load_model(path, safe_mode=True)
    words = rows.words.copy()
    words[0] = "unseen"
    raw = {
        "number": tf.constant(rows.numbers[:, None]),
        "단어 = word": tf.constant(words.tolist())[:, None],
    }
    found = loaded.predict(raw, verbose=0)
    wanted = dataset.fitted.apply(Rows(rows.numbers, words))
    np.testing.assert_allclose(found, model.predict(wanted, verbose=0), rtol=1e-6)
    with pytest.raises(
        ModelError, match="holds its own preprocessing, so it predicts, but cannot be trained"
    ):
        build_model(
            kit.project(data=TableData(), model=FileModel(path=str(path))),
            inputs_of(dataset, TRAIN, project=project),
            total_steps=10,
        )


def test_quantities_are_scaled_and_words_embedded(kit):
    dataset = mixed().fit(TRAIN)
    project = kit.project(data=TableData())
    inputs = inputs_of(dataset, TRAIN, project=project)
    assert inputs.mean is not None
    assert inputs.mean.value.shape == (1,)
    assert [column.name for column in inputs.embedded] == ["word"]
    model = build_model(project, inputs, total_steps=10)
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds.count("Embedding") == kinds.count("Normalization") == 1
    assert len(layer_calls(project, inputs)) > 2
    (embedding,) = [layer for layer in model.layers if type(layer).__name__ == "Embedding"]
    assert embedding.weights[0].shape == (4, 3)
