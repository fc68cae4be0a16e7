"""The table that people read, and the file that machines read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.rows import Row

_VERDICTS = {True: "met", False: "MISSED", None: "stated"}


def table(rows: Sequence[Row]) -> str:
    """One line a row: key, value, aim, whether it is met, and the range of the single measurements."""
    lines = [("key", "value", "aim", "", "from - to", "what")]
    for row in rows:
        spread = f"{_text(min(row.samples))} - {_text(max(row.samples))}" if row.samples else ""
        sign = ">=" if row.more_is_better else "<="
        aim = "" if row.aim is None else f"{sign} {_text(row.aim)}"
        value = f"{_text(row.value)} {row.unit}".rstrip()
        lines.append((row.key, value, aim, _VERDICTS[row.met], spread, row.what))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]])
        for line in lines
    )


def write(path: Path, rows: Sequence[Row], *, machine: dict[str, Any], size: str) -> None:
    """Everything as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "size": size,
        "machine": machine,
        "rows": [asdict(row) | {"met": row.met} for row in rows],
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def machine_text(machine: dict[str, Any]) -> str:
    """The machine in two lines."""
    versions = ", ".join(f"{name} {number}" for name, number in sorted(machine["versions"].items()))
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']},"
        f" load {machine['load']} before and {machine['load_after']} after\n"
        f"Python {machine['python']}, {versions}, Qt platform {machine['qt_platform']}"
    )


def _text(number: float) -> str:
    if number and abs(number) < 0.001:
        return f"{number:.1e}"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
