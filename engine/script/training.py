"""The call of `model.fit` and what follows it: evaluate and predict, in both forms of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.augmentation import mixes_weights
from engine.script.batches import needs_batches
from engine.script.callbacks import callback_calls
from engine.script.inputs import SHARE, inputs_for
from engine.script.layouts.custom import CustomLayout
from engine.script.page import Page, Set
from engine.script.reading.custom import custom_callbacks, custom_fit_arguments, custom_steps, is_plain
from engine.settings.declaration.call import Call, Named
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from engine.script.inputs import Draft

_NO_ORIGIN = ("callbacks", "validation_data", "sample_weight")
_CHOSEN = {
    Encoding.INDEX: "{}.argmax(axis=1)",
    Encoding.ONE_HOT: "{}.argmax(axis=1)",
    Encoding.BINARY: "{} > 0.5",
}
"""The chosen classes, of outputs."""


def fit_call(draft: Draft, *, split_by_keras: bool) -> Call:
    """Return the call of `model.fit`.

    Args:
        draft: Settings, facts and form.
        split_by_keras: Whether `validation_split` makes the validation part.
    """
    if isinstance(draft.facts.layout, CustomLayout):
        return _custom_fit_call(draft, draft.facts.layout)
    project, facts, fit = draft.project, draft.facts, draft.project.fit
    batched = needs_batches(project, exact=draft.exact)
    args, kwargs = _data(draft, batched=batched, split_by_keras=split_by_keras)
    kwargs |= epochs(draft)
    callbacks = list(callback_calls(project, base=facts.base))
    if batched and draft.exact:
        begin = {"on_epoch_begin": Named("batches.begin", None)}
        callbacks = [Call("keras.callbacks.LambdaCallback", kwargs=begin), *callbacks]
    if callbacks:
        kwargs["callbacks"] = callbacks
    kwargs |= _validation(draft, batched=batched, split_by_keras=split_by_keras)
    if draft.exact or not fit.shuffle:
        kwargs["shuffle"] = False  # `Batches` shuffles; without it the order is that of the arrays
    if fit.class_weight != "none" and facts.task == "classification" and not mixes_weights(project, facts):
        kwargs["class_weight"] = Named("class_weight", None)
    if fit.initial_epoch:
        kwargs["initial_epoch"] = fit.initial_epoch
    if fit.steps_per_epoch is not None and not (batched and draft.exact):
        kwargs["steps_per_epoch"] = fit.steps_per_epoch
    origin = {name: f"fit.{name}" for name in kwargs if name not in _NO_ORIGIN}
    source = "data.path" if project.data.source is not None else "data.kind"
    origin |= {"0": source, "1": source}  # x and y
    return Call("model.fit", args=args, kwargs=kwargs, origin=origin)


def _data(draft: Draft, *, batched: bool, split_by_keras: bool) -> tuple[tuple[Named, ...], dict[str, Any]]:
    """The arguments about the training data."""
    if batched:
        return (Named("batches", None),), {}
    ends = "" if split_by_keras else "_train"
    size = Named("BATCH_SIZE", None) if draft.lasts_the_run else draft.project.fit.batch_size
    kwargs: dict[str, Any] = {"batch_size": size}
    if draft.weighted:
        kwargs["sample_weight"] = Named("weight_train", None)
    return (Named(f"x{ends}", None), Named(f"y{ends}", None)), kwargs


def _validation(draft: Draft, *, batched: bool, split_by_keras: bool) -> dict[str, Any]:
    if not draft.validates:
        return {}
    weight = ", weight_val" if draft.facts.weighted else ""
    data: dict[str, Any] = {"validation_data": Named(f"(x_val, y_val{weight})", None)}
    if split_by_keras:
        data = {"validation_split": draft.project.fit.validation_split}
    return data | validation_arguments(draft, batched=batched)


def _custom_fit_call(draft: Draft, layout: CustomLayout) -> Call:
    project, fit = draft.project, draft.project.fit
    kwargs = epochs(draft)
    plain = _takes_dataset(draft, layout)
    if callbacks := [*custom_callbacks(layout, plain=plain), *callback_calls(project, base=draft.facts.base)]:
        kwargs["callbacks"] = callbacks
    arrays = "(x_val, y_val, weight_val)" if draft.facts.weighted else "(x_val, y_val)"
    separate = arrays if draft.facts.validation is not None else ""
    kwargs |= custom_fit_arguments(project, layout, plain=plain, separate=separate)
    if not plain or not fit.shuffle:
        kwargs["shuffle"] = False  # the batches come in their order already
    if fit.initial_epoch:
        kwargs["initial_epoch"] = fit.initial_epoch
    origin = {name: f"fit.{name}" for name in kwargs if name not in _NO_ORIGIN}
    return Call("model.fit", args=(Named("batches", None),), kwargs=kwargs, origin=origin)


def _takes_dataset(draft: Draft, layout: CustomLayout) -> bool:
    """Whether Keras takes the PyDataset of a custom file as it is."""
    return is_plain(layout, inputs_for(draft).encoding, exact=draft.exact)


def epochs(draft: Draft) -> dict[str, Any]:
    """Return the arguments `epochs` and `verbose` of `model.fit`."""
    fit = draft.project.fit
    found: dict[str, Any] = {"epochs": Named("EPOCHS", None) if draft.lasts_the_run else fit.epochs}
    return found | ({} if fit.verbose == "auto" else {"verbose": fit.verbose})


def validation_arguments(draft: Draft, *, batched: bool) -> dict[str, Any]:
    """Return the arguments of `model.fit` about the validation, without `validation_data`."""
    fit = draft.project.fit
    found: dict[str, Any] = {}
    if fit.validation_steps is not None:
        found["validation_steps"] = fit.validation_steps
    if fit.validation_batch_size is not None:
        found["validation_batch_size"] = fit.validation_batch_size
    elif batched:
        found["validation_batch_size"] = Named("BATCH_SIZE", None)
    if fit.validation_freq != 1:
        freq = fit.validation_freq
        found["validation_freq"] = list(freq) if isinstance(freq, tuple) else freq
    return found


def total_steps(draft: Draft) -> Named:
    """Return the number of steps of the whole run, for a schedule that decays over it."""
    layout = draft.facts.layout
    if isinstance(layout, CustomLayout):
        custom = custom_steps(draft.project, layout, plain=_takes_dataset(draft, layout))
        return Named(f"EPOCHS * {custom}", 1)
    steps = draft.project.fit.steps_per_epoch
    batches = "math.ceil(len(x_train) / BATCH_SIZE)" if steps is None else str(steps)
    if needs_batches(draft.project, exact=draft.exact) and (draft.exact or steps is None):
        batches = "len(batches)"
    return Named(f"EPOCHS * {batches}", 1)


def write_results(page: Page, draft: Draft, *, encoding: Encoding, split_by_keras: bool) -> None:
    """Write lines that evaluate the model on the validation part, and that predict a few examples.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form.
        encoding: The form of the targets.
        split_by_keras: Whether `validation_split` makes the validation part.
    """
    page.line("")
    page.line("# Results")
    page.line('print(f"{len(history.epoch)} epochs")')
    custom = isinstance(draft.facts.layout, CustomLayout)
    if split_by_keras:
        page.line("cut = int(len(x) * (1 - ", Set(SHARE, draft.project.fit.validation_split), "))")
        page.line("x_val, y_val = x[cut:], y[cut:]")
    ends = "val" if draft.validates else "train"
    x, y = f"x_{ends}", f"y_{ends}"
    if custom and draft.facts.validation is None:
        x, y = "validation" if draft.validates else "batches", ""
    page.line(f"print(model.evaluate({x}{f', {y}' if y else ''}, verbose=0, return_dict=True))")
    write_answers(page, f"{x}[:5]" if y else x, encoding=encoding)


def write_answers(page: Page, inputs: str, *, encoding: Encoding) -> None:
    """Write the line that prints what the model predicts for `inputs`: class numbers or values."""
    answers = f"model.predict({inputs}, verbose=0)"
    page.line("print(", _CHOSEN.get(encoding, "{}").format(answers), ")")
