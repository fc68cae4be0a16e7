"""How a setting is declared: one typed field that carries all that is shown about it.

`setting(...)` makes a pydantic field with title, help, unit, choices and Keras name; `Section` is the base
of every group of settings; `walk` visits the fields of a section. Forms, project file, command-line options,
script, documentation page and translation catalogue all read these declarations and nothing else.
The settings themselves are declared in the other rooms of `engine.settings`.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

_KEY = "fitroom"


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """What is shown about one setting.

    Attributes:
        title: Label of the setting.
        help: One or two sentences about it.
        keras: Exact name of the Keras argument, "" where there is none.
        unit: Unit, shown after a number.
        none_title: What an empty value means.
        choices: Title of each allowed value of a Literal.
        editor: Name of a special editor ("path", "folder", "column", "monitor", "expression", ...).
        more: Whether the field is folded, as it is rarely used.
        lower: What a lower value does.
        raise_: What a higher value does.
        suffixes: Of a path: what the names of the files end with that are meant, in small letters.
        folders: Of a path: whether a folder can be meant.
    """

    title: str
    help: str
    keras: str = ""
    unit: str = ""
    none_title: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict[Any, str])
    editor: str = ""
    more: bool = False
    lower: str = ""
    raise_: str = ""
    suffixes: tuple[str, ...] = ()
    folders: bool = False


def setting(
    default: Any,
    *,
    title: str,
    help: str,  # noqa: A002 - the name of the field; nothing here calls the builtin
    keras: str = "",
    unit: str = "",
    none_title: str = "",
    choices: Mapping[Any, str] | None = None,
    editor: str = "",
    more: bool = False,
    lower: str = "",
    raise_: str = "",
    suffixes: tuple[str, ...] = (),
    folders: bool = False,
    **bounds: Any,
) -> Any:
    """Return a pydantic field with its declaration.

    Args:
        default: Default value.
        title: See `SettingInfo`, as for all that follow.
        help: Also the description in the JSON Schema.
        keras: Exact name of the Keras argument, "" where there is none.
        unit: Unit, shown after a number.
        none_title: What an empty value means.
        choices: Title of each allowed value of a Literal; must be complete.
        editor: Name of a special editor.
        more: Whether the field is folded, as it is rarely used.
        lower: What a lower value does.
        raise_: What a higher value does.
        suffixes: Of a path: what the names of the files end with that are meant.
        folders: Of a path: whether a folder can be meant.
        **bounds: pydantic's bounds: ge, gt, le, lt, min_length, pattern, ...
    """
    info = SettingInfo(
        title=title,
        help=help,
        keras=keras,
        unit=unit,
        none_title=none_title,
        choices=dict(choices or {}),
        editor=editor,
        more=more,
        lower=lower,
        raise_=raise_,
        suffixes=suffixes,
        folders=folders,
    )
    # `title` reaches the JSON Schema; the whole declaration stays beside it, out of the schema
    made: FieldInfo = Field(default, title=title, description=help, **bounds)
    made.metadata.append(info)
    return made


def info_of(section: type[BaseModel], name: str) -> SettingInfo:
    """Return the declaration of the field `name` of `section`.

    Raises:
        KeyError: It is not a declared setting.
    """
    for item in section.model_fields[name].metadata:
        if isinstance(item, SettingInfo):
            return item
    raise KeyError(f"{section.__name__}.{name}")


class Section(BaseModel):
    """A frozen group of settings. An unknown key or an invalid value is refused with the field's name.

    A section that is one of several alternatives has a field `kind`, a Literal: the key in the project file.

    Attributes:
        title: Name of the alternative, shown where it is chosen.
        about: One sentence about it.
        group: Heading under which it is shown where there are many alternatives.
        keras_class: Dotted path of the Keras class, "" where there is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    title: ClassVar[str] = ""
    about: ClassVar[str] = ""
    group: ClassVar[str] = ""
    keras_class: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, declared in cls.model_fields.items():
            values = literal_values(declared.annotation)
            if name == "kind" or not values:
                continue
            info = info_of(cls, name)
            if set(info.choices) != set(values):
                raise TypeError(f"{cls.__name__}.{name}: choices do not match the type {declared.annotation}")


def literal_values(annotation: Any) -> tuple[Any, ...]:
    """Return the values of the Literals in a type.

    Args:
        annotation: A Literal, also in an Optional, a union or a tuple; for other types there are none.
    """
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(value for part in get_args(annotation) for value in literal_values(part))


def alternatives(annotation: Any) -> tuple[type[Section], ...]:
    """Return the section classes that a type allows.

    Args:
        annotation: A section class, or a union of them, also Annotated.

    Returns:
        One class for a section, several for a union, () for other types.
    """
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return (annotation,)
    if get_origin(annotation) is Annotated:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(found for part in get_args(annotation) for found in alternatives(part))
    return ()


def kind_of(section: type[BaseModel]) -> str:
    """Return the value of the section's `kind`, "" where it has none."""
    declared = section.model_fields.get("kind")
    return str(declared.default) if declared is not None else ""


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as found by `walk`.

    Attributes:
        owner: The section class that has the field.
        name: Field name.
        annotation: Declared type.
        default: Default value.
        info: Declaration.
    """

    owner: type[BaseModel]
    name: str
    annotation: Any
    default: Any
    info: SettingInfo


def walk(section: type[BaseModel]) -> Iterator[Declared]:
    """Yield the settings of one section in order of declaration.

    `kind` is left out, and sub-sections are not entered.
    """
    return iter(_declared(section))


@functools.cache  # every edit of a project walks all of its sections
def _declared(section: type[BaseModel]) -> tuple[Declared, ...]:
    return tuple(
        Declared(
            section,
            name,
            declared.annotation,
            declared.get_default(call_default_factory=True),
            info_of(section, name),
        )
        for name, declared in section.model_fields.items()
        if name != "kind"
    )
