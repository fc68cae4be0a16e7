"""Changes settings by text, as `--set fit.epochs=3` on a command line does.

The text is parsed by the declared type of the setting; what is allowed there is decided by the declaration.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from engine.language import tr
from engine.settings.declaration.change_kind import kept_values
from engine.settings.declaration.declare import alternatives, kind_of, literal_values
from engine.settings.declaration.tree import chosen, is_section_list, leaves, step
from engine.settings.declaration.wording import did_you_mean, forms, meant
from engine.settings.project import Project
from engine.settings.project_file.explain import explain

__all__ = ["AssignError", "assign", "explain"]


class AssignError(ValueError):
    """An assignment that is not possible. The message is one sentence for the user.

    Attributes:
        path: Dotted path of the setting that it is about.
    """

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


def assign(project: Project, assignments: Iterable[str]) -> Project:
    """Apply assignments of the form "path=value" to a project, in order.

    A value is JSON (true, null, [64, 32], {"cat": 2}), a table as Python writes it ({0: 1.0}), or plain text;
    a list may be written 64,32.
    `model.kind=cnn` changes the kind and keeps what fits (`engine.settings.declaration.change_kind`);
    `callbacks.3.kind=csv_logger`, one index past the last callback, appends one. Values are validated
    together at the end, so that two that depend on each other may come in any order.

    Args:
        project: The project to start from; it is not changed.
        assignments: The assignments.

    Raises:
        AssignError: An assignment has no "=", names no setting, or its value is refused.
    """
    tree = project.model_dump(mode="json")
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        path = path.strip()
        if not equals or not path:
            raise AssignError(
                path, tr("Write setting=value, such as fit.epochs=3, not {text}.", text=assignment)
            )
        try:
            _put(tree, path.split("."), text.strip())
        except KeyError:
            names = [*(leaf.path for leaf in leaves(project)), *_kinds(project)]
            raise AssignError(
                path, tr("There is no setting {path}", path=path) + _near(path, names)
            ) from None
    try:
        return Project.model_validate(tree)
    except ValidationError as error:
        path, sentence = explain(error)[0]
        raise AssignError(path, sentence) from error


def _put(tree: Any, parts: Sequence[str], text: str) -> None:
    """Set the value at `parts` in `tree`, the dump of a project; KeyError when there is no such setting."""
    annotation: Any = Project
    here = tree
    for depth, part in enumerate(parts[:-1], start=1):
        annotation = step(annotation, part, kind=_kind(here))
        if is_section_list(annotation) and list(parts[depth:]) == [str(len(here[part])), "kind"]:
            here[part] = [*here[part], {}]
        here = _below(here, part)
    last = parts[-1]
    if last == "kind" and len(alternatives(annotation)) > 1:
        _choose(here, annotation, text)
        return
    value = _value(step(annotation, last, kind=_kind(here)), text)
    _below(here, last)
    here[int(last) if isinstance(here, list) else last] = value


def _choose(here: dict[str, Any], annotation: Any, kind: str) -> None:
    """Make `here` a section of `kind`; an unknown kind is left for the final validation to refuse."""
    before, to = chosen(annotation, _kind(here)), chosen(annotation, kind)
    kept = kept_values(here, before=before, to=to) if before is not None and to is not None else {}
    if before is None or before is not to:
        here.clear()
        here.update(to.model_validate(kept).model_dump() if to is not None else {"kind": kind})


def _below(here: Any, part: str) -> Any:
    """What lies at `part` in a dict or a list; KeyError when there is nothing."""
    if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
        return here[int(part)]
    if isinstance(here, dict):
        return here[part]
    raise KeyError(part)


def _kind(here: Any) -> Any:
    return here.get("kind") if isinstance(here, dict) else None


def _value(annotation: Any, text: str) -> Any:
    """Parse `text` for a setting of this type; what cannot be parsed stays text."""
    types = forms(annotation)
    if text == "" and type(None) in types:
        return None
    if types == (str,):
        read = _json(text) if text.startswith('"') else text
        return read if isinstance(read, str) else text
    value = _json(text)
    if text in {"none", "None"} and type(None) in types and "none" not in literal_values(annotation):
        return None
    of_list = next((form for form in types if get_origin(form) is tuple), None)
    if of_list is None or isinstance(value, (list, dict)) or value is None:
        return value
    single = {type(value)} & {form for form in types if isinstance(form, type)}
    if single and "," not in text:
        return value
    return [_value(get_args(of_list)[0], item.strip()) for item in text.split(",") if item.strip()]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _python_table(text) if text.startswith("{") else text


def _python_table(text: str) -> Any:
    """A table as Python writes it, such as {0: 1.0, 1: 5.0}; what is none stays text."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _kinds(project: Project) -> list[str]:
    """The paths of the settings that choose between kinds."""
    sections = {leaf.path.rpartition(".")[0] for leaf in leaves(project)}
    return [f"{path}.kind" for path in sections if path and kind_of(type(project.value_at(path)))]


def _near(path: str, names: list[str]) -> str:
    """The nearest names; a name without its section finds every setting of that name."""
    same = [name for name in names if name.rpartition(".")[2] == path.rpartition(".")[2]]
    return meant(same[:3]) if same else did_you_mean(path, names)
