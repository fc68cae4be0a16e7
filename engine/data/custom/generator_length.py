"""How many batches a custom generator makes before it ends, where its code shows that it does end.

Counting makes every batch once, so it must not begin with a generator that never ends, which cannot be seen
in code in general. A generator counts as ending when its function has no `while`, and all that it goes
through is finite by its name: no `itertools.count`, `cycle` or `repeat`, and nothing of the file that yields,
loops with `while`, or is a class.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from engine.custom_code.run_file import CustomCode
from engine.data.custom.batch_makers import custom_object
from engine.data.reading.context import Reading
from engine.language import tr

_MOST = 100_000
_WITHOUT_END = frozenset({"count", "cycle", "repeat", "iter"})
_REPORT_EVERY = 50
_END = object()


def generator_length(code: CustomCode, name: str, *, reading: Reading) -> int | None:
    """Return how many batches one pass has; None where it may have no end, or has more than are counted.

    Args:
        code: The trusted file.
        name: Of the function in it.
        reading: Takes the progress, and says when the reading is cancelled.

    Raises:
        DataError: The code fails; the message has file and line.
        LoadCancelled: The reading was cancelled.
    """
    if not shows_its_end(code.content, name):
        return None
    function: Callable[[], Iterator[Any]] = custom_object(code, name)
    with code.answered():
        batches = iter(function())
    for count in range(_MOST):
        if count % _REPORT_EVERY == 0:
            reading.step(count, 0, doing=tr("Counting the batches of {name}", name=name))
        with code.answered():
            if next(batches, _END) is _END:
                return count
    return None


def shows_its_end(content: bytes, name: str) -> bool:
    """Whether a generator function of a file shows by its code that it ends.

    Args:
        content: The source of the file.
        name: Of the function.
    """
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        return False
    made = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    functions = [node for node in made if isinstance(node, ast.FunctionDef) and node.name == name]
    if not functions or _has(functions[-1], ast.While):
        return False
    doubtful = _WITHOUT_END | {
        node.name
        for node in made
        if isinstance(node, ast.ClassDef) or _has(node, ast.While, ast.Yield, ast.YieldFrom)
    }
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if doubtful & _names_in(value):
                doubtful |= {target}
            case _:
                pass
    return not doubtful & {found for source in _gone_through(functions[-1]) for found in _names_in(source)}


def _has(node: ast.AST, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(inner, kinds) for inner in ast.walk(node))


def _gone_through(function: ast.AST) -> Iterator[ast.expr]:
    """What the loops of a function go through, what it hands on, and what it gives names to."""
    for node in ast.walk(function):
        match node:
            case ast.For(iter=source) | ast.AsyncFor(iter=source) | ast.comprehension(iter=source):
                yield source
            case ast.YieldFrom(value=source) | ast.Assign(value=source):
                yield source
            case _:
                pass


def _names_in(value: ast.expr) -> set[str]:
    """The names in an expression, those behind a dot included."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
