"""Embedding layers for TensorBoard's projector: a table of the vectors, labels beside it, and its settings.

Keras 3 saves the whole model as an .h5 file here, which the projector cannot read. It reads tables, also
without TensorFlow. They are among the training logs, as the projector looks only where events are.
`tensorboard` decides when they are written.
"""

from __future__ import annotations

import io
from typing import Any

import keras
import numpy as np

from engine.language import tr
from engine.opening import read_regular
from engine.problems import RunError
from engine.resources import resolve
from engine.run.callbacks.context import CallbackContext

_OWNER = "embeddings"
_MOST_BYTES = 256 * 2**20
CONFIG_NAME = "projector_config.pbtxt"
"""The name under which the projector looks for its settings."""


class Embeddings:
    """Writes the embeddings of one model.

    Args:
        folder: Where, relative to the run folder.
        metadata: A file with one label a line; "" for none.
        context: What it may know of the run.
    """

    def __init__(self, folder: str, *, metadata: str, context: CallbackContext) -> None:
        self._folder, self._metadata, self._context = folder, metadata, context

    def configure(self, model: Any) -> None:
        """Write the projector's settings and copy the labels.

        Raises:
            RunError: When the labels cannot be read.
        """
        layers = _embedding_layers(model)
        if not layers:
            self._context.say(tr("The model has no Embedding layer, so no embeddings are written."))
            return
        from google.protobuf import text_format
        from tensorboard.plugins.projector import projector_config_pb2

        labels = self._copy_labels([len(vectors) for _, vectors in layers])
        messages: Any = projector_config_pb2  # generated code, whose names no checker sees
        config = messages.ProjectorConfig()
        for name, vectors in layers:
            embedding = config.embeddings.add()
            embedding.tensor_name = name
            embedding.tensor_path = _table_name(name)
            embedding.tensor_shape.extend(vectors.shape)
            if labels:
                embedding.metadata_path = labels
        self._put(CONFIG_NAME, text_format.MessageToString(config).encode())

    def write(self, model: Any) -> None:
        """Write the vectors as they are now: one row a line, its numbers separated by tabs."""
        for name, vectors in _embedding_layers(model):
            table = io.StringIO()
            # 9 digits restore every float32 exactly
            np.savetxt(table, vectors, fmt="%.9g", delimiter="\t")
            self._put(_table_name(name), table.getvalue().encode())

    def _copy_labels(self, rows: list[int]) -> str:
        if not self._metadata:
            return ""
        path = resolve(self._metadata)
        try:
            content = read_regular(path, most=_MOST_BYTES)
        except OSError as error:
            raise RunError(
                tr(
                    "The embedding labels {file} cannot be read: {why}.",
                    file=path,
                    why=error.strerror or error,
                ),
                path=self._context.path("embeddings_metadata"),
            ) from error
        lines = len(content.splitlines())
        # with several columns the first line is a heading
        wanted = {count + (b"\t" in content) for count in rows}
        if wanted != {lines}:
            self._context.say(
                tr(
                    "{file} has {lines} lines and the embedding {rows} rows; "
                    "the projector shows labels only where the two are the same.",
                    file=path.name,
                    lines=lines,
                    rows=", ".join(map(str, rows)),
                )
            )
        copy = f"labels-{path.name}"
        self._put(copy, content)
        return copy

    def _put(self, name: str, content: bytes) -> None:
        self._context.ledger.put(f"{self._folder}/{name}", content, owner=_OWNER)


def _embedding_layers(model: Any) -> list[tuple[str, Any]]:
    return [
        (layer.name, keras.ops.convert_to_numpy(layer.embeddings))
        for layer in model.layers
        if isinstance(layer, keras.layers.Embedding)
    ]


def _table_name(layer: str) -> str:
    return f"embedding-{layer.replace('/', '_')}.tsv"
