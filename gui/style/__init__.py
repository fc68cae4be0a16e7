"""The visual language: `apply` sets the theme of the application; widgets that paint read `colors`."""

from gui.style.stylesheet import mark, pad_spin_box, restyle, set_shown
from gui.style.theme import STYLE_ARGUMENTS, ThemeWatch, apply, body_font, colors, mono_font, set_icon
from gui.style.tokens import RADIUS, SPACE, TYPE, Colors

__all__ = [
    "RADIUS",
    "SPACE",
    "STYLE_ARGUMENTS",
    "TYPE",
    "Colors",
    "ThemeWatch",
    "apply",
    "body_font",
    "colors",
    "mark",
    "mono_font",
    "pad_spin_box",
    "restyle",
    "set_icon",
    "set_shown",
]
