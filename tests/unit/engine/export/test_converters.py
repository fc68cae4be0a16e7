"""Graphs and headers as the converters write them, without the converters themselves."""

import keras
import numpy as np
import tensorflow as tf

from engine.export.convert.converters import bytes_of_header, c_header, replace_erfc
from engine.export.convert.frozen import freeze, read_frozen


def test_a_frozen_graph_without_erfc_has_the_same_answers(tmp_path):
    layers = [keras.Input((4,)), keras.layers.Dense(8, activation="gelu"), keras.layers.Dense(2)]
    model = keras.Sequential(layers)
    freeze(model, tmp_path, batch=None)
    graph, ends = read_frozen(tmp_path)
    assert [node.op for node in graph.node].count("Erfc") == 1
    replace_erfc(graph)
    assert not [node for node in graph.node if node.op == "Erfc"]
    found = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph, name=""), [])
    call = found.prune(ends.inputs, ends.outputs)
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    np.testing.assert_allclose(call(tf.constant(x))[0], model(x), atol=1e-6)


def test_a_header_holds_the_very_bytes():
    content = bytes(range(256)) * 3 + b"end"
    text = c_header(content)
    assert bytes_of_header(text) == content
    assert f"model_tflite_len = {len(content)};" in text
    assert max(map(len, text.splitlines())) < 110
