"""Chooses how much of an int8 network stays in float32, by its answers for the calibration examples.

Called in an isolated process. The examples are those of training that the ranges were measured on: those that
the file is compared with afterwards decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.export.array_files import read_arrays, write_arrays
from engine.export.convert.converters import CALIBRATION, calibration, converter_of
from engine.export.convert.frozen_graph import freeze
from engine.export.convert.int8 import LEVELS, Int8Files, Level
from engine.export.convert.network import recurrent_steps, unrolled, without_standardizing
from engine.export.convert.run_model import begin_conversion
from engine.export.formats import BY_NAME
from engine.export.proof.compare import Truth, compare
from engine.export.proof.runtimes import LiteRtRunner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.export.convert.network import Standardizing
    from engine.export.convert.run_model import RunModel
    from engine.predict.signature.schema import Outputs

WANTED = "wanted.npz"
"""What the run's model answers for the calibration examples: one array, (n, m)."""
_ENOUGH = 0.99
"""The share of equal answers with which no more is left in float32: above what is promised of others."""


@dataclass(frozen=True, slots=True)
class QuantizationAsked:
    """What to quantize.

    Attributes:
        work: The folder with `CALIBRATION` and `WANTED`.
        model: The model of the run.
        to: The file to write.
        outputs: What the model gives.
    """

    work: str
    model: RunModel
    to: str
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class Quantized:
    """What is to be known of an int8 file.

    Attributes:
        in_float: What of the network stays in float32.
        left_out: What its first layer did, where the file lacks it.
    """

    in_float: Level = LEVELS[0]
    left_out: Standardizing | None = None


def quantize(asked: QuantizationAsked) -> Quantized:
    """Write the file, in an isolated process. Whatever the converter raises is raised."""
    begin_conversion(asked.work)
    work, network = Path(asked.work), asked.model.network()
    # the converter would crash on loops
    network, left_out = without_standardizing(unrolled(network) if recurrent_steps(network) else network)
    if left_out is not None:
        write_arrays(
            work / CALIBRATION, [_standardized(one, left_out) for one in read_arrays(work / CALIBRATION)]
        )
    freeze(network, work, batch=1)
    return Quantized(quantize_frozen(work, Path(asked.to), outputs=asked.outputs), left_out)


def _standardized(values: NDArray[Any], how: Standardizing) -> NDArray[Any]:
    return ((values - np.array(how.mean)) / np.array(how.scale)).astype(values.dtype)


def quantize_frozen(work: Path, to: Path, *, outputs: Outputs) -> Level:
    """Write the file of a frozen graph. Whatever the converter raises is raised.

    Args:
        work: The folder with the graph, `CALIBRATION` and `WANTED`.
        to: The file.
        outputs: What the model gives.

    Returns:
        What stays in float32.
    """
    given, wanted = read_arrays(work / CALIBRATION), read_arrays(work / WANTED)[0]
    files = Int8Files(lambda: converter_of(work, "litert-int8"), lambda: calibration(work))
    best = (-1.0, 0)
    for place, level in enumerate(LEVELS):
        content = _made(files, level)
        share = _same(content, given, wanted, outputs)
        if share > best[0]:
            to.write_bytes(content)
            best = (share, place)
        if share >= _ENOUGH:
            break
    return LEVELS[best[1]]


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
