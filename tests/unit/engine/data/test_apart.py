"""What a call in a process of its own may do: answer, say why not, crash, go on for ever, be unwanted."""

import os
import time

import pytest

from engine.data.apart import ApartError, call_apart
from engine.data.reading import LoadCancelled, Reading
from tests.marks import TIMING

pytestmark = TIMING


def upper(text: str) -> str:
    return text.upper()


def refuse(text: str) -> str:
    raise ApartError(f"{text} is not good")


def crash(_text: str) -> str:
    os.abort()


def go_on(_text: str) -> str:
    time.sleep(600)
    return ""


def apart(call, *, seconds=60.0, reading=None):
    return call_apart(call, "it", seconds=seconds, reading=reading or Reading())


def test_it_answers_or_says_why_not():
    assert apart(upper) == "IT"
    with pytest.raises(ApartError, match="it is not good"):
        apart(refuse)


def test_a_crash_is_told():
    with pytest.raises(ApartError, match="has crashed"):
        apart(crash)


def test_one_that_goes_on_is_ended():
    with pytest.raises(ApartError, match="did not end within 0 seconds"):
        apart(go_on, seconds=0.2)


def test_one_that_nobody_waits_for_is_ended():
    with pytest.raises(LoadCancelled):
        apart(go_on, reading=Reading(cancelled=lambda: True))
