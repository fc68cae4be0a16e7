"""The clean environments, tried with a small program in the place of the bundle."""

import os
import sys
from pathlib import Path

import pytest
from bundle import trials

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="trials are made on Linux")


@pytest.fixture
def bundle(tmp_path: Path):
    def make(script: str) -> Path:
        folder = tmp_path / "fitroom"
        (folder / "_internal").mkdir(parents=True)
        program = folder / "fitroom"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return folder

    return make


def test_the_environment_is_empty_and_the_home_another(bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITROOM_SECRET", "from the machine that builds")
    script = (
        '[ "$1" = --self-test ] && [ -z "$FITROOM_SECRET" ] && [ -z "$PYTHONPATH" ] && [ -w "$HOME" ] &&'
        f' [ "$HOME" != "{Path.home()}" ]'
    )
    done = trials.in_clean_environment(bundle(script))
    assert len(done) == (2 if os.getuid() == 0 else 1)
    if os.getuid() == 0:
        assert done[1].startswith("as nobody")


def test_a_failure_is_reported(bundle) -> None:
    with pytest.raises(trials.TrialError, match="ended with status 3"):
        trials.in_clean_environment(bundle("exit 3"))


@pytest.mark.skipif(os.getuid() != 0, reason="only root can write to a folder that may not be written to")
def test_a_program_that_writes_into_its_own_folder_is_reported(bundle) -> None:
    with pytest.raises(trials.TrialError, match="its own folder"):
        trials.in_clean_environment(bundle('[ "$(id -u)" != 0 ] || echo x >"${0%/*}/_internal/cache"'))


def test_what_was_bundled_is_left_as_it_was(bundle) -> None:
    folder = bundle("exit 0")
    before = {path: path.stat().st_mode for path in folder.rglob("*")}
    trials.in_clean_environment(folder)
    assert {path: path.stat().st_mode for path in folder.rglob("*")} == before
