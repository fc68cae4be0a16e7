from pathlib import Path

import pytest

from engine.settings.data import ArraysData, LabelledData, SeriesData, TableData
from gui.pages.dropped import data_of


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("walks.ts", "@data\n", LabelledData),
        ("walks.tsv", "1\t2.5\t3\n", LabelledData),
        ("table.csv", "a,b\n1,2\n", TableData),
    ],
)
def test_what_a_dropped_file_is(tmp_path: Path, name: str, content: str, kind: type) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    found = data_of(tmp_path / name, present=ArraysData())
    assert found == kind(path=str(tmp_path / name))


def test_a_table_stays_a_series_where_one_is_chosen(tmp_path: Path) -> None:
    assert isinstance(data_of(tmp_path / "a.csv", present=SeriesData()), SeriesData)
    assert data_of(tmp_path / "a.txt", present=SeriesData()) is None
