"""The lists of sections in a project, and the form of any declared group: such a list, or fields."""

from __future__ import annotations

from collections.abc import Callable

from engine.settings.augmentation import AugmentationSettings
from engine.settings.callbacks import COVERED, CallbackSettings
from engine.settings.declaration.declare import Section, alternatives
from engine.settings.stack import LayerSettings, family_of
from gui.forms.sections.section_list import ListWords
from gui.forms.sections.section_list_editor import SectionListEditor
from gui.text import tr


class CallbackListEditor(SectionListEditor):
    """The callbacks, with a footnote about those of Keras that are not offered."""

    def __init__(self, prefix: str = "callbacks") -> None:
        lines = [tr("Covered by something better, so not in the list:")]
        lines += [f"{name}: {tr(why)}" for name, why in COVERED.items()]
        words = ListWords(
            name=tr("Callbacks in their order"),
            empty=tr("Nothing happens along the way yet. Add a callback."),
            none_selected=tr("No callback is selected"),
            footnote="\n".join(lines),
        )
        super().__init__(alternatives(CallbackSettings), prefix, words=words)


class AugmentationListEditor(SectionListEditor):
    """The random changes of training examples."""

    def __init__(self, prefix: str = "augmentation") -> None:
        words = ListWords(
            name=tr("Changes in their order"),
            empty=tr("Training examples are taken as they are. Add a change, such as a flip."),
            none_selected=tr("No change is selected"),
            footnote=tr(
                "Crop, noise, MixUp, CutMix, and scaling and shift of series are done to the batch;"
                " the others are layers of the model, so they come after those."
            ),
        )
        super().__init__(alternatives(AugmentationSettings), prefix, words=words)


class LayerListEditor(SectionListEditor):
    """The layers of a stack, from first to last."""

    def __init__(self, prefix: str = "model.layers") -> None:
        words = ListWords(
            name=tr("Layers from first to last"),
            empty=tr("There is no layer yet. Add the first one."),
            none_selected=tr("No layer is selected"),
        )
        super().__init__(alternatives(LayerSettings), prefix, words=words, family=family_of)


EDITORS: dict[tuple[type[Section], ...], Callable[[str], SectionListEditor]] = {
    alternatives(CallbackSettings): CallbackListEditor,
    alternatives(AugmentationSettings): AugmentationListEditor,
    alternatives(LayerSettings): LayerListEditor,
}
"""The editor of each list, by the kinds of its sections."""
