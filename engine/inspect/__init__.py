"""One look at a project, staged and remembered: where run, script, command line and window take it from.

- `staged_data`: the stages dataset -> split -> fitted -> inputs; `stages`: what is remembered of them from
  look to look; `file_stamps`: whether a file has changed.
- `facts`: what is known of data and parts; `as_json`: the form of it that `describe` prints.
- `inspection`: `Inspection`, the stages and all that follows from them; `model_summary`, the model built.
- `inactive`, with its tables of rules: settings without effect, with reasons; `fit_notes`: what numbers
  mean for the present data; `proposals`: the model to begin with.
- `preflight/`: what keeps a run from starting, or will spoil it; `untrusted`: custom files that may not run.

It leaves to others: reading and splitting (`engine.data`), measuring for a model (`engine.models`), and what
is done with a look. It knows no TensorFlow and no window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.custom_code.run_file import Trusted, trust_nothing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.data.reading.context import Progress
    from engine.inspect.inspection import Inspection
    from engine.inspect.stages import Stages
    from engine.settings import Project

__all__ = ["inspect"]


def inspect(
    project: Project,
    base: Path | None = None,
    *,
    stages: Stages | None = None,
    trusted: Trusted = trust_nothing,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Inspection:
    """Look at a project; nothing is read before it is asked for.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        stages: What earlier looks have found; it is used and brought up to date. None for this look alone.
        trusted: Returns whether a Python file with this sha256 may run.
        progress: As in `engine.data.load`.
        cancelled: As in `engine.data.load`.
    """
    # imported here and not before: a window takes the rules of this room without the readers of data
    from engine.inspect.inspection import Inspection

    return Inspection(project, base, stages=stages, trusted=trusted, progress=progress, cancelled=cancelled)
