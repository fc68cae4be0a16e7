"""The layers of a stack against the real Keras: classes, arguments and defaults."""

import inspect

import pytest

from engine.settings.declaration.declare import alternatives, walk
from engine.settings.stack import COMPOSED, LayerSettings, family_of
from tests.unit.engine.settings.test_against_keras import signature

LAYERS = [kind for kind in alternatives(LayerSettings) if kind not in COMPOSED]
LEFT_OUT = {
    "activity_regularizer": "rarely used; a penalty on weights is there",
    "kernel_constraint": "rarely used",
    "bias_constraint": "rarely used",
    "recurrent_constraint": "rarely used",
    "depthwise_constraint": "rarely used",
    "pointwise_constraint": "rarely used",
    "embeddings_constraint": "rarely used",
    "beta_constraint": "rarely used",
    "gamma_constraint": "rarely used",
    "alpha_constraint": "rarely used",
    "bias_initializer": "zero is what people use",
    "bias_regularizer": "a penalty on biases only hurts",
    "beta_initializer": "zero is what people use",
    "gamma_initializer": "one is what people use",
    "moving_mean_initializer": "a statistic",
    "moving_variance_initializer": "a statistic",
    "beta_regularizer": "a penalty on biases only hurts",
    "gamma_regularizer": "a penalty on scales only hurts",
    "depthwise_regularizer": "so few weights need none",
    "pointwise_regularizer": "Keras's own is seldom used with separable convolutions",
    "alpha_initializer": "zero is what people use",
    "alpha_regularizer": "a penalty would undo what is learned",
    "embeddings_initializer": "uniform is what people use",
    "weights": "training starts again",
    "data_format": "channels stand last here",
    "axis": "values or channels stand last here",
    "groups": "TensorFlow trains grouped convolutions on a GPU alone",
    "lora_rank": "for fine-tuning large models",
    "lora_alpha": "for fine-tuning large models",
    "quantization_config": "for serving",
    "seed": "the run's seed",
    "noise_shape": "SpatialDropout does what it is for",
    "return_state": "a list has one output a layer",
    "stateful": "batches are independent",
    "unroll": "the same numbers, only faster or slower",
    "use_cudnn": "the same layer, only faster or slower",
    "renorm": "batch renormalization is a method of its own",
    "renorm_clipping": "as above",
    "renorm_momentum": "as above",
    "synchronized": "for several devices",
    "layer": "the layer itself",
    "backward_layer": "the same layer reads backwards",
    "value_dim": "as key_dim",
    "output_shape": "as what comes in, so that it can be added",
    "attention_axes": "over the steps",
    "sliding_window": "for very long texts",
    "flash_attention": "the same numbers, only faster",
    "use_gate": "a method of its own",
    "dtype": "mixed precision decides",
}
EVERYWHERE = {"self", "kwargs", "name"}
WRAPPER = {"Bidirectional", "merge_mode"}
"""What stands at a recurrent layer and goes to the class around it."""


def plain(value):
    """A pair of equal sizes as one."""
    return value[0] if isinstance(value, tuple) and len(set(value)) == 1 else value


@pytest.mark.parametrize("section", LAYERS, ids=lambda section: section.title)
def test_a_layer_is_its_keras_class(section, keras):
    parameters = signature(keras, section.keras_class)
    declared = {item.info.keras: item for item in walk(section) if item.info.keras}
    custom = declared.keys() - (WRAPPER if "Bidirectional" in declared else set())
    assert custom <= parameters.keys()
    assert parameters.keys() - custom - EVERYWHERE <= LEFT_OUT.keys()
    without_default = {name for name in custom if parameters[name].default is inspect.Parameter.empty}
    assert section.required == without_default
    for name in custom - without_default:
        default, ours = parameters[name].default, section.keras_defaults.get(name, declared[name].default)
        assert plain(default) == ours or (name == "activation" and (default, ours) == (None, "linear")), name


def test_what_is_left_out_exists_somewhere(keras):
    known = set().union(*(signature(keras, kind.keras_class) for kind in LAYERS))
    known |= signature(keras, "keras.layers.Bidirectional").keys() | {
        "dtype",
        "data_format",
        "activity_regularizer",
    }
    assert LEFT_OUT.keys() <= known


def test_what_goes_to_bidirectional_is_there(keras):
    assert "merge_mode" in signature(keras, "keras.layers.Bidirectional")


def test_each_layer_has_a_family():
    assert all(family_of(kind) for kind in alternatives(LayerSettings))
