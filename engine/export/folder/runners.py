"""The part of predict.py that runs the exported file, and what must be installed for it."""

from __future__ import annotations

import importlib.metadata
from contextlib import suppress

_LITERT = '''\
def run(x):
    """Inputs (n, *shape) -> outputs (n, *shape), one example at a time."""
    interpreter = Interpreter({model})
    interpreter.allocate_tensors()
    given, found = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    outputs = []
    for one in x.astype(given["dtype"]):
        interpreter.set_tensor(given["index"], one[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(found["index"])[0])
    return np.stack(outputs)
'''
_INTERPRETER = """\
try:
    from ai_edge_litert.interpreter import Interpreter
except ImportError:  # TensorFlow has the same one
    import tensorflow as tf

    Interpreter = tf.lite.Interpreter"""
_HEADER = '''\
def content():
    """The .tflite file in the C header."""
    numbers = (HERE / "model.h").read_text("ascii").partition("{")[2].partition("}")[0]
    return bytes(int(number, 16) for number in numbers.split(","))


'''
_ONNX = '''\
def run(x):
    """Inputs (n, *shape) -> outputs (n, *shape)."""
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: x})[0]
'''
_KERAS = '''\
def run(x):
    """Inputs -> outputs (n, *shape)."""
    return np.asarray(MODEL(tf.nest.map_structure(tf.constant, x), training=False))
'''
_SAVED = '''\
def run(x):
    """Inputs -> outputs (n, *shape)."""
    return np.asarray(MODEL.serve(tf.nest.map_structure(tf.constant, x)))
'''
_GAP = "\n\n"
_TENSORFLOW = "import tensorflow as tf"


def runner_of(name: str) -> tuple[tuple[str, ...], str]:
    """Return the imports and the source of `run` for a format; of those of Keras with the loaded MODEL."""
    if name == "onnx":
        return ("import onnxruntime",), _GAP + _ONNX
    if name == "c":
        return (_INTERPRETER,), _GAP + _HEADER + _LITERT.format(model="model_content=content()")
    if name.startswith("litert"):
        return (_INTERPRETER,), _GAP + _LITERT.format(model='model_path=str(HERE / "model.tflite")')
    if name == "savedmodel":
        return (_TENSORFLOW,), "MODEL = tf.saved_model.load(str(HERE))\n\n\n" + _SAVED
    load = 'MODEL = keras.models.load_model(HERE / "model.keras", compile=False)\n'
    if name == "weights":
        load = (
            'MODEL = keras.models.model_from_json((HERE / "architecture.json").read_text("utf-8"))\n'
            'MODEL.load_weights(HERE / "model.weights.h5")\n'
        )
    return ("import keras", _TENSORFLOW), load + "\n\n" + _KERAS


_NEEDS = {
    "onnx": ("onnxruntime",),
    "savedmodel": ("tensorflow",),
    "keras": ("tensorflow", "keras"),
    "weights": ("tensorflow", "keras"),
}
_EXACT = ("tensorflow", "keras")


def packages_of(name: str, imports: tuple[str, ...], *, reads_sheets: bool) -> tuple[str, ...]:
    """Return the lines of requirements.txt.

    Args:
        name: The format.
        imports: Those of the reader.
        reads_sheets: Whether it reads workbooks.
    """
    needed = ["numpy", *_NEEDS.get(name, ("ai-edge-litert",))]
    needed += ["pandas"] * any("pandas" in line for line in imports)
    needed += ["openpyxl"] * reads_sheets
    needed += ["pillow"] * any("PIL" in line for line in imports)
    return tuple(_ranged(package) for package in needed)


def _ranged(package: str) -> str:
    """Return the package, of the versions that an exported file of these packages needs."""
    version = ""
    for distribution in (package, f"{package}-cpu"):
        with suppress(importlib.metadata.PackageNotFoundError):
            version = version or importlib.metadata.version(distribution)
    minor = ".".join(version.split(".")[:2])
    return f"{package}=={minor}.*" if package in _EXACT and minor else package
