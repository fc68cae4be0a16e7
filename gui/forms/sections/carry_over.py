"""What a section of one kind hands on to a section of another kind that takes its place. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.settings.declaration.declare import walk
from gui.forms.editors.declared_types import allows_none, bounds_of

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Section


def in_place_of(before: Section, kind: type[Section]) -> Section:
    """A new section of `kind` with all that it has in common with `before`.

    That is the settings of the same name, type and default. Sizes that belong to their kind, such as a
    learning rate, begin at the new kind's default; so does everything where what they have in common does
    not fit together.
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
