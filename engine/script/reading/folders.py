"""Going through folders with one sub-folder a class, as a script: the same for images and texts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.script.page import Page, Set, literal

if TYPE_CHECKING:
    from engine.data.folders.part_names import PartFolders


def hidden_lines(system: tuple[str, ...]) -> str:
    """Return lines that set `hidden`: whether `path`, below `folder`, is a system file or in a system folder.

    Args:
        system: Names of such files and folders that do not begin with a dot, in small letters.
    """
    lines = 'hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)\n'
    if system:
        lines += f"hidden = hidden or any(part.lower() in {literal(system)} for part in path.parts)\n"
    return lines


def write_class_folders(page: Page, *, name: str, inner: str, parts: PartFolders | None) -> None:
    """Write lines that set a list of what is read and the list y; of parts `held` and `tested` too.

    Args:
        page: Receives the lines.
        name: Of the list of what is read.
        inner: Lines for each class `name` of number `label`, in the folder PLACE; they call PART at the depth
            at which an example is added.
        parts: Sub-folders of the parts, None without.
    """
    if parts is None:
        page.line(f"{name}, y = [], []")
        lines = [line for line in inner.replace("PLACE", "folder").split("\n") if line.strip() != "PART"]
        page.block("\n".join(lines).rstrip())
        return
    page.line(f"{name}, y, part = [], [], []")
    page.line("for place in ", Set("data.parts", tuple(folder for _, folder in parts.named)), ":")
    lines = inner.replace("PLACE", "folder / place").replace("PART", "part.append(place)")
    page.block(textwrap.indent(lines, "    ").rstrip())
    for held, folder in (("held", parts.validation), ("tested", parts.test)):
        if folder:
            page.line(f"{held} = np.array(part) == {literal(folder)}")
