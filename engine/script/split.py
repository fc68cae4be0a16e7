"""Split, targets, class weights and scaling, as a script: the same arithmetic as in `engine.data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.augmentation import mixes_weights
from engine.script.inputs import trains_on_all
from engine.script.page import Page, Set
from engine.script.preprocessing import has_layers, write_preprocessing
from engine.script.reading.by_kind import write_reading
from engine.script.reading.keras_datasets import comes_in_parts
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.fit import FitSettings
    from engine.settings.project import Project

SHARE = "fit.validation_split"


def write_split(page: Page, project: Project, *, facts: ScriptFacts, encoding: Encoding) -> None:
    """Write lines that set x_train and y_train, and x_val and y_val where there is a validation part.

    The script has set x and y before. Where examples have weights, weight_train and weight_val are set too.

    Args:
        page: Receives the lines.
        project: The settings.
        facts: Facts about the data.
        encoding: The form in which the loss expects the targets.
    """
    fit = project.fit
    y = _encoded("y", facts, encoding=encoding)
    if trains_on_all(project, facts):
        write_class_weights(page, project, facts=facts)
        if has_layers(project.data):
            page.line("train = np.arange(len(y))")
            write_preprocessing(page, project.data, facts=facts)
            page.line(f"x_train, y_train = numbers(x), {y}")
        else:
            page.line(f"x_train, y_train = x, {y}")
        if facts.weighted:
            page.line("weight_train = weight")
        return
    if comes_in_parts(facts):
        write_class_weights(page, project, facts=facts)
        _write_encoded(page, y, facts=facts, encoding=encoding)
        return
    _METHODS[_method_of(fit, facts)](page, project, facts)
    write_class_weights(page, project, facts=facts)
    if has_layers(project.data):
        write_preprocessing(page, project.data, facts=facts)
        page.line("x = numbers(x)")
    page.line(f"x_train, x_val = {_parts('x')}")
    page.line(f"y_train, y_val = {_parts('y')}")
    _write_encoded(page, y, facts=facts, encoding=encoding)
    if facts.weighted:
        page.line(f"weight_train, weight_val = {_parts('weight')}")


def _write_encoded(page: Page, y: str, *, facts: ScriptFacts, encoding: Encoding) -> None:
    """Write the line that encodes y_train and y_val for the loss, where `y` shows that it is needed."""
    if y != "y":
        page.line(
            f"y_train, y_val = {_encoded('y_train', facts, encoding=encoding)},"
            f" {_encoded('y_val', facts, encoding=encoding)}"
        )


def _method_of(fit: FitSettings, facts: ScriptFacts) -> str:
    """The key in `_METHODS`: the split that the settings name, unless the data decides it."""
    if facts.has_validation_part:
        return "held"
    if facts.whole_series:
        return "whole_series"
    if facts.ordered:
        return "last_of_series" if facts.many_series else "last"
    is_random = fit.validation_method == "stratified" and facts.task == "regression"
    return "random" if is_random else fit.validation_method


def write_scaling(page: Page, inputs: ModelInputs) -> None:
    """Write lines that measure mean and variance on the training part, where `inputs` has them."""
    if inputs.mean is not None and inputs.padding is not None:
        page.line("real = x_train[(x_train != PADDING).any(axis=-1)]  # steps without padding")
        page.line('input_mean = real.mean(axis=(0,), dtype="float64").astype("float32")')
        page.line('input_variance = real.var(axis=(0,), dtype="float64").astype("float32")')
        page.line("input_variance[input_variance == 0] = 1")
    elif inputs.mean is not None:
        axes = ", ".join(str(axis) for axis in range(len(inputs.shape)))
        axis = f"({axes},)" if len(inputs.shape) == 1 else f"({axes})"
        quantities = inputs.shape[-1] - len(inputs.embedded)
        x = f"x_train[:, :{quantities}]" if inputs.embedded else "x_train"
        page.line(f'input_mean = {x}.mean(axis={axis}, dtype="float64").astype("float32")')
        page.line(f'input_variance = {x}.var(axis={axis}, dtype="float64").astype("float32")')
        page.line("input_variance[input_variance == 0] = 1")
    if inputs.target_mean is not None:
        page.line('target_mean = y_train.mean(axis=0, dtype="float64").astype("float32")')
        page.line('target_std = y_train.std(axis=0, dtype="float64").astype("float32")')
        page.line("target_std[target_std == 0] = 1")


def write_validation(page: Page, project: Project, *, facts: ScriptFacts, encoding: Encoding) -> None:
    """Write lines that set x_val and y_val from separate validation data; x and y are overwritten.

    Args:
        page: Receives the lines.
        project: The settings.
        facts: Facts about the data; `facts.validation` is the layout of the validation data.
        encoding: The form in which the loss expects the targets.
    """
    page.line("")
    page.line("# Validation data")
    write_reading(page, project.data, facts=facts, layout=facts.validation)
    x = "numbers(x)" if has_layers(project.data) else "x"
    page.line(f"x_val, y_val = {x}, {_encoded('y', facts, encoding=encoding)}")
    if facts.weighted:
        page.line("weight_val = weight")


def write_class_weights(page: Page, project: Project, *, facts: ScriptFacts) -> None:
    """Write lines that set class_weight, where the settings have class weights; y still holds class numbers.

    Where MixUp or CutMix mix the labels, weight_train (one weight an example) is set as well.
    """
    fit = project.fit
    if fit.class_weight == "none" or facts.task != "classification":
        return
    train = "y" if trains_on_all(project, facts) else "y_train" if comes_in_parts(facts) else "y[train]"
    if fit.class_weight == "table":
        weights = {number: fit.class_weights.get(name, 1.0) for number, name in enumerate(facts.class_names)}
        page.value("class_weight = ", weights, path="fit.class_weights")
    else:
        page.line(f"counts = np.bincount({train}, minlength={facts.outputs})")
        page.block(
            "class_weight = {\n"
            "    label: counts.sum() / (np.count_nonzero(counts) * count) if count else 1.0\n"
            "    for label, count in enumerate(counts)\n"
            "}"
        )
    if mixes_weights(project, facts):
        page.line("# weights of examples, as they are mixed with the examples")
        page.line(f'weight_train = np.array([class_weight[label] for label in {train}], dtype="float32")')


def _parts(name: str) -> str:
    return f"{name}[train], {name}[validation]"


def _encoded(name: str, facts: ScriptFacts, *, encoding: Encoding) -> str:
    """The expression for the targets in the form that the loss expects."""
    return _ENCODED[encoding].format(name=name, outputs=facts.outputs)


_ENCODED = {
    Encoding.INDEX: "{name}",
    Encoding.ONE_HOT: 'np.eye({outputs}, dtype="float32")[{name}]',
    Encoding.BINARY: '{name}.astype("float32")[:, np.newaxis]',
    Encoding.NUMBER: "{name}",
}


def _stratified(page: Page, project: Project, facts: ScriptFacts) -> None:
    page.line("# the validation share is drawn from each class")
    page.line("share = ", Set(SHARE, project.fit.validation_split))
    page.block(
        "rng, parts = np.random.default_rng(SEED), []\n"
        f"for label in range({facts.outputs}):\n"
        "    members = rng.permutation(np.flatnonzero(y == label))\n"
        "    size = min(max(round(len(members) * share), 1), len(members) - 1) if len(members) > 1 else 0\n"
        "    parts.append(members[:size])\n"
        "validation = np.sort(np.concatenate(parts))\n"
        "train = np.setdiff1d(np.arange(len(y)), validation)"
    )


def _random(page: Page, project: Project, _facts: ScriptFacts) -> None:
    page.line("share = ", Set(SHARE, project.fit.validation_split))
    page.block(
        "order = np.random.default_rng(SEED).permutation(len(y))\n"
        "validation = np.sort(order[: max(1, round(len(y) * share))])\n"
        "train = np.setdiff1d(np.arange(len(y)), validation)"
    )


def _last(page: Page, project: Project, facts: ScriptFacts) -> None:
    page.line("share = ", Set(SHARE, project.fit.validation_split))
    page.line("# the last rows are for validation")
    page.line("cut = min(int(np.floor(len(y) * (1.0 - share))), len(y) - 1)")
    gap = f"cut - {facts.gap}" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.line(f"train, validation = np.arange({gap}), np.arange(cut, len(y)){comment}")


def _last_of_series(page: Page, project: Project, facts: ScriptFacts) -> None:
    page.line("share = ", Set(SHARE, project.fit.validation_split))
    end = f"max(cut - {facts.gap}, 0)" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.block(
        "# the last stretch of each series is for validation\n"
        "train, validation = [], []\n"
        "for number in np.unique(series):\n"
        "    members = np.flatnonzero(series == number)\n"
        "    cut = min(int(np.floor(len(members) * (1.0 - share))), len(members) - 1)\n"
        f"    train.extend(members[:{end}]){comment}\n"
        "    validation.extend(members[cut:])"
    )


def _whole_series(page: Page, project: Project, _facts: ScriptFacts) -> None:
    page.line("share = ", Set(SHARE, project.fit.validation_split))
    page.block(
        "# whole series are for validation\n"
        "numbers = np.unique(series)\n"
        "held = np.random.default_rng(SEED).permutation(len(numbers))\n"
        "held = numbers[held[: min(max(1, round(len(numbers) * share)), len(numbers) - 1)]]\n"
        "validation = np.flatnonzero(np.isin(series, held))\n"
        "train = np.flatnonzero(~np.isin(series, held))"
    )


def _by_validation_mask(page: Page, _project: Project, _facts: ScriptFacts) -> None:
    page.line("train, validation = np.flatnonzero(~held), np.flatnonzero(held)")


_METHODS: dict[str, Callable[[Page, Project, ScriptFacts], Any]] = {
    "stratified": _stratified,
    "random": _random,
    "last": _last,
    "held": _by_validation_mask,
    "last_of_series": _last_of_series,
    "whole_series": _whole_series,
}
