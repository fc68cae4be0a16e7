"""Finds the arguments of a call that are sentences for people, by the annotations of what is called.

`Sentence` (`engine.message`) stands where a text is asked for that a person reads: as an argument, as a
field of a dataclass, and in what a callable takes, as in `Callable[[Sentence], None]` or an alias of one.
Whether such a text is translated is left to `scripts.house_rules.messages`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from scripts.house_rules.source import Function, Source, nodes

SENTENCE = "Sentence"


class Passed(NamedTuple):
    """What is a sentence among the arguments of a function.

    Attributes:
        arguments: The names of those with a place, in order.
        texts: The names of those that are sentences.
    """

    arguments: list[str]
    texts: set[str]

    def of(self, call: ast.Call) -> Iterator[ast.expr]:
        """Yield the sentences of a call; none by place where arguments are unpacked."""
        if not any(isinstance(item, ast.Starred) for item in call.args):
            yield from (
                item for item, name in zip(call.args, self.arguments, strict=False) if name in self.texts
            )
        yield from (item.value for item in call.keywords if item.arg in self.texts)


Members = dict[str, Passed]


class Sentences:
    """All that takes sentences in the program.

    Args:
        sources: The files of the program.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        trees = [source.tree for source in sources]
        self._aliases = _aliases(trees)
        self._functions: dict[str, list[Passed]] = {}
        self._classes: dict[str, Members] = {}
        self._bases: dict[str, list[str]] = {}
        methods: set[ast.AST] = set()
        for node in chain.from_iterable(map(nodes, trees)):
            if isinstance(node, ast.ClassDef):
                methods.update(node.body)  # walked before them
                self._classes[node.name] = self._members(node)
                self._bases[node.name] = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
            elif isinstance(node, Function) and node not in methods and (passed := self._passed(node)):
                self._functions.setdefault(node.name, []).append(passed)

    def of(self, call: ast.Call, scopes: Sequence[ast.AST]) -> Iterator[ast.expr]:
        """Yield the arguments of a call that are sentences.

        Args:
            call: The call.
            scopes: The classes and functions around it, the innermost last.
        """
        match call.func:
            case ast.Name(id=name):
                passed = self._named(name, scopes)
            case ast.Attribute(value=value, attr=name):
                passed = self._member(_name_of(value), name, scopes)
            case _:
                passed = None
        if passed is not None:
            yield from passed.of(call)

    def _named(self, name: str, scopes: Sequence[ast.AST]) -> Passed | None:
        for scope in reversed(scopes):
            if isinstance(scope, Function):
                for item in _arguments(scope):
                    if item.arg == name:
                        return self._callable(item.annotation)
        if name in self._classes:
            return self._classes[name].get("__init__")
        found = self._functions.get(name, [])
        return found[0] if len(found) == 1 else None

    def _member(self, owner: str, name: str, scopes: Sequence[ast.AST]) -> Passed | None:
        if owner in ("self", "cls"):
            around = [scope.name for scope in scopes if isinstance(scope, ast.ClassDef)]
            return self._of_class(around[-1], name) if around else None
        short = owner.replace("_", "").lower()
        fitting = [found for found in self._classes if short and found.lower().endswith(short)]
        return next((passed for found in fitting if (passed := self._of_class(found, name))), None)

    def _of_class(self, owner: str, name: str) -> Passed | None:
        if (found := self._classes.get(owner, {}).get(name)) is not None:
            return found
        bases = (base for base in self._bases.get(owner, []) if base != owner)
        return next((found for base in bases if (found := self._of_class(base, name))), None)

    def _members(self, owner: ast.ClassDef) -> Members:
        """The methods of a class, its fields and attributes that are callables, and how it is made."""
        found: Members = {}
        fields = [item for item in owner.body if isinstance(item, ast.AnnAssign)]
        names = [ast.unparse(item.target) for item in fields]
        texts = {name for name, item in zip(names, fields, strict=True) if _is_sentence(item.annotation)}
        if texts:
            found["__init__"] = Passed(names, texts)
        for name, item in zip(names, fields, strict=True):
            if taken := self._callable(item.annotation):
                found[name] = taken
        for method in owner.body:
            if isinstance(method, Function):
                if passed := self._passed(method):
                    found[method.name] = passed
                found |= dict(self._kept(method))
        return found

    def _kept(self, method: Function) -> Iterator[tuple[str, Passed]]:
        """The callables that a method keeps, as `self._warn = warn` does."""
        given = {item.arg: item.annotation for item in _arguments(method)}
        for node in ast.walk(method):
            if isinstance(node, ast.Assign):
                for target, value in _pairs(node):
                    annotation = given.get(_name_of(value)) if isinstance(value, ast.Name) else None
                    taken = self._callable(annotation)
                    if taken and isinstance(target, ast.Attribute) and _name_of(target.value) == "self":
                        yield target.attr, taken

    def _passed(self, function: Function) -> Passed | None:
        texts = {item.arg for item in _arguments(function) if _is_sentence(item.annotation)}
        names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
        return Passed(names[1:] if names[:1] in (["self"], ["cls"]) else names, texts) if texts else None

    def _callable(self, annotation: ast.expr | None) -> Passed | None:
        if annotation is None:
            return None
        for node in ast.walk(annotation):
            if isinstance(node, ast.Name) and node.id in self._aliases:
                return self._aliases[node.id]
        return _of_callable(annotation)


def _aliases(trees: Iterable[ast.Module]) -> dict[str, Passed]:
    """The names of types of callables that take sentences."""
    return {
        target.id: passed
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and (passed := _of_callable(node.value))
    }


def _of_callable(annotation: ast.expr) -> Passed | None:
    for node in ast.walk(annotation):
        match node:
            case ast.Subscript(
                value=ast.Name(id="Callable"), slice=ast.Tuple(elts=[ast.List(elts=taken), *_])
            ):
                names = [str(place) for place in range(len(taken))]
                texts = {name for name, item in zip(names, taken, strict=True) if _is_sentence(item)}
                if texts:
                    return Passed(names, texts)
            case _:
                pass
    return None


def _is_sentence(annotation: ast.expr | None) -> bool:
    match annotation:
        case ast.Name(id=name):
            return name == SENTENCE
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _is_sentence(left) or _is_sentence(right)
        case _:
            return False


def _arguments(function: Function) -> list[ast.arg]:
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _name_of(value: ast.expr) -> str:
    """The last name of an expression, such as "reporter" of `self._parts.reporter`."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
