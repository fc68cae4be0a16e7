"""A parsed file, what a rule finds in it, and queries of syntax trees that several rules need."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

Function = ast.FunctionDef | ast.AsyncFunctionDef
Finding = tuple[int, str]
"""A line number, and what to do there."""


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file.

    Attributes:
        path: Path relative to the repository, with forward slashes.
        text: Its content.
        tree: Its syntax tree.
    """

    path: str
    text: str
    tree: ast.Module


Rule = Callable[[Source], Iterator[Finding]]


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return what `ast.walk` yields for a file; it takes long, so it is done once for all rules."""
    return tuple(ast.walk(tree))


def decorators(function: Function) -> set[str]:
    """Return the names of a function's decorators, without their modules."""
    names = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {ast.unparse(name).rpartition(".")[2] for name in names}


def calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Yield all calls of a method of this name."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node
