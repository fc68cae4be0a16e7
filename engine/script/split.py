"""Split, targets, class weights and scaling, as a script: the same arithmetic as in `engine.data`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.data.targets.class_weights import by_class_number
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
    y = encoded("y", facts, encoding=encoding)
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
    if facts.has_validation_part:
        page.line("train, validation = np.flatnonzero(~held), np.flatnonzero(held)")
    else:
        part = DrawnPart(SHARE, fit.validation_split, "validation", "train", "validation")
        write_drawing(page, fit, facts=facts, part=part)
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
            f"y_train, y_val = {encoded('y_train', facts, encoding=encoding)},"
            f" {encoded('y_val', facts, encoding=encoding)}"
        )


def _method_of(fit: FitSettings, facts: ScriptFacts) -> str:
    """The key in `_METHODS`: the split that the settings name, unless the data decides it."""
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
    page.line(f"x_val, y_val = {x}, {encoded('y', facts, encoding=encoding)}")
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
        weights = by_class_number(fit.class_weights, facts.class_names)
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


def encoded(name: str, facts: ScriptFacts, *, encoding: Encoding) -> str:
    """The expression for the targets in the form that the loss expects."""
    return _ENCODED[encoding].format(name=name, outputs=facts.outputs)


_ENCODED = {
    Encoding.INDEX: "{name}",
    Encoding.ONE_HOT: 'np.eye({outputs}, dtype="float32")[{name}]',
    Encoding.BINARY: '{name}.astype("float32")[:, np.newaxis]',
    Encoding.NUMBER: "{name}",
}


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """What is drawn from the examples, and the names that the script gives to it.

    Attributes:
        setting: Dotted path of the share.
        share: Of the examples.
        called: What the part is for, in a comment.
        kept: Name of the row numbers that stay.
        drawn: Name of the row numbers that are drawn.
    """

    setting: str
    share: float
    called: str
    kept: str
    drawn: str


def write_drawing(page: Page, fit: FitSettings, *, facts: ScriptFacts, part: DrawnPart) -> None:
    """Write lines that set the row numbers of a drawn part, and of what stays.

    Args:
        page: Receives the lines.
        fit: Its method is used, unless the data decides it.
        facts: Facts about the data.
        part: What is drawn.
    """
    _METHODS[_method_of(fit, facts)](page, facts, part)


def _share(page: Page, part: DrawnPart) -> None:
    page.line("share = ", Set(part.setting, part.share))


def _stratified(page: Page, facts: ScriptFacts, part: DrawnPart) -> None:
    page.line(f"# the {part.called} share is drawn from each class")
    _share(page, part)
    page.block(
        "rng, parts = np.random.default_rng(SEED), []\n"
        f"for label in range({facts.outputs}):\n"
        "    members = rng.permutation(np.flatnonzero(y == label))\n"
        "    size = min(max(round(len(members) * share), 1), len(members) - 1) if len(members) > 1 else 0\n"
        "    parts.append(members[:size])\n"
        f"{part.drawn} = np.sort(np.concatenate(parts))\n"
        f"{part.kept} = np.setdiff1d(np.arange(len(y)), {part.drawn})"
    )


def _random(page: Page, _facts: ScriptFacts, part: DrawnPart) -> None:
    _share(page, part)
    page.block(
        "order = np.random.default_rng(SEED).permutation(len(y))\n"
        f"{part.drawn} = np.sort(order[: max(1, round(len(y) * share))])\n"
        f"{part.kept} = np.setdiff1d(np.arange(len(y)), {part.drawn})"
    )


def _last(page: Page, facts: ScriptFacts, part: DrawnPart) -> None:
    _share(page, part)
    page.line(f"# the last rows are for {part.called}")
    page.line("cut = min(int(np.floor(len(y) * (1.0 - share))), len(y) - 1)")
    gap = f"max(cut - {facts.gap}, 0)" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.line(f"{part.kept}, {part.drawn} = np.arange({gap}), np.arange(cut, len(y)){comment}")


def _last_of_series(page: Page, facts: ScriptFacts, part: DrawnPart) -> None:
    _share(page, part)
    end = f"max(cut - {facts.gap}, 0)" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.block(
        f"# the last stretch of each series is for {part.called}\n"
        f"{part.kept}, {part.drawn} = [], []\n"
        "for number in np.unique(series):\n"
        "    members = np.flatnonzero(series == number)\n"
        "    cut = min(int(np.floor(len(members) * (1.0 - share))), len(members) - 1)\n"
        f"    {part.kept}.extend(members[:{end}]){comment}\n"
        f"    {part.drawn}.extend(members[cut:])"
    )


def _whole_series(page: Page, _facts: ScriptFacts, part: DrawnPart) -> None:
    _share(page, part)
    page.block(
        f"# whole series are for {part.called}\n"
        "numbers = np.unique(series)\n"
        "drawn = np.random.default_rng(SEED).permutation(len(numbers))\n"
        "drawn = numbers[drawn[: min(max(1, round(len(numbers) * share)), len(numbers) - 1)]]\n"
        f"{part.drawn} = np.flatnonzero(np.isin(series, drawn))\n"
        f"{part.kept} = np.flatnonzero(~np.isin(series, drawn))"
    )


_METHODS: dict[str, Callable[[Page, ScriptFacts, DrawnPart], Any]] = {
    "stratified": _stratified,
    "random": _random,
    "last": _last,
    "last_of_series": _last_of_series,
    "whole_series": _whole_series,
}
