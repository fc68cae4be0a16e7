"""The form of signature.json. Fields are only added; another meaning of one is another version.

The file may come from elsewhere, so it is validated, and numbers and lists in it are bounded.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.predict.signature.examples import Examples, Number, SchemaModel
from engine.settings.data.sections import Rules

VERSION = 1
"""Of the form."""
HALF = 0.5
"""The threshold of two classes, unless another one is set."""


class ModelInput(SchemaModel):
    """An input of model.keras.

    Attributes:
        name: Its name: the key, where the model takes a dict.
        shape: With the batch axis, which is None.
        dtype: Its dtype by name; "string" for text.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str


class Scaling(SchemaModel):
    """What the first layers of the model do to numbers. Nothing of it is left to do outside of the model.

    Attributes:
        kind: "none", "unit" (divide by 255) or "standard" (subtract `mean`, divide by the root of
            `variance`).
        mean: Along the last axis; of "standard" only.
        variance: Like `mean`.
    """

    kind: Literal["none", "unit", "standard"] = "none"
    mean: tuple[Number, ...] = ()
    variance: tuple[Number, ...] = ()


class Outputs(SchemaModel):
    """What the model gives for an example.

    Attributes:
        shape: Without the batch axis.
        activation: Of its last layer, as Keras names it; "" where it has none or is not known.
        holds: "probabilities" (of each class, or one: that of the second of two classes), "margins" (one from
            -1 to 1, above 0 for the second of two classes), "scores" (one a class, the highest wins; logits
            where the loss took them as such) or "numbers" (one a target).
        from_logits: Whether a softmax or sigmoid is still to be applied to have probabilities.
        classes: Their names in the order of the outputs.
        targets: The names of the numbers, in order.
        units: Of each target; "" where it is not known.
        threshold: Above which probability of the second of two classes that class is the answer; None for
            more classes, or numbers.
    """

    shape: tuple[int | None, ...]
    activation: str = ""
    holds: Literal["probabilities", "margins", "scores", "numbers"]
    from_logits: bool = False
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The classes, or the targets."""
        return self.classes or self.targets

    @model_validator(mode="after")
    def _fits(self) -> Outputs:
        if not self.names or len(set(self.names)) != len(self.names):
            raise ValueError("outputs have classes or targets, each once")
        if self.units and len(self.units) != len(self.targets):
            raise ValueError("each target has a unit, or none has one")
        return self


class Signature(SchemaModel):
    """What model.keras takes and gives.

    Attributes:
        version: Of this form.
        kind: The kind of data, as in the project's settings: "images", "table", ...
        task: "classification" or "regression".
        rules: The reading rules of the data.
        inputs: What model.keras takes: one array, or a dict with an array for each input where there are
            several or they are columns.
        examples: How one example is read.
        scaling: What the model itself does first.
        outputs: What it gives.
        epoch: The epoch that its weights are of; 0 where that is not known.
        versions: Of the packages that the run was trained with, by name.
    """

    version: Literal[1] = VERSION
    kind: str
    task: Literal["classification", "regression"]
    rules: Rules = "version_3"
    inputs: Annotated[tuple[ModelInput, ...], Field(min_length=1)]
    examples: Examples
    scaling: Scaling = Scaling()
    outputs: Outputs
    epoch: Annotated[int, Field(ge=0)] = 0
    versions: dict[str, str] = Field(default_factory=dict)
