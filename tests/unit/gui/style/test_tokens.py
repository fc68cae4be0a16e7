import itertools
from xml.etree import ElementTree as ET

import pytest

from gui.style.icons import FOLDER
from gui.style.tokens import DARK, LIGHT, contrast

GROUNDS = ("window", "surface", "sunken", "hover")
TEXTS = ("text", "muted", "accent", "danger", "warning", "success")
CODE = ("code_keyword", "code_string", "code_number", "code_comment", "code_call")


def test_contrast_is_the_ratio_that_wcag_defines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
class TestTheme:
    @pytest.mark.parametrize(("text", "ground"), list(itertools.product(TEXTS, GROUNDS)))
    def test_text_can_be_read_on_every_ground(self, colors, text, ground):
        assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5

    @pytest.mark.parametrize(
        ("text", "ground"),
        [
            ("on_fill", "fill"),
            ("on_fill", "fill_hover"),
            ("on_fill", "danger_fill"),
            ("on_tip", "tip"),
            ("text", "soft"),
            ("muted", "soft"),
            ("accent", "soft"),
            ("danger", "danger_soft"),
            ("text", "danger_soft"),
            ("warning", "warning_soft"),
            ("text", "warning_soft"),
            ("success", "success_soft"),
        ],
    )
    def test_pairs_that_belong_together_can_be_read(self, colors, text, ground):
        assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5

    @pytest.mark.parametrize("name", CODE)
    def test_code_can_be_read(self, colors, name):
        assert contrast(getattr(colors, name), colors.surface) >= 4.5

    def test_every_curve_stands_out_from_the_plot(self, colors):
        assert all(contrast(curve, colors.surface) >= 3 for curve in colors.curves)
        assert len(set(colors.curves)) == len(colors.curves)


def test_every_icon_is_a_drawing_on_the_same_grid():
    drawings = [path for path in FOLDER.glob("*.svg") if path.name != "fitroom.svg"]
    assert len(drawings) > 20
    for path in drawings:
        assert ET.parse(path).getroot().get("viewBox") == "0 0 20 20", path.name  # noqa: S314 - our own files
