"""Two rules about messages: what a person sees comes from `tr`, and what `tr` gets is in the catalogue.

The first follows a message to where it is made: through names that the function assigns, through functions
of the program that return texts, and out of an error that is caught. An argument that becomes a message is
checked where it is passed: where one function alone has that name, and where its annotation is `Sentence`
(`scripts.house_rules.sentences`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from scripts.house_rules.sentences import Passed, Sentences
from scripts.house_rules.source import Finding, Function, Rule, Source, nodes

ERRORS = {
    "RunError": 0,
    "DataError": 0,
    "DataQuestionError": 0,
    "ImageRefused": 0,
    "UnreadableError": 0,
    "PageUnavailableError": 0,
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
Functions = dict[str, list[ast.FunctionDef]]
Scopes = tuple[ast.ClassDef | Function, ...]


_NAMES = {"message", "text", "reason"}
_TRANSLATES = {"tr", "joined"}


def rules(sources: Iterable[Source]) -> dict[str, Rule]:
    """Return the rules by name; the first needs all functions of the program."""
    sources = list(sources)
    functions: Functions = {}
    for source in sources:
        for node in nodes(source.tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)
    message = partial(
        _message, functions=functions, passed=dict(_passed(functions)), sentences=Sentences(sources)
    )
    return {"message": message, "catalogue": _catalogue}


def _passed(functions: Functions) -> Iterator[tuple[str, Passed]]:
    """The functions that make a message of an argument, by name."""
    for name, found in functions.items():
        if len(found) > 1:
            continue
        arguments = [item.arg for item in (*found[0].args.posonlyargs, *found[0].args.args)]
        arguments = arguments[1:] if arguments[:1] in (["self"], ["cls"]) else arguments
        keywords = [item.arg for item in found[0].args.kwonlyargs]
        texts = {
            text.id
            for call in ast.walk(found[0])
            if isinstance(call, ast.Call)
            for text in _texts(call, {})
            if isinstance(text, ast.Name) and not list(_assigned(text.id, found[0]))
        }
        if texts.intersection((*arguments, *keywords)):
            yield name, Passed(arguments, texts)


def _message(
    source: Source, functions: Functions, passed: dict[str, Passed], sentences: Sentences
) -> Iterator[Finding]:
    here = {node.name: [node] for node in nodes(source.tree) if isinstance(node, ast.FunctionDef)}
    functions = functions | here  # a function of the file hides others of its name
    for call, scopes in _calls(source.tree):
        scope = _innermost(scopes)
        for text in {*_texts(call, passed), *sentences.of(call, scopes)}:
            if not _Origin(scope, functions).is_translated(text):
                yield text.lineno, f"make {ast.unparse(text)[:60]!r} with tr(...), values by name"


def _catalogue(source: Source) -> Iterator[Finding]:
    for call, scopes in _calls(source.tree):
        scope = _innermost(scopes)
        if _name_of(call.func) not in ("tr", "tr_later") or not call.args:
            continue
        text = call.args[0]
        if isinstance(text, ast.Name):
            found = [*_assigned(text.id, scope), *_assigned(text.id, source.tree.body)]
            seen = not any(_has_plain_text(value) for value in found)
        else:
            seen = isinstance(text, ast.Constant | ast.Attribute | ast.Subscript)
        if not seen:
            yield text.lineno, f"give tr(...) one string, not {ast.unparse(text)[:60]!r}"


def _has_plain_text(value: ast.expr) -> bool:
    """Whether a value, or one of which it is chosen, is a text that no `tr_later` shows to the catalogue."""
    match value:
        case ast.Constant(value=str(text)):
            return any(letter.isalpha() for letter in text)
        case ast.IfExp(body=body, orelse=other):
            return _has_plain_text(body) or _has_plain_text(other)
        case _:
            return isinstance(value, ast.JoinedStr)


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, Scopes]]:
    """Every call, with the classes and functions around it, the innermost last."""
    waiting: list[tuple[ast.AST, Scopes]] = [(tree, ())]
    while waiting:
        node, scopes = waiting.pop()
        if isinstance(node, ast.Call):
            yield node, scopes
        inner = (*scopes, node) if isinstance(node, Function | ast.ClassDef) else scopes
        waiting += [(child, inner) for child in ast.iter_child_nodes(node)]


def _innermost(scopes: Scopes) -> Function | None:
    return next((scope for scope in reversed(scopes) if isinstance(scope, Function)), None)


def _texts(call: ast.Call, passed: dict[str, Passed]) -> Iterator[ast.expr]:
    name = _name_of(call.func)
    if name in passed:
        yield from passed[name].of(call)
    if name in ERRORS and len(call.args) > ERRORS[name] and not isinstance(call.args[0], ast.Starred):
        yield call.args[ERRORS[name]]
    if name in ERRORS:
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
            case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each):
                return [each]
            case ast.Name(id=name):
                return list(_assigned(name, self._scope))
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


def _assigned(name: str, scope: Function | Iterable[ast.stmt] | None) -> Iterator[ast.expr]:
    """The values that a function, or some statements, give to a name; none for an argument."""
    nodes = scope if isinstance(scope, Iterable) else ast.walk(scope) if scope is not None else ()
    for node in nodes:
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
