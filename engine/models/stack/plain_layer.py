"""Converts the settings of one layer to the call of its Keras class, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.settings.declaration.call import Call, Named
from engine.settings.declaration.declare import alternatives, walk
from engine.settings.stack import LayerSection, LayerSettings
from engine.settings.stack.recurrent import RecurrentSection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.settings.declaration.declare import Declared

_BIDIRECTIONAL = "keras.layers.Bidirectional"
_OF_BIDIRECTIONAL = ("bidirectional", "merge_mode")
_L2 = "keras.regularizers.L2"
_CLASSES: dict[str, type[LayerSection]] = {
    kind.keras_class: kind
    for kind in alternatives(LayerSettings)
    if kind.keras_class and issubclass(kind, LayerSection)
}


def call_of(section: LayerSection, path: str) -> Call:
    """Return the call that creates the layer.

    Args:
        section: The settings of the layer.
        path: Dotted path of the section, such as "model.layers.2".
    """
    kwargs: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for declared in _arguments(type(section)):
        value = getattr(section, declared.name)
        keras = declared.info.keras
        if keras in section.required or value != section.keras_defaults.get(keras, declared.default):
            kwargs[keras] = _penalty(value) if keras.endswith("_regularizer") else value
            origin[keras] = f"{path}.{declared.name}"
    layer = Call(section.keras_class, kwargs=kwargs, origin=origin)
    if isinstance(section, RecurrentSection) and section.bidirectional:
        other = section.merge_mode != "concat"
        return Call(
            _BIDIRECTIONAL,
            args=(layer,),
            kwargs={"merge_mode": section.merge_mode} if other else {},
            origin={"merge_mode": f"{path}.merge_mode"} if other else {},
        )
    return layer


def section_of(call: Call) -> LayerSection | None:
    """Return the settings that give the layer of `call`; None where no section of a stack does."""
    if call.path == _BIDIRECTIONAL and len(call.args) == 1 and isinstance(call.args[0], Call):
        inner = section_of(call.args[0])
        if not isinstance(inner, RecurrentSection) or not call.kwargs.keys() <= {"merge_mode"}:
            return None
        return inner.model_copy(update={"bidirectional": True, **call.kwargs})
    kind = _CLASSES.get(call.path)
    if kind is None or call.args:
        return None
    names = {declared.info.keras: declared for declared in _arguments(kind)}
    if not call.kwargs.keys() <= names.keys():
        return None
    given = {name: _plain(value) for name, value in call.kwargs.items()}
    values = {names[name].name: value for name, value in {**kind.keras_defaults, **given}.items()}
    try:
        return kind(**values)
    except ValidationError:
        return None


def _arguments(kind: type[LayerSection]) -> Iterator[Declared]:
    for declared in walk(kind):
        wrapper = issubclass(kind, RecurrentSection) and declared.name in _OF_BIDIRECTIONAL
        if declared.info.keras and not wrapper:
            yield declared


def _penalty(value: float | None) -> Call | None:
    return Call(_L2, kwargs={"l2": value}) if value is not None else None


def _plain(value: Any) -> Any:
    if isinstance(value, Named):
        return value.value
    if isinstance(value, Call) and value.path == _L2:
        return value.kwargs["l2"]
    return value
