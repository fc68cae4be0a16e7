"""The context of a run: settings, folder, control, and whether it resumes.

Also which files of the folder grow during a run, and which places its callbacks may write to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine import run_paths
from engine.custom_code.run_file import Trusted
from engine.inspect.preflight.writing import WRITES_TO
from engine.problems import RunError
from engine.record.events import Sink
from engine.record.ledger.safe_files import refuse_links
from engine.record.missing_files import RunFiles
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.run.best_so_far import BestSoFar
from engine.run.control import Control
from engine.run_paths import RunPathError, resolve_inside
from engine.settings import Project
from engine.settings.callbacks import CallbackSection, CSVLogger, TensorBoard

__all__ = ["RunContext", "Trusted"]

RECORDS: tuple[str, ...] = (run_paths.HISTORY, run_paths.EVENTS, run_paths.BATCHES)
"""The files of every run that grow as it trains."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """What all modules of a run share.

    Attributes:
        project: The settings.
        folder: The run folder.
        sink: Takes the events.
        recorder: Writes them to the folder; it has the ledger of its files.
        control: Requests from another thread.
        resume: Whether to continue from the folder's newest state.
        trusted: Returns whether a Python file with this sha256 may run.
        more: Epochs to train beyond the end of a run that is over; 0 for none.
        best_so_far: Updated while the run trains.
        files: Which files of the run have gone missing; updated while the run trains.
    """

    project: Project
    folder: RunFolder
    sink: Sink
    recorder: Recorder
    control: Control
    resume: bool
    trusted: Trusted
    more: int = 0
    best_so_far: BestSoFar = field(default_factory=BestSoFar)
    files: RunFiles = field(default_factory=RunFiles)

    def stopping(self) -> bool:
        """Whether the run was asked to end."""
        return self.control.stopping

    def growing_files(self) -> list[str]:
        """Return the files and folders of the run folder that grow, the log included, by name."""
        more = [
            section.log_dir if isinstance(section, TensorBoard) else section.filename
            for section in self.project.callbacks
            if isinstance(section, TensorBoard | CSVLogger) and section.enabled
        ]
        return [self.folder.log_txt.name, *RECORDS, *more]

    def owns(self, name: str) -> bool:
        """Return whether `name`, relative to the run folder, is a file that this run appends to."""
        return name in RECORDS or any(
            _owns(section, name) for section in self.project.callbacks if section.enabled
        )


def check_paths(project: Project, folder: RunFolder) -> None:
    """Check that nothing the run writes leaves its folder through a link.

    Args:
        project: The settings of the run.
        folder: Its folder.

    Raises:
        RunError: With the setting to look at.
    """
    refuse_links(folder.path, files=run_paths.FILES, folders=run_paths.FOLDERS)
    for index, section in enumerate(project.callbacks):
        field = WRITES_TO.get(type(section))
        if field is None or not section.enabled:
            continue
        try:
            for place in _places(section, str(getattr(section, field))):
                resolve_inside(folder.path, place, folder=True)
        except RunPathError as error:
            raise RunError(str(error) + ".", path=f"callbacks.{index}.{field}") from error


def _places(section: CallbackSection, name: str) -> list[str]:
    """The places that are known before the run; of a name that is filled in later, the folder before it."""
    if isinstance(section, TensorBoard):
        return [f"{name}/{part}/plugins/profile" for part in ("train", "validation")]
    return [name.partition("{")[0].rpartition("/")[0] if "{" in name else name]


def _owns(section: CallbackSection, name: str) -> bool:
    if isinstance(section, CSVLogger):
        return name == section.filename
    if not isinstance(section, TensorBoard):
        return False
    begin = "" if section.log_dir == "." else f"{section.log_dir}/"
    part, _, rest = name.removeprefix(begin).partition("/")
    of_tensorboard = "tfevents" in rest or rest.startswith("plugins/profile/")
    return name.startswith(begin) and part in ("train", "validation") and of_tensorboard
