"""The bytes of a CSV file as text, read in pieces: a large file is never in memory as a whole.

It is read twice: once for its encoding, its fingerprint and its number of lines, once for its values. Each
piece checks whether reading should continue. The meaning of the text is left to `csv`.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Literal

from typing_extensions import Buffer, override

from engine.data.dataset import DataError
from engine.data.problems import DataQuestionError
from engine.data.tables.csv_lines.find_encoding import find_encoding
from engine.language import tr
from engine.opening import size_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from engine.data.reading.context import Reading
    from engine.data.tables.notation.written import Written

_PIECE = 1 << 20
_ROOM_EVERY = 64  # pieces between two checks of the memory that is left
_BEGINNING = 1 << 20  # characters in which separator and header are searched


class CsvSource:
    """An open CSV file.

    Args:
        file: open for reading bytes.
        name: of the file, for sentences.
        reading: gets the progress, can cancel, and limits memory.

    Attributes:
        encoding: as Python names it; "" before `beginning` was called.
        fingerprint: the sha256 of its bytes, as hex; "" before the whole file was read.
        lines: how many lines it has at most; 0 before the whole file was read.
        errors: what becomes of broken bytes, as Python names it.
        has_leading_zeros: whether a cell may be a whole number that begins with 0.
        has_comments: whether a line may be a comment.
        notes: sentences about the encoding.
    """

    def __init__(self, file: BinaryIO, name: str, *, reading: Reading) -> None:
        self._file, self.name, self._reading = file, name, reading
        self._size = size_of(file)
        self.encoding, self.fingerprint, self.lines = "", "", 0
        self.errors: Literal["strict", "replace"] = "strict"
        self.has_leading_zeros = self.has_comments = False
        self.notes: tuple[str, ...] = ()

    def require_shape(self, columns: int) -> None:
        """Check that so many columns can be read. Raises DataError."""
        self._reading.limits.require_shape(self.lines, columns, name=self.name)

    def found_beginning(self, written: Written, *, whole: bool = True) -> str:
        """Find the encoding by the present rules, and return the first characters.

        Args:
            written: the encoding that is set, and what becomes of broken bytes.
            whole: whether all of the file is read, for fingerprint and lines.

        Raises:
            DataError: it is not text, or its encoding must be said.
            LoadCancelled: `reading` was cancelled.
        """
        found = find_encoding(self._pieces, self._first(4), written=written, name=self.name)
        self.encoding, self.errors, self.notes = found.encoding, found.errors, found.notes
        if not whole:
            raw = self._first(_BEGINNING)
            decoder = codecs.getincrementaldecoder(self.encoding)("replace")  # names are only chosen from
            return decoder.decode(raw)
        self.fingerprint, self.lines = found.fingerprint, found.lines
        self.has_leading_zeros, self.has_comments = found.has_leading_zeros, found.has_comments
        with self.text(0, to_end=False) as text:
            return text.read(_BEGINNING)

    def beginning(self, *, whole: bool = True) -> str:
        """Find the encoding, and return the first characters.

        Args:
            whole: whether all of the file is read, for fingerprint and lines.

        Raises:
            DataError: it is not text.
            LoadCancelled: `reading` was cancelled.
        """
        start = self._first(2)
        marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949", "cp1252"):
            try:
                text = self._looked_at(encoding, whole=whole)
            except UnicodeDecodeError:
                continue
            if text is None:
                break
            self.encoding = encoding
            return text
        raise DataError(tr("{name} is not a text file; save the table as CSV (UTF-8).", name=self.name))

    @contextmanager
    def text(self, skipped: int, *, to_end: bool = True) -> Generator[io.TextIOWrapper]:
        """Open the text behind the first `skipped` characters.

        Args:
            skipped: how many characters.
            to_end: whether it is read to its end.

        Raises:
            DataError: the file has changed since it was opened.
        """
        self._file.seek(0)
        watched = _Watched(self._file, self._reading, name=self.name, left=self._size)
        wrapped = io.TextIOWrapper(
            io.BufferedReader(watched, _PIECE), encoding=self.encoding, errors=self.errors, newline=""
        )
        wrapped.read(skipped)
        try:
            yield wrapped
        except UnicodeDecodeError as error:
            # that it is UTF-8 was known of the whole file
            raise self._changed() if self.encoding == "utf-8-sig" else self._broken(error) from error
        finally:
            wrapped.detach()
        if watched.left and to_end:
            raise self._changed()

    def _looked_at(self, encoding: str, *, whole: bool) -> str | None:
        """Return the first characters; None where there is a NUL character, which no text has."""
        digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(encoding)()
        first: list[str] = []
        count = ends = returns = 0
        for piece in self._pieces() if whole else [self._first(_BEGINNING)]:
            digest.update(piece)
            text = decoder.decode(piece)
            if "\0" in text:
                return None
            if count < _BEGINNING:
                first.append(text)
                count += len(text)
            ends += text.count("\n")
            returns += text.count("\r")
        if whole:
            decoder.decode(b"", final=True)
            self.fingerprint, self.lines = digest.hexdigest(), max(ends, returns) + 1
        return "".join(first)

    def _pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        left = self._size
        while left and (piece := self._file.read(min(_PIECE, left))):
            self._reading.look()
            left -= len(piece)
            yield piece

    def _first(self, size: int) -> bytes:
        self._file.seek(0)
        return self._file.read(min(size, self._size))

    def _broken(self, error: UnicodeDecodeError) -> DataError:
        return DataQuestionError(
            tr(
                "{name} cannot be read as {encoding} to its end: 0x{byte} is no part of a letter there."
                " Choose another encoding, or let broken bytes be replaced.",
                name=self.name,
                encoding=self.encoding,
                byte=f"{error.object[error.start]:02x}",
            ),
            path="data.encoding",
        )

    def _changed(self) -> DataError:
        return DataError(
            tr(
                "{name} has changed while it was read; read it again when nobody writes to it.",
                name=self.name,
            )
        )


class _Watched(io.RawIOBase):
    """The `left` bytes of a file; each read reports progress, and checks whether reading should continue."""

    def __init__(self, file: BinaryIO, reading: Reading, *, name: str, left: int) -> None:
        self._file, self._reading, self._name = file, reading, name
        self._size = self.left = left
        self._pieces = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        self._reading.step(self._size - self.left, self._size)
        self._pieces += 1
        if self._pieces % _ROOM_EVERY == 0:
            self._reading.limits.require_room(self._name)
        into = memoryview(buffer)[: self.left]
        found = self._file.readinto(into)  # pyright: ignore[reportAttributeAccessIssue] - BinaryIO leaves it out
        self.left -= found
        return found
