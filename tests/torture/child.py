"""Trains in a process of its own that may be killed: `child.py FOLDER`, where FOLDER is a run's.

Goes on with the run if it has begun. Prints "training" when the first batch is near.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.run.control import Control
from engine.run.events import Event, Result, TrainingStarted
from engine.run.run_folder import RunFolder
from engine.run.session import Session


def main() -> int:
    folder = RunFolder(Path(sys.argv[1]))

    def sink(event: Event) -> None:
        if isinstance(event, TrainingStarted):
            sys.stdout.write("training\n")  # the parent waits for it
            sys.stdout.flush()

    begun = folder.log_txt.exists()
    ended = Session(folder.project(), folder, sink, Control(), resume=begun).run()
    return 0 if ended.result is Result.COMPLETED else 1


if __name__ == "__main__":
    sys.exit(main())
