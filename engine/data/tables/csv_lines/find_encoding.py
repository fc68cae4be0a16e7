"""In which encoding a file of text is written: UTF-8 where all of it is, else by the lines that are not.

The file is read once for this, its fingerprint, the number of its lines, and whether cells begin with zeros.
Which encoding the lines in question are in is decided in `engine.data.reading.encodings`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.data.problems import DataError, DataQuestionError, noted
from engine.data.reading.encodings import MOST_BYTES, Judged, judged, preview_in, wide_encoding
from engine.data.tables.csv_lines.no_rows import SIGNS
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.data.tables.notation.written import Written

_CELL_ENDS = np.zeros(256, np.bool_)
_CELL_ENDS[list(b',;\t|"\r\n ')] = True
_ZERO, _NINE = ord("0"), ord("9")
_LONGEST_CODE = 24
_COUNTED = 1 << 16
_COMMENTS = tuple(sign.encode() for sign in SIGNS)
_LINE_STARTS = (b"\n", b"\r", b'\n"', b'\r"')
_MANY = 1000


@dataclass(frozen=True, slots=True)
class FoundEncoding:
    """What was found of a file.

    Attributes:
        encoding: as Python names it.
        errors: what becomes of broken bytes.
        notes: sentences for people.
        fingerprint: the sha256 of all bytes, as hex.
        lines: how many lines it has at most.
        has_leading_zeros: whether a cell may be a whole number that begins with 0.
        has_comments: whether a line may be a comment.
    """

    encoding: str
    errors: Literal["strict", "replace"]
    notes: tuple[str, ...]
    fingerprint: str
    lines: int
    has_leading_zeros: bool
    has_comments: bool


@dataclass(slots=True)
class _Looked:
    """What one reading of all bytes has found; `broken` is (line, byte of the line, byte)."""

    fingerprint: str = ""
    lines: int = 0
    has_leading_zeros: bool = False
    has_comments: bool = False
    good: int = 0
    broken: tuple[int, int, int] | None = None
    odd: bytes = b""


def find_encoding(
    pieces: Callable[[], Iterator[bytes]], start: bytes, *, written: Written, name: str
) -> FoundEncoding:
    """Return the encoding of a file.

    Args:
        pieces: gives the bytes of the file from its beginning, in pieces.
        start: its first bytes.
        written: the encoding that is set, and what becomes of broken bytes.
        name: of the file, for sentences.

    Raises:
        DataError: it is no text.
        DataQuestionError: a byte is broken, or two encodings are as plausible.
    """
    set_to = written.encoding
    wide = wide_encoding(start, set_to)
    looked = _look(pieces, name=name, wide=bool(wide))
    errors: Literal["strict", "replace"] = "replace" if written.replace else "strict"
    notes: tuple[str, ...] = ()
    if wide:
        encoding = wide
    elif looked.broken is None and set_to in ("auto", "utf-8"):
        encoding, errors = "utf-8-sig", "strict"
    elif set_to not in ("auto", "utf-8"):
        encoding = set_to
        notes = _set_notes(looked, set_to, name=name)
    elif set_to == "utf-8" or _is_broken(looked):
        encoding = "utf-8-sig"
        if not written.replace:
            raise _broken(name, looked)
        said = tr("Bytes of {name} that are no text are replaced by a mark.", name=name)
        notes = (noted(said, "data.broken_bytes"),)
    else:
        encoding, notes = _judged(looked, name=name)
    return FoundEncoding(
        encoding,
        errors,
        notes,
        looked.fingerprint,
        looked.lines,
        looked.has_leading_zeros or bool(wide),
        looked.has_comments or bool(wide),
    )


def _judged(looked: _Looked, *, name: str) -> tuple[str, tuple[str, ...]]:
    found = judged(looked.odd)
    if not found.encoding:
        raise _broken(name, looked)
    if found.close:
        raise DataQuestionError(
            tr(
                "{name} is not UTF-8 and may be written in more than one encoding: {previews}. Choose its"
                " encoding.",
                name=name,
                previews="; ".join(f"{one}: {text}" for one, text in (found.preview or {}).items()),
            ),
            path="data.encoding",
            choices=tuple(found.preview or {}),
        )
    return found.encoding, (noted(note_of(name, found), "data.encoding"),)


def _set_notes(looked: _Looked, encoding: str, *, name: str) -> tuple[str, ...]:
    """Return some words as they are read in the encoding that is set."""
    words = preview_in(looked.odd, encoding)
    return (
        (
            noted(
                tr("{name} is read as {encoding}: {words}.", name=name, encoding=encoding, words=words),
                "data.encoding",
            ),
        )
        if words
        else ()
    )


def note_of(name: str, found: Judged) -> str:
    """Return the sentence that says in which encoding something was read."""
    preview = (found.preview or {}).get(found.encoding, "")
    if not preview:
        return tr("{name} was read as {encoding}, as it is not UTF-8.", name=name, encoding=found.encoding)
    return tr(
        "{name} was read as {encoding} ({preview}), as it is not UTF-8; the setting Encoding changes it.",
        name=name,
        encoding=found.encoding,
        preview=preview,
    )


def _is_broken(looked: _Looked) -> bool:
    """Return whether a file is UTF-8 but for some bytes: most of the lines beyond ASCII are."""
    return looked.good > looked.odd.count(b"\n")


def _broken(name: str, looked: _Looked) -> DataQuestionError:
    line, at, byte = looked.broken or (1, 1, 0)
    return DataQuestionError(
        tr(
            "{name} is UTF-8, but byte {at} of line {line} (0x{byte}) is no part of a letter: the file may"
            " have been cut or changed there. Correct it, choose another encoding, or let broken bytes be"
            " replaced.",
            name=name,
            at=at,
            line=line,
            byte=f"{byte:02x}",
        ),
        path="data.broken_bytes",
        choices=("replace",),
    )


def _look(pieces: Callable[[], Iterator[bytes]], *, name: str, wide: bool) -> _Looked:
    looked, digest = _Looked(), hashlib.sha256()
    rest, odd, ends, returns = b"", list[bytes](), 0, 0
    for piece in pieces():
        digest.update(piece)
        if not wide and b"\0" in piece:
            raise DataError(tr("{name} is not a text file; save the table as CSV (UTF-8).", name=name))
        if not wide and not looked.has_leading_zeros:
            looked.has_leading_zeros = _leads_with_zero(piece)
        whole = rest + piece if rest else piece
        if not looked.has_comments:
            looked.has_comments = _has_comments(whole)
        cut = whole.rfind(b"\n") + 1
        if not wide and not whole.isascii():
            _look_at_lines(whole[:cut], ends, looked=looked, odd=odd)
        rest = whole[cut:]
        ends += piece.count(b"\n")
        returns += piece.count(b"\r")
    if rest and not wide:
        _look_at_lines(rest, ends, looked=looked, odd=odd)
    looked.fingerprint, looked.lines = digest.hexdigest(), max(ends, returns) + 1
    looked.odd = b"".join(odd)
    return looked


def _has_comments(piece: bytes) -> bool:
    """Return whether a line but the first of a piece begins with the sign of a comment."""
    signs = [sign for sign in _COMMENTS if sign in piece]  # most pieces have none, which is soon known
    return any(start + sign in piece for sign in signs for start in _LINE_STARTS)


def _look_at_lines(whole: bytes, before: int, *, looked: _Looked, odd: list[bytes]) -> None:
    """Count the lines that are UTF-8 beyond ASCII, and keep those that are not.

    Args:
        whole: lines.
        before: how many lines end before them, less those in what was kept back.
        looked: is changed.
        odd: gets the lines.
    """
    if whole.isascii():
        return
    if _is_utf8(whole):
        # a large piece is not counted line by line, as that would take as long as reading it
        few = len(whole) < _COUNTED
        looked.good += sum(not line.isascii() for line in whole.split(b"\n")) if few else _MANY
        return
    for number, line in enumerate(whole.split(b"\n"), start=before + 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            if looked.broken is None:
                looked.broken = (number, error.start + 1, line[error.start])
            odd.append(line.rstrip(b"\r") + b"\n")
            if sum(map(len, odd)) > MOST_BYTES:
                del odd[::2]  # the others are from all over the file still
        else:
            looked.good += 1


def _is_utf8(whole: bytes) -> bool:
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _leads_with_zero(piece: bytes) -> bool:
    """Return whether a cell of a piece is a whole number that begins with 0 and has more digits."""
    signs = np.frombuffer(piece, np.uint8)
    zeros = np.flatnonzero(signs[:-1] == _ZERO)
    zeros = zeros[(zeros == 0) | _CELL_ENDS[signs[zeros - 1]]]
    at = zeros + 1
    for digits_before in range(_LONGEST_CODE):
        at = at[at < len(signs)]
        is_digit = (signs[at] >= _ZERO) & (signs[at] <= _NINE)
        if digits_before and bool(_CELL_ENDS[signs[at[~is_digit]]].any()):
            return True
        at = at[is_digit] + 1
        if not len(at):
            break
    return False
