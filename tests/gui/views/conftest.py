from collections.abc import Callable

import numpy as np
import pytest

from engine.history.metric_history import MetricHistory
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    GaugeChanged,
    LogLine,
    Mark,
    Marked,
    Phase,
    PhaseChanged,
    TrainingStarted,
)

STEPS = 10


def train_epoch(history: MetricHistory, epoch: int) -> None:
    at = epoch * 1.0
    history.apply(EpochStarted(at=at, epoch=epoch, learning_rate=0.1 / epoch))
    values = (np.linspace(1.2, 0.8, STEPS) / epoch).astype(np.float32)
    history.apply(BatchesEnded(at=at, epoch=epoch, first_step=0, values={"loss": values, "accuracy": values}))
    history.apply(
        EpochEnded(
            at=at + 0.5,
            epoch=epoch,
            values={
                "loss": 1 / epoch,
                "val_loss": 1 / epoch + 0.02 * epoch,
                "accuracy": 1 - 0.5 / epoch,
                "val_accuracy": 1 - 0.6 / epoch,
            },
            learning_rate=0.1 / epoch,
            seconds=0.5,
        )
    )


@pytest.fixture
def make_history() -> Callable[..., MetricHistory]:
    def make(epochs: int = 5, *, of: int = 10) -> MetricHistory:
        history = MetricHistory()
        history.apply(PhaseChanged(at=0.5, phase=Phase.IMPORTING))
        history.apply(LogLine(at=0.5, level="info", text="first line"))
        history.apply(
            TrainingStarted(
                at=1.0,
                epochs=of,
                first_epoch=1,
                first_step=0,
                steps_per_epoch=STEPS,
                validation_steps=2,
                batch_size=32,
                examples=320,
                validation_examples=64,
                metrics=("loss", "accuracy"),
                parameters=12_345,
                device="CPU, 2 cores",
            )
        )
        history.apply(PhaseChanged(at=1.0, phase=Phase.TRAINING))
        for epoch in range(1, epochs + 1):
            train_epoch(history, epoch)
        history.apply(
            GaugeChanged(
                index=0,
                name="EarlyStopping",
                monitor="val_loss",
                wait=3,
                patience=10,
                best=0.031,
                best_epoch=12,
                restores=12,
            )
        )
        history.apply(Marked(mark=Mark.LEARNING_RATE, position=2.0, text="learning rate lowered"))
        return history

    return make
