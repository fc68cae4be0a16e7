"""Rules about signals, slots and threads."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from scripts.house_rules.source import Finding, Function, Rule, Source, calls, decorators, nodes

_COMPOSITION = ("gui/control/", "gui/startup/", "gui/wiring/")


def rules(sources: Iterable[Source]) -> dict[str, Rule]:
    """Return the rules by name; two of them need all classes of the window first."""
    classes = _gui_classes(sources)
    return {
        "slot": partial(_slot, unslotted=_methods_without_slot(classes)),
        "override": partial(_override, classes={cls.name: cls for cls in classes}),
        "lambda": _lambda,
        "thread-kill": _thread_kill,
    }


def _slot(source: Source, unslotted: frozenset[str]) -> Iterator[Finding]:
    connections = list(_connections(source.tree))
    if not connections:
        return
    by_node = {
        id(node): {method.name: method for method in cls.body if isinstance(method, Function)}
        for cls in nodes(source.tree)
        if isinstance(cls, ast.ClassDef)
        for node in ast.walk(cls)
    }
    for call, target in connections:
        if not isinstance(target, ast.Attribute):
            continue
        method = by_node.get(id(call), {}).get(target.attr) if ast.unparse(target.value) == "self" else None
        if (method and "Slot" not in decorators(method)) or (not method and target.attr in unslotted):
            yield call.lineno, f"give {target.attr} the decorator @Slot(types of the signal)"


def _override(source: Source, classes: dict[str, ast.ClassDef]) -> Iterator[Finding]:
    for cls in nodes(source.tree):
        if isinstance(cls, ast.ClassDef):
            slots = {name for base in _bases(cls, classes) for name, is_slot in _methods(base) if is_slot}
            for method in cls.body:
                if isinstance(method, Function) and method.name in slots:
                    yield (
                        method.lineno,
                        f"let the slot {method.name} call what is none, and override that",
                    )


def _bases(cls: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    for name in map(ast.unparse, cls.bases):
        if name in classes and classes[name] is not cls:
            yield classes[name]
            yield from _bases(classes[name], classes)


def _methods(cls: ast.ClassDef) -> Iterator[tuple[str, bool]]:
    """The methods of a class by name, and whether each is decorated with @Slot."""
    for method in cls.body:
        if isinstance(method, Function):
            yield method.name, "Slot" in decorators(method)


def _gui_classes(sources: Iterable[Source]) -> list[ast.ClassDef]:
    return [
        cls
        for source in sources
        if source.path.startswith("gui/")
        for cls in nodes(source.tree)
        if isinstance(cls, ast.ClassDef)
    ]


def _methods_without_slot(classes: Iterable[ast.ClassDef]) -> frozenset[str]:
    """Names of methods that these classes define, and that none of them decorates with @Slot."""
    methods = [method for cls in classes for method in _methods(cls)]
    return frozenset(name for name, _ in methods) - {name for name, is_slot in methods if is_slot}


def _lambda(source: Source) -> Iterator[Finding]:
    if source.path.startswith(_COMPOSITION):
        for call, target in _connections(source.tree):
            if not isinstance(target, ast.Attribute):
                yield (
                    call.lineno,
                    "connect a method with @Slot of an object that lives in the receiving thread",
                )


def _thread_kill(source: Source) -> Iterator[Finding]:
    for call in calls(source.tree, "terminate"):
        if "thread" in ast.unparse(call.func).lower():
            yield call.lineno, "ask the thread to quit, and wait for it with a bound"


def _connections(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    for call in calls(tree, "connect"):
        if call.args:
            yield call, call.args[0]
