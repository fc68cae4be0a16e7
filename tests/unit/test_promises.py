"""Each promise of the README names the tests that keep it: they exist, and the promise is still made."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| \"(.+?)\" \| (.+) \|$", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE
)


def test_there_are_promises() -> None:
    assert len(ROWS) > 10


@pytest.mark.parametrize("promise", [promise for promise, _ in ROWS])
def test_the_readme_makes_the_promise(promise: str) -> None:
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert promise in readme


@pytest.mark.parametrize(("promise", "tests"), ROWS)
def test_each_test_is_there_and_runs(promise: str, tests: str) -> None:
    named = re.findall(r"`([^`]+\.py)::(\w+)`", tests)
    assert named, f"no test keeps {promise!r}"
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        (found,) = [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name
        ]
        skipped = [ast.unparse(mark) for mark in found.decorator_list if ".skip(" in ast.unparse(mark)]
        assert not skipped, f"{path}::{name} is skipped"


def test_the_readme_leads_to_the_table() -> None:
    assert "(docs/promises.md)" in (ROOT / "README.md").read_text("utf-8")


def test_the_places_that_the_page_for_developers_names_are_there() -> None:
    page = (ROOT / "docs" / "development.md").read_text("utf-8")
    table = page.partition("## Where would I change")[2].partition("\n## ")[0]
    places = re.findall(r"\| `([^`]+)` \|$", table, re.MULTILINE)
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("house", ["engine", "gui"])
def test_the_picture_of_the_house_shows_every_room(house: str) -> None:
    picture = (ROOT / "README.md").read_text("utf-8").partition("## The house")[2].partition("\n```\n")[2]
    picture = picture.partition("\n```")[0]
    rooms = [path.parent.name for path in (ROOT / house).glob("*/__init__.py")]
    assert len(rooms) > 5
    assert [room for room in rooms if f"\n  {room}/" not in picture] == []
