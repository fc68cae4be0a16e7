"""Checks of where callbacks write: no two of them may write the same file, on any system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.inspect.preflight.file_names import name_problem
from engine.language import tr
from engine.problems import Problem
from engine.run_paths import comparable
from engine.settings import Project
from engine.settings.callbacks import CallbackSection, CSVLogger, ModelCheckpoint, TensorBoard

WRITES_TO: dict[type[CallbackSection], str] = {
    CSVLogger: "filename",
    ModelCheckpoint: "filepath",
    TensorBoard: "log_dir",
}
"""The setting of a callback that says where it writes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the callback at `index` writes. Nothing else may be in or below a place that is `whole`."""

    index: int
    path: str
    whole: bool

    def meets(self, other: _Place) -> bool:
        return self.path == other.path or (self.whole and other.path.startswith(f"{self.path}/"))


def writing_problems(project: Project) -> Iterator[Problem]:
    """Yield a problem for each callback that writes where another one writes, or to an impossible name."""
    places: list[_Place] = []
    for index, section in enumerate(project.callbacks):
        field = WRITES_TO.get(type(section))
        if field is None or not section.enabled:
            continue
        name = getattr(section, field)
        path = f"callbacks.{index}.{field}"
        if not isinstance(section, ModelCheckpoint) and (sentence := name_problem(name)):
            yield Problem(path, sentence)
        found = _places(section, name, index)
        other = next((one for one in places for new in found if one.meets(new) or new.meets(one)), None)
        places += found
        if other is not None:
            yield Problem(
                path,
                tr(
                    "Callback {number} writes to {name} too; give one of them another name.",
                    number=other.index + 1,
                    name=repr(name),
                ),
            )


def _places(section: CallbackSection, name: str, index: int) -> list[_Place]:
    if isinstance(section, TensorBoard):
        parts = [f"{name}/{part}".removeprefix("./") for part in ("train", "validation")]
        return [_Place(index, comparable(part), whole=False) for part in parts]
    return [_Place(index, comparable(name), whole=True)]
