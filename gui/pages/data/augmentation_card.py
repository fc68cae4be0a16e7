"""The card of augmentation on the Data page: closed to one line, with the changes and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from engine.settings import Project
from engine.settings.declaration.declare import info_of
from gui.forms import AugmentationListEditor
from gui.forms.disclosure import Disclosure
from gui.pages.page import label
from gui.text import tr
from gui.views.data.augmented_grid import VariantGrid

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants


class AugmentationCard(Disclosure):
    """The list of random changes, and training examples beside their augmented variants.

    Args:
        form: The list of changes.
        project: The settings that are shown.
        parent: The Qt parent.

    Attributes:
        variants: The training examples.

    Signals:
        draw_asked(): Other examples and other random changes are to be shown.
    """

    draw_asked = Signal()

    def __init__(
        self, form: AugmentationListEditor, project: Project, *, parent: QWidget | None = None
    ) -> None:
        augmentation = info_of(Project, "augmentation")
        super().__init__(parent, title=tr(augmentation.title))
        form.set_narrow(narrow=True)
        self.variants = VariantGrid()
        self._shown = project
        self._draw = QPushButton(tr("Another draw"))
        self._draw.setToolTip(tr("Show other examples and other random changes"))
        self._draw.clicked.connect(self.draw_asked)
        for widget in (label(tr(augmentation.help), role="muted"), form, self.variants):
            self.body.addWidget(widget)
        self.body.addWidget(self._draw, alignment=Qt.AlignmentFlag.AlignLeft)
        self.show_project(project)
        self.show_variants(None, project)

    def show_variants(self, variants: Variants | None, project: Project) -> None:
        """Show training examples beside their augmented variants.

        Args:
            variants: The rows to show; None while they are not known.
            project: The settings that they are of.
        """
        shown = variants is not None and bool(variants.rows)
        if variants is not None:
            self.variants.show_variants(variants)
        self._shown = project
        self.variants.setEnabled(True)
        self.variants.setVisible(shown)
        self._draw.setVisible(shown)

    def show_project(self, project: Project) -> None:
        """Unfold where there are changes, and pale variants that are of another project."""
        # pale until the variants of this project are there
        self.variants.setEnabled(project == self._shown)
        if project.augmentation:
            self.unfold()
