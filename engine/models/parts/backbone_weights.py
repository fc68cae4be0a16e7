"""Turns errors of loading the weights of a keras.applications network into sentences."""

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
    """Convert the errors of weights that are not available, raised while `backbone` is created.

    Args:
        backbone: Its weights may be "imagenet", a file, or None.

    Raises:
        ModelError: The file holds other weights, or the download failed.
    """
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
        # Keras raises a plain Exception for a download that fails (keras.utils.get_file)
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
