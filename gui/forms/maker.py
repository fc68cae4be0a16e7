"""Which form a declared group of settings gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.settings.callbacks import CallbackSettings
from engine.settings.declare import alternatives
from engine.settings.stack import LayerSettings
from gui.forms.declared_types import element
from gui.forms.lists import CallbackListEditor, LayerListEditor
from gui.forms.section_form import nested_form

if TYPE_CHECKING:
    from engine.settings.declare import SettingInfo
    from gui.forms.form import Form


_LISTS = {
    alternatives(CallbackSettings): CallbackListEditor,
    alternatives(LayerSettings): LayerListEditor,
}


def form_for(annotation: Any, prefix: str, *, info: SettingInfo | None = None) -> Form:
    """The form for a section, a union of sections or a list of sections; TypeError for anything else."""
    if alternatives(annotation):
        return nested_form(annotation, prefix, info=info)
    kinds = alternatives(element(annotation))
    if kinds in _LISTS:
        return _LISTS[kinds](prefix)
    raise TypeError(f"no form for {annotation}")
