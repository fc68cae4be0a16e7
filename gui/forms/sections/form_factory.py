"""Which form a declared group of settings gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.settings.declaration.declare import alternatives
from gui.forms.editors.declared_types import element
from gui.forms.sections.list_editors import EDITORS
from gui.forms.sections.section_form import nested_form

if TYPE_CHECKING:
    from engine.settings.declaration.declare import SettingInfo
    from gui.forms.form import Form


def form_for(annotation: Any, prefix: str, *, info: SettingInfo | None = None) -> Form:
    """Create the form of a declared group of settings.

    Args:
        annotation: The type: a section, a union of sections, or a tuple of sections.
        prefix: Its dotted path.
        info: Its declaration, for the label of a choice; None at the top of a page.

    Raises:
        TypeError: There is no form for this type.
    """
    if alternatives(annotation):
        return nested_form(annotation, prefix, info=info)
    if (entries := alternatives(element(annotation))) in EDITORS:
        return EDITORS[entries](prefix)
    raise TypeError(f"no form for {annotation}")
