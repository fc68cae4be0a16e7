"""A network as one graph with its weights in it, which needs no Keras: what LiteRT and ONNX are made of.

Keras's own `model.export` is not used: it leaves random layers active, gives ONNX more inputs, and LiteRT
operations that no interpreter has. A graph whose weights are not frozen becomes a LiteRT file that is wrong
without a word.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

GRAPH = "graph.pb"
_ENDS = "graph.json"


@dataclass(frozen=True, slots=True)
class Ends:
    """The names of the tensors at both ends of a graph, in the order of the model's inputs and outputs."""

    inputs: list[str]
    outputs: list[str]


def freeze(network: Any, folder: Path, *, batch: int | None) -> None:
    """Write the graph of a network, as it predicts.

    Args:
        network: A `keras.Model` that takes numbers.
        folder: Where the graph is written.
        batch: How many examples it takes at once; None for any number.

    Raises:
        OSError: It cannot be written.
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    names = [tensor.name.partition(":")[0] for tensor in network.inputs]
    specs = [
        tf.TensorSpec([batch, *tensor.shape[1:]], tensor.dtype, name=f"input_{number}")
        for number, tensor in enumerate(network.inputs)
    ]

    def predict(*values: Any) -> Any:
        given = values[0] if len(values) == 1 else dict(zip(names, values, strict=True))
        return network(given, training=False)

    # autograph would leave files in the temporary folder; training does without it too
    concrete = tf.function(predict, autograph=False).get_concrete_function(*specs)
    # with control flow lowered, the converter does not find the loops of recurrent layers
    frozen = convert_variables_to_constants_v2(concrete, lower_control_flow=False)
    ends = Ends([one.name for one in frozen.inputs], [one.name for one in frozen.outputs])
    folder.joinpath(GRAPH).write_bytes(frozen.graph.as_graph_def().SerializeToString())
    folder.joinpath(_ENDS).write_text(json.dumps(asdict(ends)), "utf-8")


def read_frozen(folder: Path) -> tuple[Any, Ends]:
    """Return what `freeze` has written: the `GraphDef`, and its ends."""
    import tensorflow as tf

    graph: Any = tf.compat.v1.GraphDef()
    graph.ParseFromString(folder.joinpath(GRAPH).read_bytes())
    return graph, Ends(**json.loads(folder.joinpath(_ENDS).read_text("utf-8")))
