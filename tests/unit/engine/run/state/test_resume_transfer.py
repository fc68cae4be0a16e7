"""A run whose network is partly frozen goes on as if it had never been cut off."""

from pathlib import Path

import numpy as np
import pytest

from engine.record.events import BatchesEnded, Event
from engine.settings import Project
from engine.settings.data.kinds import ArraysData
from engine.settings.presets.network import TransferModel
from engine.tensorflow_import import import_keras
from tests.runs import Killed, assert_same_arrays, resume, train
from tests.torture.facts import arrays, facts


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_cut_in_the_first_epoch_changes_nothing(tmp_path: Path) -> None:
    network = import_keras().applications.MobileNetV3Small(
        input_shape=(32, 32, 3), include_top=False, weights=None, pooling="avg"
    )
    weights = tmp_path / "network.weights.h5"
    network.save_weights(weights)
    images = np.random.default_rng(3).integers(0, 256, (40, 32, 32, 1), dtype=np.uint8)
    np.savez(tmp_path / "images.npz", x=images, y=np.arange(40) % 4)
    model = TransferModel(base="MobileNetV3Small", weights="file", weights_path=str(weights), fine_tune=20)
    project = Project(data=ArraysData(path=str(tmp_path / "images.npz")), model=model, callbacks=())
    for path, value in {"fit.epochs": 2, "fit.batch_size": 8, "run.resume_every_batches": 1}.items():
        project = project.with_value(path, value)
    whole = train(project, tmp_path / "whole")
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, BatchesEnded)
        if seen == 3:
            raise Killed

    again = resume(train(project, tmp_path / "cut", sink=sink))
    assert seen >= 3
    assert facts(again.folder) == facts(whole.folder)
    assert_same_arrays(arrays(again.folder), arrays(whole.folder))
