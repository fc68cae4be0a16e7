"""The table of settings of sections that have no effect, and why: of the model, layers and callbacks.

`engine.inspect.inactive` evaluates it, with the rules of `engine.inspect.inactive_rules`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.language import tr_later
from engine.settings.callbacks import CSVLogger, ModelCheckpoint, TensorBoard
from engine.settings.declaration.declare import Section
from engine.settings.presets.network import NetworkSection


@dataclass(frozen=True, slots=True)
class EntryRule:
    """Settings of a section that have no effect under a condition.

    Sections are the callbacks, the model, and the layers of a stack.

    Attributes:
        kind: Class of the section.
        names: Names of the settings.
        when: Called with the section; whether they have no effect.
        why: The reason, as an untranslated sentence.
    """

    kind: type[Section]
    names: tuple[str, ...]
    when: Callable[[Any], bool]
    why: str


ENTRY_RULES: tuple[EntryRule, ...] = (
    EntryRule(
        NetworkSection,
        ("weights_path",),
        lambda section: section.weights != "file",
        tr_later("No effect: the weights do not come from a file."),
    ),
    EntryRule(
        NetworkSection,
        ("fine_tune",),
        lambda section: section.weights == "none",
        tr_later("No effect: from scratch, all layers learn."),
    ),
    EntryRule(
        ModelCheckpoint,
        ("keep_last",),
        lambda section: section.keep != "last",
        tr_later("No effect: set Keep to The last few to use this."),
    ),
    EntryRule(
        ModelCheckpoint,
        ("monitor", "mode", "initial_value_threshold"),
        lambda section: not section.save_best_only,
        tr_later("No effect: every model is saved, better or not (save_best_only is off)."),
    ),
    EntryRule(
        TensorBoard,
        ("write_images",),
        lambda section: section.histogram_freq == 0,
        tr_later("No effect: images are written with the histograms, and those are off."),
    ),
    EntryRule(
        TensorBoard,
        ("embeddings_metadata",),
        lambda section: section.embeddings_freq == 0,
        tr_later("No effect: no embeddings are written."),
    ),
    EntryRule(
        CSVLogger,
        ("append",),
        lambda section: not section.append,
        tr_later("No effect: a new run has a new file, and a resumed run always appends."),
    ),
)
