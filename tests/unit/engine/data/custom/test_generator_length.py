"""A generator that ends needs no steps per epoch; one that may not is not counted."""

from pathlib import Path

import pytest

from engine.custom_code.run_file import CustomCode
from engine.data import DataError
from engine.data.custom import generator_length as module
from engine.data.custom.generator_length import generator_length, shows_its_end
from engine.data.reading.context import LoadCancelled, Reading

ENDS = {
    "a range": "def batches():\n    for at in range(3):\n        yield at",
    "parts of an array": (
        "import numpy as np\nX = np.zeros((7, 2))\n\ndef batches():\n    for x in np.array_split(X, 3):\n"
        "        yield x"
    ),
    "an order that is drawn": (
        "import numpy as np\n\ndef size():\n    return 3\n\ndef batches():\n"
        "    order = np.random.permutation(size())\n    for at in order:\n        yield at"
    ),
    "no loop": "def batches():\n    yield 1\n    yield 2\n    yield 3",
}
MAY_NOT = {
    "a while": "def batches():\n    while True:\n        yield 1",
    "a count": "import itertools\n\ndef batches():\n    for at in itertools.count():\n        yield at",
    "a cycle with a name": (
        "from itertools import cycle\n\ndef batches():\n    files = cycle([1])\n    for at in files:\n"
        "        yield at"
    ),
    "a cycle of the module": (
        "from itertools import cycle\nfiles = cycle([1])\n\ndef batches():\n    for at in files:\n"
        "        yield at"
    ),
    "another generator": (
        "def all():\n    while True:\n        yield 1\n\ndef batches():\n    yield from all()"
    ),
    "itself": "def batches():\n    yield 1\n    yield from batches()",
    "an object of the file": (
        "class Endless:\n    def __getitem__(self, at):\n        return 1\n\ndef batches():\n"
        "    for at in Endless():\n        yield at"
    ),
    "no function of the file": "batches = 3",
    "no Python": "def batches(:",
}


def reading(cancelled=None):
    return Reading(None, None, cancelled)


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_is_counted(name):
    code = CustomCode(Path("own.py"), ENDS[name].encode(), DataError)
    assert generator_length(code, "batches", reading=reading()) == 3


@pytest.mark.parametrize("name", MAY_NOT)
def test_what_may_not_end_is_not_begun(name):
    assert not shows_its_end(MAY_NOT[name].encode(), "batches")


def test_counting_has_an_end_and_can_be_cancelled(monkeypatch):
    code = CustomCode(Path("own.py"), ENDS["a range"].replace("3", "10**9").encode(), DataError)
    monkeypatch.setattr(module, "_MOST", 200)
    assert generator_length(code, "batches", reading=reading()) is None
    with pytest.raises(LoadCancelled):
        generator_length(code, "batches", reading=reading(lambda: True))


def test_what_it_raises_has_file_and_line():
    text = "def batches():\n    for at in range(3):\n        yield 1 / (1 - at)"
    with pytest.raises(DataError, match=r"own\.py.*line 3"):
        generator_length(CustomCode(Path("own.py"), text.encode(), DataError), "batches", reading=reading())
