"""How long the evaluation of a run takes, beside Keras's own validation of the same examples."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.targets.encoded_targets import encode
from engine.evaluate.part_data import part_data
from engine.evaluate.predict_part import Origin, predict_part
from engine.predict.finished_run import FinishedRun
from tests.left_runs import left


def evaluate_times(*, folder: str, examples: int, repeats: int) -> dict[str, Any]:
    """Seconds of an evaluation, and of `model.evaluate`, in turn; each makes its own graph every time.

    Args:
        folder: Where data and run are written.
        examples: How many there are; half of them are for validation.
        repeats: How many times both are measured.
    """
    rng = np.random.default_rng(0)
    path = Path(folder) / "data.npz"
    x, y = rng.normal(size=(examples, 64)).astype(np.float32), rng.integers(0, 10, examples)
    np.savez(path, x=x, y=y)
    run = FinishedRun.open(
        left(
            Path(folder) / "run",
            {
                "data": {"kind": "arrays", "path": str(path)},
                "model": {"kind": "dense", "units": [64, 32]},
                "fit": {"validation_method": "random", "validation_split": 0.5},
            },
        )
    )
    model, data = run.load_model().trained, part_data(run, "validation")
    chosen = data.indices
    x, y = x[chosen], encode(y[chosen], data.inputs.encoding, outputs=data.dataset.outputs)
    ours: list[float] = []
    keras: list[float] = []
    for _ in range(repeats):
        began = time.perf_counter()
        predict_part(model, data, project=run.project, origin=Origin("", "", 1))
        ours.append(time.perf_counter() - began)
        model.make_test_function(force=True)
        began = time.perf_counter()
        model.evaluate(x, y, batch_size=run.project.fit.batch_size, verbose=0)
        keras.append(time.perf_counter() - began)
    return {"ours_s": ours, "keras_s": keras, "examples": len(chosen)}
