"""expected.json: what the exported file answers for the examples that go along; check.py compares with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

EXAMPLES = "examples"
"""The folder of the examples."""
_EXPECTED = "expected.json"


def write_expected(
    folder: Path,
    outputs: NDArray[np.float32],
    *,
    answers: list[Any],
    shown: Sequence[tuple[str, int]],
    tolerance: float,
) -> None:
    """Write what the exported file answers.

    Args:
        folder: Of the export.
        outputs: (n, m), of all examples.
        answers: n, as predict.py gives them.
        shown: As `write_shown` returns them.
        tolerance: By how much outputs may differ on another machine.

    Raises:
        OSError: It cannot be written.
    """
    rows = [
        {"file": file, "answer": answers[place], "outputs": outputs[place].tolist()} for file, place in shown
    ]
    text = json.dumps({"tolerance": tolerance, "examples": rows}, ensure_ascii=False, indent=1)
    folder.joinpath(EXAMPLES, _EXPECTED).write_text(text + "\n", "utf-8")
