import pickle

import numpy as np

from engine.data import Dataset, LeftOut, describe, load
from engine.data.describe import thumbnail
from engine.settings.data.kinds import ArraysData, SeriesData, TableData


def test_images_are_spread_over_the_classes():
    found = describe(load(ArraysData(path="sample:digits.npz"), None))
    assert found.is_image
    assert [item.count for item in found.classes] == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert len(found.examples) == 24
    assert [example.label for example in found.examples[:11]] == [*"0123456789", "0"]
    assert found.examples[0].values.shape == (8, 8)
    assert found.memory == 1797 * (64 + 8)
    assert pickle.loads(pickle.dumps(found)).count == 1797  # noqa: S301 - our own bytes


def test_tables_and_series_have_ranges():
    penguins = load(TableData(path="sample:penguins.csv"), None)
    table = describe(penguins.fit(np.arange(penguins.count)))
    assert [column.name for column in table.columns][:2] == ["species", "island"]
    assert not table.is_image
    assert next(item for item in table.features if item.name == "year").high == 2009
    assert table.targets[0].low == 2700
    series = describe(load(SeriesData(path="sample:elnino.csv", window=6, horizon=2), None))
    assert [item.name for item in series.targets] == ["temperature +1", "temperature +2"]
    assert series.examples[0].values.shape == (6, 1)
    assert series.examples[-1].index == series.count - 1


def test_what_was_left_out_is_counted():
    x = np.zeros((3, 2), np.float32)
    dataset = Dataset(
        kind="arrays",
        task="regression",
        x=x,
        y=np.zeros((3, 1), np.float32),
        fingerprint="",
        target_names=("y",),
        left_out=tuple(LeftOut(str(number), "why") for number in range(300)),
    )
    found = describe(dataset)
    assert (len(found.left_out), found.left_out_count) == (200, 300)


def test_thumbnails():
    assert thumbnail(np.zeros((800, 400, 3), np.uint8)).shape == (200, 100, 3)
    assert thumbnail(np.zeros((8, 8, 1), np.uint8)).shape == (8, 8)
    spread = thumbnail(np.array([[-1.0, 0.0], [0.5, 1.0]]))
    assert (spread.dtype, spread.min(), spread.max()) == (np.uint8, 0, 255)
    assert thumbnail(np.full((2, 2), 3.0)).max() == 0
