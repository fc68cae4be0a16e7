"""From a path to described, split and seeded batches. Knows no Keras.

Who is responsible for what. The spine, in the order of use:

- `dataset`: `Dataset`, what every kind of data becomes, and `RawDataset`, what must be fitted before that;
  `streamed`, inputs that are larger than memory; `kind_facts`, what only some kinds have; `problems`,
  `DataError` and `LeftOut`.
- `readers`: `load`, which picks the reader of a kind; `names_in_file`, what a file offers to choose from.
- `split`: which examples train and which validate.
- `preprocessing`: what is then measured on the training part; `repeated_examples`: whether the parts overlap.
- `plan`: which examples each batch of each epoch holds.
- `facts`: what follows from a data set alone; `describe`: what people are shown of it.

The rooms:

- `reading/`: what every reader gets: paths, progress, cancellation, limits, an isolated process.
- `images/`: folders of images: files, labels, pixels, and where the pixels are kept.
- `tables/`: tables in CSV, Excel and Parquet files: cells, kinds and roles of columns, their encoding.
- `series/`: time series cut into windows, and the labelled series of the UCR and UEA archives.
- `text/`: texts in folders and tables: tokens and vocabulary.
- `arrays/`: NPZ, NPY and HDF5 files, and padded sequences.
- `keras_datasets/`: the data sets of `keras.datasets`, and their download.
- `custom/`: batches that a custom Python file makes; `python_file` reads that file.
- `targets/`: targets as classes or numbers, encoded for the loss, and weighted.
- `augmentation/`: random changes of whole batches.

It leaves to others: how settings are declared (`engine.settings`), layers (`engine.models`), and how batches
reach the device (`engine.run.feed`).
"""

from engine.data.dataset import AnyDataset, DataError, Dataset, LeftOut, RawDataset
from engine.data.describe import Description, describe
from engine.data.names_in_file import choices_in
from engine.data.readers import load
from engine.data.reading.context import LoadCancelled

__all__ = [
    "AnyDataset",
    "DataError",
    "Dataset",
    "Description",
    "LeftOut",
    "LoadCancelled",
    "RawDataset",
    "choices_in",
    "describe",
    "load",
]
