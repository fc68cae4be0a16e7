"""Trains in an isolated process that may be killed: `child.py FOLDER KIND`, where FOLDER is a run's.

Resumes the run if it has begun. Prints "training" when the first batch is near. Signals are answered as
on the command line, and what a person changes while the kind trains is changed here, once.
"""

from __future__ import annotations

import faulthandler
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.cli.run_command import carry_out
from engine.record.events import EpochEnded, Event, Sink, TrainingStarted
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from tests.torture.kinds import KINDS, Kind

LONGEST = 150
"""Seconds after which a training counts as stuck: it says where, and ends with status 1."""


class Person:
    """Asks for the changes of a kind at their epochs, but for those that the run's folder knows already."""

    def __init__(self, folder: RunFolder, kind: Kind, *, control: Control) -> None:
        self._waiting = list(kind.changes.items())
        self._file = folder.changes_jsonl
        self._control = control

    def __call__(self, event: Event) -> None:
        """Look where the run is, and ask for what comes then."""
        match event:
            case TrainingStarted():
                done = event.first_epoch - 1
                known = self._file.read_bytes().count(b"\n") if self._file.exists() else 0
                del self._waiting[:known]
            case EpochEnded():
                done = event.epoch
            case _:
                return
        while self._waiting and self._waiting[0][0] <= done:
            self._control.change(self._waiting.pop(0)[1])


def main() -> int:
    folder, kind = RunFolder(Path(sys.argv[1])), KINDS[sys.argv[2]]
    faulthandler.dump_traceback_later(LONGEST, exit=True)

    def session(sink: Sink, control: Control) -> Session:
        person = Person(folder, kind, control=control)

        def watching(event: Event) -> None:
            sink(event)
            person(event)
            if isinstance(event, TrainingStarted):
                sys.stdout.write("training\n")  # the parent waits for it
                sys.stdout.flush()

        begun = folder.log_txt.exists()
        return Session(folder.project(), folder, watching, control, resume=begun, trusted=lambda *_: True)

    return carry_out(folder.project(), folder, make_session=session)


if __name__ == "__main__":
    sys.exit(main())
