"""What is said of fields whose form is created later: problems, reasons, notes and suggested values.

A form shows only the fields of the chosen kind or the selected row; each message remains until another one
replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gui.forms.form import Form

Method = Literal["show_problem", "show_warning", "set_inactive", "set_note"]
"""The methods of a form that show a message at a field."""


class FieldMessages:
    """The messages of all fields of a form, also of those that are not shown."""

    def __init__(self) -> None:
        self._texts: dict[tuple[Method, str], str] = {}
        self._options: dict[str, tuple[Any, ...]] = {}

    def keep(self, how: Method, path: str, *, text: str) -> None:
        """Keep a message for forms that are created later.

        Args:
            how: The method of the form that shows it.
            path: Dotted path of the field.
            text: The translated message; "" removes it.
        """
        self._texts[how, path] = text

    def keep_options(self, editor: str, options: Sequence[Any]) -> None:
        """Keep suggested values for forms that are created later.

        Args:
            editor: The special editor of the fields, such as "column".
            options: The values.
        """
        self._options[editor] = tuple(options)

    def show_in(self, form: Form) -> None:
        """Show all messages and suggested values in a new form.

        Args:
            form: The form; it ignores paths that are not those of its fields.
        """
        for editor, options in self._options.items():
            form.set_options(editor, options)
        for (how, path), text in self._texts.items():
            getattr(form, how)(path, text)

    def problems_below(self, path: str) -> Iterator[str]:
        """Yield the problems of a section and of its fields, in the order in which they came.

        Args:
            path: Dotted path of the section.
        """
        for (how, place), text in self._texts.items():
            if how == "show_problem" and text and (place == path or place.startswith(f"{path}.")):
                yield text
