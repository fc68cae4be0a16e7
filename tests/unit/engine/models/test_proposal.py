"""A model is proposed for every kind of data, it fits, and what does not fit is said with the reason."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.models.presets.layers_of import BODIES
from engine.models.proposal import misfits, propose
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.sequences import FcnModel
from engine.settings.presets.text import TextModel


@dataclass(frozen=True)
class Seen:
    shape: tuple[int, ...]
    is_image: bool = False
    task: str = "classification"
    train: int = 5000
    is_text: bool = False


@pytest.mark.parametrize(
    ("data", "model"),
    [
        (Seen((8, 8, 1), is_image=True), CnnModel(filters=(32, 64))),
        (Seen((28, 28), is_image=True), CnnModel(filters=(32, 64, 128))),
        (Seen((64, 64, 3), is_image=True), VggModel()),
        (Seen((224, 224, 3), is_image=True), ResnetModel(filters=(16, 32, 64, 128))),
        (Seen((4,)), DenseModel()),
        (Seen((4,), train=120), DenseModel(units=(32,), dropout=0.2)),
        (Seen((24, 1), task="regression"), LstmModel()),
        (Seen((12, 12)), LstmModel(units=(32,), bidirectional=True)),
        (Seen((40,), is_text=True, train=200), TextModel()),
        (Seen((40,), is_text=True, train=9000), TextModel(gather="convolution")),
        (Seen((150, 1)), FcnModel()),
    ],
)
def test_each_kind_of_data_has_its_model(data, model):
    found = propose(data)
    assert found.model == model
    assert found.reason.endswith(".")


@given(
    st.builds(
        Seen,
        shape=st.lists(st.integers(1, 300), min_size=1, max_size=4).map(tuple),
        is_image=st.booleans(),
        task=st.sampled_from(["classification", "regression"]),
        train=st.integers(1, 10**6),
    )
)
def test_what_is_proposed_fits(data):
    found = propose(data).model
    assert BODIES[type(found)](found, data.shape) is not None
    assert type(found) not in misfits(data.shape)


def test_what_cannot_read_rows_says_so():
    reasons = misfits((4,))
    assert DenseModel not in reasons
    assert "images" in reasons[CnnModel]
    assert "step by step" in reasons[LstmModel]


def test_an_image_that_is_too_small_for_the_usual_size_is_no_misfit():
    assert VggModel not in misfits((4, 4, 1)), "two blocks instead of three would fit"


def test_models_for_images_do_not_fit_a_series_that_could_be_one():
    found = misfits((24, 1), is_series=True)
    assert {kind.__name__ for kind in found} >= {"CnnModel", "VggModel", "ResnetModel", "TransferModel"}
    assert "is a series" in found[ResnetModel]
    assert ResnetModel not in misfits((24, 1))
