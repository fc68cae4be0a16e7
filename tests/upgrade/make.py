"""Writes down, with the program as it is now, what later programs must be able to open and to resume.

`python -m tests.upgrade.make NAME` makes `fixtures/NAME`: data, a project file of each training, a run of it
that was killed, and the numbers of the same run that was not. Made once for a change of the formats, with the
program before that change, and never made again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from engine.record.events import BatchesEnded, Event, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from engine.settings.project_file.file import dumps, load, with_absolute_paths
from tests.upgrade.compared import PLACE, machine, numbers, weights
from tests.upgrade.trainings import CALLBACK_FILE, TRAININGS, write_data

FIXTURES = Path(__file__).with_name("fixtures")


def make(name: str, home: Path) -> None:
    """Make the fixtures in the folder `home`, then put them in their place."""
    here = home / name
    write_data(here / "data")
    for kind, training in TRAININGS.items():
        project_file = here / f"{kind}.fitroom"
        project_file.write_text(dumps(Project.model_validate(training.project)), encoding="utf-8")
        project = with_absolute_paths(load(project_file).project, here)
        whole = RunFolder.create_at(home / f"whole-{kind}", project)
        killed = RunFolder.create_at(here / "killed" / kind, project)
        for folder, arguments in ((whole, []), (killed, [str(number) for number in training.killed_at])):
            command = [sys.executable, __file__, "--train", str(folder.path), *arguments]
            status = subprocess.run(command, check=False).returncode
            assert status == (-signal.SIGKILL if arguments else 0), folder.log_txt.read_text(encoding="utf-8")
        (killed.path / ".lock").unlink(missing_ok=True)
        killed.project_json.write_text(
            killed.project_json.read_text(encoding="utf-8").replace(str(here), PLACE), encoding="utf-8"
        )
        expected = here / "whole"
        expected.mkdir(exist_ok=True)
        (expected / f"{kind}.json").write_text(json.dumps(numbers(whole), indent=1), encoding="utf-8")
        arrays: dict[str, Any] = weights(whole)
        np.savez_compressed(expected / f"{kind}.npz", **arrays)
    (here / "made-on.json").write_text(json.dumps(machine(), indent=1), encoding="utf-8")
    shutil.move(here, FIXTURES / name)


def train(folder: RunFolder, killed_at: tuple[int, int] | None) -> Result:
    """Train in this process, which is killed when the step `killed_at` is done."""

    def sink(event: Event) -> None:
        if (
            killed_at is not None
            and isinstance(event, BatchesEnded)
            and (event.epoch, event.first_step) >= killed_at
        ):
            time.sleep(1.0)  # what was handed to the writer of states is on the disk
            os.kill(os.getpid(), signal.SIGKILL)

    def trusted(path: Path, _sha256: str) -> bool:
        return path.name == CALLBACK_FILE

    return Session(folder.project(), folder, sink, Control(), trusted=trusted).run().result


def main() -> int:
    """Make the fixtures, or train one of them in a child."""
    if sys.argv[1] == "--train":
        epoch_and_step = [int(number) for number in sys.argv[3:]]
        killed_at = (epoch_and_step[0], epoch_and_step[1]) if epoch_and_step else None
        return 0 if train(RunFolder(Path(sys.argv[2])), killed_at) is Result.COMPLETED else 1
    FIXTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        make(sys.argv[1], Path(home))
    return 0


if __name__ == "__main__":
    sys.exit(main())
