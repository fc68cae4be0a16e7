"""Slices in which a model is worse are found by what stands in the examples, and by nothing else."""

from typing import Any, Literal

import numpy as np
import pytest

from engine.export.folder.slices import worse_slices
from engine.export.proof.compare import Truth
from engine.export.proof.examples import Examples
from engine.predict.signature import examples as forms
from engine.predict.signature.schema import ModelInput, Outputs, Signature

COUNT = 200
CLASSES = Outputs(shape=(2,), holds="probabilities", classes=("no", "yes"))
NUMBER = Outputs(shape=(1,), holds="numbers", targets=("price",))
RNG = np.random.default_rng(4)
NOT_READ: Any = None
"""In place of the data set, of which slices read nothing."""


def found(form, outputs, *, y, answers, x=None, raw=None):
    rows = np.arange(COUNT)
    examples = Examples(
        part="validation",
        count=COUNT,
        rows=rows,
        dataset=NOT_READ,
        x=rows if x is None else x,
        raw=raw or {},
        y=y,
        names=(),
        calibration=rows,
    )
    taken = (ModelInput(name="x", shape=(None, 1), dtype="float32"),)
    made = Signature(kind="any", task="regression", inputs=taken, examples=form, outputs=outputs)
    truth = Truth(y=y, names=(), outputs=outputs)
    return worse_slices(made, examples, truth=truth, outputs=answers, seed=1)


def column(name, kind, dtype: Literal["float32", "string"] = "float32"):
    return forms.Column(name=name, input=name, kind=kind, dtype=dtype)


def test_a_value_a_quantile_and_what_is_missing_in_a_column():
    zone = RNG.choice(["a", "b", ""], COUNT)
    size = RNG.normal(size=COUNT).astype(np.float32)
    size[zone == "b"] = np.nan
    y = RNG.normal(size=(COUNT, 1)).astype(np.float32)
    noise = np.where(zone == "b", 5.0, 0.1) * RNG.normal(size=COUNT)
    form = forms.Rows(columns=(column("zone", "category", "string"), column("size", "number")))
    raw = {"zone": zone[:, None], "size": size[:, None]}
    worse = found(form, NUMBER, y=y, answers=(y[:, 0] + noise)[:, None].astype(np.float32), raw=raw)
    assert {one.name for one in worse.slices} == {"zone = b", "size = (missing)"}
    one = worse.slices[0]
    assert one.count == (zone == "b").sum()
    assert one.measured.value == pytest.approx(np.abs(noise[zone == "b"]).mean(), rel=1e-5)
    assert worse.looked_at == 4 + 3 + 1 + 4


def test_a_class_and_the_brightness_of_a_picture():
    y = np.arange(COUNT) % 2
    x = RNG.integers(0, 60, (COUNT, 4, 4, 1)).astype(np.uint8)
    x[:40] += 150
    answers = np.eye(2, dtype=np.float32)[np.where(np.arange(COUNT) < 40, 1 - y, y)]
    form = forms.Pictures(height=4, width=4, mode="grey", shape=(4, 4, 1))
    arrays = forms.Arrays(shape=(4, 4, 1), dtype="uint8", pictures=form)
    assert found(arrays, CLASSES, y=y, answers=answers, x=x) == found(
        form, CLASSES, y=y, answers=answers, x=x
    )
    worse = found(form, CLASSES, y=y, answers=answers, x=x)
    assert len(worse.slices) == 1
    assert worse.slices[0].name.startswith("brightness of the picture, 0 to 255:")
    assert worse.slices[0].count == 50
    answers = np.eye(2, dtype=np.float32)[np.where((y == 1) & (np.arange(COUNT) % 4 == 1), 0, y)]
    worse = found(form, CLASSES, y=y, answers=answers, x=x)
    assert "class yes" in {one.name for one in worse.slices}


def test_the_length_of_texts_and_the_last_row_of_a_window():
    texts = np.array([["x" * (3 + number)] for number in range(COUNT)])
    y = np.arange(COUNT) % 2
    answers = np.eye(2, dtype=np.float32)[np.where(np.arange(COUNT) > 160, 1 - y, y)]
    form = forms.Texts(length=4, vocabulary=())
    worse = found(form, CLASSES, y=y, answers=answers, raw={"text": texts})
    assert [one.name for one in worse.slices] == ["characters of the text: 153 to 202"]
    x = np.zeros((COUNT, 3, 1), np.float32)
    x[:, -1, 0] = np.arange(COUNT)
    windows = forms.Windows(window=3, horizon=1, columns=("a",), targets=("a",))
    wanted = RNG.normal(size=(COUNT, 1)).astype(np.float32)
    off = wanted + np.where(np.arange(COUNT) < 50, 3, 0)[:, None]
    worse = found(windows, NUMBER, y=wanted, answers=off.astype(np.float32), x=x)
    assert [one.name for one in worse.slices] == ["the last a: 0 to 49"]


def test_where_it_is_as_good_everywhere_nothing_is_named():
    y = np.arange(COUNT) % 2
    form = forms.Texts(length=4, vocabulary=())
    raw = {"text": np.array([["x" * (3 + number % 9)] for number in range(COUNT)])}
    worse = found(form, CLASSES, y=y, answers=np.eye(2, dtype=np.float32)[y], raw=raw)
    assert worse.slices == ()
    assert worse.looked_at == 6
