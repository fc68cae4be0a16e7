"""House rules that no linter knows, read off the syntax trees of engine/, gui/ and main.py.

A finding is one line, `FILE:LINE: RULE: what to do`. The rules, each with its reason:

- slot: a method that is connected to a signal carries @Slot. One undecorated method makes PySide6 up to
  6.11.3 run every later slot of its object in the sender's thread.
- override: a slot is not overridden. PySide6 6.11.3 keeps the connection to a slot that class and base define
  when the object is destroyed, and goes on calling what is left of it.
- lambda: gui/control and the modules that connect its parts (gui/startup, gui/wiring) connect
  methods only. A lambda or a function belongs to no object, so Qt runs it in the worker's thread.
- thread-kill: nobody calls QThread.terminate(), which stops a thread in mid-instruction with its locks held.
- pickle: nobody passes allow_pickle=True, which runs code that hides in a data file.
- safe-mode: nobody passes safe_mode=False, which runs code that hides in a model file.
- long-file: a file has at most 300 lines; beyond that it holds more than one idea.
- chain: three or more branches that compare one value with strings are a table in disguise.
- positional: a public function takes at most two positional arguments, as a call with more cannot be read
  where the function is out of sight. Slots and overriding methods are free: their signature is given to them.

Code that is run from text (eval, exec, pickle) is ruff's work, and what may import what is import-linter's.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

LONGEST_FILE = 300
LONGEST_CHAIN = 2
MOST_POSITIONAL = 2
GIVEN_SIGNATURE = {"Slot", "override", "overload"}
_COMPOSITION = {"gui/startup/application.py", "gui/wiring/window_parts.py", "gui/wiring/after_first_paint.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Finding = tuple[int, str]
"""A line number, and what to do there."""


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file; `path` is relative to the repository, with forward slashes."""

    path: str
    text: str
    tree: ast.Module


def check(sources: Iterable[Source]) -> list[str]:
    """Every finding in `sources`, as the lines that are printed."""
    sources = list(sources)
    classes = _gui_classes(sources)
    rules = RULES | {
        "slot": partial(_slot, unslotted=_methods_without_slot(classes)),
        "override": partial(_override, classes={cls.name: cls for cls in classes}),
    }
    found = [
        (source.path, line, f"{name}: {advice}")
        for source in sources
        for name, rule in rules.items()
        for line, advice in rule(source)
    ]
    return [f"{path}:{line}: {message}" for path, line, message in sorted(found)]


def read(root: Path) -> Iterator[Source]:
    """The files below the repository's `root` that the rules are about."""
    for path in [*root.glob("engine/**/*.py"), *root.glob("gui/**/*.py"), *root.glob("main.py")]:
        text = path.read_text("utf-8")
        yield Source(path.relative_to(root).as_posix(), text, ast.parse(text, path.name))


def main() -> int:
    """Print the findings in this repository; the exit status is 1 when there are any."""
    found = check(read(Path(__file__).parent.parent))
    print("\n".join(found) or "House rules: kept.")
    return int(bool(found))


def _slot(source: Source, unslotted: frozenset[str]) -> Iterator[Finding]:
    methods_by_node = {
        id(node): {method.name: method for method in cls.body if isinstance(method, Function)}
        for cls in ast.walk(source.tree)
        if isinstance(cls, ast.ClassDef)
        for node in ast.walk(cls)
    }
    for call, target in _connections(source.tree):
        if not isinstance(target, ast.Attribute):
            continue
        method = (
            methods_by_node.get(id(call), {}).get(target.attr)
            if ast.unparse(target.value) == "self"
            else None
        )
        if (method and "Slot" not in _decorators(method)) or (not method and target.attr in unslotted):
            yield call.lineno, f"give {target.attr} the decorator @Slot(types of the signal)"


def _override(source: Source, classes: dict[str, ast.ClassDef]) -> Iterator[Finding]:
    for cls in ast.walk(source.tree):
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
    """The methods of a class by name, and whether each has the decorator @Slot."""
    for method in cls.body:
        if isinstance(method, Function):
            yield method.name, "Slot" in _decorators(method)


def _gui_classes(sources: Iterable[Source]) -> list[ast.ClassDef]:
    return [
        cls
        for source in sources
        if source.path.startswith("gui/")
        for cls in ast.walk(source.tree)
        if isinstance(cls, ast.ClassDef)
    ]


def _methods_without_slot(classes: Iterable[ast.ClassDef]) -> frozenset[str]:
    """Names of methods that these classes define, and that none of them decorates with @Slot."""
    methods = [method for cls in classes for method in _methods(cls)]
    return frozenset(name for name, _ in methods) - {name for name, is_slot in methods if is_slot}


def _lambda(source: Source) -> Iterator[Finding]:
    if source.path.startswith("gui/control/") or source.path in _COMPOSITION:
        for call, target in _connections(source.tree):
            if not isinstance(target, ast.Attribute):
                yield (
                    call.lineno,
                    "connect a method with @Slot of an object that lives in the receiving thread",
                )


def _thread_kill(source: Source) -> Iterator[Finding]:
    for call in _calls(source.tree, "terminate"):
        if "thread" in ast.unparse(call.func).lower():
            yield call.lineno, "ask the thread to quit, and wait for it with a bound"


def _argument(name: str, value: bool, advice: str) -> Callable[[Source], Iterator[Finding]]:
    def rule(source: Source) -> Iterator[Finding]:
        for node in ast.walk(source.tree):
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
    for node in ast.walk(source.tree):
        # the branches below each branch are counted, so a longer chain has exactly one place with this number
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
    for node in ast.walk(source.tree):
        if isinstance(node, Function) and _is_public(node.name) and not GIVEN_SIGNATURE & _decorators(node):
            names = [argument.arg for argument in node.args.posonlyargs + node.args.args]
            count = len(names) - (names[:1] in (["self"], ["cls"]))
            if count > MOST_POSITIONAL:
                yield node.lineno, f"{node.name} takes {count} positional arguments; put * after the second"


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name == "__init__"


def _decorators(function: Function) -> set[str]:
    names = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {ast.unparse(name).rpartition(".")[2] for name in names}


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def _connections(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
    for call in _calls(tree, "connect"):
        if call.args:
            yield call, call.args[0]


RULES: dict[str, Callable[[Source], Iterator[Finding]]] = {
    "lambda": _lambda,
    "thread-kill": _thread_kill,
    "pickle": _argument("allow_pickle", value=True, advice="leave allow_pickle out, and refuse such a file"),
    "safe-mode": _argument("safe_mode", value=False, advice="leave safe_mode out, and refuse such a model"),
    "long-file": _long_file,
    "chain": _chain,
    "positional": _positional,
}

if __name__ == "__main__":
    sys.exit(main())
