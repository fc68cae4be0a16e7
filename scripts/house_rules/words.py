"""Rules about words: names and phrases that docs/glossary.md forbids."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scripts.house_rules.source import Finding, Rule, Source, nodes

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STORED = "# stands in files"
"""Marks a name that stays because files contain it, as a run's state contains attributes of callbacks."""
_ROW = re.compile(r"^\| `?([^|`]+?)`? \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Words:
    """What is forbidden, each with what to write instead.

    Attributes:
        names: Parts of names, in snake_case.
        phrases: Phrases of sentences.
    """

    names: dict[str, str]
    phrases: dict[str, str]


def read(glossary: Path) -> Words:
    """Read the two lists at the end of the glossary."""
    text = glossary.read_text("utf-8")
    _, names, phrases = re.split("<!-- forbidden in (?:names|sentences) -->", text)
    return Words(_rows(names.partition("\n## ")[0]), _rows(phrases))


def rules(words: Words) -> dict[str, Rule]:
    """Return the rules by name."""
    return {
        "names": partial(_names, forbidden=words.names),
        "words": partial(_words, forbidden=words.phrases),
    }


def _rows(table: str) -> dict[str, str]:
    rows = {found[1]: found[2] for found in _ROW.finditer(table)}
    rows.pop("Not", None)
    rows.pop("---", None)
    return rows


def _names(source: Source, forbidden: dict[str, str]) -> Iterator[Finding]:
    file = source.path.rpartition("/")[2].removesuffix(".py")
    for part in _forbidden_parts(file, forbidden):
        yield 1, f"the file's name has {part!r}: {forbidden[part]}"
    lines = source.text.split("\n")
    for line, name in sorted(set(_defined(source.tree))):
        if _STORED in lines[line - 1]:
            continue  # renamed, it would not be found in older files
        if name.startswith("test_"):
            continue  # a sentence, for the other rule
        for part in _forbidden_parts(name, forbidden):
            yield line, f"{name} has {part!r}: {forbidden[part]}"


def _forbidden_parts(name: str, forbidden: dict[str, str]) -> list[str]:
    words = f"_{'_'.join(word.lower() for word in _WORD.findall(name))}_"
    return [part for part in forbidden if f"_{part}_" in words]


def _defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names that a file defines: of classes, functions, arguments, variables and attributes."""
    for node in nodes(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name
            case _:
                pass


def _words(source: Source, forbidden: dict[str, str]) -> Iterator[Finding]:
    if "house_rules" in source.path:
        return  # the rules and their tests contain what they forbid
    patterns = {phrase: _pattern(phrase) for phrase in forbidden}
    for line, text in _texts(source):
        for phrase, pattern in patterns.items():
            for found in pattern.finditer(text):
                yield line + text.count("\n", 0, found.start()), f"{phrase!r}: {forbidden[phrase]}"


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in phrase.split()]
    # a phrase may continue after a line end, in the next comment or in the next part of a string
    gap = r"[\s\"'#]+"
    return re.compile(rf"\b{gap.join(words)}\b", re.IGNORECASE)


def _texts(source: Source) -> Iterator[tuple[int, str]]:
    """Comments, strings and the names of tests, each with its first line; adjacent ones are joined."""
    run: list[tuple[int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            run.append((token.start[0], token.string))
        elif token.type != tokenize.NL:
            yield from _joined(run)
            run = []
    yield from _joined(run)
    for node in nodes(source.tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.lineno, node.name.replace("_", " ")


def _joined(run: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if run:
        first = run[0][0]
        text, line = "", first
        for start, piece in run:
            text += "\n" * max(start - line, 0) + (" " if start == line and text else "") + piece
            line = start + piece.count("\n")
        yield first, text
