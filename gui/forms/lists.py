"""The lists of sections that a project has: which kinds each holds, and what is said of it."""

from __future__ import annotations

from engine.settings.callbacks import CallbackSettings
from engine.settings.declare import alternatives
from engine.settings.stack import LayerSettings, family_of
from gui.forms.kind_picker import KindPicker
from gui.forms.section_list_editor import ListWords, SectionListEditor
from gui.text import tr


class CallbackListEditor(SectionListEditor):
    """The callbacks of a run."""

    def __init__(self, prefix: str = "callbacks") -> None:
        words = ListWords(
            name=tr("Callbacks in their order"),
            none_selected=tr("No callback is selected"),
            how_to_add=tr("Add one with the button below."),
        )
        super().__init__(prefix, KindPicker({"": alternatives(CallbackSettings)}), words=words)


class LayerListEditor(SectionListEditor):
    """The layers of a stack."""

    def __init__(self, prefix: str = "model.layers") -> None:
        words = ListWords(
            name=tr("Layers from first to last"),
            none_selected=tr("No layer is selected"),
            how_to_add=tr("Add one with the button below."),
        )
        groups: dict[str, list[type]] = {}
        for kind in alternatives(LayerSettings):
            groups.setdefault(tr(family_of(kind)), []).append(kind)
        super().__init__(prefix, KindPicker(groups), words=words)
