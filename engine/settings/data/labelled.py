"""How labelled series are read from the text files in which archives of time series give them."""

from __future__ import annotations

from typing import Literal

from engine.settings.data.sections import PATH_HELP, TASK_CHOICES, TASK_HELP, NumberTargetSection, Task
from engine.settings.declaration.declare import setting


class LabelledData(NumberTargetSection):
    """A `.ts` or `.tsv` file: one series an example, with its class or number."""

    title = "Labelled series (.ts, .tsv)"
    about = "A file of the UCR and UEA archives: each line is a whole series with its class or number."

    kind: Literal["labelled"] = "labelled"
    path: str = setting("", title="File", help=PATH_HELP, editor="path")
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES, more=True)
