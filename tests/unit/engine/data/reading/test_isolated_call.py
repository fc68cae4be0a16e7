"""What a call in an isolated process may do: answer, say why not, crash, go on for ever, be unwanted."""

import os
import time

import pytest

from engine.data.reading.context import LoadCancelled, Reading
from engine.data.reading.isolated_call import isolated_call
from engine.data.reading.limits import Limits
from engine.isolated.errors import IsolatedError
from tests.marks import TIMING

pytestmark = TIMING


def upper(text: str) -> str:
    return text.upper()


def refuse(text: str) -> str:
    raise IsolatedError(f"{text} is not good")


def crash(_text: str) -> str:
    os.abort()


def may_continue(_text: str) -> str:
    time.sleep(600)
    return ""


def fail(_text: str) -> str:
    raise RuntimeWarning("a library did what it should not")


def take_memory(_text: str) -> str:
    taken = []
    while True:
        taken.append(bytearray(b"x" * 2**22))
        time.sleep(0.01)


def isolated(call, *, reading=None):
    return isolated_call(call, "it", size=0, reading=reading or Reading())


def test_it_answers_or_says_why_not():
    assert isolated(upper) == "IT"
    with pytest.raises(IsolatedError, match="it is not good"):
        isolated(refuse)


def test_what_nobody_expected_is_reported_without_a_traceback(capfd):
    with pytest.raises(IsolatedError, match="did what it should not"):
        isolated(fail)
    assert capfd.readouterr().err == ""


def test_a_crash_is_reported():
    with pytest.raises(IsolatedError, match="has crashed"):
        isolated(crash)


def test_one_that_goes_on_is_ended(monkeypatch):
    monkeypatch.setattr(Limits, "seconds", lambda _limits, _size: 0.2)
    with pytest.raises(IsolatedError, match="did not end within 0 seconds"):
        isolated(may_continue)


def test_one_that_takes_all_memory_is_ended(monkeypatch):
    monkeypatch.setattr("engine.data.reading.isolated_call.available_memory", lambda: 100 * 2**20)
    with pytest.raises(IsolatedError, match="more than the 100 MB of memory"):
        isolated(take_memory)


def test_one_that_nobody_waits_for_is_ended():
    with pytest.raises(LoadCancelled):
        isolated(may_continue, reading=Reading(cancelled=lambda: True))
