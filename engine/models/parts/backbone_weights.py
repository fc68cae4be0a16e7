"""What can go wrong when a network from keras.applications takes its weights: each in a sentence."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError

if TYPE_CHECKING:
    from collections.abc import Generator

    from engine.settings.layers import Backbone


@contextmanager
def answered(backbone: Backbone) -> Generator[None]:
    """Within this, where `backbone` is made, weights that cannot be had become a ModelError."""
    weights, path = backbone.model.kwargs.get("weights"), backbone.model.origin.get("weights", "model")
    base = backbone.model.path.rpartition(".")[2]
    try:
        yield
    except (ValueError, OSError, KeyError) as error:
        if weights is None or weights == "imagenet":
            raise
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            tr(
                "{name} does not hold weights of {base} without its last layers: {reason}",
                name=Path(weights).name,
                base=base,
                reason=reason,
            ),
            path=path,
        ) from error
    except Exception as error:
        # Keras tells of a download that fails by an exception of no class of its own
        if type(error) is not Exception:
            raise
        raise ModelError(
            tr(
                "The weights of {base} cannot be downloaded here; go online, take them from a file, or choose"
                " to train from scratch.",
                base=base,
            ),
            path=path,
        ) from error
