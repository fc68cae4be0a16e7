"""Drawings are well-formed SVG, and show the values in their places."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.report.figure import Line, draw, svg

X = np.arange(1.0, 6.0)
NAMES = {"s": "http://www.w3.org/2000/svg"}


def drawn(*lines: Line, **options):
    # it is our own text that is parsed here
    return ET.fromstring(svg(draw(lines, title="loss <1>", axis="Epoch", **options)))  # noqa: S314


def paths(root) -> list[str]:
    return [path.get("d") for path in root.iterfind(".//s:path", NAMES)]


def test_a_curve_runs_from_the_left_to_the_right():
    (path,) = paths(drawn(Line("train", X, 1 / X, "#123456")))
    places = [tuple(map(float, place.split())) for place in re.split("[ML]", path)[1:]]
    assert len(places) == 5
    assert places[0][0] < places[-1][0]
    assert places[0][1] < places[-1][1]  # heights are counted from the top


def test_what_is_no_number_leaves_a_gap():
    (path,) = paths(drawn(Line("train", X, np.array([1.0, 2.0, np.nan, 2.0, np.inf]), "#123456")))
    assert path.count("M") == 2
    assert path.count("L") == 1


def test_validation_is_dashed_and_batches_are_pale():
    lines = (Line("v", X, X, "#111111", dashed=True), Line("", X, X, "#222222", pale=True))
    root = drawn(*lines)
    looks = [path.attrib for path in root.iterfind(".//s:path", NAMES)]
    assert ["stroke-dasharray" in look for look in looks] == [True, False]
    assert ["stroke-opacity" in look for look in looks] == [False, True]
    texts = [text.text for text in root.iterfind(".//s:text", NAMES)]
    assert "v" in texts
    assert "loss <1>" in texts


def test_only_the_part_in_view_is_drawn():
    (path,) = paths(drawn(Line("train", X, X, "#123456"), epochs=(2.0, 4.0)))
    assert path.count("M") + path.count("L") == 3


def test_a_log_axis_leaves_zero_out():
    (path,) = paths(drawn(Line("train", X, np.array([0.0, 0.1, 1.0, 10.0, -1.0]), "#123456"), log=True))
    assert path.count("M") + path.count("L") == 3


def test_drawings_stand_below_each_other():
    one = draw([Line("", X, X, "#123456")], title="a", axis="Epoch", height=100)
    root = ET.fromstring(svg(one, one))  # noqa: S314 - our own text
    assert root.get("height") == "200"


def test_one_epoch_is_a_dot():
    root = drawn(Line("train", np.array([1.0]), np.array([0.5]), "#123456"))
    assert len(root.findall(".//s:circle", NAMES)) == 1


@given(st.lists(st.floats(width=32), max_size=20), st.booleans())
def test_any_values_can_be_drawn(values, log):
    y = np.array(values, float)
    text = svg(draw([Line("x", np.arange(1.0, len(y) + 1.0), y, "#123456")], title="t", axis="e", log=log))
    ET.fromstring(text)  # noqa: S314 - our own text
    assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize("count", [1, 12])
def test_a_long_legend_takes_more_rows(count):
    lines = [Line(f"a run with a long name {index}", X, X, "#123456") for index in range(count)]
    tops = {
        text.get("y") for text in drawn(*lines).iterfind(".//s:text", NAMES) if "a run" in (text.text or "")
    }
    assert (len(tops) > 1) is (count > 1)


def test_dots_and_bars_stand_at_their_values():
    dots = drawn(Line("d", X, np.array([1.0, 2.0, np.nan, 4.0, 5.0]), "#123456", form="dots"))
    places = [
        (float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in dots.iterfind(".//s:circle", NAMES)
    ]
    assert len(places) == 4
    assert places == sorted(places, key=lambda place: (place[0], -place[1]))
    bars = drawn(Line("b", X, np.array([3.0, 0.0, 6.0, -3.0, 1.0]), "#123456", form="bars"))
    heights = [float(bar.attrib["height"]) for bar in bars.findall(".//s:g/s:g/s:rect", NAMES)]
    assert heights[0] == pytest.approx(heights[3], abs=0.2)
    assert heights[2] == pytest.approx(2 * heights[0], abs=0.3)
    assert heights[1] == 0


def test_both_axes_can_be_named_and_bounded():
    root = drawn(Line("d", X, X, "#123456"), up="Truth", values=(0.0, 10.0), epochs=(0.0, 5.0))
    texts = [text.text for text in root.iterfind(".//s:text", NAMES)]
    assert "Truth" in texts
    assert "10" in texts


def test_numbers_below_zero_have_the_minus_sign_of_the_window():
    y = np.array([-8.0, 8.0])
    words = [text.text for text in drawn(Line("a", y, y, "#123456")).iterfind(".//s:text", NAMES)]
    assert {"−5", "−4"} <= set(words)  # one at either axis
    assert not [word for word in words if word and "-" in word]


def test_a_date_at_the_right_end_is_whole():
    root = drawn(Line("d", X, X, "#123456"), epochs=(1.0, 5.0), ticks=[(1.0, "02-06"), (5.0, "02-07 18:00")])
    (last,) = [text for text in root.iterfind(".//s:text", NAMES) if text.text == "02-07 18:00"]
    width = (
        float(root.attrib["viewBox"].split()[2]) if "viewBox" in root.attrib else float(root.attrib["width"])
    )
    assert float(last.attrib["x"]) + 7 * len("02-07 18:00") / 2 <= width
