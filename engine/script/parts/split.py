"""Split, targets, class weights and scaling, as a script: the same arithmetic as in `engine.data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.data.split.groups import folds_for
from engine.data.targets.class_weights import by_class_number
from engine.script.augmentation import mixes_weights
from engine.script.fitted_layers import write_preprocessing
from engine.script.inputs import Draft, method_of, trains_on_all
from engine.script.page import Page, Set
from engine.script.parts.drawn import DRAWN, Part, split_call, validation_part, write_cut
from engine.script.parts.inputs import write_inputs
from engine.script.reading.keras_datasets import comes_in_parts
from engine.script.reading.short_tables import is_prepared
from engine.settings.declaration.call import Named
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.script.layouts.facts import ScriptFacts


def write_split(page: Page, draft: Draft, *, encoding: Encoding) -> None:
    """Write lines that set x_train and y_train, and x_val and y_val where there is a validation part.

    The script has set x and y before. Where examples have weights, weight_train and weight_val are set too.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form; in the plain form scikit-learn draws the rows that validate.
        encoding: The form in which the loss expects the targets.
    """
    names = ("x", "y", "weight") if draft.facts.weighted else ("x", "y")
    validated = not trains_on_all(draft.project, draft.facts)
    if not validated:
        _write_whole(page, draft, names)
    elif not comes_in_parts(draft.facts):
        _write_parts(page, draft, names)
    write_class_weights(page, draft)
    for name in ("y_train", "y_val") if validated else ("y_train",):
        write_encoded(page, name, facts=draft.facts, encoding=encoding)


def _write_whole(page: Page, draft: Draft, names: tuple[str, ...]) -> None:
    """All examples train."""
    if draft.layered_table:
        page.line("train = np.arange(len(y))")
        _write_numbers(page, draft)
    for name in names:
        page.line(f"{name}_train = {name}")


def _write_parts(page: Page, draft: Draft, names: tuple[str, ...]) -> None:
    part = validation_part(draft)
    if part is None:
        page.line("train, validation = np.flatnonzero(~held), np.flatnonzero(held)")
    elif not draft.layered_table and write_short(page, draft, part=part, names=names):
        return
    else:
        write_drawing(page, draft, part=part)
    if draft.layered_table:
        _write_numbers(page, draft)
    for name in names:
        train, validation = at_rows(draft, name, rows="train"), at_rows(draft, name, rows="validation")
        page.line(f"{name}_train, {name}_val = {train}, {validation}")


def at_rows(draft: Draft, name: str, *, rows: str) -> str:
    """Return the rows of x, y or weight; in the plain form those of a table may be pandas objects."""
    if not draft.short_table or name == "y" or (name == "x" and not is_prepared(draft.facts.layout)):
        return f"{name}[{rows}]"
    return f"{name}.iloc[{rows}]"


def write_short(page: Page, draft: Draft, *, part: Part, names: tuple[str, ...]) -> bool:
    """Write lines that divide the arrays themselves, where the plain form can; return whether it does."""
    method = method_of(draft.project.fit, draft.facts)
    if draft.exact or method not in (*DRAWN, "last"):
        return False
    if method == "last":
        write_cut(page, draft, part=part, names=names)
    else:
        variables = ", ".join(f"{part.kept_name(name)}, {part.drawn_name(name)}" for name in names)
        page.value(f"{variables} = ", split_call(draft, part=part, names=names))
    return True


def write_drawing(page: Page, draft: Draft, *, part: Part) -> None:
    """Write lines that set the row numbers of a drawn part, and of what stays.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form.
        part: What is drawn.
    """
    method = method_of(draft.project.fit, draft.facts)
    if not draft.exact and method in DRAWN:
        page.value(f"{part.kept}, {part.drawn} = ", split_call(draft, part=part, names=["np.arange(len(y))"]))
    else:
        _METHODS[method](page, draft.facts, part)


def _write_numbers(page: Page, draft: Draft) -> None:
    write_preprocessing(page, draft.project.data, facts=draft.facts)
    page.line("x = numbers(x)")


def write_scaling(page: Page, inputs: ModelInputs) -> None:
    """Write lines that set the mean and variance that `inputs` names, measured on the training part."""
    measured = inputs.mean == Named("input_mean", None)
    if inputs.mean is not None and inputs.padding is not None:
        page.line("real = x_train[(x_train != PADDING).any(axis=-1)]  # steps without padding")
    if measured and inputs.padding is not None:
        page.line('input_mean = real.mean(axis=0, dtype="float64").astype("float32")')
        page.line('input_variance = real.var(axis=0, dtype="float64").astype("float32")')
        page.line("input_variance[input_variance == 0] = 1")
    elif measured:
        axes = ", ".join(str(axis) for axis in range(len(inputs.shape)))
        axis = axes if len(inputs.shape) == 1 else f"({axes})"
        quantities = inputs.shape[-1] - len(inputs.embedded)
        x = f"x_train[:, :{quantities}]" if inputs.embedded else "x_train"
        page.line(f'input_mean = {x}.mean(axis={axis}, dtype="float64").astype("float32")')
        page.line(f'input_variance = {x}.var(axis={axis}, dtype="float64").astype("float32")')
        page.line("input_variance[input_variance == 0] = 1")
    if inputs.target_mean == Named("target_mean", None):
        page.line('target_mean = y_train.mean(axis=0, dtype="float64").astype("float32")')
        page.line('target_std = y_train.std(axis=0, dtype="float64").astype("float32")')
        page.line("target_std[target_std == 0] = 1")


def write_validation(page: Page, draft: Draft, *, encoding: Encoding) -> None:
    """Write lines that set x_val and y_val from separate validation data; x and y are overwritten.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form; `facts.validation` is the layout of the validation data.
        encoding: The form in which the loss expects the targets.
    """
    facts = draft.facts
    page.line("")
    page.line("# Validation data")
    page.role = ("fit.validation_data", "VALIDATION")
    write_inputs(page, draft, layout=facts.validation)
    page.role = None
    page.line("x_val, y_val = ", "numbers(x)" if draft.layered_table else "x", ", y")
    write_encoded(page, "y_val", facts=facts, encoding=encoding)
    if facts.weighted:
        page.line("weight_val = weight")


def write_class_weights(page: Page, draft: Draft) -> None:
    """Write lines that set class_weight, where the settings have it; y_train still holds class numbers.

    Where MixUp or CutMix mix the labels, weight_train (one weight an example) is set as well.
    """
    fit, facts = draft.project.fit, draft.facts
    if fit.class_weight == "none" or facts.task != "classification":
        return
    if fit.class_weight == "table":
        weights = by_class_number(fit.class_weights, facts.class_names)
        page.value("class_weight = ", weights, path="fit.class_weights")
    else:
        page.line(f"counts = np.bincount(y_train, minlength={facts.outputs})")
        page.block(
            "class_weight = {\n"
            "    label: counts.sum() / (np.count_nonzero(counts) * count) if count else 1.0\n"
            "    for label, count in enumerate(counts)\n"
            "}"
        )
    if mixes_weights(draft.project, facts):
        page.line("# weights of examples, as they are mixed with the examples")
        page.line("weight_train = [class_weight[label] for label in y_train]")
        page.line('weight_train = np.array(weight_train, dtype="float32")')


def write_encoded(page: Page, name: str, *, facts: ScriptFacts, encoding: Encoding) -> None:
    """Write the line that gives the targets `name` the form that the loss expects, where it is another."""
    text = _ENCODED[encoding].format(name=name, outputs=facts.outputs)
    if text != name:
        page.line(f"{name} = {text}")


_ENCODED = {
    Encoding.INDEX: "{name}",
    Encoding.ONE_HOT: 'np.eye({outputs}, dtype="float32")[{name}]',
    Encoding.BINARY: '{name}.astype("float32")[:, np.newaxis]',
    Encoding.NUMBER: "{name}",
}


def _share(page: Page, part: Part) -> None:
    page.line("share = ", Set(part.setting, part.share))


def _stratified(page: Page, facts: ScriptFacts, part: Part) -> None:
    page.line(f"# the {part.drawn} share is drawn from each class")
    _share(page, part)
    page.block(
        "rng, parts = np.random.default_rng(SEED), []\n"
        f"for label in range({facts.outputs}):\n"
        "    members = rng.permutation(np.flatnonzero(y == label))\n"
        "    size = min(max(round(len(members) * share), 1), max(len(members) - 1, 0))\n"
        "    parts.append(members[:size])\n"
        f"{part.drawn} = np.sort(np.concatenate(parts))\n"
        f"{part.kept} = np.setdiff1d(np.arange(len(y)), {part.drawn})"
    )


def _random(page: Page, _facts: ScriptFacts, part: Part) -> None:
    _share(page, part)
    page.block(
        "order = np.random.default_rng(SEED).permutation(len(y))\n"
        f"{part.drawn} = np.sort(order[: max(1, round(len(y) * share))])\n"
        f"{part.kept} = np.setdiff1d(np.arange(len(y)), {part.drawn})"
    )


def _last(page: Page, facts: ScriptFacts, part: Part) -> None:
    _share(page, part)
    page.line(f"# the last rows are for {part.drawn}")
    page.line("cut = min(int(np.floor(len(y) * (1.0 - share))), len(y) - 1)")
    end = f"max(cut - {facts.gap}, 0)" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.line(f"{part.kept} = np.arange({end}){comment}")
    page.line(f"{part.drawn} = np.arange(cut, len(y))")


def _last_of_series(page: Page, facts: ScriptFacts, part: Part) -> None:
    _share(page, part)
    end = f" max(cut - {facts.gap}, 0)" if facts.gap else "cut"
    comment = "  # no window is in both parts" if facts.gap else ""
    page.block(
        f"# the end of each series is for {part.drawn}\n"
        f"{part.kept}, {part.drawn} = [], []\n"
        "for number in np.unique(series):\n"
        "    members = np.flatnonzero(series == number)\n"
        "    cut = min(int(np.floor(len(members) * (1.0 - share))), len(members) - 1)\n"
        f"    {part.kept}.extend(members[:{end}]){comment}\n"
        f"    {part.drawn}.extend(members[cut:])"
    )


def _whole_series(page: Page, _facts: ScriptFacts, part: Part) -> None:
    _share(page, part)
    page.block(
        f"# whole series are for {part.drawn}\n"
        "numbers = np.unique(series)\n"
        "drawn = np.random.default_rng(SEED).permutation(len(numbers))\n"
        "size = min(max(1, round(len(numbers) * share)), len(numbers) - 1)\n"
        "drawn = numbers[drawn[:size]]\n"
        f"{part.drawn} = np.flatnonzero(np.isin(series, drawn))\n"
        f"{part.kept} = np.flatnonzero(~np.isin(series, drawn))"
    )


def _stratified_groups(page: Page, facts: ScriptFacts, part: Part) -> None:
    folds = folds_for(part.share, facts.groups)
    page.line(f"# whole groups are for {part.drawn}, with the share of each class as far as they allow it")
    page.line("folds = StratifiedGroupKFold(", Set(part.setting, folds), ", shuffle=True, random_state=SEED)")
    page.line(f"{part.kept}, {part.drawn} = next(folds.split(y, y, groups))")


def _random_groups(page: Page, _facts: ScriptFacts, part: Part) -> None:
    page.line(f"# whole groups are for {part.drawn}")
    page.line(
        "drawn = GroupShuffleSplit(1, test_size=", Set(part.setting, part.share), ", random_state=SEED)"
    )
    page.line(f"{part.kept}, {part.drawn} = next(drawn.split(y, groups=groups))")
    page.line(f"{part.kept}, {part.drawn} = np.sort({part.kept}), np.sort({part.drawn})")


_METHODS: dict[str, Callable[[Page, ScriptFacts, Part], Any]] = {
    "stratified": _stratified,
    "random": _random,
    "last": _last,
    "last_of_series": _last_of_series,
    "whole_series": _whole_series,
    "stratified_groups": _stratified_groups,
    "random_groups": _random_groups,
}
