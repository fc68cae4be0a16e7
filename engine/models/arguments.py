"""From a section of settings to the keyword arguments of its Keras class. Knows no Keras.

An argument that stands at its default is left out, so that scripts stay short; a test compares the defaults
of the settings with Keras's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.settings.declaration.declare import walk

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.settings.declaration.declare import Section


def arguments(
    section: Section, path: str, *, always: Collection[str] = ()
) -> tuple[dict[str, Any], dict[str, str]]:
    """Keyword arguments and their origin, for the settings of `section`, which stands at the dotted `path`.

    Settings that have a Keras name and differ from their default are given; those in `always` are given in
    any case.
    """
    kwargs: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for declared in walk(type(section)):
        value = getattr(section, declared.name)
        keras_name = declared.info.keras
        if keras_name and (value != declared.default or keras_name in always):
            kwargs[keras_name] = value
            origin[keras_name] = f"{path}.{declared.name}"
    return kwargs, origin
