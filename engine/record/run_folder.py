"""A run is a folder, and the folder is the truth: where each of its files is, and the state of the run.

Who writes what: `records` history, events and log; `engine.run` the resume state, the model and the rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine import run_paths
from engine.files import delete_leftovers, write_atomically
from engine.language import tr
from engine.opening import read_regular
from engine.problems import RunError
from engine.record.holder import Holder, Program
from engine.record.json_files import (
    LATEST,
    MOST_BYTES,
    read_facts,
    read_object,
    text_fields,
    with_messages,
)
from engine.record.lock import FolderLock, holder_of, is_locked
from engine.record.outcome import STATES, RunOutcome, State
from engine.settings import Project
from engine.settings.project_file.file import Loaded, dump_complete, loads

_NAME = re.compile(r"^(\d{3,9})-")


class SettingsError(ValueError):
    """Settings of a run that cannot be used; `path` is the first wrong one, "" for the whole file."""

    def __init__(self, sentence: str, path: str) -> None:
        super().__init__(sentence)
        self.path = path


_UNVERSIONED = 2
"""The version of the settings of a run that names none: runs did not write it before version 3."""


class RunFolder:
    """The paths of one run below its folder `path`, and its state. Making one does not access the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, parent: Path, project: Project, *, name: str = "run") -> RunFolder:
        """Make a folder in `parent`, with a new number and `name`, and the settings. Raises OSError."""
        parent.mkdir(parents=True, exist_ok=True)
        slug = re.sub(r"[^\w-]+", "-", name).strip("-").lower()[:40] or "run"
        number = max((run.number for run in list_runs(parent)), default=0) + 1
        while True:
            path = parent / f"{number:03d}-{slug}"
            try:
                path.mkdir()
                break
            except FileExistsError:
                number += 1
        try:
            return cls.create_at(path, project)
        except OSError:
            with contextlib.suppress(OSError):
                path.rmdir()  # a full disk: no folder without a run stays behind
            raise

    @classmethod
    def create_at(cls, path: Path, project: Project) -> RunFolder:
        """Make `path`, which is new or empty, a run folder with the settings. Raises OSError."""
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise FileExistsError(tr("{path} is not empty; name a new folder for the run", path=path))
        folder = cls(path)
        write_atomically(folder.project_json, dump_complete(project).encode())
        return folder

    @property
    def project_json(self) -> Path:
        """The complete snapshot of the settings."""
        return self.path / run_paths.PROJECT

    @property
    def environment_json(self) -> Path:
        """Versions, device, seed, data fingerprint."""
        return self.path / run_paths.ENVIRONMENT

    @property
    def outcome_json(self) -> Path:
        """How the run ended; absent while it runs and after a crash."""
        return self.path / run_paths.OUTCOME

    @property
    def history_csv(self) -> Path:
        """One row an epoch."""
        return self.path / run_paths.HISTORY

    @property
    def events_jsonl(self) -> Path:
        """Every event but batch values, one a line."""
        return self.path / run_paths.EVENTS

    @property
    def batches_file(self) -> Path:
        """Batch values as binary records; `records` knows the format."""
        return self.path / run_paths.BATCHES

    @property
    def changes_jsonl(self) -> Path:
        """Live changes with the place where each took effect."""
        return self.path / run_paths.CHANGES

    @property
    def log_txt(self) -> Path:
        """The log, tracebacks included."""
        return self.path / run_paths.LOG

    @property
    def logs(self) -> Path:
        """TensorBoard's logs."""
        return self.path / "logs"

    @property
    def checkpoints(self) -> Path:
        """The usual place of ModelCheckpoint's files."""
        return self.path / "checkpoints"

    @property
    def resume(self) -> Path:
        """The resume state."""
        return self.path / run_paths.RESUME

    @property
    def forecast_file(self) -> Path:
        """What the model last forecast over the validation part of a time series."""
        return self.path / run_paths.FORECAST

    @property
    def model_file(self) -> Path:
        """The trained model."""
        return self.path / run_paths.MODEL

    @property
    def signature_json(self) -> Path:
        """What the model takes and gives."""
        return self.path / run_paths.SIGNATURE

    @property
    def number(self) -> int:
        """The number at the beginning of the folder's name, 0 where it has none."""
        match = _NAME.match(self.path.name)
        return int(match[1]) if match else 0

    @property
    def started(self) -> datetime:
        """When the run was made, in local time. Raises OSError."""
        return datetime.fromtimestamp(self.project_json.stat().st_mtime).astimezone()

    @property
    def is_run(self) -> bool:
        """Whether this is a run's folder at all."""
        return self.project_json.is_file()

    def project(self) -> Project:
        """Return the settings of the run. Raises OSError, or SettingsError where one is invalid."""
        loaded = self.read_project()
        if loaded.problems:
            first = loaded.problems[0]
            if not first.path:
                raise SettingsError(
                    tr(
                        "The settings of this run cannot be read: look at {file}. {problem}",
                        file=self.project_json,
                        problem=first.message,
                    ),
                    "",
                )
            raise SettingsError(
                tr(
                    "The settings of the run in {folder} cannot be used as they are: {problem}",
                    folder=self.path,
                    problem=first.message,
                ),
                first.path,
            )
        return loaded.project

    def usable_project(self) -> Project:
        """Return the settings of the run. Raises RunError where there are none that can be used."""
        try:
            return self.project()
        except SettingsError as error:
            raise RunError(str(error), path=error.path) from error
        except OSError as error:
            raise RunError(tr("{folder} is not the folder of a run.", folder=self.path)) from error

    def read_project(self) -> Loaded:
        """Return the valid settings of the run, and what is wrong with the others. Raises OSError."""
        try:
            text = read_regular(self.project_json, most=MOST_BYTES).decode("utf-8")
            return loads(text, unversioned=_UNVERSIONED)
        except UnicodeDecodeError:
            return loads("")

    def environment(self) -> dict[str, Any]:
        """Return the facts of machine and data; {} where there are none that can be read."""
        return read_facts(self.environment_json)

    @property
    def data_fingerprint(self) -> str:
        """What identifies the data of the run; "" until they are read, or where it cannot be read."""
        data = self.environment().get("data")
        found = data.get("fingerprint") if isinstance(data, dict) else None
        return found if isinstance(found, str) else ""

    def outcome(self) -> RunOutcome | None:
        """Return how the run ended; None while it runs, after a crash, or when the file is corrupt."""
        try:
            content = read_object(self.outcome_json)
            outcome = with_messages(TypeAdapter(RunOutcome).validate_python(content), content)
        except ValidationError:
            return None
        counts = (outcome.epochs_done, outcome.best_epoch, outcome.saved_epoch)
        return outcome if 0 <= outcome.finished <= LATEST and all(0 <= n < 2**53 for n in counts) else None

    def write_outcome(self, outcome: RunOutcome) -> None:
        """Write how the run ended. Raises OSError."""
        content = {
            **asdict(outcome),
            **text_fields("reason", outcome.reason),
            "result": outcome.result.value,
            "best": dict(outcome.best),
            "saved": dict(outcome.saved),
        }
        self._write(self.outcome_json, content)

    def write_environment(self, facts: Mapping[str, Any]) -> None:
        """Write the facts of machine and data. Raises OSError."""
        self._write(self.environment_json, facts)

    def _write(self, path: Path, content: Mapping[str, Any]) -> None:
        text = json.dumps(content, indent=2, ensure_ascii=False)
        write_atomically(path, text.encode("utf-8", "backslashreplace"), through_links=False)

    @property
    def lock_file(self) -> Path:
        """The file that is locked while a process trains here; it says which."""
        return self.path / run_paths.LOCK

    def delete_leftovers(self) -> None:
        """Delete what a killed process left half written of the run's own files. Needs the lock."""
        delete_leftovers(self.path, run_paths.FILES)

    def lock(self, program: Program = "command") -> FolderLock:
        """Return the lock to hold while training in this folder; `program` says what this process is."""
        return FolderLock(self.lock_file, program)

    def holder(self) -> Holder | None:
        """Return which process trains in this folder; None where none does, or it is unknown."""
        return holder_of(self.lock_file)

    @property
    def state(self) -> State:
        """The state of the run. One that neither runs nor has ended was interrupted, as by a crash."""
        if is_locked(self.lock_file):
            return "running"
        outcome = self.outcome()
        if outcome is None:
            return "interrupted"
        return STATES[outcome.result]


def list_runs(parent: Path) -> list[RunFolder]:
    """Return the runs in `parent`, newest first; [] where the folder cannot be read."""
    try:
        entries = [RunFolder(Path(entry.path)) for entry in os.scandir(parent) if entry.is_dir()]
    except OSError:
        return []
    runs = [run for run in entries if run.is_run]
    return sorted(runs, key=lambda run: (run.number, run.path.name), reverse=True)
