"""The arguments of Keras's `model.fit`.

What they mean for a given data set is decided in `engine.data` and `engine.run`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from engine.language import tr
from engine.settings.declaration.declare import Section, setting

PositiveInt = Annotated[int, Field(ge=1)]


class FitSettings(Section):
    """Arguments of `model.fit`. Sizes count examples, steps count batches."""

    title = "Fit"
    about = "What model.fit is given: how long, in what portions, and on which data it is checked."

    epochs: int = setting(
        20,
        title="Epochs",
        help="How many times the training data is gone through.",
        keras="epochs",
        ge=1,
        le=1_000_000,
        raise_="More time to learn; too many and the model memorizes the training data.",
        lower="Faster; too few and the model has not learned what it could.",
    )
    batch_size: int = setting(
        32,
        title="Batch size",
        help="How many examples the model sees before its weights change once.",
        keras="batch_size",
        unit="examples",
        ge=1,
        le=1_000_000,
        raise_="Fewer, steadier steps and faster epochs, more memory.",
        lower="More, noisier steps; often a little better on new data.",
    )
    validation_split: float = setting(
        0.2,
        title="Validation share",
        help="Share of the examples that is kept out of training to check the model on.",
        keras="validation_split",
        ge=0.0,
        lt=1.0,
        raise_="A more trustworthy check, fewer examples to learn from.",
        lower="More examples to learn from, a noisier check; 0 means no check at all.",
    )
    validation_method: Literal["stratified", "random", "last"] = setting(
        "stratified",
        title="How it is split",
        help="Stratified keeps every class in its share, random draws by the seed, last takes the last rows"
        " as Keras does. A time series always keeps its last stretch.",
        choices={
            "stratified": "Stratified by class",
            "random": "Random (seeded)",
            "last": "Last rows (as Keras)",
        },
    )
    validation_data: str = setting(
        "",
        title="Own validation data",
        help="A file or folder like the training data. It replaces the validation share. Pictures, arrays and"
        " Python files may validate each other (folder, .npz, .npy, .py) where shapes and classes are the"
        " same; the batches of a Python file are made once.",
        keras="validation_data",
        none_title="none, use the share above",
        editor="path",
        more=True,
    )
    test_split: float = setting(
        0.0,
        title="Test share",
        help="Share of the examples that is neither trained nor validated on, for a last judgement. It is"
        " drawn as the validation share is, and taken away first: the validation share is one of the rest.",
        ge=0.0,
        lt=1.0,
        raise_="A more trustworthy last judgement, fewer examples to learn from.",
        lower="More examples to learn from, a noisier judgement; 0 means no test part.",
    )
    test_data: str = setting(
        "",
        title="Own test data",
        help="A file or folder like the training data, or one of another kind as for validation. It replaces"
        " the test share, and is not looked at before the model is trained.",
        none_title="none, use the share above",
        editor="path",
        more=True,
    )
    shuffle: bool = setting(
        True,
        title="Shuffle",
        help="Draw a new order of the training examples for every epoch, made from the seed (run.seed) and"
        " the number of the epoch alone. The order of a generator is made in its own file; Keras ignores this"
        " there.",
        keras="shuffle",
    )
    class_weight: Literal["none", "balanced", "table"] = setting(
        "none",
        title="Class weights",
        help="How much each class counts in the loss."
        " Balanced makes rare classes count as much as frequent ones.",
        keras="class_weight",
        choices={"none": "None", "balanced": "Balanced", "table": "By hand"},
    )
    class_weights: dict[str, float] = setting(
        {},
        title="Weights by hand",
        help="A weight for each class, by its name or its number, as in {0: 1.0, 1: 5.0}; where a"
        " number is also a name, the name counts. A class that is not there has weight 1.",
        lower="Mistakes on this class cost less, so more of it is missed.",
        raise_="Mistakes on this class cost more: more of it is found, and more is taken for it.",
        editor="class_weights",
    )
    initial_epoch: int = setting(
        0,
        title="Initial epoch",
        help="Training runs epochs initial_epoch + 1 to epochs; for a model that has been trained before.",
        lower="More epochs are trained.",
        raise_="Fewer epochs are left to train.",
        keras="initial_epoch",
        ge=0,
        more=True,
    )
    steps_per_epoch: PositiveInt | None = setting(
        None,
        title="Steps per epoch",
        help="How many batches make an epoch. Empty means all batches of the training data. With another"
        " number each epoch goes on where the last one ended, and data that are used up begin again in a new"
        " order, also in mid-epoch; Keras ends such an epoch early instead.",
        lower="Shorter epochs: curves and callbacks come more often.",
        raise_="Longer epochs that see more of the data.",
        keras="steps_per_epoch",
        unit="batches",
        none_title="all batches",
        more=True,
    )
    validation_steps: PositiveInt | None = setting(
        None,
        title="Validation steps",
        help="How many validation batches are looked at. Empty means all of them.",
        lower="Faster, and the validation values shake more.",
        raise_="Slower, and the validation values can be trusted more.",
        keras="validation_steps",
        unit="batches",
        none_title="all batches",
        more=True,
    )
    validation_batch_size: PositiveInt | None = setting(
        None,
        title="Validation batch size",
        help="How many validation examples go through the model at once."
        " It changes speed and memory, not the results.",
        lower="Less memory, and slower validation.",
        raise_="Faster validation, with more memory.",
        keras="validation_batch_size",
        unit="examples",
        none_title="as batch_size",
        more=True,
    )
    validation_freq: PositiveInt | tuple[PositiveInt, ...] = setting(
        1,
        title="Validate every",
        help="A number: after every so many epochs. A list such as 1, 5, 10: after just these epochs.",
        lower="Callbacks see every change at once; slower.",
        raise_="Faster; callbacks that watch validation values act later.",
        keras="validation_freq",
        unit="epochs",
        more=True,
    )
    verbose: Literal["auto", 0, 1, 2] = setting(
        "auto",
        title="Progress text",
        help="What the log and a terminal print: 0 nothing, 1 a progress bar, 2 one line an epoch.",
        keras="verbose",
        choices={"auto": "Auto", 0: "0: nothing", 1: "1: progress bar", 2: "2: a line an epoch"},
        more=True,
    )
    max_queue_size: int = setting(
        10,
        title="Queue size",
        help="How many batches the data workers may prepare ahead.",
        lower="Less memory; the model may wait for data.",
        raise_="Evens out slow batches; more memory.",
        keras="max_queue_size",
        unit="batches",
        ge=1,
        le=10_000,
        more=True,
    )
    workers: int = setting(
        1,
        title="Workers",
        help="How many workers prepare batches while the model trains. A GPU that has done its step and waits"
        " for the next batch is idle; the page of the run shows how busy it is. More workers are the cure.",
        lower="Leaves the processor to training; the model may wait for data.",
        raise_="Less waiting for slow data, as far as there are cores; more memory.",
        keras="workers",
        ge=1,
        le=256,
        more=True,
    )
    use_multiprocessing: bool = setting(
        False,
        title="Workers as processes",
        help="Workers are processes instead of threads.",
        keras="use_multiprocessing",
        more=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _table_as_keras_has_it(cls, values: Any) -> Any:
        """Accept `class_weight={0: 1.0, 1: 5.0}`, as `model.fit` does."""
        if isinstance(values, dict) and isinstance(table := values.get("class_weight"), dict):
            return {**values, "class_weight": "table", "class_weights": table}
        return values

    @field_validator("class_weights", mode="before")
    @classmethod
    def _numbers_are_names(cls, weights: Any) -> Any:
        if not isinstance(weights, dict):
            return weights
        return {str(key) if type(key) is int else key: weight for key, weight in weights.items()}

    @field_validator("class_weights")
    @classmethod
    def _weights_are_usable(cls, weights: dict[str, float]) -> dict[str, float]:
        for name, weight in weights.items():
            if weight < 0:
                raise ValueError(
                    tr(
                        "the weight of class {name} is {weight}; a weight is 0 or more",
                        name=repr(name),
                        weight=f"{weight:g}",
                    )
                )
        return weights

    @field_validator("validation_freq")
    @classmethod
    def _epochs_are_listed(cls, value: int | tuple[int, ...]) -> int | tuple[int, ...]:
        if isinstance(value, tuple) and not value:
            raise ValueError(tr("name at least one epoch, or give a number"))
        return value
