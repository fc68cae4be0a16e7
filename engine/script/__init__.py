"""The plain Keras script that trains what a project trains: made from the same calls, printed to be read."""

from engine.script.layouts.by_kind import LayoutCache
from engine.script.layouts.facts import ScriptFacts, facts_of
from engine.script.page import Script, Span
from engine.script.writer import write_script

__all__ = ["LayoutCache", "Script", "ScriptFacts", "Span", "facts_of", "write_script"]
