"""Makes a LiteRT or ONNX file, or a C header, of a network. Called in an isolated process.

The converters are C++ that crashes for some networks. Everything here takes and gives files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.export.array_files import read_arrays
from engine.export.convert.frozen_graph import freeze, read_frozen
from engine.export.convert.run_model import begin_conversion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.export.convert.run_model import RunModel

CALIBRATION = "calibration.npz"
"""Training examples for int8: an array for each input, (n, *shape)."""
_COLUMNS = 12
_OPSET = 17


@dataclass(frozen=True, slots=True)
class ConversionAsked:
    """What to convert.

    Attributes:
        work: A folder for the graph, and for what libraries print.
        model: The model of the run.
        name: The name of the format.
        to: The file to write.
    """

    work: str
    model: RunModel
    name: str
    to: str


def convert(asked: ConversionAsked) -> None:
    """Write the file. Whatever the converters raise is raised."""
    work, to = Path(asked.work), Path(asked.to)
    begin_conversion(asked.work)
    # the loops of recurrent layers are made for one example at a time
    freeze(asked.model.network(), work, batch=None if asked.name == "onnx" else 1)
    if asked.name == "onnx":
        _write_onnx(work, to)
    elif asked.name == "c":
        to.write_text(c_header(_litert(work, asked.name)), "ascii")
    else:
        to.write_bytes(_litert(work, asked.name))


def _litert(work: Path, name: str) -> bytes:
    return bytes(converter_of(work, name).convert())


def converter_of(work: Path, name: str) -> Any:
    """Return the `tf.lite.TFLiteConverter` of a frozen graph.

    Args:
        work: The folder with the graph, and the calibration for int8.
        name: The name of the format.
    """
    import tensorflow as tf

    graph, ends = read_frozen(work)
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph, name=""), [])
    function = imported.prune(
        [imported.graph.get_tensor_by_name(one) for one in ends.inputs],
        [imported.graph.get_tensor_by_name(one) for one in ends.outputs],
    )
    converter: Any = tf.lite.TFLiteConverter.from_concrete_functions([function])
    if name in ("litert-float16", "litert-dynamic", "litert-int8"):
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if name == "litert-float16":
        converter.target_spec.supported_types = [tf.float16]
    if name == "litert-int8":
        converter.representative_dataset = lambda: calibration(work)
        converter.target_spec.supported_ops = [
            tf.lite.OpsSet.TFLITE_BUILTINS_INT8,
            tf.lite.OpsSet.TFLITE_BUILTINS,
        ]
    return converter


def calibration(work: Path) -> Iterator[list[Any]]:
    """Yield the calibration examples, an array (1, *shape) for each input."""
    columns = read_arrays(work / CALIBRATION)
    for row in range(len(columns[0])):
        yield [column[row : row + 1] for column in columns]


def _write_onnx(work: Path, to: Path) -> None:
    import tf2onnx  # pyright: ignore[reportMissingImports] # of the extra "onnx"

    graph, ends = read_frozen(work)
    replace_erfc(graph)
    tf2onnx.convert.from_graph_def(
        graph, input_names=ends.inputs, output_names=ends.outputs, opset=_OPSET, output_path=str(to)
    )


def replace_erfc(graph: Any) -> None:
    """Put 1 - erf(x) in place of erfc(x), of which GELU is made: tf2onnx 1.17 knows the former alone.

    Args:
        graph: A `GraphDef`, changed in place.
    """
    import tensorflow as tf

    for node in [one for one in graph.node if one.op == "Erfc"]:
        erf, one = graph.node.add(), graph.node.add()
        erf.CopyFrom(node)
        erf.op, erf.name = "Erf", f"{node.name}/erf"
        one.op, one.name = "Const", f"{node.name}/one"
        one.attr["dtype"].type = node.attr["T"].type
        one.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(1.0, tf.as_dtype(node.attr["T"].type)))
        node.op = "Sub"
        del node.input[:]
        node.input.extend([one.name, erf.name])


def c_header(model: bytes) -> str:
    """Return a C header with a .tflite file as an array, as `xxd -i` writes it, aligned as LiteRT needs."""
    numbers = [f"0x{byte:02x}" for byte in model]
    rows = [", ".join(numbers[at : at + _COLUMNS]) for at in range(0, len(numbers), _COLUMNS)]
    return (
        "#ifndef MODEL_TFLITE_H\n#define MODEL_TFLITE_H\n\n"
        "#ifdef __cplusplus\n#define MODEL_ALIGN alignas(16)\n"
        "#else\n#define MODEL_ALIGN _Alignas(16)\n#endif\n\n"
        "MODEL_ALIGN static const unsigned char model_tflite[] = {\n  "
        + ",\n  ".join(rows)
        + f"\n}};\nstatic const unsigned int model_tflite_len = {len(model)};\n\n#endif\n"
    )


def bytes_of_header(text: str) -> bytes:
    """Return the .tflite file that a C header of `c_header` holds."""
    inside = text.partition("{")[2].partition("}")[0]
    return bytes(int(number, 16) for number in inside.split(","))
