"""The preview of a data set: facts, class counts, a few examples, what was left out and why, notes.

It shows an `engine.data.describe.Description`; reading is left to the data worker of `gui.control`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from engine.data.problems import CLASSES, PARTS, Note
from gui.style import SPACE
from gui.text import tr
from gui.views.data.example_dialog import ExampleDialog
from gui.views.data.example_grid import ExampleGrid, label_of
from gui.views.data.parts_bar import PartsBar
from gui.views.data.series_overview import SeriesCourse
from gui.views.data.text_preview import TextPreview
from gui.views.parts import numbers
from gui.views.parts.bar_list import BarList
from gui.views.parts.findings import Findings
from gui.views.parts.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.describe import Description, Example

_MOST_ROWS = 8
_MOST_COLUMNS = 24
_MOST_LEFT_OUT = 40


class DataPreview(QWidget):
    """The preview of one data set; at first it says that nothing was read yet.

    Attributes:
        course: The overview of a time series.
        parts: How many examples train, validate and test; its ends can be dragged.
        findings: What was found about the parts, below them.

    Signals:
        cure_asked(Cure): A change is asked for that a finding offers.
        setting_asked(str): The setting at this path is to be shown.
    """

    cure_asked = Signal(object)
    setting_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = _text(tr("Once data is chosen and read, what is in it stands here."), role="muted")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(SPACE.m)
        self._facts.setVerticalSpacing(0)
        self._values: dict[str, QLabel] = {}
        self.parts, self.findings = PartsBar(), Findings()
        self._part_notes, self._class_notes, self._setting_notes = Findings(), Findings(), Findings()
        for found in (self.findings, self._part_notes, self._class_notes, self._setting_notes):
            found.cure_asked.connect(self.cure_asked)
            found.setting_asked.connect(self.setting_asked)
        self._notes = QFrame()
        self._notes.setProperty("role", "note")
        self._note_text = _text("", role="")
        _frame(self._notes, self._note_text)
        self._left_out = QFrame()
        self._left_out.setProperty("role", "warning")
        self._left_out_text = _text("", role="")
        _frame(self._left_out, self._left_out_text)
        self._classes_title, self._classes = _heading(tr("Classes")), BarList()
        self._examples_title, self._grid = _heading(tr("Examples")), ExampleGrid()
        self._grid.opened.connect(self._enlarge)
        self.course = SeriesCourse()
        self._texts = TextPreview()
        self._texts.opened.connect(self._enlarge)
        self._table = PlainTable(tr("First rows"), most_height=None)
        self._table.row_asked.connect(self._enlarge)
        self._table.offer_rows(tr("Return shows the row large."))
        self._description: Description | None = None
        self._ranges_title = _heading(tr("Columns"))
        self._ranges = PlainTable(tr("Columns"), most_height=None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        layout.addWidget(self._waiting)
        layout.addLayout(self._facts)
        layout.addWidget(self.parts)
        layout.addWidget(self.findings)
        for widget in (
            *(self._part_notes, self._setting_notes, self._notes, self._left_out, self.course, self._texts),
            *(self._examples_title, self._grid, self._table),
            *(self._classes_title, self._classes, self._class_notes, self._ranges_title, self._ranges),
        ):
            layout.addWidget(widget)
            widget.hide()
        layout.addStretch()

    def show_description(self, description: Description) -> None:
        """Show the facts of a data set.

        Args:
            description: The facts, as found by `engine.data.describe`.
        """
        self._waiting.hide()
        self._description = description
        self._show_facts(description)
        self._show_left_out(description)
        classes = [(entry.name, entry.count) for entry in description.classes]
        self._classes.show_counts(classes)
        self._classes_title.setVisible(bool(classes))
        self._classes.setVisible(bool(classes))
        self.course.show_course(description.course)
        self._texts.show_description(description)
        self._show_examples(description)
        self._show_ranges(description)

    def show_notes(self, notes: Sequence[str], titles: Mapping[str, str]) -> None:
        """Show sentences on the data, each beside what it is about: the parts, the classes, or a setting.

        Args:
            notes: Those that stand at no field.
            titles: The titles of the settings by their path.
        """
        about = [note for note in notes if isinstance(note, Note)]
        rest = [note for note in notes if not isinstance(note, Note)]
        self._part_notes.show_notes([note for note in about if note.about == PARTS])
        self._class_notes.show_notes([note for note in about if note.about == CLASSES])
        self._setting_notes.show_notes([note for note in about if note.about not in (PARTS, CLASSES)], titles)
        self._note_text.setText("\n".join(rest))
        self._notes.setVisible(bool(rest))

    @Slot(int)
    def _enlarge(self, place: int) -> None:
        """Show an example large, in place of the one that was."""
        for last in self.window().findChildren(ExampleDialog):
            last.close()
        if self._description is not None:
            dialog = ExampleDialog(self._description, place, parent=self.window())
            dialog.show()

    def _show_facts(self, description: Description) -> None:
        tasks = {"classification": tr("classification"), "regression": tr("regression")}
        facts = {
            tr("Examples"): numbers.count(description.count),
            tr("Shape"): numbers.shape(description.shape),
            tr("Type"): description.dtype,
            tr("Task"): tasks[description.task],
            tr("Memory"): numbers.size(description.memory),
        }
        for name, value in facts.items():
            if name not in self._values:
                place = len(self._values)
                self._values[name] = _text("", role="")
                self._facts.addWidget(_text(name, role="caption"), 0, place)
                self._facts.addWidget(self._values[name], 1, place, Qt.AlignmentFlag.AlignTop)
                self._facts.setColumnStretch(place, 1)
            self._values[name].setText(value)

    def _show_left_out(self, description: Description) -> None:
        count = description.left_out_count
        # how many they are, the notes above say already
        lines = [f"{entry.name}: {entry.reason}" for entry in description.left_out[:_MOST_LEFT_OUT]]
        if count > _MOST_LEFT_OUT:
            lines.append(tr("… and {count} more", count=numbers.count(count - _MOST_LEFT_OUT)))
        self._left_out_text.setText("\n".join(lines))
        self._left_out.setVisible(count > 0)

    def _show_examples(self, description: Description) -> None:
        examples = description.examples if description.texts is None else ()
        as_rows = not description.is_image and all(example.values.ndim == 1 for example in examples)
        self._examples_title.setVisible(bool(examples))
        self._grid.setVisible(bool(examples) and not as_rows)
        self._table.setVisible(bool(examples) and as_rows)
        if not as_rows:
            self._grid.show_examples(
                examples, are_images=description.is_image, ahead=description.kind == "series"
            )
            return
        names = [entry.name for entry in description.features][:_MOST_COLUMNS]
        width = min(len(examples[0].values), _MOST_COLUMNS) if examples else 0
        names += [str(number) for number in range(len(names), width)]
        rows = [
            [_target_of(example), *(float(value) for value in example.values[:width])]
            for example in examples[:_MOST_ROWS]
        ]
        names_of_targets = [entry.name for entry in description.targets]
        target = names_of_targets[0] if len(names_of_targets) == 1 else tr("target")
        target = tr("class") if description.classes else target
        self._table.show_rows([target, *names], rows, wide=None)

    def _show_ranges(self, description: Description) -> None:
        """Show the ranges of numbers that nothing else shows: a table has its columns, a series is drawn."""
        drawn = description.kind == "series" or bool(description.columns)
        features = description.features if len(description.shape) == 1 else ()
        spans = () if drawn else (*description.targets, *features)
        self._ranges_title.setVisible(bool(spans))
        self._ranges.setVisible(bool(spans))
        rows = [[span.name, span.low, span.mean, span.high] for span in spans]
        self._ranges.show_rows([tr("Name"), tr("Lowest"), tr("Mean"), tr("Highest")], rows, wide=0)


def _target_of(example: Example) -> str | float:
    """Return a class or several targets as text, a single target as a number."""
    one = not example.label and len(example.targets) == 1
    return float(example.targets[0]) if one else label_of(example)


def _text(text: str, *, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _heading(text: str) -> QLabel:
    label = _text(text, role="muted")
    label.setContentsMargins(0, SPACE.s, 0, 0)
    return label


def _frame(frame: QFrame, label: QLabel) -> None:
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
    inside.addWidget(label)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
