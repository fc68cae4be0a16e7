"""Trains one project on two logical CPU devices and on one, and prints the losses; for test_replicas."""

import json
import sys
from pathlib import Path

import tensorflow as tf

from engine.record.events import EpochEnded, TrainingStarted
from engine.settings import Project
from tests.runs import Killed, train


def main(project_file: str, folder: str) -> None:
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    found: dict[str, object] = {}
    for device in ("cpu", "all"):
        project = Project.model_validate_json(Path(project_file).read_text()).with_value("run.device", device)
        whole = train(project, Path(folder) / device)
        found[device] = {
            "result": whole.ended.reason if whole.ended else "",
            "losses": [[event.values["loss"], event.values["val_loss"]] for event in whole.of(EpochEnded)],
            "devices": [event.device for event in whole.of(TrainingStarted)],
        }

    def cut(event: object) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 2:
            raise Killed

    begun = train(project, Path(folder) / "cut", sink=cut)
    gone_on = train(project, begun.folder, resume=True)
    found["resumed"] = [[event.values["loss"], event.values["val_loss"]] for event in gone_on.of(EpochEnded)]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
