"""Which editor a setting gets: a table of predicates and factories, of which the first that fits is used.

A new type of setting needs a new row in the table; a test looks up the row of every setting. The editors
themselves are in the other modules of this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gui.forms.editors import declared_types as types
from gui.forms.editors.check_list_editor import CheckListEditor
from gui.forms.editors.choice_editors import ComboEditor, FlagEditor, SegmentsEditor, fit_in_segments
from gui.forms.editors.column_kinds_editor import ColumnKindsEditor
from gui.forms.editors.ending_editor import EndingEditor
from gui.forms.editors.expression_editor import ExpressionEditor
from gui.forms.editors.line_editors import ComboLineEditor, LineEditor, NumberEditor, TextEditor
from gui.forms.editors.number_stepping import Stepper
from gui.forms.editors.pairs_editor import PairsEditor
from gui.forms.editors.path_editor import FILE_OR_FOLDER, FOLDER, PYTHON_FILE, PathEditor, PathKind
from gui.forms.editors.text_values import NumberCodec, NumbersCodec, TextCodec, WordsCodec
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.settings.declaration.declare import Declared
    from gui.forms.editors.editor import Editor


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table.

    Attributes:
        name: Name of the row, for tests.
        fits: Whether a setting gets this editor.
        make: Creates the editor of a setting.
    """

    name: str
    fits: Callable[[Declared], bool]
    make: Callable[[Declared], Editor]


def kind_for(declared: Declared) -> Kind:
    """Return the row of the table for a setting.

    Raises:
        TypeError: There is none.
    """
    for kind in KINDS:
        if kind.fits(declared):
            return kind
    raise TypeError(f"no editor for {declared.owner.__name__}.{declared.name}: {declared.annotation}")


def editor_for(declared: Declared) -> Editor:
    """Create the editor of a setting.

    Raises:
        TypeError: The table has no row for it.
    """
    return kind_for(declared).make(declared)


def _named(*names: str) -> Callable[[Declared], bool]:
    return lambda declared: declared.info.editor in names


def _only(kind: Any) -> Callable[[Declared], bool]:
    return lambda declared: types.members(declared.annotation) == (kind,)


def _literal(declared: Declared) -> bool:
    return all(types.is_literal(member) for member in types.members(declared.annotation))


def _few(declared: Declared) -> bool:
    return _literal(declared) and fit_in_segments(_titles(declared).values())


def _literals(declared: Declared) -> bool:
    return all(types.is_literal(types.element(member)) for member in types.members(declared.annotation))


def _numbers(declared: Declared) -> bool:
    items = [types.element(member) for member in types.members(declared.annotation)]
    return any(items) and types.number_of(declared.annotation) is not None


def _word_or_number(declared: Declared) -> bool:
    members = types.members(declared.annotation)
    return types.number_of(declared.annotation) is not None and any(map(types.is_literal, members))


def _number(declared: Declared) -> bool:
    return types.members(declared.annotation) in ((int,), (float,))


def _titles(declared: Declared) -> dict[Any, str]:
    choices = declared.info.choices
    given = list(choices.values())
    return {
        value: f"{tr(title)} ({value})" if given.count(title) > 1 else tr(title)
        for value, title in choices.items()
    }


def _placeholder(declared: Declared) -> str:
    return tr(declared.info.none_title) if declared.info.none_title else ""


def _number_type(declared: Declared) -> type[int | float]:
    return types.number_of(declared.annotation) or float


def _make_number(declared: Declared) -> Editor:
    kind = _number_type(declared)
    return NumberEditor(
        NumberCodec(kind, optional=types.allows_none(declared.annotation)),
        placeholder=_placeholder(declared),
        stepper=Stepper(kind, types.bounds_of(declared), declared.default),
    )


def _make_numbers(declared: Declared) -> Editor:
    one_too = any(types.element(member) is None for member in types.members(declared.annotation))
    codec = NumbersCodec(_number_type(declared), or_one=one_too)
    return LineEditor(codec, placeholder=_placeholder(declared))


def _make_word_or_number(declared: Declared) -> Editor:
    words = _titles(declared)
    return ComboLineEditor(NumberCodec(_number_type(declared), words=words), options=tuple(words.values()))


def _make_suggested(declared: Declared) -> Editor:
    return ComboLineEditor(TextCodec(exact=True), placeholder=_placeholder(declared))


def _make_text(declared: Declared) -> Editor:
    return TextEditor(TextCodec(), placeholder=_placeholder(declared))


def _make_check_list(declared: Declared) -> Editor:
    return CheckListEditor(
        _titles(declared),
        none_title=_placeholder(declared),
        empty=None if types.allows_none(declared.annotation) else (),
    )


def _make_column_kinds(declared: Declared) -> Editor:
    return ColumnKindsEditor(_titles(declared), name=tr(declared.info.title))


def _words(declared: Declared) -> bool:
    return types.element(declared.annotation) is str


def _make_words(declared: Declared) -> Editor:
    return TextEditor(WordsCodec(), placeholder=_placeholder(declared))


def _make_ending(declared: Declared) -> Editor:
    return EndingEditor(_titles(declared), name=tr("What is saved"))


def _path(kind: PathKind) -> Callable[[Declared], Editor]:
    return lambda declared: PathEditor(kind, placeholder=_placeholder(declared))


def _pairs(kind: type[str | float]) -> Callable[[Declared], Editor]:
    return lambda declared: PairsEditor(kind, name=tr(declared.info.title))


def _choices(make: Callable[[dict[Any, str]], Editor]) -> Callable[[Declared], Editor]:
    return lambda declared: make(_titles(declared))


KINDS: tuple[Kind, ...] = (
    Kind("folder", _named("folder"), _path(FOLDER)),
    Kind("python", _named("python"), _path(PYTHON_FILE)),
    Kind("path", _named("path"), _path(FILE_OR_FOLDER)),
    Kind("ending", _named("ending"), _make_ending),
    Kind("suggested", _named("column", "array", "sheet", "monitor"), _make_suggested),
    Kind("columns", _named("columns"), _make_check_list),
    Kind("column kinds", _named("column_kinds"), _make_column_kinds),
    Kind("expression", _named("expression"), lambda _: ExpressionEditor()),
    Kind("flag", _only(bool), lambda _: FlagEditor()),
    Kind("few", _few, _choices(SegmentsEditor)),
    Kind("many", _literal, _choices(ComboEditor)),
    Kind("several", _literals, _make_check_list),
    Kind("word or number", _word_or_number, _make_word_or_number),
    Kind("numbers", _numbers, _make_numbers),
    Kind("number", _number, _make_number),
    Kind("words", _words, _make_words),
    Kind("text", _only(str), _make_text),
    Kind("number by name", _only(dict[str, float]), _pairs(float)),
    Kind("text by name", _only(dict[str, str]), _pairs(str)),
)
