"""Which settings a section takes over from one of another kind that it replaces. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.settings.declaration.declare import walk
from gui.forms.editors.declared_types import allows_none, bounds_of

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Section


def in_place_of(before: Section, kind: type[Section]) -> Section:
    """Create a section of another kind with the settings that both have in common.

    These are the settings of the same name, type and default, without those that depend on the kind, such as
    a learning rate.

    Args:
        before: The section to be replaced.
        kind: Class of the new section.

    Returns:
        The new section; with defaults only if the common values are not valid together.
    """
    try:
        return kind(**_in_common(before, kind))
    except ValidationError:
        return kind()


def _in_common(before: Section, kind: type[Section]) -> dict[str, Any]:
    old = {declared.name: declared for declared in walk(type(before))}
    return {
        new.name: getattr(before, new.name)
        for new in walk(kind)
        if new.name in old
        and (new.annotation, new.default) == (old[new.name].annotation, old[new.name].default)
        and (allows_none(new.annotation) or not bounds_of(new).are_decades)
    }
