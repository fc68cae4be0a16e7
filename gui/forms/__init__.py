"""Forms and editors that are generated from the declarations of the settings, which validate the values."""

from gui.forms.form import Form
from gui.forms.sections.divided_form import ReadingForm, SourceForm
from gui.forms.sections.form_factory import form_for
from gui.forms.sections.list_editors import AugmentationListEditor, CallbackListEditor, LayerListEditor
from gui.forms.sections.section_form import ChoiceForm, SectionForm

__all__ = [
    "AugmentationListEditor",
    "CallbackListEditor",
    "ChoiceForm",
    "Form",
    "LayerListEditor",
    "ReadingForm",
    "SectionForm",
    "SourceForm",
    "form_for",
]
