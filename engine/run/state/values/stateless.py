"""Which values of a callback hold nothing that a resume would have to restore: functions, classes, locks.

Other values that cannot be saved either are named before the run (`pack`).
"""

from __future__ import annotations
import __future__

import dis
import enum
import functools
import logging
import pathlib
import random
import re
import sys
import threading
import types
import typing
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

_CONSTANTS = (
    *(type(None), bool, int, float, complex, str, bytes, range, slice, type(Ellipsis), enum.Enum, type),
    *(types.ModuleType, pathlib.PurePath, re.Pattern, logging.Logger, logging.LoggerAdapter, np.dtype),
    *(np.ufunc, np.generic, property, staticmethod, classmethod, types.GenericAlias, types.UnionType),
    *(typing.TypeVar, weakref.ref, threading.Event, threading.Condition),
    *(type(threading.Lock()), type(threading.RLock()), type(__future__.annotations)),
)
_REPORTED_BY_VALUE = (
    str,
    int,
    float,
    complex,
    bytes,
    range,
    slice,
    pathlib.PurePath,
    re.Pattern,
    functools.partial,
)
_GLOBAL_GENERATORS = (random.random.__self__, np.random.rand.__self__)  # restored by themselves
_COMPILED = "cython_function_or_method"
_DEEPEST = 8


def needs_nothing(value: Any, known: Callable[[Any], bool], *, depth: int = 0) -> bool:
    """Return whether the callback makes `value` again exactly as it was.

    Args:
        value: Anything.
        known: Returns whether a part of it is restored elsewhere.
        depth: How deep the value is nested.
    """
    inner = functools.partial(_part, known=known, depth=depth + 1)
    if depth > _DEEPEST:
        return False
    if (
        any(value is one for one in _GLOBAL_GENERATORS)
        or isinstance(value, _CONSTANTS)
        or _is_of_library(value)
        or type(value).__module__
        in (
            "typing",
            "tensorflow.python.framework.dtypes",
        )
    ):
        return True
    parts: tuple[Any, ...] | None = None
    match value:
        case types.FunctionType():
            parts = (value.__defaults__, *(value.__kwdefaults__ or {}).values(), *_outer(value))
            if _writes_outside(value.__code__):
                return False
        case types.MethodType():
            parts = (value.__self__, value.__func__)
        case types.BuiltinFunctionType() | types.MethodWrapperType():
            parts = (value.__self__,)
        case types.WrapperDescriptorType() | types.MethodDescriptorType() | types.ClassMethodDescriptorType():
            parts = ()
        case functools.partial():
            parts = (value.func, *value.args, *value.keywords.values())
        case tuple() | frozenset():
            parts = tuple(value)
        case _:
            pass
    return parts is not None and all(map(inner, parts))


def _is_of_library(value: Any) -> bool:
    """Whether this is a function that an imported module has under its own name."""
    name, found = (
        getattr(value, "__qualname__", None),
        sys.modules.get(getattr(value, "__module__", None) or ""),
    )
    if found is None or not isinstance(name, str) or type(value).__name__ == "builtin_function_or_method":
        return False
    for part in name.split("."):
        found = getattr(found, part, None)
    # a method of a Cython class is another object at each access
    return found is value or (found is not None and type(value).__name__ == _COMPILED)


def _part(value: Any, *, known: Callable[[Any], bool], depth: int) -> bool:
    return known(value) or needs_nothing(value, known, depth=depth)


def _outer(function: types.FunctionType) -> list[Any]:
    """The values of the outer functions' variables that `function` uses."""
    return [cell.cell_contents for cell in function.__closure__ or () if not _is_empty(cell)]


@functools.cache
def _writes_outside(code: types.CodeType) -> bool:
    """Whether calling the function changes a variable of an outer one, as a counter does."""
    return any(
        step.opname == "STORE_DEREF" and step.argval in code.co_freevars
        for step in dis.get_instructions(code)
    )


def _is_empty(cell: types.CellType) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return True
    return False


def description(value: Any, depth: int = 0) -> tuple[str, str]:
    """Return class and name of a value, to see whether another one has taken its place."""
    kind = type(value)
    name = str(getattr(value, "__qualname__", "") or getattr(value, "__name__", ""))
    if isinstance(value, _REPORTED_BY_VALUE):
        name = repr(value)
    elif isinstance(value, types.FunctionType) and depth <= _DEEPEST:
        # two functions of one name differ in their first line, or in their closure
        held = [description(part, depth + 1) for part in _outer(value)]
        name = f"{name} {value.__code__.co_firstlineno} {held}"
    return f"{kind.__module__}.{kind.__qualname__}", name
