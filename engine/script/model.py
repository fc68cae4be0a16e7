"""The lines of a script that make the model: of its layers, or from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.presets import layer_calls
from engine.script.layers import write_layers
from engine.script.page import Page, Set
from engine.settings.model import FileModel
from engine.settings.schedules import NoSchedule

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.project import Project

_KEEP_STATE = """
# training goes on with the saved optimizer's state, when it is of the same class
if type(saved) is type(model.optimizer):
    model.optimizer.build(model.trainable_variables)
    state = [v for v in model.optimizer.variables if v.name != "learning_rate"]
    saved_state = [v for v in saved.variables if v.name != "learning_rate"]
    if [v.shape for v in state] == [v.shape for v in saved_state]:
        for variable, value in zip(state, saved_state):
            variable.assign(value)
"""


def write_model(page: Page, project: Project, *, inputs: ModelInputs) -> None:
    """Lines that set `model`, not compiled yet. Raises ModelError when it does not fit the data."""
    page.line("# Model")
    settings = project.model
    if isinstance(settings, FileModel):
        page.line("model = keras.models.load_model(", Set("model.path", settings.path), ")")
        if _goes_on(project):
            page.line('saved = getattr(model, "optimizer", None)')
    else:
        write_layers(page, layer_calls(project, inputs))
    if settings.start_weights:
        page.line("model.load_weights(", Set("model.start_weights", settings.start_weights), ")")


def write_kept_state(page: Page, project: Project) -> None:
    """Lines that give the compiled model the optimizer's state that was saved with its weights, if any."""
    if _goes_on(project):
        page.block(_KEEP_STATE)


def _goes_on(project: Project) -> bool:
    """Whether a saved optimizer's state belongs to the weights, and to the place in the schedule."""
    constant = isinstance(project.compile.schedule, NoSchedule)
    is_whole = isinstance(project.model, FileModel) and not project.model.start_weights
    return is_whole and (constant or bool(project.fit.initial_epoch))
