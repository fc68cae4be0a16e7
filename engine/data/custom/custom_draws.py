"""Random draws of a custom PyDataset that a resume cannot repeat: those made while a batch is made.

Epoch hooks are called again for the epochs before a resume, so their draws are repeated. Batches are made
ahead, by several workers or processes, and those before are not made again: what `__getitem__` draws from a
generator whose state passes from batch to batch differs after a resume. It has to draw from a seed and the
number of the batch instead.
"""

import types
from collections.abc import Iterator
from typing import Any

_GENERATORS = (
    ("numpy.random", ("Generator", "RandomState")),
    ("random", ("Random",)),
    ("keras.src.random.seed_generator", ("SeedGenerator",)),
    ("tensorflow.python.ops.stateful_random_ops", ("Generator",)),
)
_LOCAL_GENERATORS = frozenset({"default_rng", "Generator", "RandomState", "Random", "SeedSequence"})
_GLOBAL_DRAWS = frozenset(
    (
        *("rand", "randn", "randint", "uniform", "normal", "choice", "choices", "shuffle", "sample"),
        *("permutation", "random_sample", "gauss"),
    )
)


def draws_in_batches(dataset: Any) -> tuple[str, ...]:
    """Return what `__getitem__` of a PyDataset draws from, such as "Digits.rng"; () where nothing is found.

    The code of `__getitem__` and of the methods that it names is searched.
    """
    kind = type(dataset)
    found: dict[str, None] = {}
    for function in _reached(kind):
        used, names = set(function.__code__.co_names), function.__globals__
        for name in sorted(used):
            if _is_generator(vars(dataset).get(name)):
                found[f"{kind.__name__}.{name}"] = None
            elif _is_generator(names.get(name)):
                found[name] = None
        if "random" in used and used & _GLOBAL_DRAWS and not used & _LOCAL_GENERATORS:
            found[f"random ({kind.__name__}.{function.__name__})"] = None
    return tuple(found)


def _reached(kind: type[Any]) -> Iterator[types.FunctionType]:
    """Yield the methods of the class that `__getitem__` reaches."""
    waiting, seen = ["__getitem__"], {"__getitem__"}
    while waiting:
        function = getattr(kind, waiting.pop(), None)
        if isinstance(function, types.FunctionType):
            yield function
            more = set(function.__code__.co_names) - seen
            seen |= more
            waiting += sorted(more)


def _is_generator(value: object) -> bool:
    kind = type(value)
    return any(kind.__module__.startswith(module) and kind.__name__ in names for module, names in _GENERATORS)
