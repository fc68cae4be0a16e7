"""What was measured of a model's step times, remembered from run to run.

A finding belongs to a model, the shape of its data, the batch size, the device and the versions of TensorFlow
and Fitroom; when one of these differs, it is measured again. The file may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from engine import __version__
from engine.files import write_atomically
from engine.run.loop.steps_per_call import StepTimes

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings import Project

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class XlaFinding:
    """What XLA did to the speed and to the numbers of a model's steps.

    Attributes:
        times_faster: Below 1 where it is slower, 0 where the model cannot be compiled.
        difference: The largest relative difference of a loss.
        taken: Whether it is used.
    """

    times_faster: float
    difference: float
    taken: bool


class TimingCache:
    """The findings in a JSON file. A file that cannot be read counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def steps(self, key: str) -> StepTimes | None:
        """Return how long steps took; None where not measured. `key` is from `key_of`."""
        found = self._read().get(key, {}).get("steps")
        return StepTimes(**found) if found else None

    def xla(self, key: str) -> XlaFinding | None:
        """Return what XLA did; None where not measured. `key` is from `key_of`."""
        found = self._read().get(key, {}).get("xla")
        return XlaFinding(**found) if found else None

    def remember(self, key: str, *, steps: StepTimes | None = None, xla: XlaFinding | None = None) -> None:
        """Add a finding; the oldest models beyond 200 are removed.

        Args:
            key: From `key_of`.
            steps: Step times; None leaves them as they are.
            xla: What XLA did; None leaves it as it is.

        Raises:
            OSError: When the file cannot be written.
        """
        known = self._read()
        entry = known.pop(key, {})
        entry |= {name: asdict(one) for name, one in (("steps", steps), ("xla", xla)) if one is not None}
        known[key] = entry
        for oldest in list(known)[:-_MOST]:
            del known[oldest]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, json.dumps(known).encode())

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and all(map(_is_entry, found.values())) else {}


def key_of(project: Project, inputs: ModelInputs, *, batch_size: int, device: str) -> str:
    """Return a hash of everything that a step time depends on.

    Args:
        project: Its model, augmentation and compile settings count.
        inputs: Shape and outputs count.
        batch_size: Examples in a batch.
        device: As TensorFlow names it.
    """
    facts = project.model_dump(mode="json", include={"model", "augmentation", "compile"}) | {
        "shape": inputs.shape,
        "outputs": inputs.outputs,
        "batch": batch_size,
        "device": device,
        "versions": (tf.__version__, __version__),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _is_entry(entry: Any) -> bool:
    kinds = {"steps": StepTimes, "xla": XlaFinding}
    return isinstance(entry, dict) and all(
        name in kinds
        and isinstance(values, dict)
        and set(values) == set(kinds[name].__slots__)
        and all(isinstance(value, int | float | bool) for value in values.values())
        for name, values in entry.items()
    )
