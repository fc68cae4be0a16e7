"""The formats that Keras itself writes: one file, a SavedModel, weights with the architecture beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.export.convert.network import without_random_layers
from engine.export.convert.run_model import begin_conversion
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.export.convert.run_model import RunModel

ARCHITECTURE = "architecture.json"
"""The file beside the weights."""


@dataclass(frozen=True, slots=True)
class KerasAsked:
    """What to write.

    Attributes:
        work: A folder for what libraries print.
        model: The model of the run.
        name: The name of the format.
        to: The file to write.
    """

    work: str
    model: RunModel
    name: str
    to: str


def write_keras(asked: KerasAsked) -> None:
    """Write the file, in an isolated process. Whatever Keras raises is raised."""
    begin_conversion(asked.work)
    # a file of Keras can be trained further
    _WRITERS[asked.name](asked.model.whole(compiled=asked.name == "keras"), Path(asked.to))


def _write_keras(model: Any, file: Path) -> None:
    without_random_layers(model).save(file)


def _write_weights(model: Any, file: Path) -> None:
    bare = without_random_layers(model)
    bare.save_weights(file)
    file.with_name(ARCHITECTURE).write_text(bare.to_json(indent=1), "utf-8")


def _write_saved_model(model: Any, file: Path) -> None:
    keras = import_keras()
    import tensorflow as tf

    names = input_names(model)
    specs = [
        tf.TensorSpec([None, *tensor.shape[1:]], tensor.dtype, name=f"input_{number}")
        for number, tensor in enumerate(model.inputs)
    ]
    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint(
        name="serve",
        fn=lambda given: model(given, training=False),
        input_signature=[as_inputs(specs, names)],
    )
    archive.write_out(str(file.parent), verbose=False)


_WRITERS: dict[str, Callable[[Any, Path], None]] = {
    "keras": _write_keras,
    "savedmodel": _write_saved_model,
    "weights": _write_weights,
}
"""By the name of the format: called with the model that takes data as they were read, and the file."""
WRITTEN_BY_KERAS = frozenset(_WRITERS)


def input_names(model: Any) -> tuple[str, ...]:
    """Return the names by which a model takes its inputs; ("",) where it takes one array alone."""
    if len(model.inputs) == 1 and not isinstance(getattr(model, "input", None), dict):
        return ("",)
    return tuple(str(tensor.name).partition(":")[0] for tensor in model.inputs)


def as_inputs(values: Sequence[Any], names: Sequence[str]) -> Any:
    """Return values as a model of these inputs takes them: one alone, else by name."""
    return values[0] if len(values) == 1 and not names[0] else dict(zip(names, values, strict=True))
