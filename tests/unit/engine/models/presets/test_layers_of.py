import pytest

from engine.models.inputs import ModelError
from engine.models.presets.layers_of import layer_calls
from engine.settings.augmentation import (
    Brightness,
    Contrast,
    Cutout,
    Flip,
    Jitter,
    MixUp,
    Noise,
    Rotation,
    Translation,
    Zoom,
)
from engine.settings.layers import Block, in_a_row
from engine.settings.losses import Encoding
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from tests.calls import pieces, source
from tests.marks import TRAINS, some_slow

pytestmark = TRAINS

KINDS = {
    "dense": DenseModel(),
    "cnn": CnnModel(filters=(4, 8), dense_units=8),
    "vgg": VggModel(filters=(4, 8), dense_units=8),
    "resnet": ResnetModel(filters=(4, 6), dropout=0.1),
    "lstm": LstmModel(units=(4,)),
    "gru": LstmModel(units=(4,), cell="gru", bidirectional=True),
    "simple": LstmModel(units=(4,), cell="simple"),
    "fcn1d": FcnModel(filters=(4, 6), dropout=0.1),
    "resnet1d": SequenceResnetModel(filters=(4, 4, 6), dropout=0.1),
    "transformer": TransformerModel(width=8, heads=2, feed_forward=8, blocks=2),
    "transfer": TransferModel(base="MobileNetV3Small", weights="none"),
}
FITS = [
    ("dense", "images"),
    ("dense", "arrays"),
    ("dense", "table"),
    ("dense", "series"),
    ("cnn", "images"),
    ("cnn", "arrays"),
    ("vgg", "images"),
    ("vgg", "arrays"),
    ("resnet", "images"),
    ("resnet", "arrays"),
    ("lstm", "images"),
    ("lstm", "arrays"),
    ("lstm", "series"),
    ("gru", "series"),
    ("simple", "series"),
    ("fcn1d", "arrays"),
    ("fcn1d", "series"),
    ("resnet1d", "images"),
    ("resnet1d", "series"),
    ("transformer", "images"),
    ("transformer", "series"),
]
SCALED = [(*fit, scaling) for fit in FITS for scaling in ("none", "unit", "standard")]
# scaling is layers before the first of the model's own; a few kinds show that they fit
SLOW = [case for case in SCALED if case[2] != "standard" and case[0] not in ("dense", "cnn", "lstm")]


def plain(project, inputs):
    """The layers of a model without branches."""
    calls = in_a_row(layer_calls(project, inputs))
    assert calls is not None
    return calls


def names(calls):
    return [call.path.rpartition(".")[2] for call in calls]


@pytest.mark.parametrize("case", some_slow(SCALED, SLOW), ids="-".join)
def test_every_kind_builds_and_learns_on_the_data_it_fits(case, kit):
    model, data, scaling = case
    inputs = kit.inputs(data, scaling=scaling)
    built = kit.build(kit.project(model=KINDS[model]), inputs)
    x, y = kit.batch(inputs)
    built.run_eagerly = True  # one step needs no graph, and tracing one takes seconds
    before = [weight.copy() for weight in built.get_weights()]
    assert built.train_on_batch(x, y)[0] > 0
    assert built.output_shape == (None, 3)
    assert any((old != new).any() for old, new in zip(before, built.get_weights(), strict=True))


@pytest.mark.parametrize(
    ("model", "shape", "words", "path"),
    [
        (CnnModel(), (5,), ["row of 5 numbers", "dense model"], "model"),
        (CnnModel(), (2, 3, 4, 5), ["2 × 3 × 4 × 5", "LSTM"], "model"),
        (
            CnnModel(filters=(1, 2, 3, 4)),
            (8, 9, 3),
            ["pooling: 4 is", "8 × 9 px", "at most 3"],
            "model.filters",
        ),
        (CnnModel(filters=(1,)), (1, 9, 3), ["1 × 9 px", "choose the dense model"], "model"),
        (ResnetModel(filters=(1, 2, 3, 4)), (4, 9, 3), ["pooling: 4 is", "at most 3"], "model.filters"),
        (VggModel(), (5,), ["row of 5 numbers", "dense model"], "model"),
        (FcnModel(), (5,), ["one row without steps", "dense model"], "model"),
        (LstmModel(), (5,), ["one row without steps", "dense model"], "model"),
    ],
)
def test_data_that_does_not_fit_is_refused_with_what_to_choose(model, shape, words, path, kit):
    with pytest.raises(ModelError) as caught:
        plain(kit.project(model=model), kit.inputs("arrays", shape=shape))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.path == path


def test_the_number_of_blocks_that_is_named_is_one_that_builds(kit):
    inputs = kit.inputs("images", shape=(8, 9, 1))
    kit.build(kit.project(model=CnnModel(filters=(2, 2, 2), dense_units=2)), inputs)


def test_layers_in_their_order(kit):
    project = kit.project(
        model=CnnModel(filters=(2,), batch_normalization=True),
        augmentation=(
            Contrast(),
            Flip(),
            Zoom(enabled=False),
            MixUp(),
            Rotation(),
            Translation(),
            Zoom(),
            Brightness(),
            Noise(),
            Cutout(),
            Flip(mode="vertical"),
            Jitter(),
        ),
    )
    assert names(plain(project, kit.inputs("images", scaling="unit"))) == [
        "Input", "RandomContrast", "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom",
        "RandomBrightness", "RandomErasing", "RandomFlip", "Rescaling",
        "Conv2D", "BatchNormalization", "Activation", "MaxPooling2D",
        "Flatten", "Dense", "Dropout", "Dense",
    ]  # fmt: skip


def test_augmentation_acts_on_images_alone_and_in_training_alone(kit):
    project = kit.project(augmentation=(Contrast(factor=0.5),))
    assert "RandomContrast" not in names(plain(project, kit.inputs("table")))
    assert "RandomContrast" not in names(plain(project, kit.inputs("arrays", scaling="standard")))
    inputs = kit.inputs("arrays", shape=(8, 8), scaling="unit")
    model = kit.build(project, inputs)
    x, _ = kit.batch(inputs)
    quiet, again = model(x, training=False), model(x, training=False)
    assert kit.keras.ops.all(quiet == again)
    assert not kit.keras.ops.all(model(x, training=True) == quiet)


def test_images_without_channels_are_scaled_in_their_own_shape(kit):
    inputs = kit.inputs("images", shape=(8, 8), scaling="standard")
    calls = plain(kit.project(augmentation=(Zoom(),), model=CnnModel(filters=(2,))), inputs)
    assert names(calls)[:6] == ["Input", "Reshape", "RandomZoom", "Reshape", "Normalization", "Reshape"]


def test_lstm_layers_pass_on_every_step_but_the_last(kit):
    model = LstmModel(units=(4, 3), bidirectional=True, dropout=0.1, recurrent_dropout=0.2)
    first, second, _ = plain(kit.project(model=model), kit.inputs("series"))[1:]
    assert source(first) == (
        "keras.layers.Bidirectional(keras.layers.LSTM(units=4, dropout=0.1, recurrent_dropout=0.2,"
        " return_sequences=True))"
    )
    assert "return_sequences" not in source(second)


@pytest.mark.parametrize(
    ("encoding", "outputs", "loss", "head"),
    [
        (Encoding.INDEX, 3, "auto", "Dense(units=3, activation='softmax')"),
        (Encoding.ONE_HOT, 2, "dice", "Dense(units=2, activation='softmax')"),
        (Encoding.BINARY, 2, "binary_crossentropy", "Dense(units=1, activation='sigmoid')"),
        (Encoding.BINARY, 2, "hinge", "Dense(units=1, activation='tanh')"),
        (Encoding.NUMBER, 2, "auto", "Rescaling(scale=target_std, offset=target_mean)"),
    ],
)
def test_the_head_follows_the_encoding(encoding, outputs, loss, head, kit):
    inputs = kit.inputs("table", outputs=outputs, encoding=encoding)
    assert source(plain(kit.project(compile__loss=loss), inputs)[-1]) == f"keras.layers.{head}"


def test_targets_come_back_in_their_own_size(kit):
    inputs = kit.inputs("table", outputs=2, encoding=Encoding.NUMBER)
    model = kit.build(kit.project(), inputs)
    model.set_weights([weight * 0 for weight in model.get_weights()])
    assert kit.keras.ops.convert_to_numpy(model(kit.keras.ops.zeros((1, 5)))).tolist() == [[5.0, 5.0]]


def test_arguments_know_the_setting_they_came_from(kit):
    project = kit.project(model=CnnModel(), augmentation=(Zoom(),))
    paths = {
        path
        for call in plain(project, kit.inputs("images", scaling="unit"))
        for _, path in pieces(call)
        if path
    }
    assert paths >= {
        "model.filters",
        "model.kernel_size",
        "model.dense_units",
        "model.activation",
        "model.dropout",
    }
    for path in paths:
        project.value_at(path)


def test_the_same_seed_makes_the_same_weights(kit):
    project, inputs = kit.project(model=LstmModel(), augmentation=(Zoom(),)), kit.inputs("arrays")
    first, again, other = (kit.build(project, inputs, seed=seed).get_weights() for seed in (7, 7, 8))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert any((a != b).any() for a, b in zip(first, other, strict=True))


def test_a_residual_group_halves_in_its_first_block_alone(kit):
    project = kit.project(model=ResnetModel(filters=(4, 8), blocks=2))
    blocks = [layer.name for layer in layer_calls(project, kit.inputs("images")) if isinstance(layer, Block)]
    assert blocks == ["residual_block", "residual_block", "halving_block", "residual_block"]
    built = kit.build(project, kit.inputs("images"))
    assert [layer.output.shape[1] for layer in built.layers if type(layer).__name__ == "Add"] == [8, 8, 4, 4]


def test_a_vgg_block_has_so_many_convolutions(kit):
    project = kit.project(model=VggModel(filters=(4, 8), convolutions=3, batch_normalization=False))
    found = names(plain(project, kit.inputs("images")))
    assert found[1:9] == [*["Conv2D"] * 3, "MaxPooling2D", *["Conv2D"] * 3, "MaxPooling2D"]


def test_a_residual_block_over_steps_widens_where_it_must(kit):
    project = kit.project(model=SequenceResnetModel(filters=(2, 4, 4)))
    layers = layer_calls(project, kit.inputs("series"))
    blocks = [layer.name for layer in layers if isinstance(layer, Block)]
    assert blocks == ["residual_block", "widening_block", "residual_block"], (
        "a step of this data has two numbers"
    )


@pytest.mark.parametrize(("cell", "layer"), [("lstm", "LSTM"), ("gru", "GRU"), ("simple", "SimpleRNN")])
def test_the_memory_is_the_layers_class(cell, layer, kit):
    call = plain(kit.project(model=LstmModel(cell=cell)), kit.inputs("series"))[1]
    assert next(pieces(call)) == (f"keras.layers.{layer}(", "model.cell")


def test_a_transformer_knows_where_a_step_stands(kit):
    inputs = kit.inputs("arrays")
    model = kit.build(kit.project(model=TransformerModel(width=8, heads=2, dropout=0.0)), inputs)
    x, _ = kit.batch(inputs)
    assert not kit.keras.ops.all(model(x) == model(x[:, ::-1]))
