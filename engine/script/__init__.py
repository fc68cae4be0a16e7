"""The Keras script that trains what a project trains, in two forms.

The plain form is what a course teaches: `fit` on arrays, Keras's and scikit-learn's own means. The exact form
has the program's order of batches and rows for validation too, so that its losses are those of a run.
Both make the same Keras calls as `engine.models` and `engine.run`. `writer` puts a script together, `page`
holds the text with the settings it comes from and `pretty` lays values out, `layouts` inspects the data
files, `reading` prints the lines that read them, and `parts` those that divide the examples. Showing the
script is up to the window and to `engine.cli`.
"""

from engine.script.layouts.by_kind import LayoutCache
from engine.script.layouts.facts import ScriptFacts, facts_of
from engine.script.page import Script, Span
from engine.script.writer import write_script

__all__ = ["LayoutCache", "Script", "ScriptFacts", "Span", "facts_of", "write_script"]
