"""signature.json: written when a run ends, read with care, and the threshold in it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from engine.files import write_atomically
from engine.language import tr
from engine.opening import read_regular
from engine.predict.signature.schema import Signature
from engine.problems import RunError

if TYPE_CHECKING:
    from engine.record.run_folder import RunFolder

_MOST_BYTES = 64_000_000


def write_signature(folder: RunFolder, signature: Signature) -> None:
    """Write the signature into the folder of its run.

    Args:
        folder: Of the run.
        signature: Of its model.

    Raises:
        OSError: It cannot be written.
    """
    content = signature.model_dump_json(indent=1).encode("utf-8", "backslashreplace")
    write_atomically(folder.signature_json, content, through_links=False)


def read_signature(folder: RunFolder) -> Signature | None:
    """Return the signature in the folder of a run; None where there is none, or none that can be used.

    Args:
        folder: Of the run.
    """
    try:
        return Signature.model_validate_json(read_regular(folder.signature_json, most=_MOST_BYTES))
    except (OSError, ValidationError):
        return None


def with_threshold(signature: Signature, threshold: float) -> Signature:
    """Return the signature with another threshold for two classes.

    Args:
        signature: Of a model with two classes.
        threshold: Above which probability of the second class that class is the answer, 0 to 1.

    Raises:
        RunError: The model has no two classes, or it is no such number.
    """
    if signature.outputs.threshold is None:
        raise RunError(tr("A threshold is for two classes, and this run has not two."))
    if not 0 <= threshold <= 1:
        raise RunError(tr("A threshold is a number from 0 to 1, not {value}.", value=threshold))
    outputs = signature.outputs.model_copy(update={"threshold": float(threshold)})
    return signature.model_copy(update={"outputs": outputs})
