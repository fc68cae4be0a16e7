import pytest

from engine.run.loop.steps_per_call import Pace, StepTimes


def run(pace, *, single, fused, calls=30):
    """Plays calls in which a step takes `single` seconds alone, `fused` among others; their lengths."""
    lengths = []
    for _ in range(calls):
        steps = pace.steps
        lengths.append(steps)
        pace.took(steps, single if steps == 1 else steps * fused)
    return lengths


def test_first_steps_are_run_one_a_call_and_then_many():
    pace = Pace(None)
    lengths = run(pace, single=1e-3, fused=1e-4)
    assert lengths[:5] == [1] * 5
    assert lengths[-1] == pytest.approx(300, abs=1)
    assert pace.found is not None
    assert pace.found.times_faster == pytest.approx(10)


def test_where_fusing_does_not_pay_each_call_runs_one_step():
    pace = Pace(None)
    lengths = run(pace, single=1e-3, fused=1.5e-3)
    assert max(lengths) > 1  # it was tried
    assert lengths[-1] == 1
    assert pace.found is not None
    assert pace.found.times_faster == 1


def test_a_slow_step_is_never_fused():
    assert set(run(Pace(None), single=0.2, fused=0.2)) == {1}


def test_what_is_known_need_not_be_measured():
    known = StepTimes(single=1e-3, fused=1e-4, steps=300)
    assert Pace(None, known).steps == 300
    assert Pace(None, StepTimes(single=1e-3, fused=2e-3, steps=9)).steps == 1


def test_a_number_set_by_hand_stays():
    assert set(run(Pace(7), single=1e-3, fused=1e-4)) == {7}


def test_one_long_call_does_not_end_fusing():
    pace = Pace(None)
    run(pace, single=1e-3, fused=1e-4)
    before = pace.steps
    pace.took(before, before * 1e-3)
    assert 1 < pace.steps < before
    assert run(pace, single=1e-3, fused=1e-4)[-1] == pytest.approx(before, rel=0.05)
