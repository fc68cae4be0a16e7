"""House rules that no linter has, checked on the syntax trees of the program's files.

The last three are about scripts/, packaging/ and tests/ as well, the others about engine/, gui/ and main.py.
A finding is one line, `FILE:LINE: RULE: what to do`. The rules, each with its reason:

- slot: a method that is connected to a signal carries @Slot. One undecorated method makes PySide6 up to
  6.11.3 run every later slot of its object in the sender's thread.
- override: a slot is not overridden. PySide6 6.11.3 keeps the connection to a slot that class and base define
  when the object is destroyed, and still calls it afterwards.
- lambda: gui/control and the modules that connect its parts (gui/startup, gui/wiring) connect
  methods only. A lambda or a function belongs to no QObject, so Qt runs it in the worker's thread.
- thread-kill: nobody calls QThread.terminate(), which stops a thread in mid-instruction with its locks held.
- pickle: nobody passes allow_pickle=True, which runs code that hides in a data file.
- safe-mode: nobody passes safe_mode=False, which runs code that hides in a model file.
- long-file: a file has at most 300 lines; beyond that it holds more than one idea.
- chain: three or more branches that compare one value with strings are a table in disguise.
- positional: a public function takes at most two positional arguments, as a call with more cannot be read
  where the function is out of sight. Slots and overriding methods are exempt: their signature is given.
- room: a folder has at most 15 Python files; beyond that it holds more than one idea.
- message: the message of RunError, DataError, ModelError, Problem and the other errors whose text a person
  sees comes from tr(...), and so does what is given where an annotation says `Sentence`: texts of events,
  what `warn`, `say` and `progress` take. An f-string is in no catalogue, and stays English in Korean.
- catalogue: the first argument of tr(...) and tr_later(...) is one string, as the catalogue is made of these;
  or a name for a text that tr_later(...) or a declaration has. Of a conditional the catalogue sees nothing.
- names: no name that is defined here, and no file name, has a part that docs/glossary.md forbids.
- words: comments, docstrings and strings have no phrase that docs/glossary.md forbids.

Code that is run from text (eval, exec, pickle) is left to ruff, and imports to import-linter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.house_rules import messages, qt, shape, words
from scripts.house_rules.source import Rule, Source

__all__ = ["GLOSSARY", "Source", "check", "main", "read", "rules_of"]

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
_PROGRAM = ("engine/", "gui/", "main.py")
_FOLDERS = ("engine", "gui", "scripts", "packaging", "tests")


def check(sources: Iterable[Source]) -> list[str]:
    """Apply every rule to every source.

    Returns:
        The findings as lines to print, sorted by file and line.
    """
    sources = list(sources)
    about_words = words.rules(words.read(GLOSSARY))
    rules = rules_of([source for source in sources if source.path.startswith(_PROGRAM)])
    found = [
        (source.path, line, f"{name}: {advice}")
        for source in sources
        for name, rule in (rules | about_words if source.path.startswith(_PROGRAM) else about_words).items()
        for line, advice in rule(source)
    ] + shape.crowded_folders(source.path for source in sources)
    return [f"{path}:{line}: {message}" for path, line, message in sorted(set(found))]


def rules_of(sources: Iterable[Source]) -> dict[str, Rule]:
    """Return the rules about the program by name; the rules about words are for every file."""
    return qt.rules(sources) | shape.RULES | messages.rules(sources)


def read(root: Path) -> Iterator[Source]:
    """Yield the files below the repository's `root` that the rules are about."""
    folders = [path for folder in _FOLDERS for path in root.glob(f"{folder}/**/*.py")]
    for path in [*folders, *root.glob("main.py")]:
        text = path.read_text("utf-8")
        yield Source(path.relative_to(root).as_posix(), text, ast.parse(text, path.name))


def main() -> int:
    """Print the findings in this repository; return 1 when there are any, else 0."""
    found = check(read(ROOT))
    print("\n".join(found) or "House rules: kept.")
    return int(bool(found))
