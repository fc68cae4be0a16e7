"""The first step: what is known before a model is built. Device, data, and the state to continue from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.inspect.preflight.callbacks import callback_problems
from engine.problems import refuse
from engine.record.events import Phase, PhaseChanged
from engine.run.data_notes import ActivityLog, notes
from engine.run.exactness.determinism import be_deterministic
from engine.run.feed.prepare import PreparedData, read_data
from engine.run.loop.replicas import Strategy, check_batches, strategy_for
from engine.run.run_request import RunContext
from engine.run.starting_point import newest_state
from engine.run.state.store import Snapshot
from engine.tensorflow_import import configure


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a training begins with.

    Attributes:
        data: What was read, split and planned.
        snapshot: The state to continue from; None for a run that begins.
        device: TensorFlow's name of the device.
        strategy: Divides batches among several devices; None for one.
        exact: Whether the operations of TensorFlow are deterministic.
    """

    data: PreparedData
    snapshot: Snapshot | None
    device: str
    strategy: Strategy | None
    exact: bool


def prepare(context: RunContext) -> Prepared:
    """Choose the device, read the data, and read the newest state where the run is resumed.

    Args:
        context: The run.

    Raises:
        DataError, RunError, LoadCancelled: As the readers raise them.
    """
    project, sink = context.project, context.sink
    device = configure(project.run)
    exact = be_deterministic(project.run, device=device)
    sink(PhaseChanged(phase=Phase.READING))
    strategy = strategy_for(project.run)
    data = read_data(
        project, None, trusted=context.trusted, progress=ActivityLog(sink), cancelled=context.stopping
    )
    check_batches(strategy, data)
    if not context.resume:
        refuse(callback_problems(project, None, dataset=data.dataset))
    snapshot = newest_state(context, fingerprint=data.fingerprint) if context.resume else None
    for line in notes(data, exact=exact):
        sink(line)
    return Prepared(data, snapshot, device, strategy, exact)
