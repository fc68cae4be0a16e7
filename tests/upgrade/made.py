"""The fixtures: where they lie, and a copy of them for a test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.upgrade.compared import PLACE

FIXTURES = Path(__file__).with_name("fixtures")
MADE = sorted(path.name for path in FIXTURES.iterdir())
"""The programs that have left something, by their commits."""
KINDS = [(made, project.stem) for made in MADE for project in sorted((FIXTURES / made).glob("*.fitroom"))]


def copied(made: str, place: Path) -> Path:
    """What the program `made` has left, at `place`, as it lay where a person had it."""
    here = Path(shutil.copytree(FIXTURES / made, place))
    for settings in here.glob("killed/*/project.json"):
        # as JSON, where a Windows path has its backslashes doubled
        folder = json.dumps(here.as_posix()).strip('"')
        settings.write_text(settings.read_text("utf-8").replace(PLACE, folder), "utf-8")
    return here
