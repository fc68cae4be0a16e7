"""The lines of a script that make the model: from layers, from a saved file or from custom code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.models.presets.layers_of import layer_calls
from engine.script.layers import write_layers
from engine.script.page import Page, Set, literal
from engine.script.reading.short_tables import is_prepared
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Branches, Columns
from engine.settings.losses import Encoding
from engine.settings.model import CodeModel, FileModel
from engine.settings.schedules import NoSchedule

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.script.inputs import Draft
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.layers import Layer
    from engine.settings.project import Project

_KEEP_STATE = """
# training resumes the saved optimizer's state, when it is of the same class
if type(saved) is type(model.optimizer):
    model.optimizer.build(model.trainable_variables)
    state = [v for v in model.optimizer.variables if v.name != "learning_rate"]
    saved_state = [v for v in saved.variables if v.name != "learning_rate"]
    if [v.shape for v in state] == [v.shape for v in saved_state]:
        for variable, value in zip(state, saved_state, strict=True):
            variable.assign(value)
"""


def write_model(page: Page, draft: Draft, *, inputs: ModelInputs) -> None:
    """Write lines that set `model`, not compiled yet.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form.
        inputs: Shape, classes and scaling, from `inputs_for`.

    Raises:
        ModelError: The model does not fit the data.
    """
    page.line("# Model")
    project, settings = draft.project, draft.project.model
    if isinstance(settings, FileModel):
        _write_file(page, settings)
        if _continues(project):
            page.line('saved = getattr(model, "optimizer", None)')
    elif isinstance(settings, CodeModel):
        _write_custom(page, settings, inputs)
    else:
        layers = layer_calls(project, inputs)
        if draft.short_table:
            layers = (_counted(layers[0], draft.facts.layout), *layers[1:])
            layers = _from_the_end(layers, draft.facts)
        write_layers(page, layers)
    if settings.start_weights:
        weights = page.file(settings.start_weights, "model.start_weights", name="WEIGHTS_PATH")
        page.line("model.load_weights(", weights, ")")


def _counted(first: Any, layout: Any) -> Any:
    """The input, as wide as the script's columns are where other training rows may give others."""
    if not is_prepared(layout):
        return first
    return replace(first, kwargs={**first.kwargs, "shape": Named("x_train.shape[1:]", None)})


def _from_the_end(layers: tuple[Layer, ...], facts: ScriptFacts) -> tuple[Layer, ...]:
    """The layers, which find embedded columns from the last on, and ask how many values they have.

    Other training rows than those of the program may give another number of columns and of values.
    """
    found: list[Layer] = []
    width, names = facts.shape[0], [column.name for column in facts.embedded]
    name = ""
    for layer in layers:
        match layer:
            case Columns(start=start, stop=int(stop)):
                name = names[start - width] if start >= width - len(names) else ""
                found.append(
                    Columns(start - width if name else start, stop - width if stop < width else None)
                )
            case Call(path="keras.layers.Embedding") if name:
                values = Named(f"lookups[{literal(name)}].vocabulary_size()", None)
                found.append(replace(layer, kwargs={**layer.kwargs, "input_dim": values}))
                name = ""
            case Branches():
                paths = tuple(_from_the_end(path, facts) for path in layer.paths)
                found.append(replace(layer, paths=paths))
            case _:
                found.append(layer)
    return tuple(found)


def _write_file(page: Page, settings: FileModel) -> None:
    path = page.file(settings.path, "model.path", name="MODEL_PATH")
    if settings.is_architecture:
        page.line("architecture = Path(", path, ').read_text("utf-8")')
        page.line("model = keras.models.model_from_json(architecture)")
    else:
        page.line("model = keras.models.load_model(", path, ")")


def _write_custom(page: Page, settings: CodeModel, inputs: ModelInputs) -> None:
    outputs = 1 if inputs.encoding is Encoding.BINARY else inputs.outputs
    path = page.file(settings.path, "model.path", name="MODEL_PATH")
    page.line("model_code = runpy.run_path(", path, ', run_name="own")')
    page.line("build_model = model_code[", Set("model.function", settings.function), "]")
    page.line("takes = inspect.signature(build_model).parameters")
    page.line(f"model = build_model({inputs.shape}, {outputs}) if takes else build_model()")


def write_kept_state(page: Page, project: Project) -> None:
    """Write lines that restore the optimizer's state of a saved model, where training continues from it."""
    if _continues(project):
        page.block(_KEEP_STATE)


def _continues(project: Project) -> bool:
    """Whether a saved optimizer's state belongs to the weights, and to the place in the schedule."""
    constant = isinstance(project.compile.schedule, NoSchedule)
    settings = project.model
    if not isinstance(settings, FileModel) or settings.is_architecture or settings.start_weights:
        return False
    return constant or bool(project.fit.initial_epoch)
