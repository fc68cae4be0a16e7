"""What a project's data are, as read: the stable form that `describe --json` prints, and lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.streamed import StreamedRows
from engine.language import tr

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.inspect.inspection import Inspection

_ENDS = 5
_SHOWN = 20


def described(inspection: Inspection) -> dict[str, Any]:
    """Return the facts of the data of a project, as JSON has them.

    Args:
        inspection: The look at the project.

    Returns:
        `kind`, `task`, `count`, `shape`, `dtype`, `classes`, `columns`, `parts`, `notes`, `left_out`, `rows`.

    Raises:
        DataError: The data cannot be used, or a question must be answered.
    """
    dataset, parts = inspection.fitted, inspection.split
    as_read = dataset.as_read
    columns = () if as_read is None else as_read.columns
    return {
        "kind": dataset.kind,
        "task": dataset.task,
        "count": dataset.count,
        "shape": list(dataset.shape),
        "dtype": str(dataset.x.dtype),
        "classes": _classes(dataset),
        "columns": [
            {"name": one.name, "kind": one.kind, "use": one.use, "missing": one.missing} for one in columns
        ],
        "parts": {
            "train": len(parts.train),
            "validation": len(parts.validation) or _count(inspection.validation),
            "test": len(parts.test) or _count(inspection.test),
        },
        "notes": [
            *dataset.notes,
            *(
                tr("Column {name}: {warning}.", name=one.name, warning=one.warning)
                for one in dataset.columns
                if one.warning
            ),
        ],
        "left_out": [{"name": one.name, "reason": one.reason} for one in dataset.left_out]
        + [
            {"name": one.name, "reason": one.reason or tr("it is not chosen")}
            for one in columns
            if one.use == "left_out"
        ],
        "rows": list(as_read.rows) if as_read is not None else _rows(dataset),
    }


def as_lines(facts: dict[str, Any]) -> list[str]:
    """Return what `described` returns, as lines for people.

    Args:
        facts: As `described` returns.
    """
    shape = " x ".join(str(size) for size in facts["shape"]) or "1"
    lines = [
        tr("{kind}, {task}: {count:,} examples of {shape} ({dtype})", **{**facts, "shape": shape}),
        tr("Train {train:,}, validation {validation:,}, test {test:,}", **facts["parts"]),
    ]
    lines += [f"  {one['name']}: {one['count']:,}" for one in facts["classes"][:_SHOWN]]
    lines += [
        tr("Column {name}: {kind}, {use}, {missing:,} missing", **one) for one in facts["columns"][:_SHOWN]
    ]
    lines += [f"- {note}" for note in facts["notes"]]
    lines += [tr("Left out {name}: {reason}", **one) for one in facts["left_out"][:_SHOWN]]
    return lines + [", ".join(f"{name}={value}" for name, value in row.items()) for row in facts["rows"]]


def _count(dataset: Dataset | None) -> int:
    return 0 if dataset is None else dataset.count


def _classes(dataset: Dataset) -> list[dict[str, Any]]:
    if dataset.task != "classification":
        return []
    labels = dataset.y if dataset.y.ndim == 1 else dataset.y.argmax(axis=1)
    counts = np.bincount(labels.astype(np.int64), minlength=len(dataset.class_names)).tolist()
    return [{"name": name, "count": count} for name, count in zip(dataset.class_names, counts, strict=False)]


def _rows(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the first and last examples: name or index, shape, lowest, highest and mean value."""
    count = dataset.count
    places = range(count) if count <= 2 * _ENDS else [*range(_ENDS), *range(count - _ENDS, count)]
    return [_row(dataset, at) for at in places]


def _row(dataset: Dataset, at: int) -> dict[str, Any]:
    x = dataset.x
    values = np.asarray(x.fetch(np.array([at])).rows[0] if isinstance(x, StreamedRows) else x[at])
    label = dataset.y[at]
    target = dataset.class_names[int(label)] if dataset.class_names and np.ndim(label) == 0 else label
    named: dict[str, Any] = {"name": dataset.names[at]} if dataset.names else {"index": at}
    return {
        **named,
        "shape": list(values.shape),
        "lowest": float(values.min()) if values.size else None,
        "highest": float(values.max()) if values.size else None,
        "mean": float(values.mean(dtype=np.float64)) if values.size else None,
        "target": target if isinstance(target, str) else np.asarray(target).tolist(),
    }
