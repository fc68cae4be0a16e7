"""Rules about dangerous arguments, and about the size of folders, files, if-chains and signatures."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from scripts.house_rules.source import Finding, Function, Rule, Source, decorators, nodes

LONGEST_FILE = 300
LONGEST_CHAIN = 2
MOST_FILES = 15
MOST_POSITIONAL = 2
GIVEN_SIGNATURE = {"Slot", "override", "overload"}


def crowded_folders(paths: Iterable[str]) -> list[tuple[str, int, str]]:
    """Find the folders that hold more Python files than one idea needs.

    Args:
        paths: The files, relative to the repository, with forward slashes.

    Returns:
        A finding for each such folder: its path, line 1, and what to do.
    """
    counts = Counter(PurePosixPath(path).parent.as_posix() for path in paths)
    return [
        (folder, 1, f"room: {count} files, at most {MOST_FILES}; give the second idea a folder of its own")
        for folder, count in counts.items()
        if count > MOST_FILES
    ]


def _argument(name: str, value: bool, advice: str) -> Rule:
    def rule(source: Source) -> Iterator[Finding]:
        for node in nodes(source.tree):
            match node:
                case ast.keyword(arg=arg, value=ast.Constant(value=given)) if arg == name and given is value:
                    yield node.lineno, advice
                case _:
                    pass

    return rule


def _long_file(source: Source) -> Iterator[Finding]:
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield LONGEST_FILE + 1, f"{lines} lines; find the second idea in it and give that a file of its own"


def _chain(source: Source) -> Iterator[Finding]:
    for node in nodes(source.tree):
        # every branch counts those below it, so a longer chain has exactly one branch with this number
        if isinstance(node, ast.If) and _branches(node) == LONGEST_CHAIN + 1:
            yield node.lineno, f"make a table from {_compared_with_text(node.test)} to what is to be done"


def _branches(node: ast.If) -> int:
    value = _compared_with_text(node.test)
    match node.orelse:
        case [ast.If(test=test) as further] if value and _compared_with_text(test) == value:
            return 1 + _branches(further)
        case _:
            return int(bool(value))


def _compared_with_text(test: ast.expr) -> str:
    """The left side of a comparison such as `kind == "dense"`, "" for any other."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str())]):
            return ast.unparse(left)
        case _:
            return ""


def _positional(source: Source) -> Iterator[Finding]:
    for node in nodes(source.tree):
        if isinstance(node, Function) and _is_public(node.name) and not GIVEN_SIGNATURE & decorators(node):
            names = [argument.arg for argument in node.args.posonlyargs + node.args.args]
            count = len(names) - (names[:1] in (["self"], ["cls"]))
            if count > MOST_POSITIONAL:
                yield node.lineno, f"{node.name} takes {count} positional arguments; put * after the second"


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name == "__init__"


RULES: dict[str, Rule] = {
    "pickle": _argument("allow_pickle", value=True, advice="leave allow_pickle out, and refuse such a file"),
    "safe-mode": _argument("safe_mode", value=False, advice="leave safe_mode out, and refuse such a model"),
    "long-file": _long_file,
    "chain": _chain,
    "positional": _positional,
}
