"""Where sentences on the data stand: at the field of their setting, or beside their subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.problems import Note, noted
from engine.settings.declaration.declare import walk
from gui.forms.field_row import FieldRow
from gui.style import SPACE
from gui.text import tr
from gui.views.parts.findings import Findings

if TYPE_CHECKING:
    from gui.pages.form_page import FormPage
    from gui.views.data.data_preview import DataPreview

_MOST_AT_A_FIELD = 6


def show_notes(page: FormPage, preview: DataPreview, *, notes: Sequence[str]) -> None:
    """Show the notes of data that was read in place of the last ones.

    A note about a setting stands below its field, with the button of its cure; where the field is folded
    away, it stands in the preview, with a button that goes to the field.

    Args:
        page: Has the fields, and carries out cures.
        preview: Takes all other notes.
        notes: Sentences; a `Note` knows what it is about.
    """
    declared = {f"data.{one.name}": one.info for one in walk(type(page.model.project.data))}
    rows = page.findChildren(FieldRow)
    shown = {row.path for row in rows if row.path in declared and not declared[row.path].more}
    about = [note for note in notes if isinstance(note, Note) and note.about in shown]
    for row in rows:
        _show_at(row, page, [note for note in about if note.about == row.path])
    kept = [note for note in notes if not (isinstance(note, Note) and note.about in shown)]
    preview.show_notes(kept, {path: tr(info.title) for path, info in declared.items()})


def _show_at(row: FieldRow, page: FormPage, notes: Sequence[Note]) -> None:
    """Show notes at a field: as its own words, or in frames where one has a cure."""
    findings = row.findChild(Findings)
    has_cures = any(note.cure is not None for note in notes)
    row.show_remark("" if has_cures else "\n".join(notes))
    if findings is None:
        if not has_cures:
            return
        findings = Findings(row)
        findings.setContentsMargins(0, SPACE.xs, 0, 0)
        findings.cure_asked.connect(page.take_cure)
        row.add_below(findings)
    framed = list(notes[:_MOST_AT_A_FIELD]) if has_cures else []
    more = len(notes) - len(framed) if has_cures else 0
    if more:
        framed.append(noted(tr("… and {count} more", count=f"{more:,}"), row.path))
    findings.show_notes(framed)
