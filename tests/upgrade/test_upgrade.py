"""Project files and killed runs of earlier programs open, and go on to the numbers that they had then."""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.cli.main import main
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.settings.declaration.tree import leaves
from engine.settings.project_file.file import load, with_absolute_paths
from engine.settings.project_file.migrations import migrate
from tests.upgrade.compared import machine, numbers, weights
from tests.upgrade.made import FIXTURES, KINDS, copied
from tests.upgrade.trainings import CALLBACK_FILE

OTHER_MACHINE = 2e-3
"""How far numbers may be off, in parts of themselves, where another processor or version calculates them."""


@pytest.fixture
def here(made: str, tmp_path: Path) -> Path:
    """The fixtures of one program at a place of the test's own."""
    return copied(made, tmp_path / "fixtures")


@pytest.mark.parametrize(("made", "kind"), KINDS)
def test_a_project_file_means_what_it_meant(here: Path, kind: str) -> None:
    loaded = load(here / f"{kind}.fitroom")
    assert loaded.problems == ()
    assert loaded.kept_aside is None
    project = with_absolute_paths(loaded.project, here)
    # the run's folder has every setting with the value that it had then, also those that were the default
    then, _ = migrate({"version": 2, **json.loads((here / "killed" / kind / "project.json").read_bytes())})
    now = project.model_dump(mode="json")
    assert _missing(then, now) == []


@pytest.mark.parametrize(("made", "kind"), KINDS)
def test_a_killed_run_can_be_looked_at(here: Path, kind: str) -> None:
    folder = RunFolder(here / "killed" / kind)
    assert folder.is_run
    assert folder.state == "interrupted"
    assert [leaf.path for leaf in leaves(folder.project())]
    assert list(read_events(folder))
    assert folder.environment()["device"]


@pytest.mark.skipif(sys.platform == "win32", reason="the names of saved files are compared as they are here")
@pytest.mark.parametrize(("made", "kind"), KINDS)
def test_a_killed_run_goes_on_to_the_same_numbers(
    here: Path, made: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = RunFolder(here / "killed" / kind)
    before = {path: path.read_bytes() for path in (here / "data").rglob("*") if path.is_file()}
    status = main(["resume", str(folder.path), "--trust", str(here / "data" / CALLBACK_FILE)])
    output = capsys.readouterr()
    assert status == 0, output.err + output.out
    exactly = json.loads((FIXTURES / made / "made-on.json").read_bytes()) == machine()
    expected: dict[str, Any] = json.loads((FIXTURES / made / "whole" / f"{kind}.json").read_bytes())
    found = numbers(folder)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        _same(found[name], value, exactly=exactly, name=f"{kind}: {name}")
    with np.load(FIXTURES / made / "whole" / f"{kind}.npz") as whole:
        arrays = weights(folder)
        assert set(arrays) == set(whole.files)
        for name in whole.files:
            _same(arrays[name].ravel().tolist(), whole[name].ravel().tolist(), exactly=exactly, name=name)
    assert {path: path.read_bytes() for path in before} == before


def _missing(then: Any, now: Any, path: str = "") -> list[str]:
    """The places at which `now` lacks a value of `then` or has another; it may have more."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [
            line
            for name, value in then.items()
            for line in (
                _missing(value, now[name], f"{path}.{name}") if name in now else [f"{path}.{name} is gone"]
            )
        ]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [
            line
            for index, (first, second) in enumerate(zip(then, now, strict=True))
            for line in _missing(first, second, f"{path}[{index}]")
        ]
    return [] if then == now else [f"{path}: {then!r} became {now!r}"]


def _same(found: Any, expected: Any, *, exactly: bool, name: str) -> None:
    """Equal; on another machine numbers may be a little off, also those that are written as text."""
    one, other = list(_flat(found)), list(_flat(expected))
    assert len(one) == len(other), f"{name}: {found} instead of {expected}"
    for value, wanted in zip(one, other, strict=True):
        if exactly or not isinstance(wanted, float) or not isinstance(value, float):
            assert value == wanted, f"{name}: {found} instead of {expected}"
        else:
            assert math.isclose(value, wanted, rel_tol=OTHER_MACHINE, abs_tol=OTHER_MACHINE), (
                f"{name}: {value} instead of {wanted}"
            )


def _flat(tree: Any) -> Iterator[Any]:
    match tree:
        case dict():
            for name in sorted(tree):
                yield name
                yield from _flat(tree[name])
        case list() | tuple():
            for item in tree:
                yield from _flat(item)
        case str():
            try:
                yield float(tree)
            except ValueError:
                yield tree
        case _:
            yield tree
