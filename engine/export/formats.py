"""The formats that a run can be exported to: names, titles, files, runtimes, and how far each may be off.

Which of them a run can take is decided in `engine.export.possible`; how they are made is in `convert` and
`keras_files`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.language import tr_later

Runtime = Literal["keras", "tensorflow", "litert", "onnx"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: As the command line and `evidence.json` name it.
        title: For people; to be translated where it is shown.
        help: What it is for, in a sentence; to be translated where it is shown.
        file: The name of the model file in the folder.
        runtime: What runs it.
        whole: Whether the file takes data as they were read, preprocessing included.
        most_different: The largest relative difference from the run's answers without a warning.
        least_same: The smallest share of equal answers without a warning.
    """

    name: str
    title: str
    help: str
    file: str
    runtime: Runtime
    whole: bool = False
    most_different: float = 1e-5
    least_same: float = 1.0


_ANY = float("inf")

FORMATS: tuple[Format, ...] = (
    Format(
        *("keras", "Keras", tr_later("One file for Keras: to use it in Python, or to train it further.")),
        *("model.keras", "keras"),
        whole=True,
    ),
    Format(
        *("savedmodel", "SavedModel", tr_later("A folder for TensorFlow and TensorFlow Serving.")),
        *("saved_model.pb", "tensorflow"),
        whole=True,
    ),
    Format(
        *("litert", "LiteRT", tr_later("TensorFlow Lite for phones and small computers, in float32.")),
        *("model.tflite", "litert"),
    ),
    Format(
        *("litert-float16", "LiteRT float16", tr_later("Half the size; nearly the same answers.")),
        *("model.tflite", "litert"),
        most_different=_ANY,
        least_same=0.99,
    ),
    Format(
        *("litert-dynamic", "LiteRT dynamic range", tr_later("Weights of 8 bits; a quarter of the size.")),
        *("model.tflite", "litert"),
        most_different=_ANY,
        least_same=0.97,
    ),
    Format(
        *("litert-int8", "LiteRT int8", tr_later("Calculates with 8 bits, calibrated on training examples.")),
        *("model.tflite", "litert"),
        most_different=_ANY,
        least_same=0.97,
    ),
    Format(
        *("onnx", "ONNX", tr_later("For ONNX Runtime, in other languages and in the browser.")),
        *("model.onnx", "onnx"),
    ),
    Format(
        *(
            "weights",
            tr_later("Weights"),
            tr_later("Weights and architecture apart, to build upon in Keras."),
        ),
        *("model.weights.h5", "keras"),
        whole=True,
    ),
    Format(
        *("c", tr_later("C header"), tr_later("The LiteRT model as an array in C, for microcontrollers.")),
        *("model.h", "litert"),
    ),
)
"""All formats, in the order in which they are shown."""

BY_NAME = {one.name: one for one in FORMATS}
