"""Which form a declared group of settings gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.settings.declare import alternatives
from gui.forms.callback_list_editor import CallbackListEditor
from gui.forms.declared_types import element
from gui.forms.section_form import nested_form

if TYPE_CHECKING:
    from engine.settings.declare import SettingInfo
    from gui.forms.form import Form


def form_for(annotation: Any, prefix: str, *, info: SettingInfo | None = None) -> Form:
    """The form for a section, a union of sections or a tuple of callbacks; TypeError for anything else."""
    if alternatives(annotation):
        return nested_form(annotation, prefix, info=info)
    if alternatives(element(annotation)):
        return CallbackListEditor(prefix)
    raise TypeError(f"no form for {annotation}")
