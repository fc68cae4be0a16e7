"""The Results page: how good the model of a run is, its answers to new inputs, and how it is taken away.

Which run and part it shows, and when they are evaluated, is left to `gui.control.results`. While nothing is
known it says why, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.message import Sentence
from gui.control.results.run_result import RunResult, Standing
from gui.pages.results.class_tabs import ClassesTab, ThresholdTab
from gui.pages.results.confusion_tab import ConfusionTab
from gui.pages.results.model_tabs import ExportTab, TryTab
from gui.pages.results.no_result_words import Way, looks_words, standing_words
from gui.pages.results.result_head import ResultHead
from gui.pages.results.result_tabs import kinds_of, make_tabs
from gui.style import SPACE
from gui.style.no_wheel import NoWheelTabBar
from gui.text import tr
from gui.views.parts.empty_state import EmptyState
from gui.views.results.headline import Baseline, Headline

if TYPE_CHECKING:
    from gui.control.result_data import ModelUse, ResultData
    from gui.pages.results.result_tab import ResultTab

_WITHOUT_MODEL = (Standing.NO_RUN, Standing.TRAINING)


class ResultsPage(QWidget):
    """The result in a sentence, and tabs with what is behind it and what can be done with the model.

    Args:
        tries: A tab made before; None makes one.
        takes: A tab made before; None makes one.

    Attributes:
        head: Choice of run and part.
        nothing: Why nothing is known, and what to do.
        headline: The result in a sentence.
        tabs: The names of the tabs.
        result_tabs: The tabs of the present kind of result.
        tries: New inputs for the model.
        takes: The model for other programs.

    Signals:
        training_asked(): The page is to be shown on which a model is trained.
        evaluation_asked(): The part that is shown is to be evaluated.
        examples_asked(tuple[int, ...]): Places of examples that are to be read, the first ones first.
        threshold_chosen(float): The threshold between two classes that is to be kept.
        save_asked(ToSave): A picture or a table is to be saved.
        copy_asked(Drawing): A picture is to be copied to the clipboard.
    """

    training_asked = Signal()
    evaluation_asked = Signal()
    examples_asked = Signal(object)
    threshold_chosen = Signal(float)
    save_asked = Signal(object)
    copy_asked = Signal(object)

    def __init__(
        self,
        *,
        tries: TryTab | None = None,
        takes: ExportTab | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._result = RunResult(Standing.NO_RUN)
        self._use: ModelUse | None = None
        self._way = Way.NOWHERE
        self._kinds: tuple[str, ...] = ()
        self._seen_kind = ""
        self.result_tabs: tuple[ResultTab, ...] = ()
        self.head = ResultHead()
        self.nothing = EmptyState("results")
        self.nothing.button_pressed.connect(self._press)
        self.headline = Headline()
        self.headline.save_asked.connect(self.save_asked)
        self.headline.copy_asked.connect(self.copy_asked)
        self.tries = tries if tries is not None else TryTab()
        self.takes = takes if takes is not None else ExportTab()
        self.tabs = NoWheelTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("Views of the result"))
        self._stack = QStackedWidget()
        for widget, title in (
            (self.nothing, tr("Result")),
            (self.tries, self.tries.title),
            (self.takes, self.takes.title),
        ):
            self._stack.addWidget(widget)
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.m)
        whole.setSpacing(SPACE.s)
        for widget in (self.head, self.headline, self.tabs):
            whole.addWidget(widget)
        whole.addWidget(self._stack, 1)
        self.show_result(self._result)

    def show_result(self, result: RunResult) -> None:
        """Show the result of a run, or why there is none and what to do.

        Args:
            result: How it stands.
        """
        self._result = result
        self.head.show_part(result.asked)
        self.head.show_progress((0, 0, "") if result.standing is Standing.WORKING else None)
        self.tabs.setVisible(result.standing not in _WITHOUT_MODEL)
        self.headline.setVisible(result.found is not None)
        if result.found is not None:
            self._show_found(result.found)
            return
        asked, use = result.asked, self._use
        looks = use.looks if use is not None and asked is not None and use.folder == asked.folder else 0
        words = standing_words(result, looks=looks)
        self._way = words.way
        self.nothing.say(words.title, words.sentence, icon=words.icon, button=words.button)
        self._set_tabs(())
        if result.standing in _WITHOUT_MODEL:
            self.tabs.setCurrentIndex(0)

    def show_use(self, use: ModelUse | None) -> None:
        """Show what can be done with the model of the run.

        Args:
            use: What can be done; None while that is not known.
        """
        self._use = use
        self.takes.show_use(use)
        if self._result.standing is Standing.NOT_ASKED:
            self.show_result(self._result)  # which says how often the test part was looked at

    @Slot(object)
    def show_examples(self, contents: Mapping[int, Any]) -> None:
        """Show what examples hold, as they have been read."""
        for tab in self.result_tabs:
            tab.show_examples(contents)

    @Slot(str)
    def say_unread(self, sentence: Sentence) -> None:
        """Say why examples cannot be read."""
        for tab in self.result_tabs:
            tab.say_unread(sentence)

    @Slot(int, int)
    def show_cell(self, truth: int, answer: int) -> None:
        """Show the examples of a cell of the confusion matrix.

        Args:
            truth: Number of the true class.
            answer: Number of the class that it is taken for.
        """
        for place, tab in enumerate(self.result_tabs):
            if isinstance(tab, ConfusionTab):
                self.tabs.setCurrentIndex(place)
                tab.show_cell(truth, answer)

    def _show_found(self, found: ResultData) -> None:
        self.headline.show_result(
            found.sentence,
            note=" ".join(part for part in (found.note, _looks(found)) if part),
            baselines=[
                Baseline(each.name, each.value, each.beaten, each.is_best) for each in found.baselines
            ],
        )
        self._set_tabs(kinds_of(found))
        for tab in self.result_tabs:
            tab.show_data(found)

    def _set_tabs(self, kinds: tuple[str, ...]) -> None:
        """Show these tabs, or why there is no result, before the two that are always there."""
        if kinds == self._kinds:
            return
        if self.tabs.currentIndex() < len(self._kinds):
            self._seen_kind = self._kinds[self.tabs.currentIndex()]
        self._kinds, tabs = kinds, make_tabs(kinds)
        kept = self.tabs.count() - self.tabs.currentIndex()
        on_tool = kept in (1, 2)
        before: tuple[QWidget, ...] = self.result_tabs or (self.nothing,)
        for tab in before:
            self._stack.removeWidget(tab)
            self.tabs.removeTab(0)
        for tab in self.result_tabs:
            tab.deleteLater()
        self.result_tabs = tabs
        for tab in tabs:
            self._connect(tab)
        self.nothing.setVisible(not tabs)
        for place, tab in enumerate(tabs):
            self._stack.insertWidget(place, tab)
            self.tabs.insertTab(place, tab.title)
        if not tabs:
            self._stack.insertWidget(0, self.nothing)
            self.tabs.insertTab(0, tr("Result"))
        seen = kinds.index(self._seen_kind) if self._seen_kind in kinds else 0
        self.tabs.setCurrentIndex(self.tabs.count() - kept if on_tool else seen)
        self._stack.setCurrentIndex(self.tabs.currentIndex())

    def _connect(self, tab: ResultTab) -> None:
        tab.save_asked.connect(self.save_asked)
        tab.copy_asked.connect(self.copy_asked)
        tab.examples_asked.connect(self.examples_asked)
        if isinstance(tab, ClassesTab):
            tab.cell_asked.connect(self.show_cell)
        elif isinstance(tab, ThresholdTab):
            tab.threshold_chosen.connect(self.threshold_chosen)

    @Slot()
    def _press(self) -> None:
        if self._way is Way.TRAIN:
            self.training_asked.emit()
        elif self._way is Way.EVALUATE:
            self.evaluation_asked.emit()


def _looks(found: ResultData) -> str:
    """How often the test part was looked at, and why that matters; "" for other parts."""
    if found.part != "test":
        return ""
    why = tr("Each look that decides something makes its number too good for new data.")
    return f"{looks_words(found.looks)} {why}"
