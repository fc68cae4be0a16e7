"""The plain Keras script that trains what a project trains.

The script makes the same Keras calls as `engine.models` and `engine.run`. `writer` puts it together, `page`
holds the text with the settings it comes from, `layouts` inspects the data files, and `reading` prints the
lines that read them. Showing the script is up to the window and to `engine.cli`.
"""

from engine.script.layouts.by_kind import LayoutCache
from engine.script.layouts.facts import ScriptFacts, facts_of
from engine.script.page import Script, Span
from engine.script.writer import write_script

__all__ = ["LayoutCache", "Script", "ScriptFacts", "Span", "facts_of", "write_script"]
