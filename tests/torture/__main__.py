"""`make torture`, or `python -m tests.torture`: a line for each kind of training and fault.

The exit status is 1 when anything differed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.clean_python import clean_python
from tests.torture.harness import PRELOADED, compare
from tests.torture.kinds import KINDS
from tests.torture.points import NAMES, open_faults


def main() -> int:
    """Torture every kind that was asked for."""
    parser = argparse.ArgumentParser(prog="make torture")
    parser.add_argument("--kills", type=int, default=30, help="attacks over all kinds of training")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", default="", help="a part of the names of the kinds")
    parser.add_argument("--faults", type=int, default=40, help="points of each fault but the first")
    asked = parser.parse_args()
    kinds = [kind for kind in KINDS if asked.only in kind]
    failed = 0
    with clean_python(preload=PRELOADED) as python:
        for index, kind in enumerate(kinds):
            # together exactly as many as were asked for
            kills = asked.kills * (index + 1) // len(kinds) - asked.kills * index // len(kinds)
            failed += not _reported(
                f"{kind}, seed {asked.seed}",
                lambda folder, kind=kind, kills=kills: compare(
                    kind, folder, kills=kills, seed=asked.seed, python=python
                ),
            )
    names = [name for name in NAMES if asked.only in f"fault: {name}"]
    if names and asked.faults:
        with tempfile.TemporaryDirectory() as folder, open_faults(Path(folder)) as faults:
            for name in names:
                most = None if name == NAMES[0] and asked.faults >= 40 else asked.faults
                failed += not _reported(
                    f"fault: {name}, seed {asked.seed}",
                    lambda _folder, name=name, most=most: faults.try_all(name, most=most, seed=asked.seed),
                )
    return 1 if failed else 0


def _reported(name: str, part: Callable[[Path], str]) -> bool:
    """Do a part of the torture in a folder of its own and print its line; whether it showed no difference."""
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    try:
        line = part(folder)
    except AssertionError as error:
        # what differs stays, to be looked at
        sys.stdout.write(f"{name}: {error}\n")
        return False
    finally:
        sys.stdout.flush()
    shutil.rmtree(folder)
    sys.stdout.write(f"{name}: {line}\n")
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    sys.exit(main())
