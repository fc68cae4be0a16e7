import pytest

from engine.models.construct import construct
from engine.settings.declaration.call import Call, Named


def test_calls_inside_calls_lists_and_tuples_are_made_first():
    inner = Call("keras.layers.Dense", kwargs={"units": Named("n", 3)})
    layer = construct(Call("keras.layers.TimeDistributed", args=(inner,)))
    assert layer.layer.units == 3
    model = construct(Call("keras.Sequential", args=([Call("keras.Input", kwargs={"shape": (2,)}), inner],)))
    assert model.output_shape == (None, 3)


@pytest.mark.parametrize(
    "path",
    [
        "os.system",
        "keras",
        "keras.layers.Nothing",
        "keras.src.layers.Dense",
        "keras.__builtins__.eval",
        "keras._tf_keras",
    ],
)
def test_only_public_names_of_keras_are_called(path):
    with pytest.raises(ValueError, match="public name of Keras"):
        construct(Call(path))
