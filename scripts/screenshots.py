"""Takes screenshots of the real window, drawn off the screen: every page of every sample, or those of docs/.

Usage: screenshots.py [--language CODE] [--scale FACTOR] [--sample NAME ...] [--out FOLDER]
       screenshots.py --docs [--language CODE]     writes docs/images/ again

A screenshot is OUT/LANGUAGE/SAMPLE/WIDTHxHEIGHT-THEME-PAGE.png. Runs and settings go into a temporary folder.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SAMPLES = ("constitution", "digits", "elnino", "penguins", "vowels", "wine")
SIZES = ((1280, 800), (1920, 1080))
PATIENCE = 180.0
REST = 0.5  # seconds until previews and layouts are complete
DOCS = ROOT / "docs" / "images"
DOCS_SIZE = (1440, 900)


def main(arguments: Sequence[str]) -> int:
    """Take the screenshots and return the exit status."""
    asked = _parser().parse_args(arguments)
    # set before the imports, as Qt and Fitroom read them at their start
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    os.environ["FITROOM_LANGUAGE"] = asked.language
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["FITROOM_HOME"] = home
        if asked.docs:
            take_docs(DOCS if asked.language == "en" else DOCS / asked.language)
        else:
            for sample in asked.sample or SAMPLES:
                take_pages(sample, asked.out / asked.language / sample)
    return 0


def take_pages(sample: str, folder: Path) -> None:
    """Take every page of one sample, in every size and theme, after a run."""
    from gui.control.project.page_status import Step

    with Studio(sample).opened() as studio:
        studio.train()
        for width, height in SIZES:
            for theme in ("light", "dark"):
                for step in Step:
                    studio.arrange(step, theme=theme, size=(width, height))
                    if step is Step.RESULTS:
                        studio.wait_for_result()
                    studio.take(folder / f"{width}x{height}-{theme}-{step.value}.png")


def take_docs(folder: Path) -> None:
    """Take the screenshots of README.md and of docs/first-run.md, in one language."""
    from gui.control.project.page_status import Step

    with Studio("digits").opened() as studio:
        for step in (Step.DATA, Step.MODEL, Step.FIT):
            studio.arrange(step, theme="light", size=DOCS_SIZE)
            studio.take(folder / f"{step.value}.png")
        studio.train(until_epoch=12)
        studio.arrange(Step.TRAIN, theme="light", size=DOCS_SIZE, rest=0.3)
        studio.take(folder / "train.png")
        studio.wait_for_end()
        studio.arrange(Step.CALLBACKS, theme="light", size=DOCS_SIZE)
        studio.take(folder / "callbacks.png")
        studio.arrange(Step.RESULTS, theme="light", size=DOCS_SIZE)
        studio.wait_for_result()
        studio.choose_mistakes()
        studio.take(folder / "results.png")
    with Studio("vowels").opened() as studio:
        studio.set_all(OVERFITTING)
        studio.train()
        studio.arrange(Step.TRAIN, theme="light", size=DOCS_SIZE)
        studio.use_log_axis()
        studio.take(folder / "overfitting.png")


OVERFITTING = ("model.kind=dense", "model.units=512, 512", "fit.epochs=60", "callbacks=")


class Studio:
    """One window with one sample."""

    def __init__(self, sample: str) -> None:
        from PySide6.QtWidgets import QApplication

        from engine.resources import samples_folder
        from engine.user_folders import settings_folder
        from gui.control.program.preferences import Preferences
        from gui.startup.application import Program
        from gui.style import STYLE_ARGUMENTS

        Preferences(settings_folder()).keep("toured", True)

        found = QApplication.instance()
        styled = [*sys.argv[:1], *STYLE_ARGUMENTS]
        self._app = found if isinstance(found, QApplication) else QApplication(styled)
        project = samples_folder() / f"{sample}.fitroom"
        self._program: Any = Program(self._app, project=project)
        self._summaries: list[object] = []

    @contextmanager
    def opened(self) -> "Generator[Studio]":
        """Show the window, wait until data and model have been inspected, and close it at the end."""
        self._program.populated.connect(self._on_populated)
        self._program.window.show()
        try:
            self._until("the look at data and model", lambda: bool(self._summaries))
            yield self
        finally:
            self._program.close()
            self._program.window.let_close()
            self._program.window.close()
            self._program.deleteLater()
            self._rest(REST)

    @property
    def _fitroom(self) -> Any:
        return self._program.fitroom

    def _on_populated(self, fitroom: Any) -> None:
        fitroom.services.inspector.summarized.connect(self._summaries.append)

    def arrange(self, step: Any, *, theme: str, size: tuple[int, int], rest: float = REST) -> None:
        """Show a page.

        Args:
            step: The `Step` of the page.
            theme: "light" or "dark".
            size: Width and height of the window in device-independent pixels.
            rest: Seconds to wait until previews and layouts are complete.
        """
        window, actions = self._fitroom.window, self._fitroom.window.actions_table
        themed = {"light": actions.theme_light, "dark": actions.theme_dark}[theme]
        if not themed.isChecked():
            themed.trigger()
        if (window.width(), window.height()) != size:
            window.resize(*size)
        window.show_step(step)
        if not step.is_of_a_run:
            window.show_side(True)  # as on a screen that is wide enough
        self._rest(rest)

    def take(self, path: Path) -> None:
        """Save the window as an optimized PNG."""
        from PIL import Image

        path.parent.mkdir(parents=True, exist_ok=True)
        self._fitroom.window.grab().save(str(path))
        with Image.open(path) as picture:
            small = picture.convert("RGB")
        small.save(path, optimize=True)
        print(path)

    def set_all(self, assignments: Sequence[str]) -> None:
        """Change settings by assignments such as "fit.epochs=60"."""
        from engine.settings.project_file.assign import assign

        self._summaries.clear()
        project = assign(self._fitroom.model.project, assignments)
        self._fitroom.model.replace(project, title="settings of a picture")
        self._until("the look at the changed project", lambda: bool(self._summaries))

    def use_log_axis(self) -> None:
        """Check the box "log axis" above the plots."""
        from PySide6.QtWidgets import QCheckBox

        from gui.text import tr

        for box in self._fitroom.window.findChildren(QCheckBox):
            if box.text() == tr("log axis"):
                box.setChecked(True)
        self._rest(REST)

    def train(self, *, until_epoch: int | None = None) -> None:
        """Trigger Train and wait for the end of the run, or until `until_epoch` epochs are done."""
        services = self._fitroom.services
        before = services.controller.folder
        self._fitroom.window.actions_table.train.trigger()
        self._until("the run's folder", lambda: services.controller.folder not in (None, before))
        if until_epoch is None:
            self.wait_for_end()
            return
        history = services.controller.folder / "history.csv"
        self._until("the epoch", lambda: history.is_file() and history.read_text().count("\n") > until_epoch)

    def wait_for_end(self) -> None:
        """Wait until the current run has ended."""
        self._until("the end of the run", lambda: not self._fitroom.services.controller.busy)
        self._rest(REST)

    def wait_for_result(self) -> None:
        """Wait until the shown run is evaluated, which the Results page asks for when it is seen."""
        from gui.control.results.run_result import Standing

        results = self._fitroom.services.use.results
        done = (Standing.KNOWN, Standing.FAILED)
        self._until("the result", lambda: results.result.standing in done)
        self._rest(REST)

    def choose_mistakes(self) -> None:
        """Choose the cell of the confusion matrix with the most mistakes."""
        import numpy as np

        classes = self._fitroom.services.use.results.result.found.classes
        wrong = np.array(classes.confusion.counts)
        np.fill_diagonal(wrong, 0)
        truth, answer = np.unravel_index(wrong.argmax(), wrong.shape)
        self._fitroom.rest.pages.results.show_cell(int(truth), int(answer))
        self._rest(3 * REST)

    def _until(self, what: str, look: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not look():
            if time.monotonic() > deadline:
                raise SystemExit(f"waited in vain for {what}")
            self._rest(0.02)

    def _rest(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            self._app.processEvents()
            if time.monotonic() > deadline:
                return
            time.sleep(0.005)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--language", default="en", metavar="CODE", help="the language of the window: en, ko")
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="FACTOR", help="pixels a point, such as 2"
    )
    parser.add_argument("--sample", action="append", choices=SAMPLES, help="only this one; may be repeated")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots", metavar="FOLDER")
    parser.add_argument("--docs", action="store_true", help="write docs/images/ again instead")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
