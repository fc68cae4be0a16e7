"""`python -m tests.bench`: measure every row of the table, print it, and write build/bench.json.

    --quick         a tiny size, to see that each bench works
    --pairs N       how many times A and B are run in turn, instead of 5
    --only GROUP    fit, loss, window, plots, events, resume, images, csv, growth, look, results
    --out FILE      where the JSON goes

Exits with 0 also when an aim is missed: the table says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench import machine, report
from tests.bench.processes import ROOT
from tests.bench.rows import GROUPS, Row
from tests.bench.sizes import FULL, QUICK


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for; the exit status."""
    asked = _parser().parse_args(arguments)
    size = QUICK if asked.quick else FULL
    size = replace(size, pairs=asked.pairs or size.pairs)
    described = machine.describe()
    rows: list[Row] = []
    for name in asked.only or GROUPS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="fitroom-bench-") as folder:
            rows += GROUPS[name](size, Path(folder))
        described["load_after"] = machine.load()
        report.write(asked.out, rows, machine=described, size=size.name)  # what is measured is kept at once
        print(f"measured {name} in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(report.machine_text(described))
    print(report.table(rows))
    print(f"All figures: {asked.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the program against its aims.")
    parser.add_argument("--quick", action="store_true", help="a tiny size, to see that each bench works")
    parser.add_argument("--pairs", type=int, help="how many times A and B are run in turn")
    parser.add_argument("--only", action="append", choices=GROUPS, help="only these rows; may be repeated")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json", help="where the JSON goes")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
