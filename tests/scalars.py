"""Reads TensorBoard's event files, for tests."""

from __future__ import annotations

from pathlib import Path


def scalars_below(folder: Path) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Writer's folder and tag -> (step, value) in the order of writing, a doubled step twice."""
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    from tensorboard.util.tensor_util import make_ndarray

    found: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for path in sorted(folder.rglob("events.out.tfevents.*")):
        for event in EventFileLoader(str(path)).Load():
            for value in event.summary.value:
                if value.metadata.plugin_data.plugin_name not in ("", "scalars"):
                    continue
                array = make_ndarray(value.tensor)
                if array.shape == () and array.dtype.kind == "f":
                    key = (path.parent.relative_to(folder).as_posix(), value.tag)
                    found.setdefault(key, []).append((event.step, float(array)))
    return found
