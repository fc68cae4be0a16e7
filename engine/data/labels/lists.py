"""Labels in a plain list, as ImageNet and Caffe have them: a line a file, with its name and its class.

Between the two stand spaces, a tab, a comma or a semicolon, and no header says what is what: the part that
names files is the name. A table with a header is left to `table`, with its encoding and its quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from engine.data.labels.matching import Way
from engine.data.labels.table import LabelTable, ListForm, boxes_refused, multi_label
from engine.opening import read_regular

SUFFIXES = (".txt", ".lst")
_SEPARATORS = ("\t", ",", ";", "")
_ENCODINGS = ("utf-8-sig", "cp949")
_FILE, _LABEL = "file", "label"
_SAMPLE = 500
_LARGEST = 200_000_000
_BOX = 4
_SEVERAL_SHARE = 0.05
_LOOSE = (Way(1, fold=True), Way(1, stem=True, fold=True))


def list_labels(path: Path, names: Sequence[str]) -> LabelTable | None:
    """Return the labels in a file that is such a list; None for any other file.

    Args:
        path: of the file.
        names: the pictures' paths below their folder.

    Raises:
        DataError: its lines have several classes, or boxes.
    """
    text, encoding = _text(path)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    form = None if '"' in text else _form_of(lines, names)
    if form is None:
        return None
    form = replace(form, encoding=encoding)
    pieces = [form.pieces(line) for line in lines[form.header :]]
    _refuse_numbers(path.name, [label for _, label in pieces])
    rows = tuple({_FILE: file, _LABEL: label} for file, label in pieces)
    return LabelTable(path.name, (_FILE, _LABEL), rows, "list", form)


def may_be_labels(path: Path, names: Sequence[str]) -> bool:
    """Return whether a text file names pictures in most of its lines, as a list or as a table with a header.

    Args:
        path: of the file.
        names: the pictures' paths below their folder.
    """
    lines = [line.strip() for line in _text(path)[0].splitlines() if line.strip()]
    return _best_form(lines, names) is not None


def _text(path: Path) -> tuple[str, str]:
    """Return the text of a file and its encoding; "" for what is no text in one of those that are tried."""
    content = read_regular(path, most=_LARGEST)
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return "", ""


def _form_of(lines: Sequence[str], names: Sequence[str]) -> ListForm | None:
    """Return the form of a list; None where it is none, or a table with a header or more columns."""
    found = _best_form(lines, names)
    if found is None:
        return None
    form, named = found
    if not named[0]:
        # a header between other signs is that of a table
        return None if form.separator else replace(form, header=True)
    has_columns = form.separator and any(form.separator in form.pieces(line)[1] for line in lines[:_SAMPLE])
    return None if has_columns else form


def _best_form(lines: Sequence[str], names: Sequence[str]) -> tuple[ListForm, list[bool]] | None:
    """Return the form in which most lines name a file, and whether each of them does.

    None where not even half of those that are looked at do.
    """
    known = [(way, {way.key(name) for name in names}) for way in _LOOSE]

    def names_a_file(form: ListForm, line: str) -> bool:
        file, label = form.pieces(line)
        return bool(file and label) and any(way.key(file) in keys for way, keys in known)

    sample = lines[:_SAMPLE]
    forms = [ListForm(*one) for one in product(_SEPARATORS, (False, True), (False, True))]
    found = [(form, [names_a_file(form, line) for line in sample]) for form in forms]
    best = max(found, key=lambda one: sum(one[1]))
    return best if sample and 2 * sum(best[1]) >= len(sample) else None


def _refuse_numbers(name: str, labels: Sequence[str]) -> None:
    """Refuse several numbers in a line: one for each class, or the places of boxes."""
    several = [label.split() for label in labels if len(label.split()) > 1 and _are_numbers(label.split())]
    if len(several) <= _SEVERAL_SHARE * len(labels):
        return
    signs = {abs(float(number)) for numbers in several for number in numbers}
    if signs <= {0.0, 1.0} or min(map(len, several)) < _BOX:
        raise multi_label(name, len(several))
    raise boxes_refused(name, len(several))


def _are_numbers(pieces: Sequence[str]) -> bool:
    try:
        return bool([float(piece) for piece in pieces])
    except ValueError:
        return False
