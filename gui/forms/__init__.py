"""Editors made from the declarations of the settings. What is allowed is not theirs to say."""

from gui.forms.form import Form
from gui.forms.list_editors import AugmentationListEditor, CallbackListEditor
from gui.forms.maker import form_for
from gui.forms.section_form import ChoiceForm, SectionForm

__all__ = [
    "AugmentationListEditor",
    "CallbackListEditor",
    "ChoiceForm",
    "Form",
    "SectionForm",
    "form_for",
]
