"""What a person gives a model at once: a picture, the fields of a row, a text, or another file.

It follows from the signature alone, so a window knows it before the model is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.data.dataset import DataError
from engine.models.inputs import ModelError
from engine.predict.signature.examples import Arrays, Column, NumberedTexts, Pictures, Rows, Texts
from engine.predict.signature.schema import Signature
from engine.problems import RunError

if TYPE_CHECKING:
    from engine.predict.finished_run import FinishedRun

Takes = Literal["picture", "row", "text", "file"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row that a person fills in.

    Attributes:
        name: Of the column.
        kind: "number", "category", "date" or "text".
        choices: The values that the model knows, where it is a category.
        unit: What stands behind its numbers; "" for nothing.
    """

    name: str
    kind: Literal["number", "category", "date", "text"]
    choices: tuple[str, ...] = ()
    unit: str = ""


def takes(signature: Signature) -> Takes:
    """Return what a person gives at once.

    Args:
        signature: Of the model.
    """
    form = signature.examples
    if isinstance(form, Pictures) or (isinstance(form, Arrays) and form.pictures is not None):
        return "picture"
    if isinstance(form, Rows):
        return "row"
    return "text" if isinstance(form, Texts | NumberedTexts) else "file"


def fields(signature: Signature) -> tuple[Field, ...]:
    """Return the fields of a row; () where an example is no row.

    Args:
        signature: Of the model.
    """
    form = signature.examples
    return tuple(one for column in form.columns for one in _fields(column)) if isinstance(form, Rows) else ()


def _fields(column: Column) -> tuple[Field, ...]:
    if column.joined:
        return tuple(Field(name, "date") for name in column.joined)
    if column.kind in ("number", "date", "text"):
        return (Field(column.name, column.kind, unit=column.unit),)
    return (Field(column.name, "category", tuple(value for value in column.categories if value)),)


def takes_pictures(run: FinishedRun) -> bool:
    """Return whether the model of a run takes pictures, as its signature says.

    Args:
        run: The run; an older one without a signature, whose data are gone, takes none.
    """
    try:
        return takes(run.signature) == "picture"
    except (DataError, ModelError, RunError):
        return False
