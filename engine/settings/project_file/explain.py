"""Explains in plain sentences why a value was refused: every error that pydantic can raise for our settings.

A sentence begins with the name of the setting, so that it can be used in a form, on a terminal and in a
list of problems of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from engine.language import tr
from engine.settings.declaration.declare import Section, alternatives, kind_of, literal_values
from engine.settings.declaration.tree import chosen, is_section_list
from engine.settings.declaration.wording import allowed, bound, did_you_mean, forms, shown
from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error is: path of the setting, its name in sentences, its section and its declared type."""

    path: str
    name: str
    section: type[Section]
    annotation: Any
    at_section: bool


_Sentence = Callable[[_Place, Mapping[str, Any], Any], str]


def explain(error: ValidationError, of: type[Section] = Project) -> list[tuple[str, str]]:
    """Return one sentence for each setting that was refused.

    Args:
        error: The error of pydantic.
        of: The class that was validated; paths start there.

    Returns:
        (dotted path, sentence) pairs in order. A path ends at a declared setting, also when a single item of
        a list is invalid; an unknown key is named in full, and a rule between settings gives the path of the
        section where it names no setting.
    """
    found: dict[str, list[tuple[_Place, Any]]] = {}
    for item in error.errors(include_url=False):
        place = _place(item["loc"], of)
        found.setdefault(place.path, []).append((place, item))
    return [_of_one_setting(items) for items in found.values()]


def _of_one_setting(items: list[tuple[_Place, Any]]) -> tuple[str, str]:
    # a type of several forms (a number or a list) reports each; a violated bound says more than a wrong form
    for place, item in items:
        sentence = _SENTENCES.get(item["type"])
        if sentence is not None:
            return _path(place, item), sentence(place, item.get("ctx", {}), item["input"])
    place, item = items[0]
    if item["type"] == "literal_error" and len(items) == 1:
        return place.path, _choice(place, item["input"])
    return place.path, _must_be(place, shown(item["input"]) if len(items) == 1 else "")


def _must_be(place: _Place, value: str) -> str:
    what = allowed(place.annotation)
    if value:
        return tr("{name} must be {what}, not {value}.", name=place.name, what=what, value=value)
    return tr("{name} must be {what}.", name=place.name, what=what)


def _path(place: _Place, item: Any) -> str:
    name = "kind" if item["type"].startswith("union_tag") else ""
    if item["type"] == "value_error":
        name = _named(place, str(item["ctx"]["error"]))
    return f"{place.path}.{name}".strip(".") if name else place.path


def _named(place: _Place, text: str) -> str:
    """Return the setting that a rule between settings asks to change, as in "keep: ..."; else ""."""
    name, colon, _ = text.partition(": ")
    return name if place.at_section and colon and name in place.section.model_fields else ""


def _place(loc: tuple[str | int, ...], of: type[Section]) -> _Place:
    """Follow pydantic's location along the declared types, without the union tags that it contains."""
    annotation: Any = of
    section, parts, at_section = of, list[str](), True
    item: int | str | None = None
    for part in loc:
        if not at_section:
            found = _item(annotation, part)
            item = item if found is None else found
            annotation = _inside(annotation, part)
        elif is_section_list(annotation):
            parts.append(str(part))
            annotation = get_args(annotation)[0]
        elif len(alternatives(annotation)) > 1:
            section = chosen(annotation, part) or section
            annotation = section
        else:
            section = alternatives(annotation)[0]
            parts.append(str(part))
            declared = section.model_fields.get(str(part))
            annotation = declared.annotation if declared is not None else None
            at_section = bool(alternatives(annotation)) or is_section_list(annotation)
    name = next((part for part in reversed(parts) if not part.isdecimal()), tr(section.title))
    if parts and parts[-1].isdecimal():
        name = _item_of(int(parts[-1]), name)
    if item is not None:
        name = _item_of(item, name) if isinstance(item, int) else tr("{key} in {name}", key=item, name=name)
    return _Place(".".join(parts), name, section, annotation, at_section)


def _item_of(index: int, name: str) -> str:
    return tr("item {number} of {name}", number=index + 1, name=name)


def _item(annotation: Any, part: str | int) -> int | str | None:
    """Return the item of a list (its index) or table (its key) that is meant; None for the setting itself."""
    if isinstance(part, int):
        return part
    return shown(part) if get_origin(annotation) is dict else None


def _inside(annotation: Any, part: str | int) -> Any:
    """Return the type of an item; `annotation` itself where `part` only names the tried member of a union."""
    for form in forms(annotation):
        if get_origin(form) is tuple and isinstance(part, int):
            return get_args(form)[0]
        if get_origin(form) is dict:
            return get_args(form)[1]
    return annotation


def _bound(key: str) -> _Sentence:
    return lambda place, context, _value: tr(
        "{name} must be {limits}.", name=place.name, limits=bound(key, context[key])
    )


def _declared_words(place: _Place, context: Mapping[str, Any], _value: Any) -> str:
    text = str(context["error"]).rstrip(".")
    return f"{text}." if _named(place, text) else f"{place.name}: {text}."


def _unknown(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    name = place.path.rpartition(".")[2]
    where = kind_of(place.section) or tr(place.section.title)
    sentence = tr("There is no setting {name} in {where}", name=shown(name), where=where)
    return sentence + did_you_mean(name, list(place.section.model_fields))


def _wrong_kind(place: _Place, context: Mapping[str, Any], _value: Any) -> str:
    kinds = [kind_of(section) for section in alternatives(place.annotation)]
    tag = str(context["tag"])
    near = did_you_mean(tag, kinds)
    hint = near if near != "." else tr("; it is one of {names}.", names=", ".join(kinds))
    return tr("{name} has no kind {kind}", name=place.name, kind=shown(tag)) + hint


def _no_kind(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    kinds = [kind_of(section) for section in alternatives(place.annotation)]
    return tr("{name} needs a kind, one of {names}.", name=place.name, names=", ".join(kinds))


def _group(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} must be a group of settings in braces.", name=place.name)


def _choice(place: _Place, value: Any) -> str:
    names = [str(name) for name in literal_values(place.annotation)]
    near = did_you_mean(value, names) if isinstance(value, str) else "."
    if near != ".":
        return tr("{name} cannot be {value}", name=place.name, value=shown(value)) + near
    return _must_be(place, shown(value))


def _pattern(place: _Place, _context: Mapping[str, Any], value: Any) -> str:
    default = place.section.model_fields[place.path.rpartition(".")[2]].default
    return tr(
        "{name} cannot be {value}; write it as {default}.",
        name=place.name,
        value=shown(value),
        default=default,
    )


def _whole(place: _Place, _context: Mapping[str, Any], value: Any) -> str:
    return tr("{name} must be a whole number, not {value}.", name=place.name, value=f"{value:g}")


def _finite(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} must be a finite number.", name=place.name)


def _smaller(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} must be a smaller number.", name=place.name)


def _not_empty(place: _Place, _context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} must not be empty.", name=place.name)


def _too_few(place: _Place, context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} needs at least {count} of them.", name=place.name, count=context["min_length"])


def _too_many(place: _Place, context: Mapping[str, Any], _value: Any) -> str:
    return tr("{name} takes at most {count} of them.", name=place.name, count=context["max_length"])


_SENTENCES: dict[str, _Sentence] = {
    "greater_than_equal": _bound("ge"),
    "greater_than": _bound("gt"),
    "less_than_equal": _bound("le"),
    "less_than": _bound("lt"),
    "finite_number": _finite,
    "int_from_float": _whole,
    "int_parsing_size": _smaller,
    "string_too_short": _not_empty,
    "string_pattern_mismatch": _pattern,
    "too_short": _too_few,
    "too_long": _too_many,
    "value_error": _declared_words,
    "extra_forbidden": _unknown,
    "invalid_key": _unknown,
    "union_tag_invalid": _wrong_kind,
    "union_tag_not_found": _no_kind,
    "model_type": _group,
    "model_attributes_type": _group,
}
