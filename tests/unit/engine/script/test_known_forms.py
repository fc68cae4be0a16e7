"""What a file looks like is found once for data that was read once."""

from pathlib import Path

import numpy as np
import pytest

from engine.data import load
from engine.data.dataset import Dataset
from engine.script.layouts.by_kind import LayoutCache, layout_of
from engine.settings.data.kinds import TableData

ROWS = "size;day;y\n" + "".join(f"{number};2024-01-{number + 1:02d};{number % 2}\n" for number in range(20))


def read(path: Path, settings: TableData) -> Dataset:
    found = load(settings, path.parent)
    return found.fit(np.arange(found.count))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_a_file_is_looked_at_once(table: Path) -> None:
    settings, layouts = TableData(path="table.csv", target="y"), LayoutCache()
    first = read(table, settings)
    layout = layouts(settings, first, base=table.parent)
    assert layout == layout_of(settings, first, base=table.parent)
    second = read(table, settings)
    table.unlink()
    assert layouts(settings, second, base=table.parent) is layout


def test_what_was_read_again_is_looked_at_again(table: Path) -> None:
    settings, layouts = TableData(path="table.csv", target="y"), LayoutCache()
    layout = layouts(settings, read(table, settings), base=table.parent)
    table.write_text(ROWS.replace(";", ","), "utf-8")
    assert layout.separator == ";"
    assert layouts(settings, read(table, settings), base=table.parent).separator == ","


def test_other_settings_have_another_form(table: Path) -> None:
    plain = TableData(path="table.csv", target="y")
    changed = plain.model_copy(update={"columns": {"size": "category"}})
    layouts = LayoutCache()
    for settings in (plain, changed, plain):
        dataset = read(table, settings)
        assert layouts(settings, dataset, base=table.parent) == layout_of(
            settings, dataset, base=table.parent
        )


def test_few_are_kept(table: Path) -> None:
    layouts = LayoutCache()
    kept = TableData(path="table.csv", target="y")
    first = layouts(kept, read(table, kept), base=table.parent)
    for target in ("y", "size"):
        for kind in ("date", "category", "text"):
            other = TableData(path="table.csv", target=target, columns={"day": kind})
            layouts(other, read(table, other), base=table.parent)
    again = layouts(kept, read(table, kept), base=table.parent)
    assert again == first
    assert again is not first
