"""Messages with a number of one, in English."""

import numpy as np
import pytest

from engine.language import tr
from engine.message import as_json, english
from engine.message.singular import _WHOLE, in_number
from scripts.translations import messages


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [
        ("{count:,} files are left out.", {"count": 1}, "1 file is left out."),
        ("{count:,} files are left out.", {"count": 1001}, "1,001 files are left out."),
        ("All {count} epochs are done.", {"count": 1}, "The one epoch is done."),
        ("All {count} epochs are done.", {"count": 2}, "All 2 epochs are done."),
        ("{epochs} epochs of {steps} steps", {"epochs": "1", "steps": "45"}, "1 epoch of 45 steps"),
        ("{epochs} epochs of {steps} steps", {"epochs": "10", "steps": "1"}, "10 epochs of 1 step"),
        ("empty is {steps:,} batches", {"steps": np.int64(1)}, "empty is 1 batch"),
        ("{count} classes", {"count": "1"}, "1 class"),
        # a name that is a number, and a noun that is none
        ("{csv} names it, and it is not there", {"csv": "1"}, "1 names it, and it is not there"),
        ("{on} of {all} on", {"on": 1, "all": 1}, "1 of 1 on"),
        ("{csv} rows", {"csv": "1"}, "1 rows"),
        ("{patience} epochs without", {"patience": True}, "True epochs without"),
    ],
)
def test_one_is_singular(message, values, said):
    assert in_number(message, values).format(**values) == said
    assert tr(message, **values) == said


def test_a_message_of_a_run_is_the_same_again():
    said = tr("All {count} epochs are done.", count=1)
    assert english(said) == said
    assert as_json(said) == [{"message": "All {count} epochs are done.", "values": {"count": 1}}]
    tr.use("ko")
    try:
        assert "1" in tr.again(said)
        assert english(tr.again(said)) == said
    finally:
        tr.use("en")


def test_each_whole_sentence_is_one_of_the_programs():
    assert set(_WHOLE) <= set(messages())
