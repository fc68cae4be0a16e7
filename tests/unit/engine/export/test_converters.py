"""Graphs and headers as the converters write them, without the converters themselves."""

import shutil
import subprocess

import keras
import numpy as np
import pytest
import tensorflow as tf

from engine.export.convert.converters import bytes_of_header, c_header, replace_erfc
from engine.export.convert.frozen_graph import freeze, read_frozen


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


@pytest.mark.parametrize(
    ("compiler", "standard", "name"), [("cc", "c11", "main.c"), ("c++", "c++17", "main.cc")]
)
def test_a_program_has_the_very_bytes_aligned(tmp_path, compiler: str, standard, name):
    if shutil.which(compiler) is None:
        pytest.skip("there is no such compiler")
    content = bytes(range(256)) * 5 + b"end"
    (tmp_path / "model.h").write_text(c_header(content), "ascii")
    (tmp_path / name).write_text(
        '#include <stdint.h>\n#include <stdio.h>\n#include "model.h"\n#include "model.h"\n'
        "int main(void) {\n"
        "  if ((uintptr_t)model_tflite % 16) return 1;\n"
        "  return fwrite(model_tflite, 1, model_tflite_len, stdout) != sizeof model_tflite;\n}\n"
    )
    strict = [f"-std={standard}", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    subprocess.run([compiler, *strict, name, "-o", "main"], cwd=tmp_path, check=True)
    done = subprocess.run([str(tmp_path / "main")], capture_output=True, check=True)
    assert done.stdout == content
