"""Which files are meant by what a person gives: files, folders with files below them, or texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.data.images.files import files_below
from engine.data.problems import DataError
from engine.data.reading.context import Reading
from engine.language import tr
from engine.opening import path_exists, require_regular, shortened
from engine.predict.new.rows import BATCH, NewRows, Reader, refused
from engine.resources import resolve


def read_given(reader: Reader, given: Iterable[str], *, reading: Reading) -> Iterator[NewRows]:
    """Yield the examples in what is given, in its order.

    Args:
        reader: Reads one kind of example.
        given: Paths of files and folders; where examples are texts, a word that is no path is one.
        reading: Can cancel.

    Raises:
        LoadCancelled: `reading` was cancelled.
    """
    paths: list[Path] = []
    for item in _paths(reader, given, reading):
        reading.look()
        if isinstance(item, Path):
            paths.append(item)
            if len(paths) < BATCH:
                continue
        yield from reader.files(paths) if paths else ()
        paths = []
        if isinstance(item, NewRows):
            yield item
    if paths:
        yield from reader.files(paths)


def _paths(reader: Reader, given: Iterable[str], reading: Reading) -> Iterator[Path | NewRows]:
    for text in given:
        name = shortened(text)
        if not text.strip():
            yield reader.text(text) or refused(name, tr("an empty name is no file"))
            continue
        try:
            path = resolve(text, None)
        except FileNotFoundError:
            yield refused(name, tr("there is nothing at this path"))
            continue
        if not path_exists(path):
            yield reader.text(text) or refused(name, tr("there is nothing at this path"))
        elif path.is_dir():
            yield from _below(reader, path, name=name, reading=reading)
        else:
            try:
                require_regular(path)
            except OSError as error:
                yield refused(name, error.strerror or str(error))
            else:
                yield path


def _below(reader: Reader, folder: Path, *, name: str, reading: Reading) -> Iterator[Path | NewRows]:
    try:
        files = files_below(folder, reading)
    except DataError as error:
        yield refused(name, str(error))
        return
    found = [path for path in files if path.suffix.lower() in reader.suffixes]
    if not found:
        endings = ", ".join(sorted(reader.suffixes))
        yield refused(name, tr("the folder has no file that ends in {endings}", endings=endings))
    yield from found
