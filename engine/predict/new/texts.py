"""Texts: files, rows of a table, or what a person has typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.data.problems import LeftOut
from engine.data.reading.context import Reading, rules_of, unreadable
from engine.data.reading.limits import Limits
from engine.data.tables.csv import FIRST_ROW, read_csv
from engine.data.tables.notation.missing_signs import signs_for
from engine.data.tables.notation.written import Written
from engine.data.text.files import decoded_text, odd_texts, plain_text
from engine.data.text.tokens import Tokenizer
from engine.isolated.errors import CORRUPT
from engine.language import tr
from engine.opening import printable, read_regular, shortened
from engine.predict.new.columns import in_parts
from engine.predict.new.encodings import SET, read_known, written_in
from engine.predict.new.rows import NewRows, Reader
from engine.predict.signature.examples import NumberedTexts, Texts
from engine.settings.data.sections import PACKED_SUFFIXES

if TYPE_CHECKING:
    from engine.settings.data.text import TextData

_MOST_BYTES = 2**26
_TABLES = (".csv", ".tsv", *PACKED_SUFFIXES)
_BEGIN = 1
_FIRST_WORD = 3
_MARKS = re.compile(r"[!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~]")
"""What Keras left out of the reviews and news before it numbered their words: all but the apostrophe."""


class TextReader(Reader):
    """Reads texts.

    A CSV or TSV file has a text in each row. Any other file is one text where a run has learned from files of
    texts; where it has learned from a column of a table, each line of it is one.

    Args:
        form: What a text becomes.
        settings: How files are written, as far as it is set; None for Keras's own texts.
        name: Of the input of the model.
    """

    suffixes = frozenset({".txt"})

    def __init__(self, form: Texts | NumberedTexts, settings: TextData | None, *, name: str) -> None:
        self._form, self._settings, self._name = form, settings, name
        self._column = form.column if isinstance(form, Texts) else ""
        if isinstance(form, Texts):
            self._tokenizer = Tokenizer(form.level, form.lower, form.punctuation)
            self._ids = {token: at for at, token in enumerate(form.vocabulary)}
        else:
            self._ids = {word: at for at, word in enumerate(form.words) if at >= _FIRST_WORD}

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the texts of all files."""
        names: list[str] = []
        texts: list[str] = []
        out: list[LeftOut] = []
        for path in paths:
            name = printable(str(path))
            try:
                is_table = path.suffix.lower() in _TABLES
                read = partial(self._table if is_table else self._plain, path)
                found = read_known(read, self._known)
            except DataError as error:
                out.append(LeftOut(name, str(error)))
                continue
            names += [f"{name}:{row}" if row else name for row in found]
            texts += found.values()
        yield from self._rows(names, texts, out)

    def text(self, text: str) -> NewRows:
        """Return a text that is no file."""
        return next(iter(self._rows([shortened(text)], [text], [])))

    def _known(self, texts: dict[int, str]) -> int:
        """How many tokens of texts the model knows."""
        if isinstance(self._form, NumberedTexts):
            return 0
        return sum(token in self._ids for text in texts.values() for token in self._tokenizer.tokens(text))

    def _plain(self, path: Path, encoding: str) -> dict[int, str]:
        """Return the text of a file under 0, or its lines by their numbers."""
        try:
            raw = read_regular(path, most=_MOST_BYTES)
        except OSError as error:
            raise DataError(unreadable(path, error)) from error
        is_old = self._settings is not None and self._settings.rules == "version_2"
        set_to = "auto" if self._settings is None else self._settings.encoding
        decoded = decoded_text(raw) if is_old else plain_text(raw, set_to)
        if decoded is None and not is_old and b"\0" not in raw:
            encoding = set_to if encoding == SET else encoding
            decoded = odd_texts({0: raw}, encoding, name=path.name).get(0)
        if decoded is None:
            raise DataError(tr("{name} is no text in UTF-8 or another encoding.", name=path.name))
        if not self._column:
            return {0: decoded[0]}
        lines = enumerate(decoded[0].splitlines(), start=1)
        return {number: line for number, line in lines if line.strip()}

    def _table(self, path: Path, encoding: str) -> dict[int, str]:
        """Return the texts of a table by their rows."""
        settings = self._settings
        reading, written = Reading(), Written(rules=True)
        if settings is not None:
            reading = Reading(limits=Limits.of(settings), rules=rules_of(settings))
            known = frozenset({self._column}) if self._column else frozenset[str]()
            written = replace(written_in(settings, encoding), known=known)
        try:
            file = read_csv(path, reading, as_text=True, written=written)
        except OSError as error:
            raise DataError(unreadable(path, error)) from error
        except CORRUPT as error:
            raise DataError(
                tr("{name} cannot be read as a table; save it again, or as CSV.", name=path.name)
            ) from error
        names = [str(name) for name in file.table.columns]
        if self._column or len(names) > 1:
            column = file.column(self._column or "text", setting="data.text")
        else:
            column = names[0]
        texts = file.table[column]
        if settings is not None:
            texts = texts.mask(texts.isin(signs_for(column, settings.missing_signs)))
        rows = (int(row) + FIRST_ROW for row in file.table.index)
        return dict(zip(rows, texts.fillna("").astype(str).tolist(), strict=True))

    def _rows(self, names: list[str], texts: list[str], out: list[LeftOut]) -> Iterator[NewRows]:
        kept: list[str] = []
        remarks: list[LeftOut] = []
        rows: list[Any] = []
        for name, text in zip(names, texts, strict=True):
            whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
            row, reason, remark = self._read(whole)
            if reason:
                out.append(LeftOut(name, reason))
                continue
            if remark:
                remarks.append(LeftOut(name, remark))
            kept.append(name)
            rows.append(row)
        x = np.array(rows) if isinstance(self._form, NumberedTexts) else np.array(rows, object)[:, np.newaxis]
        found = in_parts(
            kept, {self._name: x}, kept=np.arange(len(kept)), refused=tuple(out), remarks=remarks
        )
        yield from found

    def _read(self, text: str) -> tuple[Any, str, str]:
        """Return what the model takes, why the text cannot be read, and what is odd about it."""
        if isinstance(self._form, NumberedTexts):
            return self._numbered(text, self._form)
        if self._tokenizer.is_empty(text):
            return None, tr("it has no text"), ""
        is_known = any(token in self._ids for token in self._tokenizer.tokens(text))
        return text, "", "" if is_known else tr("the model has learned none of its words")

    def _numbered(self, text: str, form: NumberedTexts) -> tuple[NDArray[np.int32] | None, str, str]:
        if not self._ids:
            return (
                None,
                tr("the words of this data set are not on this machine, so a text has no numbers"),
                "",
            )
        words = _MARKS.sub(" ", text.lower()).split()
        if not words:
            return None, tr("it has no text"), ""
        found = [self._ids.get(word, form.unknown) for word in words]
        ids = [_BEGIN, *(at if at < form.vocabulary else form.unknown for at in found)]
        ids = ids[-form.length :] if form.truncating == "pre" else ids[: form.length]
        row = np.zeros(form.length, np.int32)
        row[: len(ids)] = ids
        is_known = any(at != form.unknown for at in ids[1:])
        return row, "", "" if is_known else tr("the model has learned none of its words")
