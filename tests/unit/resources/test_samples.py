"""The sample data is what its README says: every file described, every description true, no pickles."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
DATA = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".npz", ".csv"})
NPZ = [name for name in DATA if name.endswith(".npz")]
CSV = [name for name in DATA if name.endswith(".csv")]


def readme_entries() -> dict[str, str]:
    """Return the README's text below each heading that is a file's name in backquotes."""
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `([^`]+)`$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def table_rows(entry: str) -> list[list[str]]:
    """Return the cells of an entry's table without its head lines; the first cell loses its backquotes."""
    lines = [line for line in entry.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [[first.strip("`"), *rest] for first, *rest in cells]


def class_counts(entry: str) -> dict[str, int]:
    line = next(line for line in entry.splitlines() if line.startswith("Examples in each class"))
    return {name: int(count) for name, count in re.findall(r"`([^`]+)` (\d+)", line.split(":", 1)[1])}


def number_range(values: np.ndarray | pd.Series) -> str:
    return f"{values.min():.6g} to {values.max():.6g}"


def test_every_file_has_an_entry_and_every_entry_a_file() -> None:
    assert sorted(readme_entries()) == DATA
    # Projects that use the data may stand beside it; anything else would be a file that nobody described.
    known = {*DATA, "README.md", "LICENSES", "all_hooks.py"}
    assert "`all_hooks.py`" in (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in SAMPLES.iterdir() if path.suffix != ".fitroom"} <= known


@pytest.mark.parametrize("name", DATA)
def test_an_entry_states_source_licence_and_making(name: str) -> None:
    entry = readme_entries()[name]
    assert [
        word
        for word in ("- Source: ", "- Licence: ", "- Made by `scripts/make_samples.py")
        if word not in entry
    ] == []


def test_the_samples_stay_small() -> None:
    assert sum((SAMPLES / name).stat().st_size for name in DATA) < 500_000


@pytest.mark.parametrize("name", NPZ)
def test_arrays_are_as_described(name: str) -> None:
    entry = readme_entries()[name]
    with np.load(SAMPLES / name, allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    found = []
    for key, array in arrays.items():
        is_text = array.dtype.kind == "U"
        values = f"{array[0]} to {array[-1]}" if is_text else number_range(array)
        found.append([key, str(array.shape), "unicode" if is_text else str(array.dtype), values])
    assert [row[:4] for row in table_rows(entry)] == found
    names, counts = arrays["class_names"], np.bincount(arrays["y"])
    assert len(arrays["x"]) == len(arrays["y"])
    assert class_counts(entry) == dict(zip(names.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize("name", CSV)
def test_columns_are_as_described(name: str) -> None:
    entry = readme_entries()[name]
    table = pd.read_csv(SAMPLES / name)
    assert f"Shape: {table.shape}." in entry
    found = []
    for column in table.columns:
        values = table[column]
        kind = str(values.dtype) if values.dtype.kind in "if" else "text"
        few = sorted(set(values)) if kind == "text" and values.nunique() < 5 else None
        shown = (
            ", ".join(few)
            if few
            else number_range(values)
            if kind != "text"
            else f"{values.min()} to {values.max()}"
        )
        found.append([column, kind, str(int(values.isna().sum())), shown])
    assert [row[:4] for row in table_rows(entry)] == found


@pytest.mark.parametrize(
    ("name", "label"),
    [("wine.csv", "cultivar"), ("penguins.csv", "species"), ("constitution.csv", "chapter")],
)
def test_classes_of_a_table_are_counted_right(name: str, label: str) -> None:
    table = pd.read_csv(SAMPLES / name)
    assert class_counts(readme_entries()[name]) == table[label].value_counts().to_dict()


@pytest.mark.parametrize(
    ("name", "column", "step"), [("elnino.csv", "month", "MS"), ("co2.csv", "week", "W-SAT")]
)
def test_a_series_has_one_row_for_each_step_of_time(name: str, column: str, step: str) -> None:
    dates = pd.DatetimeIndex(pd.read_csv(SAMPLES / name, parse_dates=[column])[column])
    expected = pd.date_range(dates[0], dates[-1], freq=step)
    assert list(dates) == list(expected)


def test_no_step_of_an_utterance_is_mistaken_for_filling() -> None:
    with np.load(SAMPLES / "vowels.npz", allow_pickle=False) as file:
        spoken = np.any(file["x"] != 0, axis=2)
    lengths = spoken.sum(axis=1)
    assert (int(lengths.min()), int(lengths.max())) == (7, 29)
    # Filling stands at the end alone: once silent, silent to the last step.
    assert not np.any(spoken[:, 1:] & ~spoken[:, :-1])
