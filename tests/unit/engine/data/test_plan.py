import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import DataError
from engine.data.plan import IndexPlan

PLANS = st.builds(
    IndexPlan,
    count=st.integers(1, 40),
    batch_size=st.integers(1, 50),
    seed=st.integers(0, 5),
    shuffle=st.booleans(),
    steps_per_epoch=st.none() | st.integers(1, 12),
)


@given(plan=PLANS)
def test_epochs_are_the_stream_of_passes_cut_into_steps(plan):
    stream: list[list[int]] = []
    for number in range(5 * plan.steps):
        order = (
            np.random.default_rng([plan.seed, number]).permutation(plan.count)
            if plan.shuffle
            else range(plan.count)
        )
        stream += [list(order)[at : at + plan.batch_size] for at in range(0, plan.count, plan.batch_size)]
    for epoch in range(5):
        wanted = stream[epoch * plan.steps : (epoch + 1) * plan.steps]
        # backwards, so that what is kept of one pass cannot help
        found = [plan.batch(epoch, step).tolist() for step in reversed(range(plan.steps))][::-1]
        assert found == wanted
        whole = [index for batch in wanted for index in batch]
        assert plan.epoch_indices(epoch).tolist() == whole
        assert plan.epoch_indices(epoch).dtype == np.int64
        assert plan.examples(epoch) == len(whole)


def test_an_epoch_without_steps_goes_once_through_all():
    plan = IndexPlan(count=10, batch_size=4, seed=1, shuffle=True)
    assert (plan.steps, plan.examples(0)) == (3, 10)
    assert sorted(plan.epoch_indices(0)) == list(range(10))
    assert plan.epoch_indices(0).tolist() != plan.epoch_indices(1).tolist()


def test_what_is_outside_is_refused():
    plan = IndexPlan(count=10, batch_size=4, seed=1, shuffle=True)
    for epoch, step in ((0, 3), (0, -1), (-1, 0)):
        with pytest.raises(IndexError):
            plan.batch(epoch, step)
    with pytest.raises(DataError):
        IndexPlan(count=0, batch_size=4, seed=1, shuffle=True)
    with pytest.raises(ValueError, match="batch_size"):
        IndexPlan(count=1, batch_size=0, seed=1, shuffle=True)
