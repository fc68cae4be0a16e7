"""What a compiled step holds beside the model: variables that it uses, and operations that cannot be read.

A step may use variables that the model does not track: the seeds of `keras.random` without a seed generator,
a `tf.Variable` of a custom layer. They are found in its graph, and saved with the rest. An operation of
`tf.random` counts in its kernel, which can neither be read nor set; so such operations are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras

# the descriptions of operations have no public name
from tensorflow.python.framework import op_def_registry

from engine.run.state.training import variables_of

_SEEDS = frozenset({"seed", "seed2"})
_OUTSIDE = frozenset({"PyFunc", "EagerPyFunc", "IteratorGetNext", "IteratorGetNextAsOptional"})
"""Operations that take their output from Python, or from a running `tf.data` pipeline."""


def step_variables(model: keras.Model, graphs: Iterable[Any]) -> list[Any]:
    """Return the variables that the steps use and the model does not track.

    Args:
        model: Built and compiled.
        graphs: `tf.Graph` of each step; None for one that is not compiled.

    Returns:
        `tf.Variable`s in the order of their first use.
    """
    known = {
        id(part)
        for group in variables_of(model).values()
        for variable in group
        for part in (variable.value, *getattr(variable.value, "values", ()))  # one on each device
    }
    found: dict[int, Any] = {}
    for graph in graphs:
        if graph is not None:
            # graph.variables has no order, external_captures are in the order of use
            used = {id(handle): place for place, handle in enumerate(graph.external_captures)}
            unknown = [variable for variable in graph.variables if id(variable) not in known]
            unknown.sort(key=lambda variable: used.get(id(variable.handle), len(used)))
            found |= {id(variable): variable for variable in unknown}
    return list(found.values())


def unreadable_operations(graphs: Iterable[Any]) -> tuple[str, ...]:
    """Return the operations whose state cannot be saved.

    Args:
        graphs: `tf.Graph` of each step; None for one that is not compiled.

    Returns:
        Names such as "noise/random_normal (RandomStandardNormal)".
    """
    found: dict[str, None] = {}
    for graph in graphs:
        if graph is not None:
            definition = graph.as_graph_def()
            bodies = [definition.node, *(function.node_def for function in definition.library.function)]
            found |= dict.fromkeys(name for nodes in bodies for name in _unreadable(nodes))
    return tuple(found)


def _unreadable(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        described = op_def_registry.get(node.op)
        if described is None:
            continue  # the call of a function, whose body is in the library
        draws = described.is_stateful and any(attribute.name in _SEEDS for attribute in described.attr)
        # cuDNN's recurrent layers draw only for their dropout
        silent = "dropout" in node.attr and node.attr["dropout"].f == 0.0
        if (draws and not silent) or node.op in _OUTSIDE:
            yield f"{node.name.rpartition('/')[0] or node.name} ({node.op})"
