"""What can go wrong when a network from keras.applications takes its weights: each in a sentence."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.settings.presets.transfer import TransferModel

if TYPE_CHECKING:
    from collections.abc import Generator

    from engine.settings.model import ModelSettings


@contextmanager
def answered(settings: ModelSettings) -> Generator[None]:
    """Within this, weights that cannot be had become a ModelError, where `settings` ask for some."""
    if not isinstance(settings, TransferModel) or settings.weights == "none":
        yield
        return
    try:
        yield
    except (ValueError, OSError, KeyError) as error:
        if settings.weights != "file":
            raise
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            tr(
                "{name} does not hold weights of {base} without its last layers: {reason}",
                name=Path(settings.weights_path).name,
                base=settings.base,
                reason=reason,
            ),
            path="model.weights_path",
        ) from error
    except Exception as error:
        # Keras tells of a download that fails by an exception of no class of its own
        if type(error) is not Exception:
            raise
        raise ModelError(
            tr(
                "The weights of {base} cannot be downloaded here; go online, take them from a file, or choose"
                " to train from scratch.",
                base=settings.base,
            ),
            path="model.weights",
        ) from error
