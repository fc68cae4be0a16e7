"""Going through folders with one sub-folder a class, as a script: the same for images and texts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.folders.part_names import PartFolders

_FILES = '''
def files_in(folder):
    """The files below a folder, by name, without hidden ones and the system's."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.parts):
        parts = path.relative_to(folder).parts
        HIDDEN
        if path.is_file() and not hidden:
            yield path
'''


def write_files_in(page: Page, system: tuple[str, ...]) -> None:
    """Write the function `files_in(folder)`, unless the script has it already.

    Args:
        page: Receives the lines.
        system: Names of system files and folders that do not begin with a dot, in small letters.
    """
    if "def files_in(" in page.text:
        return
    lines = ['hidden = any(part.startswith(".") for part in parts)']
    if system:
        lines += [
            f"system = {literal(system)}",
            "hidden = hidden or any(part.lower() in system for part in parts)",
        ]
    page.block(_FILES.replace("HIDDEN", "\n        ".join(lines)))
    page.line("")


def write_class_folders(
    page: Page,
    *,
    name: str,
    inner: Sequence[str],
    depth: int,
    parts: PartFolders | None,
    otherwise: Mapping[tuple[str, str], str],
) -> None:
    """Write lines that set a list of what is read and the list y; of parts `held` and `tested` too.

    Args:
        page: Receives the lines.
        name: Of the list of what is read.
        inner: Lines for each file `path` of the class `name` of number `label`; the last ones add an example.
        depth: Spaces before those last ones.
        parts: Sub-folders of the parts, None without.
        otherwise: Names of class folders that are not those of the classes, by (folder of the part, class).
    """
    place = "folder / name" if parts is None else "folder / place / name"
    if otherwise:
        page.value("spelled_otherwise = ", dict(otherwise))
        place = "folder / place / called"
    lines = ["for label, name in enumerate(class_names):", f"    for path in files_in({place}):"]
    if otherwise:
        lines.insert(1, "    called = spelled_otherwise.get((place, name), name)")
    lines += [f"        {line}" for line in inner]
    if parts is None:
        page.line(f"{name}, y = [], []")
        page.block("\n".join(lines))
        return
    lines.append(f"        {' ' * depth}part.append(place)")
    page.line(f"{name}, y, part = [], [], []")
    page.line("for place in ", Set("data.parts", tuple(folder for _, folder in parts.named)), ":")
    page.block(textwrap.indent("\n".join(lines), "    "))
    for held, folder in (("held", parts.validation), ("tested", parts.test)):
        if folder:
            page.line(f"{held} = np.array(part) == {literal(folder)}")
