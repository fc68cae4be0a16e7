"""Where sentences on the data stand: at the field of their setting, or beside their subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.problems import Note
from engine.settings.declaration.declare import walk
from gui.forms.field_row import FieldRow
from gui.text import tr

if TYPE_CHECKING:
    from gui.pages.form_page import FormPage
    from gui.views.data.data_preview import DataPreview


def show_notes(page: FormPage, preview: DataPreview, *, notes: Sequence[str]) -> None:
    """Show the notes of data that was read in place of the last ones.

    A note about a setting stands below its field; where that is folded away, it stands in the preview, with a
    button that goes to the field.

    Args:
        page: Has the fields.
        preview: Takes all other notes.
        notes: Sentences; a `Note` knows what it is about.
    """
    declared = {f"data.{one.name}": one.info for one in walk(type(page.model.project.data))}
    shown = {path for path, info in declared.items() if not info.more}
    at_fields = {note.about: note for note in notes if isinstance(note, Note) and note.about in shown}
    for row in page.findChildren(FieldRow):
        row.show_remark(at_fields.get(row.path, ""))
    kept = [note for note in notes if not (isinstance(note, Note) and note.about in at_fields)]
    preview.show_notes(kept, {path: tr(info.title) for path, info in declared.items()})
