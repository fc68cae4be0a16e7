"""The layers of a model in a script: `keras.Sequential` for a plain list, else the functional API.

Each path of a branch has its own variable, and a block becomes a function that is defined once. The layers
are made in the same order as in `engine.models.graph`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Backbone, Block, Branches, Columns, Operation, SelfAttention, in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.settings.layers import Layer


def write_layers(page: Page, layers: tuple[Layer, ...]) -> None:
    """Write lines that set `model`.

    Args:
        page: Receives the lines.
        layers: The layers in order, the `keras.Input` first.

    Raises:
        TypeError: The first layer is not an input.
        ValueError: Two blocks of the same name differ.
    """
    calls = in_a_row(layers)
    if calls is not None:
        page.value("model = ", Call("keras.Sequential", args=(list(calls),)))
        return
    functions = _functions(layers)
    for function in functions:
        page.line("")
        page.add(function)
        page.line("")
    first, *rest = layers
    if not isinstance(first, Call):
        raise TypeError("the first layer of a model is its input")
    page.value("inputs = ", first)
    _write_row(page, rest, source="inputs", to="x", last="outputs", indent="")
    page.line("model = keras.Model(inputs, outputs)")


def _functions(layers: Iterable[Layer]) -> list[Page]:
    """The functions of all blocks, each once; those that are called come before those that call them."""
    found: dict[str, Page] = {}
    for block in _blocks(layers):
        function = Page()
        function.line(f"def {block.name}({', '.join(['x', *block.arguments])}):")
        function.line(f'    """{block.about}"""')
        _write_row(function, block.layers, source="x", to="x", last="x", indent="    ")
        function.line("    return x")
        if found.setdefault(block.name, function).text != function.text:
            raise ValueError(f"two blocks are called {block.name}, and they differ")
    return list(found.values())


def _blocks(layers: Iterable[Layer]) -> Iterator[Block]:
    for layer in layers:
        match layer:
            case Block():
                yield from _blocks(layer.layers)
                yield layer
            case Branches():
                for path in layer.paths:
                    yield from _blocks(path)
            case Call() | Operation() | Columns() | SelfAttention() | Backbone():
                pass


def _write_row(page: Page, layers: Sequence[Layer], *, source: str, to: str, last: str, indent: str) -> None:
    """Write lines that pass variable `source` through `layers`, by way of `to`, into variable `last`."""
    for number, layer in enumerate(layers):
        result = last if number == len(layers) - 1 else to
        _write(page, layer, source=source, to=result, indent=indent)
        source = result


def _write(page: Page, layer: Layer, *, source: str, to: str, indent: str) -> None:
    """Write lines that apply `layer` to variable `source` and assign the result to variable `to`."""
    before = f"{indent}{to} = "
    match layer:
        case Call():
            page.value(before, layer, after=f"({source})")
        case Operation():
            page.value(before, Call(layer.path, args=(Named(source, None),), kwargs=layer.kwargs))
        case Columns():
            start, stop = layer.start or "", "" if layer.stop is None else layer.stop
            page.line(f"{before}{source}[:, {start}:{stop}]")
        case SelfAttention():
            page.value(before, layer.layer, after=f"({source}, {source})")
        case Block():
            call = Call(layer.name, args=(Named(source, None),), kwargs=layer.arguments, origin=layer.origin)
            page.value(before, call)
        case Branches():
            names = [name if to == "x" else f"{to}_{name}" for name in layer.names]
            for name, path in zip(names, layer.paths, strict=True):
                _write_row(page, path, source=source, to=name, last=name, indent=indent)
            ends = [name if path else source for name, path in zip(names, layer.paths, strict=True)]
            page.value(before, layer.merge, after=f"([{', '.join(ends)}])")
        case Backbone():
            page.value(f"{indent}base = ", layer.model)
            _write_frozen(page, layer, indent=indent)
            page.line(f"{before}base({source})")


def _write_frozen(page: Page, layer: Backbone, *, indent: str) -> None:
    if not layer.learning:
        page.line(f"{indent}base.trainable = ", Set(layer.path, value=False))
        return
    page.line(f"{indent}learning = base.layers[", Set(layer.path, -layer.learning), ":]")
    page.line(f"{indent}for layer in base.layers:")
    page.line(f"{indent}    # batch normalization keeps the statistics that belong to its weights")
    page.line(f"{indent}    frozen = isinstance(layer, keras.layers.BatchNormalization)")
    page.line(f"{indent}    layer.trainable = layer in learning and not frozen")
