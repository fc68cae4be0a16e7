"""Writes docs/settings.md from the settings' own declarations, or with --check says whether it is stale."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # started by its path, from any folder

from engine.settings import Project  # noqa: E402 - the line above makes it findable
from engine.settings.callbacks import COVERED  # noqa: E402
from engine.settings.declare import (  # noqa: E402
    Declared,
    Section,
    alternatives,
    kind_of,
    literal_values,
    walk,
)
from engine.settings.tree import is_section_list, step  # noqa: E402
from engine.settings.wording import allowed, bounds, forms  # noqa: E402

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Every setting of a project: its title in the window, its exact Keras name, what it may be and its default.
A dotted name such as `fit.epochs` is its place in a project file, and what `--set` takes on the command line.
Paths that begin with `sample:` name bundled samples; relative paths begin at the folder of the project file.

This page is made from the declarations in `engine/settings`: after a change there run
`python scripts/settings_page.py`.
"""


def main(arguments: list[str]) -> int:
    """Write the page; with --check compare it only. The exit status is 1 when it is stale."""
    text = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/settings.md is stale: run python scripts/settings_page.py", file=sys.stderr)
    return 1


def page() -> str:
    """The whole page."""
    return HEAD + "".join(chapters()) + covered()


def chapters() -> Iterator[str]:
    """One chapter for each part of a project."""
    for declared in walk(Project):
        index = ".0" if is_section_list(declared.annotation) else ""
        yield f"\n## {declared.info.title}: `{declared.name}`\n\n{declared.info.help}\n"
        yield from sections(declared.annotation, f"{declared.name}{index}", depth=3)


def sections(annotation: Any, path: str, depth: int) -> Iterator[str]:
    """The sections that `annotation` allows, each with its settings, and the sections in it below.

    What all alternatives have in common is written once, before them.
    """
    found = alternatives(step(annotation, "0", kind=None) if is_section_list(annotation) else annotation)
    common = shared(found) if len(found) > 1 else frozenset[str]()
    if common:
        yield f"\n{'#' * depth} What all of them have\n"
        yield from settings(next(iter(found)), path, only=common)
    for section in found:
        if len(found) > 1:
            yield f"\n{'#' * depth} {section.title}: `{path}.kind` = `{kind_of(section)}`\n"
            yield f"\n{section.about}\n"
        if section.keras_class:
            yield f"\nKeras: `{section.keras_class}`.\n"
        yield from settings(section, path, only=frozenset(section.model_fields) - common)
        for declared in walk(section):
            if alternatives(declared.annotation):
                title = f"\n{'#' * depth} {declared.info.title}: `{path}.{declared.name}`\n"
                yield f"{title}\n{declared.info.help}\n"
                yield from sections(declared.annotation, f"{path}.{declared.name}", depth + 1)


def shared(found: tuple[type[Section], ...]) -> frozenset[str]:
    """The names of the settings that are the same in all of `found`."""
    alike = [
        {(item.name, str(item.annotation), str(item.default), str(item.info)) for item in walk(section)}
        for section in found
    ]
    return frozenset(name for name, *_ in set.intersection(*alike))


def settings(section: type[Section], path: str, *, only: frozenset[str]) -> Iterator[str]:
    """The list of the single settings of one section, of those named in `only`."""
    lines = [
        line(declared, path)
        for declared in walk(section)
        if declared.name in only and not alternatives(declared.annotation)
    ]
    if lines:
        yield "\n" + "".join(lines)


def line(declared: Declared, path: str) -> str:
    """One setting: names, what it may be, default, help."""
    info = declared.info
    keras = f" (Keras: `{info.keras}`)" if info.keras else ""
    parts = [info.help]
    if info.raise_:
        parts.append(f"Higher: {info.raise_}")
    if info.lower:
        parts.append(f"Lower: {info.lower}")
    facts = f"{value_words(declared)}; default {default_words(declared)}"
    return f"- **{info.title}** `{path}.{declared.name}`{keras}: {facts}.\n  {' '.join(parts)}\n"


def value_words(declared: Declared) -> str:
    """What the value may be, with bounds and unit."""
    choices = declared.info.choices
    values = literal_values(declared.annotation)
    if values and set(choices) == set(values):
        named = ", ".join(choice(value, choices[value]) for value in values)
        others = [allowed(form) for form in forms(declared.annotation) if not literal_values(form)]
        words = ", or ".join([named, *others])
    else:
        words = allowed(declared.annotation)
    limits = bounds(declared.owner.model_fields[declared.name].metadata)
    unit = f" ({declared.info.unit})" if declared.info.unit else ""
    return (f"{words}, {limits}" if limits else words) + unit


def choice(value: Any, title: str) -> str:
    """One of several values, with its title where that says more."""
    return f"`{code(value)}`" if title == str(value) else f"`{code(value)}` ({title})"


def default_words(declared: Declared) -> str:
    """The default as it stands in a project file, and what an empty one means."""
    empty = declared.default is None or declared.default in ("", (), {})
    if empty:
        return f"empty ({declared.info.none_title})" if declared.info.none_title else "empty"
    if isinstance(declared.default, tuple):
        return f"`{', '.join(str(value) for value in declared.default)}`"
    return f"`{code(declared.default)}`"


def code(value: Any) -> str:
    """A value as text for a project file."""
    named = {True: "true", False: "false"}
    if isinstance(value, bool):
        return named[value]
    return "\\t" if value == "\t" else str(value)


def covered() -> str:
    """What Keras has and Fitroom does in another way."""
    lines = "".join(f"- `{name}`: {text}\n" for name, text in COVERED.items())
    return f"\n## Callbacks of Keras that something better covers\n\n{lines}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
