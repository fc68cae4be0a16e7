"""Chooses how much of an int8 network stays in float32, by its answers for the calibration examples.

Called in an isolated process. The examples are those of training that the ranges were measured on: those that
the file is compared with afterwards decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.export.array_files import read_arrays
from engine.export.convert.converters import CALIBRATION, calibration, converter_of
from engine.export.convert.int8 import LEVELS, Int8Files, Level
from engine.export.formats import BY_NAME
from engine.export.proof.compare import Truth, compare
from engine.export.proof.runtimes import LiteRtRunner
from engine.export.quiet import quiet
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.predict.signature.schema import Outputs

WANTED = "wanted.npz"
"""What the run's model answers for the calibration examples: one array, (n, m)."""
_ENOUGH = 0.99
"""The share of equal answers with which no more is left in float32: above what is promised of others."""


@dataclass(frozen=True, slots=True)
class QuantizationAsked:
    """What to quantize.

    Attributes:
        work: The folder with the frozen graph, `CALIBRATION` and `WANTED`.
        to: The file to write.
        outputs: What the model gives.
    """

    work: str
    to: str
    outputs: Outputs


def quantize(asked: QuantizationAsked) -> int:
    """Write the file. Whatever the converter raises is raised.

    Returns:
        The place in `LEVELS` of what stays in float32.
    """
    work = Path(asked.work)
    quiet(work / "converter.txt")
    import_keras()
    given, wanted = read_arrays(work / CALIBRATION), read_arrays(work / WANTED)[0]
    files = Int8Files(lambda: converter_of(work, "litert-int8"), lambda: calibration(work))
    best = (-1.0, 0)
    for place, level in enumerate(LEVELS):
        content = _made(files, level)
        share = _same(content, given, wanted, asked.outputs)
        if share > best[0]:
            Path(asked.to).write_bytes(content)
            best = (share, place)
        if share >= _ENOUGH:
            break
    return best[1]


def _made(files: Int8Files, level: Level) -> bytes:
    """Return the file of a level; b"" where nothing in it would have 8 bits."""
    if level == LEVELS[0]:
        return files.at(level)
    try:
        return files.at(level)
    except ValueError:  # of the debugger, which finds no quantized operation
        return b""


def _same(content: bytes, given: list[NDArray[Any]], wanted: NDArray[np.float32], outputs: Outputs) -> float:
    """Return the share of equal answers; 0 where the interpreter cannot run the file."""
    try:
        runner = LiteRtRunner(content)
        rows = [runner.run([one[at : at + 1] for one in given])[0] for at in range(len(wanted))]
    except (RuntimeError, ValueError):  # it cannot be prepared, or is no such file
        return 0.0
    found = np.concatenate(rows).reshape(wanted.shape).astype(np.float32)
    if not np.isfinite(found).all():
        return 0.0
    truth = Truth(y=np.zeros(len(wanted)), names=("",) * len(wanted), outputs=outputs)
    if not truth.classes:
        truth = Truth(y=wanted, names=truth.names, outputs=outputs)
    return compare(wanted, found, made=BY_NAME["litert-int8"], truth=truth).same_answers
