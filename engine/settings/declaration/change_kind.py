"""What happens to the values of a section when its kind is changed: one rule for the form and for `--set`.

A value is kept where the new kind has a setting that means the same, and where the value is valid for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from annotated_types import Gt
from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from engine.settings.declaration.declare import Declared, Section, SettingInfo, walk

_PATHS = ("path", "folder", "python")


def change_kind(section: Section, to: type[Section]) -> Section:
    """Convert a section to another kind.

    Args:
        section: The section as it is.
        to: The class of the new one.

    Returns:
        The new section, with the values of `kept_values`; all others have the defaults of the new kind.
    """
    return to.model_validate(kept_values(section.model_dump(), before=type(section), to=to))


def kept_values(values: Mapping[str, Any], *, before: type[Section], to: type[Section]) -> dict[str, Any]:
    """Return the values that remain when a section of one class becomes one of another.

    A value is kept if it was changed, if the new class has a setting of the same name and meaning, and if
    that setting accepts the value. Settings at their default take the default of the new kind, and so do
    numbers whose scale depends on the kind, such as the learning rate: SGD starts with its own.

    Args:
        values: All values of the section, also as read from JSON.
        before: Its class.
        to: The class to convert to.
    """
    new = {declared.name: declared for declared in walk(to)}
    kept: dict[str, Any] = {}
    for old in walk(before):
        name, value = old.name, values[old.name]
        # as JSON, as the values may come from a file, where a tuple is a list
        if name not in new or to_jsonable_python(value) == to_jsonable_python(old.default):
            continue
        if not _mean_the_same(old, new[name]) or not _is_place_for(value, old.info, new[name].info):
            continue
        try:
            to.model_validate({**kept, name: value})
        except ValidationError:
            continue
        kept[name] = value
    return kept


def _mean_the_same(old: Declared, new: Declared) -> bool:
    if old.info.editor in _PATHS and new.info.editor in _PATHS:  # which of them is decided by the path itself
        return old.info.keras == new.info.keras
    if _is_of_a_scale(old) and old.default != new.default:
        return False
    return _meaning(old.info) == _meaning(new.info)


def _meaning(info: SettingInfo) -> tuple[str, ...]:
    # a layer and an argument of one name (Dropout, dropout) do the same
    return (info.title, info.keras.casefold(), info.unit, info.editor)


def _is_of_a_scale(declared: Declared) -> bool:
    """Whether the setting is a number above 0 that differs by powers of ten, such as a learning rate."""
    metadata = declared.owner.model_fields[declared.name].metadata
    return any(isinstance(item, Gt) and item.gt == 0 for item in metadata)


def _is_place_for(value: Any, old: SettingInfo, new: SettingInfo) -> bool:
    """Whether a path, judged by its name alone, can lead to what the new setting takes; True for no path."""
    if new.editor not in _PATHS:
        return True
    suffix = PurePath(str(value)).suffix.lower()
    if suffix in (*old.suffixes, *new.suffixes):
        return suffix in new.suffixes
    is_folder = old.folders and not (old.suffixes and suffix)
    # a file without a known suffix stays where files of any name are read
    return new.folders if is_folder else old.editor == new.editor == "path"
