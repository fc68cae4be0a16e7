"""What a run is asked to do: which settings, where, steered by whom, from a state or from the beginning."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine import run_paths
from engine.custom_code.run_file import Trusted
from engine.problems import RunError
from engine.record.ledger.safe_files import refuse_links
from engine.record.missing_files import RunFiles
from engine.record.run_folder import RunFolder
from engine.run.best_so_far import BestSoFar
from engine.run.control import Control
from engine.run_paths import RunPathError, resolve_inside
from engine.settings import Project
from engine.settings.callbacks import CallbackSection, CSVLogger, ModelCheckpoint, TensorBoard

__all__ = ["RunContext", "Trusted"]

RECORDS: tuple[str, ...] = (run_paths.HISTORY, run_paths.EVENTS, run_paths.BATCHES)
"""The files of every run that grow as it goes on."""
WRITES_TO: dict[type[CallbackSection], str] = {
    CSVLogger: "filename",
    ModelCheckpoint: "filepath",
    TensorBoard: "log_dir",
}
"""Which setting of a callback says where it writes."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """A run in `folder`, steered by `control`; `resume` goes on from the folder's newest state.

    With `more` a run that is over goes on for so many epochs. `best_so_far` and `files` are kept up while it
    runs.
    """

    project: Project
    folder: RunFolder
    control: Control
    resume: bool
    trusted: Trusted
    more: int = 0
    best_so_far: BestSoFar = field(default_factory=BestSoFar)
    files: RunFiles = field(default_factory=RunFiles)

    def stopping(self) -> bool:
        """Whether the run was asked to end."""
        return self.control.stopping

    def check_paths(self) -> None:
        """Refuse a folder in which links lead out of it. Raises RunError with the setting to look at."""
        refuse_links(self.folder.path, files=run_paths.FILES, folders=run_paths.FOLDERS)
        for index, section in enumerate(self.project.callbacks):
            field = WRITES_TO.get(type(section))
            if field is None or not section.enabled:
                continue
            try:
                for place in _places(section, str(getattr(section, field))):
                    resolve_inside(self.folder.path, place, folder=True)
            except RunPathError as error:
                raise RunError(f"{error}.", path=f"callbacks.{index}.{field}") from error

    def growing_files(self) -> list[str]:
        """The files and folders in the run's folder in which something grows, its log included."""
        more = [
            section.log_dir if isinstance(section, TensorBoard) else section.filename
            for section in self.project.callbacks
            if isinstance(section, TensorBoard | CSVLogger) and section.enabled
        ]
        return [self.folder.log_txt.name, *RECORDS, *more]

    def owns(self, name: str) -> bool:
        """Whether `name`, relative to the run's folder, is a file that grows as the run goes on."""
        return name in RECORDS or any(
            _owns(section, name) for section in self.project.callbacks if section.enabled
        )


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
