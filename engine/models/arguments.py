"""Turns a section of settings into the keyword arguments of its Keras class. Knows no Keras.

An argument at its default is left out, which keeps scripts short; a test compares the defaults of the
settings with Keras's own.
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
    """Return the keyword arguments of the settings of `section`, and where each came from.

    Args:
        section: The settings; those without a Keras name are skipped.
        path: Dotted path of the section in the project, such as "compile.optimizer".
        always: Keras names that are included even at their default.

    Returns:
        (kwargs, origin): the values by Keras name, and the dotted path of the setting by the same name.
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
