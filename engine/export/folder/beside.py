"""Writes what stands beside an exported file: signature, preprocessing, Python files, ten examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.tables.csv import FIRST_ROW
from engine.export.folder.preprocessing import PREPROCESSING, is_encoded, preprocessing_of
from engine.export.folder.reading import TableAsRead, reading_of, table_of
from engine.export.folder.scripts import CHECK, scripts_of
from engine.export.folder.shown import write_shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.export.convert.network import Standardizing
    from engine.export.formats import Format
    from engine.export.proof.examples import Examples
    from engine.predict.finished_run import FinishedRun

SIGNATURE = "signature.json"
CLASSES = "classes.txt"


def write_beside(
    run: FinishedRun,
    made: Format,
    *,
    folder: Path,
    dtype: str,
    left_out: Standardizing | None,
    examples: Examples | None,
) -> list[tuple[str, int]]:
    """Write what others need beside the model file; return the examples that go along.

    Args:
        run: The run.
        made: The format.
        folder: Of the export.
        dtype: What the exported model takes, by name.
        left_out: What the first layer of the network did, where the file lacks it.
        examples: Of which ten go along; None where the data of the run are gone.

    Returns:
        As `write_shown`; [] without examples.

    Raises:
        OSError: Something cannot be written.
    """
    signature = run.signature
    form = signature.examples
    folder.joinpath(SIGNATURE).write_text(signature.model_dump_json(indent=1) + "\n", "utf-8")
    if signature.outputs.classes:
        folder.joinpath(CLASSES).write_text("\n".join(signature.outputs.classes) + "\n", "utf-8")
    table = table_of(run.project) if examples is not None else TableAsRead()
    reading = reading_of(form, table, signs=getattr(run.project.data, "missing_signs", {}))
    named, standardizes = is_encoded(form), left_out is not None
    content = {"reading": reading} if reading else {}
    if (named and not made.whole) or standardizes:
        content |= preprocessing_of(form, dtype, standardizing=left_out)
    if content:
        steps = json.dumps(content, ensure_ascii=False, indent=1)
        folder.joinpath(PREPROCESSING).write_text(steps + "\n", "utf-8")
    scripts = scripts_of(made, signature, dtype=dtype, named=named, standardizes=standardizes)
    for name, text in scripts.items():
        if name != CHECK or examples is not None:
            folder.joinpath(name).write_text(text, "utf-8")
    if examples is None:
        return []
    # those of separate validation data stand in another file
    labels = _labels(examples) if examples.dataset is run.inspection.fitted else None
    return write_shown(
        folder,
        examples,
        signature=signature,
        source=Path(run.data_path),
        table=table,
        labels=labels,
    )


def _labels(examples: Examples) -> NDArray[np.int64] | None:
    """Return the labels of the examples in the index of their table; None where there are none."""
    as_read = examples.dataset.as_read
    if as_read is None or as_read.numbers is None:
        return None
    return as_read.numbers[examples.rows] - FIRST_ROW
