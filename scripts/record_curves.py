"""Records the curves that the coach is tested on: small real runs, with good and with bad settings.

Usage: record_curves.py [NAME ...]     trains these runs, or all, and writes two files for each

`tests/unit/engine/coach/recorded/NAME.csv` is the run's history.csv; `NAME.json` is what else the coach
observes.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
OUT = ROOT / "tests" / "unit" / "engine" / "coach" / "recorded"
RUNS: dict[str, tuple[str, tuple[str, ...]]] = {
    # good settings: the samples as they are, and a few changes that do no harm
    "digits": ("digits", ("fit.epochs=12",)),
    "wine": ("wine", ()),
    "penguins": ("penguins", ()),
    "vowels": ("vowels", ()),
    "elnino": ("elnino", ("fit.epochs=30",)),
    "digits-dense": ("digits", ("model.kind=dense", "fit.epochs=20")),
    "digits-dropout": ("digits", ("model.kind=dense", "model.dropout=0.4", "fit.epochs=20")),
    # bad settings
    "digits-rate-10": (
        "digits",
        ("model.kind=dense", "compile.optimizer.learning_rate=10", "fit.epochs=12", "callbacks=[]"),
    ),
    "digits-rate-tenth": (
        "digits",
        ("model.kind=dense", "compile.optimizer.learning_rate=0.1", "fit.epochs=20", "callbacks=[]"),
    ),
    "digits-rate-1e-7": (
        "digits",
        ("model.kind=dense", "compile.optimizer.learning_rate=1e-7", "fit.epochs=12", "callbacks=[]"),
    ),
    "digits-sgd-1e-4": (
        "digits",
        (
            "model.kind=dense",
            "compile.optimizer.kind=sgd",
            "compile.optimizer.learning_rate=1e-4",
            "fit.epochs=12",
            "callbacks=[]",
        ),
    ),
    "penguins-sgd-rate-2": (
        "penguins",
        ("compile.optimizer.kind=sgd", "compile.optimizer.learning_rate=2", "fit.epochs=12", "callbacks=[]"),
    ),
    "vowels-rate-3": ("vowels", ("compile.optimizer.learning_rate=3", "fit.epochs=20", "callbacks=[]")),
    "vowels-by-heart": (
        "vowels",
        ("model.kind=dense", "model.units=512,512", "fit.epochs=60", "callbacks=[]"),
    ),
    "digits-few-by-heart": (
        "few",
        ("model.kind=dense", "model.units=512,512", "fit.epochs=80", "callbacks=[]"),
    ),
    "digits-one-unit": ("digits", ("model.kind=dense", "model.units=1", "fit.epochs=40", "callbacks=[]")),
    "vowels-one-unit": ("vowels", ("model.units=1", "fit.epochs=60", "callbacks=[]")),
    "penguins-long": ("penguins", ("fit.epochs=200", "callbacks=[]")),
    "elnino-long": ("elnino", ("fit.epochs=60", "callbacks=[]")),
    "wine-few": ("wine", ("fit.validation_split=0.1", "fit.epochs=30", "callbacks=[]")),
    "rare-class": (
        "rare",
        ("model.kind=dense", "model.units=8", "model.dropout=0.5", "fit.epochs=6", "callbacks=[]"),
    ),
}


def main(names: list[str]) -> None:
    """Record these runs, or all of them."""
    sys.path.insert(0, str(ROOT))
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names or RUNS:
        with tempfile.TemporaryDirectory() as folder:
            record(name, Path(folder))


def record(name: str, folder: Path) -> None:
    """Train one run and write its two files; `folder` is for the run and is not kept."""
    from engine.record.events import BatchesEnded, ClassesCounted, Event, Mark, Marked, TrainingStarted
    from engine.record.run_folder import RunFolder
    from engine.resources import samples_folder
    from engine.run.control import Control
    from engine.run.session import Session
    from engine.settings.project_file.assign import assign
    from engine.settings.project_file.file import load

    sample, changes = RUNS[name]
    changes = (*data_of(sample, folder), *changes)
    sample = sample if (samples_folder() / f"{sample}.fitroom").is_file() else "digits"
    project = assign(load(samples_folder() / f"{sample}.fitroom").project, changes)
    run = RunFolder.create_at(folder / "run", project)
    record: dict[str, Any] = {
        "sample": sample,
        "changes": [change for change in changes if str(folder) not in change],
    }

    def sink(event: Event) -> None:
        match event:
            case TrainingStarted():
                record.update(
                    examples=event.examples,
                    validation_examples=event.validation_examples,
                    classes=event.classes,
                )
            case BatchesEnded() if "first_loss" not in record:
                record["first_loss"] = float(event.values["loss"][0])
            case ClassesCounted():
                record.update(counted=dict(event.examples), predicted=dict(event.predicted))
            case Marked(mark=Mark.RESTORED):
                record["restored"] = True
            case _:
                pass

    ended = Session(project, run, sink, Control()).run()
    print(name, ended.reason, flush=True)
    shutil.copy(run.history_csv, OUT / f"{name}.csv")
    (OUT / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n")


def data_of(sample: str, folder: Path) -> tuple[str, ...]:
    """Write the data of a run that uses no sample's data; return the assignment of its path, or ()."""
    if sample not in ("few", "rare"):
        return ()
    from engine.resources import resolve

    with np.load(resolve("sample:digits.npz", None)) as whole:
        x, y = whole["x"], whole["y"]
    if sample == "few":
        chosen = np.arange(0, len(y), 9)
    else:
        rare = np.flatnonzero(y == 8)[:30]
        chosen = np.sort(np.concatenate([np.flatnonzero(y != 8), rare]))
    np.savez(folder / "data.npz", x=x[chosen], y=y[chosen])
    return (f"data.path={folder / 'data.npz'}",)


if __name__ == "__main__":
    main(sys.argv[1:])
