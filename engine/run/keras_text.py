"""The lines that Keras prints for an epoch with `verbose` 1 and 2, for the log and for what reads a pipe.

They are those of `keras.utils.Progbar(verbose=2)`, which writes to the standard output alone. A terminal's
moving bar is drawn by `engine.cli.progress`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINES = re.compile(r"Epoch \d+/\d+|\d+/\d+ - \d+s - \d+(s|ms|us)/step( - .*)?")


def epoch_title(epoch: int, epochs: int) -> str:
    """Return what Keras prints when an epoch begins; "" for a run of one epoch, as there.

    Args:
        epoch: From 1.
        epochs: How many the run is to have.
    """
    return f"Epoch {epoch}/{epochs}" if epochs > 1 else ""


def epoch_line(values: Mapping[str, float], *, steps: int, seconds: float) -> str:
    """Return what Keras prints when an epoch has ended.

    Args:
        values: The logs, validation included.
        steps: How many batches the epoch had.
        seconds: How long it took.

    Returns:
        Such as "5/5 - 0s - 64ms/step - accuracy: 0.5000 - loss: 0.6931".
    """
    # training first, then validation, each by name
    names = sorted(values, key=lambda name: (name.startswith("val_"), name))
    parts = [f"{steps}/{steps}", f"{seconds:.0f}s", f"{_each(seconds / max(steps, 1))}/step"]
    return " - ".join([*parts, *(f"{name}: {shown(values[name])}" for name in names)])


def shown(value: float) -> str:
    """Return a value as Keras prints it: four decimals, or with an exponent where they would not show it."""
    return f"{value:.4f}" if value > 1e-3 else f"{value:.4e}"


def is_epoch_line(text: str) -> bool:
    """Whether a line of the log is one of these."""
    return _LINES.fullmatch(text) is not None


def _each(seconds: float) -> str:
    if seconds >= 1 or seconds == 0:
        return f"{seconds:.0f}s"
    return f"{seconds * 1e3:.0f}ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us"
