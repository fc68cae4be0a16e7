"""The table of settings of a project that have no effect, and why; `engine.inspect.inactive` evaluates it.

Those of sections are in `inactive_section_rules`, those of made batches in `inactive_batch_rules`.
A setting that keeps a run from starting is never in it: it must be possible to change that one, and the
preflight names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language import tr_later
from engine.settings import Project
from engine.settings.data.kinds import ArraysData, KerasData, SeriesData
from engine.settings.model import CodeModel, FileModel
from engine.settings.presets.text import TextModel
from engine.settings.schedules import PiecewiseDecay

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts, MadeBatches


@dataclass(frozen=True, slots=True)
class State:
    """What the rules are evaluated on.

    Attributes:
        project: The settings.
        facts: What is known about the data; None while it has not been read.
    """

    project: Project
    facts: DataFacts | None

    @property
    def validated(self) -> bool:
        """Whether there is any validation."""
        fit = self.project.fit
        if self.made is not None:
            return self.made.validates or bool(fit.validation_data)
        return bool(fit.validation_data) or fit.validation_split > 0 or self.has_parts

    @property
    def made(self) -> MadeBatches | None:
        """The batches of a custom file; None for other data."""
        return None if self.facts is None else self.facts.made

    @property
    def has_parts(self) -> bool:
        """Whether the data itself has a part for validation."""
        return self.facts is not None and self.facts.has_validation_part

    @property
    def draws_test(self) -> bool:
        """Whether a share of the examples is drawn for the test part."""
        fit = self.project.fit
        brought = self.facts is not None and self.facts.has_test_part
        if self.made is not None:
            brought = self.made.tests or not self.made.stay
        return fit.test_split > 0 and not fit.test_data and not brought

    @property
    def changes_batches(self) -> bool:
        """Whether an augmentation is applied to batches, not as a layer of the model."""
        return any(section.enabled and section.in_batch for section in self.project.augmentation)


@dataclass(frozen=True, slots=True)
class Rule:
    """Settings of the project that have no effect under a condition.

    Attributes:
        paths: Dotted paths of the settings.
        when: Whether they have no effect.
        why: The reason, as an untranslated sentence.
    """

    paths: tuple[str, ...]
    when: Callable[[State], bool]
    why: str


def of_fit(*names: str) -> tuple[str, ...]:
    """Return the dotted paths of settings of `fit`."""
    return tuple(f"fit.{name}" for name in names)


def _numbers(state: State) -> bool:
    return state.facts is not None and state.facts.task == "regression"


def _weighted(state: State) -> bool:
    return state.facts is not None and state.facts.weighted


def _no_class_weight(state: State) -> bool:
    # one that is set keeps a run from starting, so it must stay editable
    return state.project.fit.class_weight == "none"


def _arrays_in(*suffixes: str) -> Callable[[State], bool]:
    def holds(state: State) -> bool:
        data = state.project.data
        return isinstance(data, ArraysData) and data.path.lower().endswith(suffixes)

    return holds


def _other_set(name: str) -> Callable[[State], bool]:
    """Return the condition that a data set of Keras other than `name` is chosen."""
    return lambda state: isinstance(state.project.data, KerasData) and state.project.data.name != name


def _has_label(state: State) -> bool:
    return isinstance(state.project.data, SeriesData) and bool(state.project.data.label)


_NOT_CLASSES = tr_later("No effect: class weights are for classes, and this data has numbers to be found.")
_NO_VALIDATION = tr_later("No effect: there is no validation.")
_SEPARATE_VALIDATION = tr_later("No effect: your own validation data takes its place.")
_MODEL_FILE = tr_later("No effect: a model from a file brings its own layers.")
_SCHEDULE_HAS_RATES = tr_later("No effect: the schedule has rates of its own.")

RULES: tuple[Rule, ...] = (
    Rule(
        of_fit("max_queue_size", "workers", "use_multiprocessing"),
        lambda state: state.facts is None or not (state.facts.streamed or state.changes_batches),
        tr_later("No effect here: the whole data lies in memory, so nothing needs to be fetched ahead."),
    ),
    Rule(
        of_fit("validation_split"),
        lambda state: bool(state.project.fit.validation_data),
        _SEPARATE_VALIDATION,
    ),
    Rule(
        of_fit("validation_method"),
        lambda state: bool(state.project.fit.validation_data) and not state.draws_test,
        _SEPARATE_VALIDATION,
    ),
    Rule(
        of_fit("validation_split"),
        lambda state: state.has_parts,
        tr_later("No effect: the data has a part of its own for validation."),
    ),
    Rule(
        of_fit("validation_method"),
        lambda state: state.has_parts and not state.draws_test,
        tr_later("No effect: the data has a part of its own for validation."),
    ),
    Rule(
        of_fit("test_split"),
        lambda state: bool(state.project.fit.test_data),
        tr_later("No effect: your own test data takes its place."),
    ),
    Rule(
        of_fit("test_split"),
        lambda state: state.facts is not None and state.facts.has_test_part,
        tr_later("No effect: the data has a test part of its own."),
    ),
    Rule(
        of_fit("validation_method"),
        lambda state: not state.validated and not state.draws_test,
        tr_later("No effect: nothing is kept out of training."),
    ),
    Rule(
        of_fit("validation_method"),
        lambda state: state.facts is not None and state.facts.ordered,
        tr_later("No effect: a time series keeps its last stretch, or whole series: see the Data page."),
    ),
    Rule(
        of_fit("validation_steps", "validation_batch_size", "validation_freq"),
        lambda state: not state.validated,
        _NO_VALIDATION,
    ),
    Rule(
        of_fit("class_weight", "class_weights"),
        lambda state: _numbers(state) and _no_class_weight(state),
        _NOT_CLASSES,
    ),
    Rule(
        of_fit("class_weight", "class_weights"),
        lambda state: _weighted(state) and _no_class_weight(state),
        tr_later("No effect: the sample weights of the data decide how much each example counts."),
    ),
    Rule(
        of_fit("class_weights"),
        lambda state: state.project.fit.class_weight != "table",
        tr_later("Set class weights to By hand to use these."),
    ),
    Rule(
        ("data.scaling", "data.scale_target"),
        lambda state: isinstance(state.project.model, FileModel | CodeModel),
        _MODEL_FILE,
    ),
    Rule(
        ("data.vocabulary", "data.length", "data.truncating"),
        lambda state: isinstance(state.project.data, KerasData) and not state.project.data.is_text,
        tr_later("No effect: this set has no texts."),
    ),
    Rule(
        ("data.scaling",),
        lambda state: isinstance(state.project.data, KerasData) and state.project.data.is_text,
        tr_later("No effect: numbers of words are not scaled."),
    ),
    Rule(
        ("data.rules",),
        lambda state: isinstance(state.project.data, KerasData),
        tr_later("No effect: Keras reads its own sets."),
    ),
    Rule(("data.label_mode",), _other_set("cifar100"), tr_later("No effect: this is for CIFAR-100.")),
    Rule(("data.version",), _other_set("california_housing"), tr_later("No effect: this is for California.")),
    Rule(
        ("data.scale_target",),
        lambda state: state.facts is not None and state.facts.task == "classification",
        tr_later("No effect: classes are not scaled."),
    ),
    Rule(
        ("data.target", "data.horizon", "data.season"),
        _has_label,
        tr_later("No effect: there is a class column, so nothing is forecast."),
    ),
    Rule(
        ("data.label_of",),
        lambda state: not _has_label(state),
        tr_later("No effect: there is no class column."),
    ),
    Rule(
        ("model.embedding",),
        lambda state: state.facts is not None and not state.facts.is_text,
        tr_later("No effect: only text has tokens."),
    ),
    Rule(
        ("model.filters", "model.kernel_size"),
        lambda state: (
            isinstance(state.project.model, TextModel) and state.project.model.gather != "convolution"
        ),
        tr_later("No effect: the tokens are brought together without a convolution."),
    ),
    Rule(
        ("data.y_path",),
        _arrays_in(".npz", ".h5", ".hdf5"),
        tr_later("No effect: the file of the inputs holds the targets too."),
    ),
    Rule(
        ("data.x_key", "data.y_key", "data.weight_key", "data.lengths_key"),
        _arrays_in(".npy"),
        tr_later("No effect: an NPY file holds one array alone."),
    ),
    Rule(
        ("compile.optimizer.learning_rate",),
        lambda state: isinstance(state.project.compile.schedule, PiecewiseDecay),
        _SCHEDULE_HAS_RATES,
    ),
    Rule(
        ("compile.optimizer.ema_momentum", "compile.optimizer.ema_overwrite_frequency"),
        lambda state: not state.project.compile.optimizer.use_ema,
        tr_later("No effect: the weights are not averaged (use_ema)."),
    ),
    Rule(
        ("compile.jit_compile",),
        lambda state: state.project.compile.run_eagerly and state.project.compile.jit_compile != "on",
        tr_later("No effect while the model runs eagerly."),
    ),
    Rule(
        ("compile.steps_per_execution",),
        lambda state: state.project.compile.run_eagerly and state.project.compile.steps_per_execution == 1,
        tr_later("No effect while the model runs eagerly."),
    ),
)
