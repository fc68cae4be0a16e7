"""Puts the script together: a project and facts about its data in, readable Python out.

Responsible for the order of the sections, the imports and the call of `model.fit`. The other modules of this
package write the other parts; layers and `compile` come from `engine.models`, the same calls that the program
builds a model from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engine.models.compile_calls import compile_call
from engine.models.inputs import ModelError
from engine.models.parts.augmentation import batch_changes
from engine.models.saved.file_paths import located
from engine.script.augmentation import changes_batches, mixes_weights, with_fitting_changes, write_changes
from engine.script.batches import needs_batches, write_batches
from engine.script.callbacks import callback_calls, classes_for
from engine.script.fitted_layers import write_measured, write_saving
from engine.script.inputs import inputs_for, validates
from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.placeholder import placeholder_facts
from engine.script.model import write_kept_state, write_model
from engine.script.page import Page, Script, Set
from engine.script.reading.by_kind import write_reading
from engine.script.reading.custom import (
    custom_callbacks,
    custom_fit_arguments,
    custom_steps,
    is_custom,
    write_custom_batches,
)
from engine.script.split import write_scaling, write_split, write_validation
from engine.script.test_part import write_evaluation, write_taking_away
from engine.settings.callbacks import LearningRateScheduler
from engine.settings.declaration.call import Call, Named
from engine.settings.expression import FUNCTIONS_OF_MATH

if TYPE_CHECKING:
    from pathlib import Path

    from engine.models.inputs import ModelInputs
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.project import Project

_MODULES = ("csv", "glob", "inspect", "math", "os", "re", "runpy", "shutil", "string", "unicodedata")


def write_script(project: Project, facts: ScriptFacts | None = None) -> Script:
    """Write the script that trains what `project` trains.

    Nothing is raised where the loss or the model does not fit the data: the script then ends with a comment
    that says why.

    Args:
        project: The settings.
        facts: Facts about the data, from `facts_of`. With None, or with facts about another kind of data,
            names and shapes are placeholders, and the script says so.

    Returns:
        The text, and which of its characters come from which setting.
    """
    body = Page()
    if facts is not None and facts.kind != project.data.kind:
        facts = None
    known = facts or placeholder_facts(project)
    project = with_fitting_changes(project, known)
    body.line("")
    body.line("# Data")
    write_reading(body, project.data, facts=known, layout=known.layout)
    body.line("")
    try:
        _write_rest(body, project, known)
    except ModelError as error:
        body.line(f"# This does not fit: {error}")
    page = Page()
    _write_head(page, project, text=body.text, facts=known, is_known=facts is not None)
    page.add(body)
    return page.script()


def _write_head(page: Page, project: Project, *, text: str, facts: ScriptFacts, is_known: bool) -> None:
    page.line('"""Trains one model with Keras: data, model, training, each in its section."""')
    page.line("")
    if not is_known:
        page.line("# The data has not been read yet: names and shapes below are placeholders.")
        page.line("")
    classes = classes_for(project)
    later = text + "".join(classes) + ("math." if needs_batches(project) else "")
    for name in _MODULES:
        if re.search(rf"\b{name}\.", later):
            page.line(f"import {name}")
    _write_from_imports(page, project, later)
    page.line("")
    if "fastparquet." in text:
        page.line("import fastparquet")
    page.line("import keras")
    page.line("import numpy as np")
    if "pd." in text:
        page.line("import pandas as pd")
    head = Page()
    _write_settings(head, project)
    if "tf." in head.text or "tf." in text:
        page.line("import tensorflow as tf")
    page.line("")
    page.add(head)
    for source in classes:
        page.line("\n")
        page.block(source)
    if changes_batches(project) and not is_custom(project):
        page.line("\n")
        write_changes(page, project, weighted=facts.weighted or mixes_weights(project, facts))
    if needs_batches(project):
        page.line("\n")
        write_batches(page, project)
        page.line("")


def _write_from_imports(page: Page, project: Project, text: str) -> None:
    expressions = [
        one.expression for one in project.callbacks if isinstance(one, LearningRateScheduler) and one.enabled
    ]
    used = sorted(name for name in FUNCTIONS_OF_MATH if any(name in one for one in expressions))
    if used:
        page.line(f"from math import {', '.join(used)}")
    if "Counter(" in text:
        page.line("from collections import Counter")
    if "Path(" in text:
        page.line("from pathlib import Path")
    if "ImageOps." in text:
        page.line("")
        page.line("from PIL import Image, ImageOps")


def _write_settings(page: Page, project: Project) -> None:
    run = project.run
    page.line("SEED = ", Set("run.seed", run.seed))
    if needs_batches(project) or (_lasts_the_run(project) and not is_custom(project)):
        page.line("BATCH_SIZE = ", Set("fit.batch_size", project.fit.batch_size))
    if _lasts_the_run(project):
        page.line("EPOCHS = ", Set("fit.epochs", project.fit.epochs))
    page.line("")
    page.line("keras.utils.set_random_seed(SEED)")
    if run.deterministic:
        page.line(Set("run.deterministic", Named("tf.config.experimental.enable_op_determinism()", None)))
    if run.device == "cpu":
        page.line("tf.config.set_visible_devices([], ", Set("run.device", "GPU"), ")")
    if run.device == "all":
        strategy = Named("tf.distribute.MirroredStrategy()", None)
        page.line("tf.distribute.experimental_set_strategy(", Set("run.device", strategy), ")")
    if project.compile.mixed_precision:
        page.line(
            "keras.mixed_precision.set_dtype_policy(", Set("compile.mixed_precision", "mixed_float16"), ")"
        )


def _write_rest(page: Page, project: Project, facts: ScriptFacts) -> None:
    project = project.model_copy(update={"model": located(project.model, facts.base)})
    inputs = inputs_for(project, facts)
    batch_changes(project, inputs)  # raises for one that does not fit
    if isinstance(facts.layout, CustomLayout):
        write_custom_batches(page, project, layout=facts.layout, encoding=inputs.encoding)
    else:
        write_taking_away(page, project, facts=facts)
        write_split(page, project, facts=facts, encoding=inputs.encoding)
    if validates(project, facts) and facts.validation is not None:
        write_validation(page, project, facts=facts, encoding=inputs.encoding)
    write_measured(page, project, facts=facts)
    write_scaling(page, inputs)
    _write_model(page, project, facts=facts, inputs=inputs)
    page.line("")
    page.line("# Training")
    custom = facts.layout if isinstance(facts.layout, CustomLayout) else None
    call = _fit_call(project, facts) if custom is None else _custom_fit_call(project, custom, base=facts.base)
    page.value("history = ", call)
    write_saving(page, project.data)
    write_evaluation(page, project, facts=facts, encoding=inputs.encoding)


def _write_model(page: Page, project: Project, *, facts: ScriptFacts, inputs: ModelInputs) -> None:
    page.line("")
    if needs_batches(project):
        weighted = facts.weighted or mixes_weights(project, facts)
        names = "x_train, y_train" + (", weight_train" if weighted else "")
        page.line(f"batches = Batches({names})")
        page.line("")
    write_model(page, project, inputs=inputs)
    page.value("", compile_call(project, inputs, total_steps=_total_steps(project, facts)))
    write_kept_state(page, project)


def _fit_call(project: Project, facts: ScriptFacts) -> Call:
    fit = project.fit
    kwargs: dict[str, Any] = {}
    args: tuple[Named, ...] = (Named("batches", None),)
    if not needs_batches(project):
        args = (Named("x_train", None), Named("y_train", None))
        kwargs["batch_size"] = Named("BATCH_SIZE", None) if _lasts_the_run(project) else fit.batch_size
        if facts.weighted:
            kwargs["sample_weight"] = Named("weight_train", None)
    kwargs["epochs"] = Named("EPOCHS", None) if _lasts_the_run(project) else fit.epochs
    if fit.verbose != "auto":
        kwargs["verbose"] = fit.verbose
    callbacks = list(callback_calls(project, base=facts.base))
    if needs_batches(project):
        begin = Call(
            "keras.callbacks.LambdaCallback", kwargs={"on_epoch_begin": Named("batches.begin", None)}
        )
        callbacks = [begin, *callbacks]
    if callbacks:
        kwargs["callbacks"] = callbacks
    if validates(project, facts):
        weight = ", weight_val" if facts.weighted else ""
        kwargs["validation_data"] = Named(f"(x_val, y_val{weight})", None)
    kwargs["shuffle"] = False  # `Batches` shuffles; without it the order is that of the arrays
    if fit.class_weight != "none" and facts.task == "classification" and not mixes_weights(project, facts):
        kwargs["class_weight"] = Named("class_weight", None)
    if fit.initial_epoch:
        kwargs["initial_epoch"] = fit.initial_epoch
    if validates(project, facts):
        kwargs |= _validation_arguments(project)
    origin = {
        name: f"fit.{name}"
        for name in kwargs
        if name not in ("callbacks", "validation_data", "sample_weight")
    }
    origin[""] = "data.path" if project.data.source is not None else "data.kind"  # x and y
    return Call("model.fit", args=args, kwargs=kwargs, origin=origin)


def _custom_fit_call(project: Project, layout: CustomLayout, *, base: Path | None) -> Call:
    fit = project.fit
    kwargs: dict[str, Any] = {"epochs": Named("EPOCHS", None) if _lasts_the_run(project) else fit.epochs}
    if fit.verbose != "auto":
        kwargs["verbose"] = fit.verbose
    if callbacks := [*custom_callbacks(layout), *callback_calls(project, base=base)]:
        kwargs["callbacks"] = callbacks
    kwargs |= custom_fit_arguments(project, layout)
    kwargs["shuffle"] = False  # the batches come in their order already
    if fit.initial_epoch:
        kwargs["initial_epoch"] = fit.initial_epoch
    origin = {name: f"fit.{name}" for name in kwargs if name not in ("callbacks", "validation_data")}
    return Call("model.fit", args=(Named("batches", None),), kwargs=kwargs, origin=origin)


def _validation_arguments(project: Project) -> dict[str, Any]:
    fit = project.fit
    found: dict[str, Any] = {}
    if fit.validation_steps is not None:
        found["validation_steps"] = fit.validation_steps
    if fit.validation_batch_size is not None:
        found["validation_batch_size"] = fit.validation_batch_size
    elif needs_batches(project):
        found["validation_batch_size"] = Named("BATCH_SIZE", None)
    if fit.validation_freq != 1:
        freq = fit.validation_freq
        found["validation_freq"] = list(freq) if isinstance(freq, tuple) else freq
    return found


def _lasts_the_run(project: Project) -> bool:
    """Whether the learning rate schedule decays over the steps of the whole run."""
    return getattr(project.compile.schedule, "decay_steps", 0) is None


def _total_steps(project: Project, facts: ScriptFacts) -> Named:
    if isinstance(facts.layout, CustomLayout):
        return Named(f"EPOCHS * {custom_steps(project, facts.layout)}", 1)
    batches = "len(batches)" if needs_batches(project) else "math.ceil(len(x_train) / BATCH_SIZE)"
    return Named(f"EPOCHS * {batches}", 1)
