"""Python source while it is written: text, and which characters of it come from which setting.

Responsible for lines, blank lines and the constants at the top; the layout of a value is that of `pretty`.
The modules beside this one decide what is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.script.pretty import Piece, literal, pretty, shortened
from engine.settings.declaration.call import Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Page", "Script", "Set", "Span", "literal"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a script that come from one setting.

    Attributes:
        start: Position of the first character, from 0.
        end: Position after the last character.
        path: Dotted path of the setting, such as "fit.epochs".
    """

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script.

    Attributes:
        text: The Python source.
        spans: Spans of settings in `text`, in order and without overlap.
    """

    text: str
    spans: tuple[Span, ...]

    def path_at(self, position: int) -> str:
        """Return the path of the setting that the character at `position` comes from, or ""."""
        return next((span.path for span in self.spans if span.start <= position < span.end), "")


@dataclass(frozen=True, slots=True)
class Set:
    """A value that a setting decides.

    Attributes:
        path: Dotted path of the setting.
        value: The value, printed as a literal; a `Named` is printed as its expression.
        before: Text that belongs to the value, such as "epochs=".
    """

    path: str
    value: Any
    before: str = ""


class Page:
    """A script while it is written, line by line.

    Attributes:
        base: The folder that paths below it are written relative to; None for absolute paths.
        short: Whether Keras's layers and callbacks are written as `layers.Dense`, not `keras.layers.Dense`.
        role: While other data than those of `data.path` are read: (the setting that names them, the first
            word of the constants of their files). None otherwise.
        files: The paths that the script uses: name of the constant -> (setting, path as text).
    """

    def __init__(self, base: Path | None = None, *, short: bool = False) -> None:
        self.base = base
        self.short = short
        self.role: tuple[str, str] | None = None
        self.files: dict[str, tuple[str, str]] = {}
        self._pieces: list[Piece] = []

    def line(self, *parts: str | Set) -> None:
        """Add one line.

        Args:
            *parts: Text, added unchanged, and values of settings, in order.
        """
        for part in parts:
            if isinstance(part, Set):
                value = part.value.expression if isinstance(part.value, Named) else literal(part.value)
                self._pieces.append((part.before + value, part.path))
            else:
                self._pieces.append((part, ""))
        self._pieces.append(("\n", ""))

    def file(self, path: Path | str, setting: str, *, name: str) -> Set:
        """Return the constant for a path, which is written once, at the top of the script.

        Args:
            path: The file or folder.
            setting: Dotted path of the setting that names it.
            name: Name of the constant; a number is added where it stands for another path already.
        """
        if self.role is not None and setting.startswith("data."):
            setting, name = self.role[0], f"{self.role[1]}_{name}"
        text = _relative(Path(path), self.base)
        free, number = name, 1
        while self.files.get(free, (setting, text))[1] != text:
            number += 1
            free = f"{name}_{number}"
        self.files[free] = (setting, text)
        return Set(setting, Named(free, None))

    def add(self, other: Page) -> None:
        """Add everything that is on another page."""
        self._pieces += other._pieces
        self.files |= other.files

    @property
    def text(self) -> str:
        """What has been written so far."""
        return "".join(text for text, _ in self._pieces)

    def block(self, text: str) -> None:
        """Add several lines; blank lines at both ends are removed, the indentation is not changed."""
        self._pieces.append((text.strip("\n") + "\n", ""))

    def value(self, before: str, value: Any, *, path: str = "", after: str = "") -> None:
        """Add a value over as many lines as it needs.

        Args:
            before: Text in front of it, indentation included, such as "model = ".
            value: A `Call`, `Named`, list, tuple, dict or literal.
            path: Dotted path of the setting that a list or literal comes from; a `Call` carries its own
                origins.
            after: Text behind it.
        """
        indent = len(before) - len(before.lstrip())
        value = shortened(value) if self.short else value
        used, compact = len(before) + len(after), not after.startswith("(")
        pieces = list(pretty(value, indent=indent, used=used, path=path, compact=compact))
        self._pieces += [(before, ""), *pieces, (after + "\n", "")]

    def script(self) -> Script:
        """Return the finished script, with the blank lines of PEP 8."""
        lines = list(_with_blank_lines(_lines(self._pieces)))
        spans: list[Span] = []
        at = 0
        for text, path in (piece for line in lines for piece in line):
            if path and text.strip():
                spans.append(Span(at, at + len(text), path))
            at += len(text)
        return Script("".join(text for line in lines for text, _ in line), tuple(spans))


def _relative(path: Path, base: Path | None) -> str:
    if base is not None and path.is_absolute() and path.is_relative_to(base):
        return path.relative_to(base).as_posix()
    return str(path)


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line, its end included."""
    line: list[Piece] = []
    for text, path in pieces:
        for part in text.splitlines(keepends=True):
            line.append((part, path))
            if part.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _with_blank_lines(lines: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
    """The lines with two blank ones around functions and classes, and never more than one elsewhere."""
    blank: list[Piece] = [("\n", "")]
    comments: list[list[Piece]] = []
    waiting, inside, first = 0, False, True
    for line in lines:
        text = "".join(part for part, _ in line)
        if not text.strip():
            if comments:  # they stand by themselves
                yield from [blank] * (2 if inside else min(waiting, 1)) + comments
                comments, inside = [], False
                waiting = 0
            waiting += 1
            continue
        if text.startswith("#"):
            comments.append(line)
            continue
        defines = text.startswith(("def ", "class ", "@"))
        indented = text[0] in " )]}"
        if not first:
            around = 2 if defines or (inside and not indented) else min(waiting, 1)
            yield from [blank] * around
        yield from comments
        yield line
        comments, waiting, first = [], 0, False
        inside = defines or (inside and indented)
    yield from comments
