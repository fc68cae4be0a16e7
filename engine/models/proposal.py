"""Proposes a model for given data, and says which kinds cannot read it: both with a sentence that says why.

The rules use shape and size only. They choose what usually learns such data well on a machine without a
GPU; it is a proposal that no setting depends on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Protocol

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.parts.token_input import check_reads
from engine.models.presets.layers_of import BODIES
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.sequences import FcnModel
from engine.settings.presets.text import TextModel

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Section
    from engine.settings.model import ModelSettings

_SMALL_SIDE = 40  # px; up to here two or three blocks see the whole image
_LARGE_SIDE = 112  # px; from here on a deep network pays off
_LONG = 64  # steps; beyond them an LSTM forgets, and convolutions are faster
_FEW_ROWS = 1000
_FEW_TEXTS = 5000


class Data(Protocol):
    """The facts that the rules use."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one input."""
        ...

    @property
    def is_text(self) -> bool:
        """Whether the examples are texts, as token indices."""
        ...

    @property
    def is_image(self) -> bool:
        """Whether the examples are images."""
        ...

    @property
    def task(self) -> str:
        """Either "classification" or "regression"."""
        ...

    @property
    def train(self) -> int:
        """The number of training examples."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model to begin with.

    Attributes:
        model: The settings of the model.
        reason: One sentence that says why, in the current language.
    """

    model: ModelSettings
    reason: str


def propose(data: Data) -> Proposal:
    """Return the model to begin with."""
    if data.is_text:
        return _for_texts(data)
    if data.is_image and len(data.shape) in (2, 3):
        return _for_images(data)
    if len(data.shape) > 1:
        return _for_sequences(data)
    return _for_rows(data)


def misfits(
    shape: tuple[int, ...], *, is_text: bool = False, is_series: bool = False
) -> dict[type[Section], str]:
    """Return the kinds of model that cannot read such examples, with a sentence that says why.

    Args:
        shape: Shape of one example.
        is_text: Whether the examples are tokens.
        is_series: Whether they are known to be time steps: (steps, features) could be a grey image too.
    """
    found: dict[type[Section], str] = {}
    for kind, body in BODIES.items():
        if is_series and kind.group == CnnModel.group:
            found[kind] = tr(
                "This model reads images, and an example of this data is a series;"
                " choose a model for sequences."
            )
            continue
        try:
            check_reads(kind, is_text=is_text)
            if not is_text:
                body(kind(), shape)
        except ModelError as error:
            # an error that another size of the model would fix is not a misfit of the kind
            if error.path == "model":
                found[kind] = str(error)
    return found


def _for_images(data: Data) -> Proposal:
    height, width = data.shape[:2]
    side = min(height, width)
    if side >= _LARGE_SIDE:
        return Proposal(
            ResnetModel(filters=(16, 32, 64, 128)),
            tr("Images of {height} × {width} px need many layers, and residual ones still learn.",
               height=height, width=width),
        )  # fmt: skip
    if side > _SMALL_SIDE:
        return Proposal(
            VggModel(),
            tr("Images of {height} × {width} px have detail that several convolutions a block find.",
               height=height, width=width),
        )  # fmt: skip
    blocks = min(3, side.bit_length() - 2)
    if blocks < 1:
        return Proposal(
            DenseModel(), tr("These images are so small that fully connected layers see them whole.")
        )
    return Proposal(
        CnnModel(filters=(32, 64, 128)[:blocks]),
        tr("Small images of {height} × {width} px: a few blocks of convolution and pooling see all of them.",
           height=height, width=width),
    )  # fmt: skip


def _for_texts(data: Data) -> Proposal:
    if data.train < _FEW_TEXTS:
        return Proposal(
            TextModel(),
            tr(
                "{count:,} texts are few: the mean of what their tokens mean is learned from them soonest.",
                count=data.train,
            ),
        )
    return Proposal(
        TextModel(gather="convolution"),
        tr(
            "{count:,} texts are enough to learn which tokens beside each other matter.",
            count=data.train,
        ),
    )


def _for_sequences(data: Data) -> Proposal:
    steps = data.shape[0]
    if data.task == "classification" and steps >= _LONG:
        return Proposal(
            FcnModel(),
            tr("{steps} steps are long for a memory; convolutions over them are fast and find what recurs.",
               steps=steps),
        )  # fmt: skip
    if data.task == "classification":
        return Proposal(
            LstmModel(units=(32,), bidirectional=True),
            tr(
                "Short sequences of {steps} steps, whole when they are judged: read them both ways.",
                steps=steps,
            ),
        )
    return Proposal(
        LstmModel(), tr("The order of {steps} steps matters here, and an LSTM reads in order.", steps=steps)
    )


def _for_rows(data: Data) -> Proposal:
    columns = prod(data.shape)
    if data.train < _FEW_ROWS:
        return Proposal(
            DenseModel(units=(32,), dropout=0.2),
            tr(
                "{rows} rows are few: one small layer learns them without memorizing them.",
                rows=data.train,
            ),
        )
    return Proposal(
        DenseModel(),
        tr("Rows of {columns} numbers have no order to read in: fully connected layers.", columns=columns),
    )
