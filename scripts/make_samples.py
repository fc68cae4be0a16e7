"""Makes the sample data in `resources/samples` again from its sources.

Responsible for the data files only: their description and licences are in the README beside them, and the
sample projects that use them are made elsewhere. Nothing is downloaded: the digits and the wines come with
scikit-learn, and the other sources are read from unpacked packages:

    python scripts/make_samples.py
    pip install --no-deps --target SOURCES statsmodels==0.15.0 palmerpenguins==0.1.6 aeon==1.6.0 konlpy==0.6.0
    python scripts/make_samples.py --sources SOURCES

The same sources give the same bytes (with the same zlib), so a file that changes in version control has
changed in content.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.datasets import load_digits, load_wine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"
# The earliest time that a ZIP entry can carry; any fixed one would do.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
UNIX = 3
DIGIT_MAX = 16
VOWEL_STEPS = 29
VOWEL_FEATURES = 12
# Multiples of 1/1024 are within 0.0005 of the source and leave the low bits of a float32 zero, which nearly
# halves the compressed file.
VOWEL_GRID = 1024
PENGUIN_COLUMNS = (
    "species",
    "island",
    "sex",
    "year",
    "bill_length_mm",
    "bill_depth_mm",
    "flipper_length_mm",
    "body_mass_g",
)


# The chapters with enough paragraphs to learn from.
CHAPTERS = ("국민의 권리와 의무", "국회", "정부", "법원", "경제")


class SourceError(Exception):
    """A source is missing or is not what this script was written for; the message says what to do."""


def write_npz(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write a compressed NPZ whose bytes depend on the arrays only, not on clock or platform."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def write_csv(path: Path, *, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a UTF-8 CSV with a header line, with line feeds on every platform."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def digits() -> dict[str, NDArray[Any]]:
    """Return the handwritten digits of scikit-learn's `load_digits`.

    The source counts pixels with ink in 4 by 4 blocks, 0 to 16; they are scaled to a byte by value * 255 /
    16, rounded.

    Returns:
        x (1797, 8, 8, 1) uint8 in 0..255, y (1797,) int64, class_names (10,) unicode.
    """
    bunch: Any = load_digits()
    x = np.rint(bunch.images * (255 / DIGIT_MAX)).astype(np.uint8)[..., np.newaxis]
    names = np.array([str(name) for name in bunch.target_names])
    return {"x": x, "y": bunch.target.astype(np.int64), "class_names": names}


def wine() -> tuple[list[str], list[list[str]]]:
    """Return header and rows of scikit-learn's `load_wine`: 13 measurements, then `cultivar`, the class."""
    bunch: Any = load_wine()
    header = [*bunch.feature_names, "cultivar"]
    rows = [
        [*(np.format_float_positional(value, trim="-") for value in measured), str(bunch.target_names[label])]
        for measured, label in zip(bunch.data, bunch.target, strict=True)
    ]
    return header, rows


def elnino(source: Path) -> list[list[str]]:
    """Return rows of (month as ISO date, temperature) in time order.

    Args:
        source: CSV file of statsmodels' `elnino` data set, one row a year.

    Raises:
        SourceError: The file is missing, or a row does not have twelve months.
    """
    rows: list[list[str]] = []
    for record in _read_csv(source):
        year, *months = record.values()
        if len(months) != 12:
            raise SourceError(f"{source} should have a year and twelve months in each row.")
        rows += [
            [f"{int(year):04d}-{month:02d}-01", _short(value)] for month, value in enumerate(months, start=1)
        ]
    return rows


def co2(source: Path) -> list[list[str]]:
    """Return rows of (week as ISO date, co2 in ppmv) in time order; the cell of a missing value is empty.

    Args:
        source: CSV file of statsmodels' `co2` data set.
    """
    return [
        [f"{record['date'][:4]}-{record['date'][4:6]}-{record['date'][6:]}", _short(record["co2"])]
        for record in _read_csv(source)
    ]


def penguins(source: Path) -> list[list[str]]:
    """Return rows in the order of `PENGUIN_COLUMNS`, without penguins that have missing values (NA).

    Args:
        source: CSV file of palmerpenguins.
    """
    return [
        [record[column] for column in PENGUIN_COLUMNS]
        for record in _read_csv(source)
        if "NA" not in record.values()
    ]


def vowels(sources: Sequence[Path]) -> dict[str, NDArray[Any]]:
    """Return spoken vowels: aeon's JapaneseVowels.

    Args:
        sources: `.ts` text files with one utterance a line: twelve coefficients, each a series with commas,
            and the speaker's number from 1, separated by colons.

    Returns:
        x (utterances, 29, 12) float32, zero-padded to 29 time steps, y (utterances,) int64 from 0,
        class_names (speakers,).

    Raises:
        SourceError: A file is missing, or is not of this form.
    """
    utterances = [utterance for source in sources for utterance in _read_ts(source)]
    x = np.zeros((len(utterances), VOWEL_STEPS, VOWEL_FEATURES), np.float32)
    for row, (series, _) in zip(x, utterances, strict=True):
        row[: len(series)] = np.rint(series * VOWEL_GRID) / VOWEL_GRID
    y = np.array([speaker - 1 for _, speaker in utterances], np.int64)
    names = np.array([f"speaker {number}" for number in range(1, int(y.max()) + 2)])
    return {"x": x, "y": y, "class_names": names}


def constitution(source: Path) -> list[list[str]]:
    """Return rows of (paragraph, chapter) in the order of the text, of `CHAPTERS` only.

    Headings are left out, and so are the numbers of articles, paragraphs and items.

    Args:
        source: Text file of konlpy's corpus `kolaw`.

    Raises:
        SourceError: The file is missing, or lacks a chapter.
    """
    rows: list[list[str]] = []
    chapter = ""
    for line in map(str.strip, _existing(source).read_text(encoding="utf-8").splitlines()):
        heading = re.match(r"제\d+장 (.+)", line)
        if heading is not None:
            chapter = heading[1]
        elif chapter in CHAPTERS and line and not re.match(r"제\d+[절관] ", line):
            rows.append([re.sub(r"^(제\d+조\s*)?([①-⑳]|\d+\.)?\s*", "", line), chapter])
    if {chapter for _, chapter in rows} != set(CHAPTERS):
        raise SourceError(f"{source} has not the chapters that were expected.")
    return rows


def _read_ts(source: Path) -> list[tuple[NDArray[np.float64], int]]:
    lines = _existing(source).read_text(encoding="utf-8").splitlines()
    start = next((at for at, line in enumerate(lines, start=1) if line.strip().lower() == "@data"), None)
    if start is None:
        raise SourceError(f"{source} has no line @data; it is not a .ts file.")
    utterances: list[tuple[NDArray[np.float64], int]] = []
    for line in filter(str.strip, lines[start:]):
        *features, speaker = line.split(":")
        series = np.array([[float(value) for value in feature.split(",")] for feature in features]).T
        if series.shape[1] != VOWEL_FEATURES or len(series) > VOWEL_STEPS:
            raise SourceError(
                f"{source} has an utterance of shape {series.shape}; at most (29, 12) was expected."
            )
        utterances.append((series, int(speaker)))
    return utterances


def _read_csv(source: Path) -> list[dict[str, str]]:
    with _existing(source).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _existing(source: Path) -> Path:
    if not source.is_file():
        raise SourceError(
            f"{source} is missing. Install the packages named at the top of this script into that folder."
        )
    return source


def _short(value: str) -> str:
    """Return a number's text without trailing zeros; an empty cell stays empty."""
    return np.format_float_positional(float(value), trim="-") if value else ""


def make(out: Path, *, sources: Path | None) -> list[Path]:
    """Write the sample data.

    Args:
        out: The folder to write to.
        sources: The folder of the unpacked packages; with None only scikit-learn's data is written.

    Returns:
        The paths of the files.

    Raises:
        SourceError: A source is missing or unexpected.
    """
    out.mkdir(parents=True, exist_ok=True)
    write_npz(out / "digits.npz", digits())
    header, rows = wine()
    write_csv(out / "wine.csv", header=header, rows=rows)
    made = [out / "digits.npz", out / "wine.csv"]
    if sources is None:
        return made
    statsmodels = sources / "statsmodels" / "datasets"
    write_csv(
        out / "elnino.csv",
        header=("month", "temperature"),
        rows=elnino(statsmodels / "elnino" / "elnino.csv"),
    )
    write_csv(out / "co2.csv", header=("week", "co2"), rows=co2(statsmodels / "co2" / "co2.csv"))
    birds = sources / "palmerpenguins" / "data" / "penguins.csv"
    write_csv(out / "penguins.csv", header=PENGUIN_COLUMNS, rows=penguins(birds))
    speech = sources / "aeon" / "datasets" / "data" / "JapaneseVowels"
    halves = [speech / f"JapaneseVowels_{half}.ts" for half in ("TRAIN", "TEST")]
    write_npz(out / "vowels.npz", vowels(halves))
    law = sources / "konlpy" / "data" / "corpus" / "kolaw" / "constitution.txt"
    write_csv(out / "constitution.csv", header=("paragraph", "chapter"), rows=constitution(law))
    others = ("elnino.csv", "co2.csv", "penguins.csv", "vowels.npz", "constitution.csv")
    return [*made, *(out / name for name in others)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; return 0, or 2 when a source is missing or unexpected."""
    parser = argparse.ArgumentParser(description="Make the sample data again from its sources.")
    parser.add_argument(
        "--out", type=Path, default=SAMPLES, help="folder to write to (default: resources/samples)"
    )
    parser.add_argument(
        "--sources", type=Path, help="folder with the unpacked packages that carry the other sources"
    )
    options = parser.parse_args(arguments)
    try:
        made = make(options.out, sources=options.sources)
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for path in made:
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
