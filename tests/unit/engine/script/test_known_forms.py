"""What a file looks like is found once for data that was read once."""

from pathlib import Path

import numpy as np
import pytest

from engine.data import load
from engine.data.dataset import Dataset
from engine.script.forms import KnownForms, form_of
from engine.settings.data import TableData

ROWS = "size;day;y\n" + "".join(f"{number};2024-01-{number + 1:02d};{number % 2}\n" for number in range(20))


def read(path: Path, settings: TableData) -> Dataset:
    found = load(settings, path.parent)
    return found.prepared(np.arange(found.count))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_a_file_is_looked_at_once(table: Path) -> None:
    settings, forms = TableData(path="table.csv", target="y"), KnownForms()
    first = read(table, settings)
    form = forms(settings, first, base=table.parent)
    assert form == form_of(settings, first, base=table.parent)
    second = read(table, settings)
    table.unlink()
    assert forms(settings, second, base=table.parent) is form


def test_what_was_read_anew_is_looked_at_anew(table: Path) -> None:
    settings, forms = TableData(path="table.csv", target="y"), KnownForms()
    form = forms(settings, read(table, settings), base=table.parent)
    table.write_text(ROWS.replace(";", ","), "utf-8")
    assert form.separator == ";"
    assert forms(settings, read(table, settings), base=table.parent).separator == ","


def test_other_settings_have_another_form(table: Path) -> None:
    plain = TableData(path="table.csv", target="y")
    changed = plain.model_copy(update={"columns": {"size": "category"}})
    forms = KnownForms()
    for settings in (plain, changed, plain):
        dataset = read(table, settings)
        assert forms(settings, dataset, base=table.parent) == form_of(settings, dataset, base=table.parent)


def test_few_are_kept(table: Path) -> None:
    forms = KnownForms()
    kept = TableData(path="table.csv", target="y")
    first = forms(kept, read(table, kept), base=table.parent)
    for target in ("y", "size"):
        for kind in ("date", "category", "text"):
            other = TableData(path="table.csv", target=target, columns={"day": kind})
            forms(other, read(table, other), base=table.parent)
    again = forms(kept, read(table, kept), base=table.parent)
    assert again == first
    assert again is not first
