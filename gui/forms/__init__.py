"""Editors made from the declarations of the settings. What is allowed is not theirs to say."""

from gui.forms.form import Form
from gui.forms.sections.form_factory import form_for
from gui.forms.sections.list_editors import AugmentationListEditor, CallbackListEditor, LayerListEditor
from gui.forms.sections.section_form import ChoiceForm, SectionForm

__all__ = [
    "AugmentationListEditor",
    "CallbackListEditor",
    "ChoiceForm",
    "Form",
    "LayerListEditor",
    "SectionForm",
    "form_for",
]
