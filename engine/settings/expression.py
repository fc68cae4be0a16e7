"""Parses, checks and calculates an arithmetic expression of `epoch` and `lr`, without `eval`.

Every number is a float, so no expression can run long or grow without bound. The value is used by the
learning-rate callback and by the script writer.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.language import tr, tr_later

Formula = Callable[[Mapping[str, float]], float]
"""Calculates the value from the numbers that the names stand for."""

_MAX_LENGTH = 300
_MAX_DEPTH = 40
_LARGEST = 3.4e38  # finite in float32
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,
}
_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": math.exp,
    "cos": math.cos,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "log": math.log,
    "min": min,
    "max": max,
}
_OF_SEVERAL = frozenset({"min", "max"})
FUNCTIONS_OF_MATH = frozenset({"exp", "cos", "sin", "sqrt", "log", "pi"})
"""The names that a script must import from Python's `math`."""

_NAMES = ("epoch", "lr", "pi")
_NOT_ARITHMETIC = tr_later("this is not arithmetic; write for example lr * 0.5 ** (epoch // 10)")
# Python parses 0x1for as two tokens, with a warning on stderr; it is refused before that
_JOINED = re.compile(r"[0-9.](?!e[-+]?[0-9])[a-z]", re.IGNORECASE)
_ONLY = tr_later("only numbers, epoch, lr, + - * / // % **, comparisons and a few functions can be used")
_REASONS: dict[type[Exception], str] = {
    ZeroDivisionError: tr_later("it divides by 0"),
    OverflowError: tr_later("a number in it gets too large"),
    ValueError: tr_later("it takes the root, power or logarithm of a number that has none"),
}


def parse(text: str) -> ast.expr:
    """Return the checked syntax tree of an expression.

    Raises:
        ValueError: It is not arithmetic of epoch and lr; the message is a sentence.
    """
    if len(text) > _MAX_LENGTH:
        raise ValueError(tr("the expression is longer than {count} characters", count=_MAX_LENGTH))
    if _JOINED.search(text):
        raise ValueError(tr(_NOT_ARITHMETIC))
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ValueError(tr(_NOT_ARITHMETIC)) from error
    _formula(tree, 0)
    return tree


def evaluate(text: str, *, epoch: int, lr: float) -> float:
    """Return the value of an expression, 0 or more.

    Args:
        text: The expression.
        epoch: The epoch, from 0.
        lr: The current learning rate.

    Raises:
        ValueError: It has no such value (division by 0, overflow, negative); the message is a sentence.
    """
    formula = _formula(parse(text), 0)
    try:
        value = float(formula({"epoch": float(epoch), "lr": float(lr), "pi": math.pi}))
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        raise ValueError(
            tr(
                "{text} has no value at epoch {epoch}: {reason}",
                text=repr(text),
                epoch=epoch,
                reason=tr(_REASONS[type(error)]),
            )
        ) from error
    if math.isfinite(value) and value > _LARGEST:
        raise ValueError(
            tr(
                "{text} has no value at epoch {epoch}: {reason}",
                text=repr(text),
                epoch=epoch,
                reason=tr(_REASONS[OverflowError]),
            )
        )
    if not math.isfinite(value) or value < 0:
        raise ValueError(
            tr(
                "{text} is {value} at epoch {epoch}; a learning rate is a number of 0 or more",
                text=repr(text),
                value=f"{value:g}",
                epoch=epoch,
            )
        )
    return value


def _formula(node: ast.expr, depth: int) -> Formula:
    if depth > _MAX_DEPTH:
        raise ValueError(tr("the expression is nested too deeply"))
    make = _MAKERS.get(type(node))
    if make is None:
        raise ValueError(tr(_ONLY))
    return make(node, depth + 1)


def _constant(node: ast.Constant, _depth: int) -> Formula:
    if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        raise ValueError(tr(_ONLY))
    number = float(node.value)  # no integer of at most 300 characters overflows a float
    return lambda _numbers: number


def _name(node: ast.Name, _depth: int) -> Formula:
    name = node.id
    if name not in _NAMES:
        raise ValueError(tr("{name} is not known; use epoch, lr and numbers", name=repr(name)))
    return lambda numbers: numbers[name]


def _binary(node: ast.BinOp, depth: int) -> Formula:
    operation = _BINARY.get(type(node.op))
    if operation is None:
        raise ValueError(tr(_ONLY))
    left, right = _formula(node.left, depth), _formula(node.right, depth)
    return lambda numbers: operation(left(numbers), right(numbers))


def _unary(node: ast.UnaryOp, depth: int) -> Formula:
    if not isinstance(node.op, (ast.USub, ast.UAdd)):
        raise ValueError(tr(_ONLY))
    sign = -1.0 if isinstance(node.op, ast.USub) else 1.0
    operand = _formula(node.operand, depth)
    return lambda numbers: sign * operand(numbers)


def _compare(node: ast.Compare, depth: int) -> Formula:
    operation = _COMPARE.get(type(node.ops[0]))
    if operation is None:
        raise ValueError(tr(_ONLY))
    if len(node.ops) > 1:
        raise ValueError(tr("compare two values at a time"))
    left, right = _formula(node.left, depth), _formula(node.comparators[0], depth)
    return lambda numbers: float(operation(left(numbers), right(numbers)))


def _choice(node: ast.IfExp, depth: int) -> Formula:
    test, body, other = (_formula(part, depth) for part in (node.test, node.body, node.orelse))
    return lambda numbers: body(numbers) if test(numbers) else other(numbers)


def _call(node: ast.Call, depth: int) -> Formula:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise ValueError(tr(_ONLY))
    name = node.func.id
    function = _FUNCTIONS.get(name)
    if function is None:
        raise ValueError(
            tr(
                "the function {name} is not known; there are {names}",
                name=repr(name),
                names=", ".join(sorted(_FUNCTIONS)),
            )
        )
    fits = len(node.args) > 1 if name in _OF_SEVERAL else len(node.args) == 1
    if not fits:
        wants = tr_later("{name}() wants several values"), tr_later("{name}() wants one value")
        raise ValueError(tr(wants[name not in _OF_SEVERAL], name=name))
    parts = [_formula(part, depth) for part in node.args]
    return lambda numbers: function(*(part(numbers) for part in parts))


_MAKERS: dict[type[ast.expr], Callable[[Any, int], Formula]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.Call: _call,
}
