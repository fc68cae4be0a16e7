"""A rule about messages: what a person sees comes from `tr`, so that it is translated.

It follows a message to where it is made: through names that the function assigns, through functions of the
program that return texts, and out of an error that is caught. An argument is checked where it is passed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from scripts.house_rules.source import Finding, Function, Rule, Source

ERRORS = {
    "RunError": 0,
    "DataError": 0,
    "ModelError": 0,
    "CustomModelError": 0,
    "MisfitError": 0,
    "TensorFlowError": 0,
    "ProjectFileError": 0,
    "AssignError": 1,
    "SettingsError": 0,
    "RunPathError": 0,
    "UsageError": 0,
    "TensorBoardError": 0,
    "Problem": 1,
    "FileProblem": 1,
}
"""Errors and problems whose message a person sees, and the place of the message among their arguments."""
EVENTS = {"LogLine", "Marked", "RunEnded"}
"""Events with a text, which they get by its name."""
Functions = dict[str, list[ast.FunctionDef]]
_NAMES = {"message", "text", "reason"}
_TRANSLATES = {"tr", "joined"}


def rules(sources: Iterable[Source]) -> dict[str, Rule]:
    """Return the rule by name; it needs all functions of the program first."""
    sources = list(sources)
    functions: Functions = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)
    return {"message": partial(_message, functions=functions)}


def _message(source: Source, functions: Functions) -> Iterator[Finding]:
    here = {node.name: [node] for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)}
    functions = functions | here  # a function of the file hides others of its name
    for call, scope in _calls(source.tree):
        for text in _texts(call):
            if not _Origin(scope, functions).is_translated(text):
                yield text.lineno, f"make {ast.unparse(text)[:60]!r} with tr(...), values by name"


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, Function | None]]:
    """Every call, with the innermost function around it."""
    waiting: list[tuple[ast.AST, Function | None]] = [(tree, None)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.Call):
            yield node, scope
        inner = node if isinstance(node, Function) else scope
        waiting += [(child, inner) for child in ast.iter_child_nodes(node)]


def _texts(call: ast.Call) -> Iterator[ast.expr]:
    name = _name_of(call.func)
    if name in ERRORS and len(call.args) > ERRORS[name] and not isinstance(call.args[0], ast.Starred):
        yield call.args[ERRORS[name]]
    if name in ERRORS or name in EVENTS:
        yield from (item.value for item in call.keywords if item.arg in _NAMES)


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


class _Origin:
    """Where the texts of one function come from.

    Args:
        scope: The function; None for a module.
        functions: All functions of the program by name.
        seen: Names of functions that are being followed already.
    """

    def __init__(
        self,
        scope: Function | None,
        functions: Functions,
        *,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self._scope, self._functions, self._seen = scope, functions, seen

    def is_translated(self, text: ast.expr) -> bool:
        """Whether a text comes from `tr`, or is one that is checked elsewhere."""
        match text:
            case ast.Constant(value=str(plain)):
                return not any(letter.isalpha() for letter in plain)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return any(map(self._is_message, (left, right))) and all(map(self._is_part, (left, right)))
            case ast.Attribute():
                return True  # of a value that has been made with a message
            case ast.Call():
                return self._is_translated_call(text)
            case _:
                found = self._alternatives(text)
                return found is not None and all(map(self.is_translated, found))

    def _alternatives(self, text: ast.expr) -> list[ast.expr] | None:
        """The expressions of which a text is one; None for one that is put together here, as an f-string."""
        match text:
            case ast.IfExp(body=body, orelse=other):
                return [body, other]
            case ast.BoolOp(values=values) | ast.Subscript(value=ast.Dict(values=values)):
                return values
            case ast.Subscript(value=value):
                return [value]
            case ast.Name(id=name):
                return list(self._assigned(name))
            case _:
                return None

    def _is_message(self, text: ast.expr) -> bool:
        return not isinstance(text, ast.Constant | ast.JoinedStr) and self.is_translated(text)

    def _is_part(self, text: ast.expr) -> bool:
        """Whether a text may stand beside a message: another one, or a name of a thing."""
        match text:
            case ast.Constant() | ast.JoinedStr():
                words = text.values if isinstance(text, ast.JoinedStr) else [text]
                return not any(
                    letter.isalpha()
                    for word in words
                    if isinstance(word, ast.Constant)
                    for letter in str(word.value)
                )
            case _:
                return self.is_translated(text)

    def _is_translated_call(self, call: ast.Call) -> bool:
        name = _name_of(call.func)
        if name in _TRANSLATES or name in self._seen:
            return True
        if name == "str":  # of an error, whose message is checked where it is raised
            return True
        if isinstance(call.func, ast.Attribute) and name in ("join", "format", "strip", "rstrip"):
            return False
        found = self._functions.get(name, [])
        return bool(found) and all(
            _Origin(function, self._functions, seen=self._seen | {name}).is_translated(returned.value)
            for function in found
            for returned in _returns(function)
            if returned.value is not None
        )

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        """The values that the function gives to a name; none for an argument."""
        for node in ast.walk(self._scope) if self._scope is not None else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    yield value
                case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                    yield value
                case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                    yield value
                case _:
                    pass


def _returns(function: ast.FunctionDef) -> Iterator[ast.Return]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            waiting += list(ast.iter_child_nodes(node))
