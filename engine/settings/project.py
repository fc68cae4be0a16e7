"""All settings of a run in one frozen `Project`. `engine.settings.project_file` reads and writes it."""

from __future__ import annotations

from typing import Any

from engine.settings.augmentation import AugmentationSettings
from engine.settings.callbacks import CallbackSettings, EarlyStopping, ModelCheckpoint, TensorBoard
from engine.settings.compile import CompileSettings
from engine.settings.data.kinds import ArraysData, DataSettings
from engine.settings.declaration.declare import Section, setting
from engine.settings.fit import FitSettings
from engine.settings.model import DenseModel, ModelSettings
from engine.settings.run import RunSettings


class Project(Section):
    """All settings of a project, as a frozen snapshot: an edit makes a new one, undo restores an old one."""

    title = "Project"

    data: DataSettings = setting(
        ArraysData(path="sample:digits.npz"), title="Data", help="What the model learns from."
    )
    augmentation: tuple[AugmentationSettings, ...] = setting(
        (),
        title="Augmentation",
        help="Small random changes of the training examples, so that the model cannot memorize them."
        " Validation examples stay as they are.",
    )
    model: ModelSettings = setting(DenseModel(), title="Model", help="What is trained.")
    compile: CompileSettings = setting(CompileSettings(), title="Compile", help="How it learns.")
    fit: FitSettings = setting(
        FitSettings(), title="Fit", help="How long, in what portions, checked on what."
    )
    callbacks: tuple[CallbackSettings, ...] = setting(
        (EarlyStopping(enabled=False), ModelCheckpoint(enabled=False), TensorBoard()),
        title="Callbacks",
        help="What happens along the way, in this order.",
        keras="callbacks",
    )
    run: RunSettings = setting(RunSettings(), title="Run", help="Seed, device, resume state.")

    def with_value(self, path: str, value: Any) -> Project:
        """Return a copy with another value at a dotted path.

        Args:
            path: Dotted path, such as "fit.epochs" or "callbacks.0.patience".
            value: The new value; a section is also allowed.

        Raises:
            pydantic.ValidationError: The value is refused.
            KeyError: There is no such setting.
        """
        return Project.model_validate(_replaced(self.model_dump(), path.split("."), value))

    def value_at(self, path: str) -> Any:
        """Return the value at a dotted path.

        Raises:
            KeyError: There is no such setting.
        """
        found: Any = self
        for part in path.split("."):
            if isinstance(found, tuple) and part.isdecimal() and int(part) < len(found):
                found = found[int(part)]
            elif isinstance(found, Section) and part in type(found).model_fields:
                found = getattr(found, part)
            else:
                raise KeyError(path)
        return found


def _replaced(tree: Any, parts: list[str], value: Any) -> Any:
    if not parts:
        return value.model_dump() if isinstance(value, Section) else value
    head, rest = parts[0], parts[1:]
    if isinstance(tree, dict) and head in tree:
        return {**tree, head: _replaced(tree[head], rest, value)}
    if isinstance(tree, (tuple, list)) and head.isdecimal() and int(head) < len(tree):
        items = list(tree)
        items[int(head)] = _replaced(items[int(head)], rest, value)
        return items
    raise KeyError(".".join(parts))
