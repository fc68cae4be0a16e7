"""The page about exports: its lists follow the formats, and its table what was found."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from engine.export.formats import FORMATS
from engine.resources import samples_folder
from engine.settings.model import ModelSettings
from scripts.export_page import BEGIN, CASES, SAMPLES, page, project_of
from tests.evidence import FOUND

PAGE = Path(__file__).parents[3] / "docs" / "export.md"


def test_every_format_is_listed():
    text = PAGE.read_text("utf-8")
    assert all(f"| `{one.name}` | `{one.file}` | {one.help} |" in text for one in FORMATS)
    rows = [
        line.split("|")[1].strip() for line in text.partition(BEGIN)[2].splitlines()[4:] if line[:1] == "|"
    ]
    assert set(rows) <= set(CASES)
    assert set(SAMPLES) <= set(rows)


def test_the_table_has_what_was_found_with_its_reasons(tmp_path):
    found = {"litert": asdict(FOUND), "onnx": {"why_not": "Another."}, "c": {"why_not": "Something."}}
    (tmp_path / "digits.json").write_text(json.dumps(found))
    text = page(tmp_path)
    row = next(line for line in text.splitlines() if line.startswith("| digits |"))
    assert "| 4e-07, 99.6%, 147 kB (1) |" in row
    assert "| no (2) |" in row
    assert row.endswith("| no (1) |")
    assert "1. Something.\n2. Another." in text


def test_every_sample_and_every_kind_of_model_is_a_case(tmp_path):
    found = [project_of(case, tmp_path) for case in CASES]
    assert set(SAMPLES) < set(CASES)
    assert set(SAMPLES) == {path.stem for path in samples_folder().glob("*.fitroom")}
    data = {path.name for path in samples_folder().iterdir() if path.suffix in (".csv", ".npz")}
    assert data <= {Path(getattr(project.data, "path", "").rpartition(":")[2]).name for project in found}
    kinds = {kind.model_fields["kind"].default for kind in get_args(get_args(ModelSettings)[0])}
    assert {project.model.kind for project in found} == kinds - {"file", "code"}
