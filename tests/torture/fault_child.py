"""Trains in a process with the preloaded library: `fault_child.py FOLDER FAULT NUMBER`.

FAULT is a name in `points.FAULTS`, or "" for none. Prints a line of JSON at the end: how it ended, what it
warned of, how many operations there were.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.cli.run_command import carry_out
from engine.record.events import Event, LogLine, RunEnded, Sink
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from tests.torture.child import Person
from tests.torture.kinds import SHORT
from tests.torture.points import FAULTS
from tests.torture.preloaded import arm, counted

LONGEST = 90


def main() -> int:
    folder, name, number = RunFolder(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
    reported: list[RunEnded] = []
    warned: list[str] = []
    faulthandler.dump_traceback_later(LONGEST, exit=True)

    def session(sink: Sink, control: Control) -> Session:
        person = Person(folder, SHORT, control=control)

        def watching(event: Event) -> None:
            sink(event)
            person(event)
            match event:
                case RunEnded():
                    reported.append(event)
                case LogLine(level="warning"):
                    warned.append(event.text)
                case _:
                    pass

        begun = folder.log_txt.exists()
        return Session(folder.project(), folder, watching, control, resume=begun)

    project = folder.project()
    if name:
        beside = folder.path.with_name("replaced")
        beside.mkdir(exist_ok=True)
        arm(folder.path, FAULTS[name], number=number, beside=beside)
    status = carry_out(project, folder, make_session=session)
    ended = reported[-1]
    said = {"result": ended.result.value, "reason": ended.reason, "warned": warned}
    sys.stdout.write("\n" + json.dumps({**said, "counted": counted() if name else 0}) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
