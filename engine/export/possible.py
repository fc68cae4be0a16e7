"""Which formats a run can be exported to, and the sentences that say why not and what to take instead."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.child_command import is_frozen
from engine.export.convert.network import custom_classes, has_lambdas
from engine.export.evidence import Evidence, evidence_in
from engine.export.formats import FORMATS, Format
from engine.export.problems import ExportRefused
from engine.language import tr
from engine.run_paths import EXPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from engine.record.run_folder import RunFolder

MOST_UNROLLED = 128
"""Time steps of a recurrent network that are unrolled: each is a copy of the cell in the graph."""
_ONNX = ("tf2onnx", "onnx", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Offered:
    """A format, as it can be made here.

    Attributes:
        format: The format.
        why_not: A sentence where it cannot be made; else "".
    """

    format: Format
    why_not: str = ""


def offered() -> tuple[Offered, ...]:
    """Return all formats, each with the reason where it cannot be made here.

    What only the network decides (custom layers, very long series for int8) is said when it is asked for.
    """
    return tuple(Offered(one, _why_not(one)) for one in FORMATS)


def exports_folder(folder: RunFolder) -> Path:
    """Return where the exports of a run are, a folder a format; a resume leaves them alone."""
    return folder.path / EXPORTS


def exports_in(folder: RunFolder) -> tuple[tuple[Path, Evidence], ...]:
    """Return the exports in a run's folder with their evidence, in the order of `FORMATS`."""
    found = (
        (exports_folder(folder) / one.name, evidence_in(exports_folder(folder) / one.name)) for one in FORMATS
    )
    return tuple((place, evidence) for place, evidence in found if evidence is not None)


def refuse_impossible(made: Format) -> None:
    """Check that a format can be made here.

    Raises:
        ExportRefused: It cannot be.
    """
    if sentence := _why_not(made):
        raise ExportRefused(sentence)


def refuse_custom_classes(made: Format, model: Any) -> None:
    """Check that a format can hold the layers of a model.

    Raises:
        ExportRefused: A file of Keras holds a custom class by its name alone.
    """
    if made.runtime != "keras":
        return
    if has_lambdas(model):
        raise ExportRefused(
            tr(
                "This model has Lambda layers, which are code that Keras does not load from a file; take"
                " savedmodel, litert or onnx, which hold what it calculates."
            )
        )
    if names := custom_classes(model):
        raise ExportRefused(
            tr(
                "This model has custom classes ({names}), which a file of Keras holds only by name; take"
                " savedmodel, litert or onnx, which hold what it calculates.",
                names=", ".join(names),
            )
        )


def instead(made: Format) -> str:
    """Return a sentence about what to take where a format could not be made of a network."""
    if made.name == "litert-int8":
        return tr("Take litert-dynamic, whose weights have 8 bits too, or litert-float16.")
    if made.name in ("savedmodel", "keras", "weights"):
        return tr("Take litert or onnx.")
    return tr("Take savedmodel, which holds every network.")


def _why_not(made: Format) -> str:
    if made.name == "onnx" and any(importlib.util.find_spec(name) is None for name in _ONNX):
        if is_frozen():
            return tr(
                "ONNX is not in this package; start Fitroom from source with make run ONNX=1, or take litert."
            )
        return tr(
            "ONNX needs packages that are not installed: start with make run ONNX=1, or run"
            " pip install -r requirements/onnx.txt; or take litert."
        )
    return ""
