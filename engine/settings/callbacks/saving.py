"""Callbacks that save the model while it trains."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator, model_validator

from engine.language import tr, tr_later
from engine.run_paths import inside
from engine.settings.callbacks.base import CallbackSection, Mode, PositiveInt, mode, monitor, verbose
from engine.settings.declaration.declare import setting
from engine.settings.declaration.run_path import TemplateInRun
from engine.settings.declaration.section_list import Phrase

ENDINGS = {"keras": ".keras", "weights": ".weights.h5", "savedmodel": ".ckpt"}
"""The suffix of each format that a checkpoint can have."""
_KERAS_2 = (".h5", ".hdf5", ".tf")
"""Endings of formats that Keras 2 saved a model in."""


class ModelCheckpoint(CallbackSection):
    """Arguments of `keras.callbacks.ModelCheckpoint`."""

    title = "ModelCheckpoint"
    about = "Saves the model while it trains, in the run's folder."
    keras_class = "keras.callbacks.ModelCheckpoint"
    phrases = (
        Phrase(
            tr_later("saves the model after every epoch"),
            lambda section: section.save_freq == "epoch" and not section.save_best_only,
        ),
        Phrase(
            tr_later("saves the model after every epoch with a better {monitor}"),
            lambda section: section.save_freq == "epoch" and section.save_best_only,
        ),
        Phrase(
            tr_later("saves the model every {save_freq:,} batches"),
            lambda section: section.save_freq != "epoch" and not section.save_best_only,
        ),
        Phrase(
            tr_later("saves the model every {save_freq:,} batches when {monitor} is better"),
            lambda section: section.save_freq != "epoch" and section.save_best_only,
        ),
        Phrase(tr_later("the weights alone"), lambda section: section.format == "weights"),
        Phrase(tr_later("as a SavedModel folder"), lambda section: section.format == "savedmodel"),
        Phrase(tr_later("keeps the best alone"), lambda section: section.keep == "best"),
        Phrase(tr_later("keeps the last {keep_last:,}"), lambda section: section.keep == "last"),
    )
    kind: Literal["model_checkpoint"] = "model_checkpoint"
    filepath: TemplateInRun = setting(
        "checkpoints/cp-{epoch:04d}.keras",
        title="File name",
        help="Where to save, inside the run's folder; {epoch:04d} and {val_loss:.4f} are filled in."
        " The ending says what is saved: .keras is model, weights and optimizer in one file, .weights.h5"
        " the weights alone, .ckpt a SavedModel folder for serving, with assets, saved_model.pb and variables"
        " (keras_metadata.pb, which Keras 2 wrote too, is no longer written).",
        keras="filepath",
        choices={".keras": "Model", ".weights.h5": "Weights alone", ".ckpt": "SavedModel folder"},
        editor="ending",
        min_length=1,
    )
    save_weights_only: bool = setting(
        False,
        title="Weights only",
        help="Save the numbers alone, into a name that ends in .weights.h5: smaller files. It has two prices:"
        " to load them the same architecture must be kept and built first, and the optimizer starts again,"
        " without what it had gathered.",
        keras="save_weights_only",
    )
    save_best_only: bool = setting(
        False,
        title="Only when better",
        help="Save only when the watched value is the best so far.",
        keras="save_best_only",
    )
    monitor: str = monitor("The value that decides which model is the best.")
    keep: Literal["all", "best", "last"] = setting(
        "all",
        title="Keep",
        help="What stays on disk: everything, the best alone, or the last few.",
        choices={"all": "All", "best": "The best alone", "last": "The last few"},
    )
    keep_last: int = setting(
        3,
        title="How many",
        help="How many of the last files stay, when the last few are kept.",
        lower="Less room on the disk.",
        raise_="More epochs to go back to.",
        unit="files",
        ge=1,
        le=10_000,
    )
    save_freq: Literal["epoch"] | PositiveInt = setting(
        "epoch",
        title="Save every",
        help="After every epoch, or a number: after so many batches.",
        lower="More files: slower, with more room on the disk.",
        raise_="Fewer files; more is lost if something goes wrong.",
        keras="save_freq",
        choices={"epoch": "Epoch"},
        unit="batches",
        more=True,
    )
    mode: Mode = mode()
    initial_value_threshold: float | None = setting(
        None,
        title="Threshold",
        help="Save only what is better than this value from the start.",
        lower="An accuracy is saved sooner, a loss later.",
        raise_="An accuracy is saved later, a loss sooner.",
        keras="initial_value_threshold",
        none_title="none",
        more=True,
    )
    verbose: bool = verbose()

    @property
    def format(self) -> Literal["keras", "weights", "savedmodel"]:
        """What is saved, by the suffix of `filepath`."""
        if self.filepath.endswith(ENDINGS["weights"]):
            return "weights"
        return "savedmodel" if self.filepath.endswith(ENDINGS["savedmodel"]) else "keras"

    @property
    def ending(self) -> str:
        """The suffix of a saved file."""
        return ENDINGS[self.format]

    @property
    def ending_problem(self) -> str:
        """Why Keras would refuse `filepath` together with `save_weights_only`; "" where it would not."""
        if self.save_weights_only == (self.format == "weights"):
            return ""
        stem = self.filepath.removesuffix(self.ending)
        if self.save_weights_only:
            return tr(
                "With save_weights_only the name ends in .weights.h5: write {name}, or switch"
                " save_weights_only off.",
                name=stem + ENDINGS["weights"],
            )
        return tr(
            "A name that ends in .weights.h5 is for the weights alone: switch save_weights_only on, or write"
            " {name}.",
            name=stem + ENDINGS["keras"],
        )

    @field_validator("filepath")
    @classmethod
    def _ends_as_keras_has_it(cls, value: str) -> str:
        if value.count("{") != value.count("}"):
            raise ValueError(tr("every { needs its }, as in {epoch:04d}"))
        if value.endswith(tuple(ENDINGS.values())):
            return value
        if old := next((ending for ending in _KERAS_2 if value.lower().endswith(ending)), ""):
            raise ValueError(
                tr(
                    "{old} is how Keras 2 saved a model: let the name end in .keras (the model), .weights.h5"
                    " (the weights alone) or .ckpt (a SavedModel folder)",
                    old=old,
                )
            )
        return inside(value, ending=ENDINGS["keras"], filled_in=False) + ENDINGS["keras"]

    @model_validator(mode="after")
    def _kept_fits_saved(self) -> ModelCheckpoint:
        if self.keep == "best" and not self.save_best_only:
            sentence = tr('"the best alone" needs "only when better" (save_best_only) to be on')
            raise ValueError(f"keep: {sentence}")
        return self
