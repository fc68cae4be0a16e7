"""Puts the script together: a project and facts about its data in, readable Python out.

Responsible for the order of the sections and the head. The other modules of this package write the other
parts; layers and `compile` come from `engine.models`, the same calls that the program builds a model from.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.models.compile_calls import compile_call
from engine.models.inputs import ModelError
from engine.models.parts.augmentation import batch_changes
from engine.models.saved.file_paths import located
from engine.script.augmentation import changes_batches, with_fitting_changes, write_changes
from engine.script.batches import needs_batches, write_batches
from engine.script.callbacks import classes_for
from engine.script.fitted_layers import write_measured, write_saving
from engine.script.imports import write_imports
from engine.script.inputs import Draft, inputs_for, method_of, trains_on_all
from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.placeholder import placeholder_facts
from engine.script.model import write_kept_state, write_model
from engine.script.page import Page, Script, Set
from engine.script.parts.drawn import DRAWN, draws_test, keras_splits
from engine.script.parts.inputs import write_inputs
from engine.script.parts.split import (
    write_encoded,
    write_scaling,
    write_split,
    write_validation,
)
from engine.script.parts.test_part import write_evaluation, write_taking_away
from engine.script.pretty import WIDTH
from engine.script.reading.custom import is_custom, write_custom_batches
from engine.script.reading.short_tables import write_functions
from engine.script.streamed_images import streams_images, write_streamed
from engine.script.training import fit_call, total_steps, write_results
from engine.settings.declaration.call import Named

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.project import Project


_ABOUT = "Trains one model with Keras: data, model, training, each in its section."


def write_script(project: Project, facts: ScriptFacts | None = None, *, exact: bool = False) -> Script:
    """Write the script that trains what `project` trains.

    Nothing is raised where the loss or the model does not fit the data: the script then ends with a comment
    that says why.

    Args:
        project: The settings.
        facts: Facts about the data, from `facts_of`. With None, or with facts about another kind of data,
            names and shapes are placeholders, and the script says so.
        exact: Whether the order of batches and the rows that validate are the program's, so that the losses
            are the same to the last bit; else they are Keras's and scikit-learn's.

    Returns:
        The text, and which of its characters come from which setting.
    """
    body = Page(None if facts is None else facts.base, short=not exact)
    if facts is not None and facts.kind != project.data.kind:
        facts = None
    known = facts or placeholder_facts(project)
    project = with_fitting_changes(project, known)
    draft = Draft(project, known, exact)
    body.line("# Data")
    try:
        (write_streamed if streams_images(draft) else _write_body)(body, draft)
    except ModelError as error:
        for line in textwrap.wrap(f"This does not fit: {error}", WIDTH - 2):
            body.line(f"# {line}")
    page = Page()
    page.line(f'"""{_ABOUT if exact else _differences(draft)}"""')
    page.line("")
    if facts is None:
        page.line("# The data has not been read yet: names and shapes below are placeholders.")
        page.line("")
    head = _head(draft, files=body.files)
    write_imports(page, head.text + body.text)
    page.line("")
    page.add(head)
    page.line("")
    page.add(body)
    return page.script()


def _head(draft: Draft, *, files: dict[str, tuple[str, str]]) -> Page:
    """Settings that hold for the whole script, and the classes and functions that Keras lacks."""
    head, project = Page(), draft.project
    _write_settings(head, draft, files=files)
    if draft.short_table:
        write_functions(head, draft.facts.layout)
    for source in classes_for(project):
        head.line("")
        head.block(source)
    if changes_batches(project) and not is_custom(project):
        head.line("")
        write_changes(head, project, weighted=draft.weighted, by_layers=draft.mixes_by_layers)
    if needs_batches(project, exact=draft.exact):
        head.line("")
        write_batches(head, project, exact=draft.exact)
    return head


def _differences(draft: Draft) -> str:
    """What is not the program's in the plain form, for the head of the script."""
    project, facts = draft.project, draft.facts
    decided = trains_on_all(project, facts) or facts.has_validation_part
    divided = not decided or draws_test(draft)
    drawn = divided and method_of(project.fit, facts) in DRAWN
    if drawn and not isinstance(facts.layout, CustomLayout):
        return "As in Fitroom, but for the order of batches, random draws and which rows validate."
    return "As in Fitroom, but for the order of batches and random draws."


def _write_settings(page: Page, draft: Draft, *, files: dict[str, tuple[str, str]]) -> None:
    project, run = draft.project, draft.project.run
    for name, (setting, path) in files.items():
        page.line(f"{name} = ", Set(setting, path))
    page.line("SEED = ", Set("run.seed", run.seed))
    batched = needs_batches(project, exact=draft.exact) or streams_images(draft)
    if batched or (draft.lasts_the_run and not is_custom(project)):
        page.line("BATCH_SIZE = ", Set("fit.batch_size", project.fit.batch_size))
    if draft.lasts_the_run:
        page.line("EPOCHS = ", Set("fit.epochs", project.fit.epochs))
    page.line("keras.utils.set_random_seed(SEED)")
    if draft.exact and run.deterministic and run.device != "cpu":
        page.line('if tf.config.list_physical_devices("GPU"):  # a CPU repeats its numbers without it')
        call = Named("tf.config.experimental.enable_op_determinism()", None)
        page.line("    ", Set("run.deterministic", call))
    if run.device == "cpu":
        page.line("tf.config.set_visible_devices([], ", Set("run.device", "GPU"), ")")
    if run.device == "all":
        strategy = Named("tf.distribute.MirroredStrategy()", None)
        page.line("tf.distribute.experimental_set_strategy(", Set("run.device", strategy), ")")
    if project.compile.mixed_precision:
        policy = Set("compile.mixed_precision", "mixed_float16")
        page.line("keras.mixed_precision.set_dtype_policy(", policy, ")")


def _write_body(page: Page, draft: Draft) -> None:
    project, facts = draft.project, draft.facts
    project = project.model_copy(update={"model": located(project.model, facts.base)})
    draft = Draft(project, facts, draft.exact)
    write_inputs(page, draft, layout=facts.layout)
    if draft.exact:
        page.line("")
    inputs = inputs_for(draft)
    batch_changes(project, inputs)  # raises for one that does not fit
    split_by_keras = keras_splits(draft, inputs)
    if isinstance(facts.layout, CustomLayout):
        write_custom_batches(page, project, layout=facts.layout, encoding=inputs.encoding, exact=draft.exact)
    elif split_by_keras:
        write_encoded(page, "y", facts=facts, encoding=inputs.encoding)
    else:
        write_taking_away(page, draft)
        write_split(page, draft, encoding=inputs.encoding)
    if draft.validates and facts.validation is not None:
        write_validation(page, draft, encoding=inputs.encoding)
    write_measured(page, draft)
    write_scaling(page, inputs)
    _write_model(page, draft, inputs=inputs)
    page.line("")
    page.line("# Training")
    page.value("history = ", fit_call(draft, split_by_keras=split_by_keras))
    write_saving(page, draft)
    write_results(page, draft, encoding=inputs.encoding, split_by_keras=split_by_keras)
    write_evaluation(page, draft, encoding=inputs.encoding)


def _write_model(page: Page, draft: Draft, *, inputs: ModelInputs) -> None:
    page.line("")
    project = draft.project
    if needs_batches(project, exact=draft.exact):
        page.line("batches = Batches(x_train, y_train", ", weight_train" if draft.weighted else "", ")")
        page.line("")
    write_model(page, draft, inputs=inputs)
    page.value("", compile_call(project, inputs, total_steps=total_steps(draft)))
    write_kept_state(page, project)
