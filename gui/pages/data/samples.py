"""The bundled samples: a data set each, and a model that suits it. The files are in `resources/samples`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.settings.data.kinds import ArraysData, DataSection, SeriesData, TableData, TextData
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.base import ModelSection
from engine.settings.presets.text import TextModel
from gui.text import tr


@dataclass(frozen=True, slots=True)
class Sample:
    """A bundled data set and the model to begin with.

    Attributes:
        title: Its name in the window.
        about: One line: how many examples of what.
        data: The settings that read it.
        model: The settings of a model that suits it.
    """

    title: str
    about: str
    data: DataSection
    model: ModelSection


def samples() -> tuple[Sample, ...]:
    """Return all samples in the order of the page, with translated texts."""
    return (
        Sample(
            tr("Handwritten digits"),
            tr("1,797 small images, ten classes"),
            ArraysData(path="sample:digits.npz"),
            CnnModel(filters=(32, 64)),
        ),
        Sample(
            tr("Vowels"),
            tr("640 sequences, nine speakers"),
            ArraysData(path="sample:vowels.npz", padding="zero"),
            LstmModel(),
        ),
        Sample(
            tr("Wine"),
            tr("A table: three kinds of wine"),
            TableData(path="sample:wine.csv", target="cultivar"),
            DenseModel(),
        ),
        Sample(
            tr("Penguins"),
            tr("A table: a penguin's weight"),
            TableData(path="sample:penguins.csv", target="body_mass_g"),
            DenseModel(),
        ),
        Sample(
            tr("El Niño"),
            tr("A time series, months ahead"),
            SeriesData(path="sample:elnino.csv", window=24),
            LstmModel(),
        ),
        Sample(
            tr("CO2 in the air"),
            tr("A time series with a trend"),
            SeriesData(path="sample:co2.csv", window=104, horizon=4),
            DenseModel(),
        ),
        Sample(
            tr("Constitution of Korea"),
            tr("Korean text, five chapters"),
            TextData(path="sample:constitution.csv", level="character"),
            TextModel(),
        ),
    )
