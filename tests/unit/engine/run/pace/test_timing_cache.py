import json

import pytest

from engine.run.loop.steps_per_call import StepTimes
from engine.run.pace.timing_cache import TimingCache, XlaFinding

TIMES = StepTimes(single=1e-3, fused=1e-4, steps=300)
XLA = XlaFinding(times_faster=1.5, difference=1e-7, taken=True)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "not there yet" / "speeds.json"


def test_a_finding_is_remembered_by_its_key(path):
    TimingCache(path).remember("a", steps=TIMES)
    TimingCache(path).remember("a", xla=XLA)
    assert TimingCache(path).steps("a") == TIMES
    assert TimingCache(path).xla("a") == XLA
    assert TimingCache(path).steps("b") is None


def test_the_oldest_findings_go(path):
    speeds = TimingCache(path)
    for number in range(205):
        speeds.remember(str(number), steps=TIMES)
    assert speeds.steps("4") is None
    assert speeds.steps("5") == TIMES


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": 3}', '{"a": {"steps": {"single": "x"}}}', '{"a": {"other": {}}}', "\x00"]
)
def test_a_broken_file_counts_as_empty_and_is_replaced(path, content):
    path.parent.mkdir()
    path.write_text(content)
    assert TimingCache(path).steps("a") is None
    TimingCache(path).remember("a", steps=TIMES)
    assert list(json.loads(path.read_text())) == ["a"]
