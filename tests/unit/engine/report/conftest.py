"""A short run with accuracy and validation, told by hand."""

import pytest

from engine.history.metric_history import MetricHistory
from engine.record.events import EpochEnded, Result, RunEnded, TrainingStarted

STARTED = TrainingStarted(
    epochs=8,
    first_epoch=1,
    first_step=0,
    steps_per_epoch=5,
    validation_steps=1,
    batch_size=4,
    examples=1000,
    validation_examples=200,
    metrics=("loss", "accuracy"),
    parameters=12345,
    device="CPU",
    classes=2,
)


@pytest.fixture
def history() -> MetricHistory:
    """Eight epochs; the validation loss is best in the first, and missing in the third."""
    made = MetricHistory()
    made.apply(STARTED)
    for epoch in range(1, 9):
        values = {"loss": 0.6 * 0.8**epoch, "accuracy": 0.9}
        if epoch != 3:
            values |= {"val_loss": 0.4 if epoch == 1 else 0.6, "val_accuracy": 0.8}
        made.apply(EpochEnded(epoch=epoch, values=values, learning_rate=0.1, seconds=1.0))
    saved = {"val_loss": 0.6, "val_accuracy": 0.8}
    reason = "All 8 epochs are done."
    made.apply(RunEnded(result=Result.COMPLETED, reason=reason, epochs_done=8, saved=saved, saved_epoch=8))
    return made
