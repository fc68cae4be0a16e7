"""From a path to described, split, seeded batches. Knows no Keras."""

from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.describe import Description, describe
from engine.data.names_in_file import choices_in
from engine.data.readers import load
from engine.data.reading.context import LoadCancelled

__all__ = [
    "DataError",
    "Dataset",
    "Description",
    "LeftOut",
    "LoadCancelled",
    "choices_in",
    "describe",
    "load",
]
