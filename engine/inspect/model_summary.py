"""The model of a project, built as a run would build it, to be looked at. Needs TensorFlow when called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.models.overview.drawing import draw_model
from engine.models.overview.summary import ModelSummary, estimate_memory, summarize
from engine.models.seeded import build_to_look_at

if TYPE_CHECKING:
    from engine.custom_code.run_file import Trusted
    from engine.inspect.inspection import Inspection


def model_summary(look: Inspection, *, trusted: Trusted) -> ModelSummary:
    """Return layers, memory and drawing of the model.

    Args:
        look: The project.
        trusted: Returns whether a Python file with this sha256 may run.

    Raises:
        DataError: The data cannot be used.
        ModelError: The model cannot be built.
    """
    project, size = look.project, look.project.fit.batch_size
    steps = max(1, -(-len(look.split.train) // size)) * project.fit.epochs
    model = build_to_look_at(project, look.inputs, total_steps=steps, base=look.base, trusted=trusted)
    memory = estimate_memory(model, batch_size=size).total
    return replace(summarize(model), memory=memory, drawing=draw_model(model))
