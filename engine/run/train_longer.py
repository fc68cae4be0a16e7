"""Lets a run that is over go on for more epochs, as one run: its curves, files and callbacks go on."""

from __future__ import annotations

from engine.problems import RunError
from engine.record.events import Sink
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.run_request import Trusted
from engine.run.session import Session, resume_session, trust_nothing


def train_more(
    folder: RunFolder, epochs: int, *, sink: Sink, control: Control, trusted: Trusted = trust_nothing
) -> Session:
    """A session that trains the run in `folder` for `epochs` epochs beyond its end.

    The outcome is replaced; early stopping that had ended the run waits again, and goes on from the last
    weights, not from restored ones. A schedule of the learning rate keeps the length that it had. Raises
    RunError with a sentence when `epochs` is not 1 or more, or the run is not over.
    """
    if epochs < 1:
        raise RunError(f"A run can go on for 1 epoch or more, not for {epochs}.")
    if folder.state not in ("completed", "stopped"):
        raise RunError(
            f"The run in {folder.path} has not ended well, so it has no end to go on from; resume it first."
        )
    session = resume_session(folder, sink, control=control, trusted=trusted)
    session.more = epochs
    return session
