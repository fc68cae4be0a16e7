"""Reads TensorBoard's event files, for tests."""

from __future__ import annotations

import re
from pathlib import Path


def scalars_below(folder: Path) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Writer's folder and tag -> (step, value) in the order of writing, a doubled step twice."""
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    from tensorboard.util.tensor_util import make_ndarray

    found: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for path in sorted(folder.rglob("events.out.tfevents.*"), key=_in_order_of_writing):
        for event in EventFileLoader(str(path)).Load():
            for value in event.summary.value:
                if value.metadata.plugin_data.plugin_name not in ("", "scalars"):
                    continue
                array = make_ndarray(value.tensor)
                if array.shape == () and array.dtype.kind == "f":
                    key = (path.parent.relative_to(folder).as_posix(), value.tag)
                    found.setdefault(key, []).append((event.step, float(array)))
    return found


def _in_order_of_writing(path: Path) -> tuple[str, list[int]]:
    # the second, the process and a count within it: of two files of one second the tenth is after the ninth
    return path.parent.as_posix(), [int(number) for number in re.findall(r"\d+", path.name)]
