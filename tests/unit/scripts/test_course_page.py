"""The course page: its links lead to settings, its commands are taken, and no argument is missing."""

import re
import shlex
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.resources import samples_folder
from engine.settings.callbacks import EarlyStopping, ModelCheckpoint, TensorBoard
from engine.settings.compile import CompileSettings
from engine.settings.declaration.declare import walk
from engine.settings.fit import FitSettings
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load
from engine.settings.project_file.reference import reference

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("course.md", "course.ko.md")
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
COMMAND = re.compile(r"`(--set [^`]*)`")
OF_COURSE = (
    *("x", "y", "sample_weight", "callbacks", "optimizer", "learning_rate"),
    *("on_train_end", "on_epoch_end", "on_predict_", "fit_generator", "LiteRT", "CNN", "LSTM"),
    *("ReduceLROnPlateau", "LearningRateScheduler", "CSVLogger", "TerminateOnNaN", "BackupAndRestore"),
    *("SwapEMAWeights", "RemoteMonitor", "LambdaCallback", "ProgbarLogger", "History", "OrbaxCheckpoint"),
    *("keras_metadata.pb", "saved_model.pb", "--host"),
)
NO_ARGUMENTS = {"mixed_float16"}
"""Names of Keras that are no arguments; the page has what they belong to."""


def rows(page: str) -> list[str]:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("| ")]


def commands(page: str) -> list[str]:
    return [found for row in rows(page) for found in COMMAND.findall(row)]


def assignments(command: str) -> list[str]:
    """What stands behind each `--set`; a Python file that is named is trusted by `--trust`."""
    words = shlex.split(command)
    assert set(words[::2]) <= {"--set", "--trust"}
    return [value for option, value in zip(words[::2], words[1::2], strict=True) if option == "--set"]


def anchors() -> set[str]:
    """The anchors of the page of all settings, as GitHub makes them of its headings."""
    headings = [line.lstrip("# ") for line in reference().splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    known = anchors()
    for target, anchor in LINK.findall((DOCS / page).read_text("utf-8")):
        assert (DOCS / target).is_file(), target
        if target == "settings.md" and anchor:
            assert anchor in known, anchor


@pytest.mark.parametrize("command", commands(PAGES[0]))
def test_every_command_is_taken(command: str) -> None:
    project = load(samples_folder() / "digits.fitroom", keep_aside=False).project
    assert assign(project, assignments(command))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Early stopping conditioned")  # by Keras, in an epoch without validation
@pytest.mark.parametrize("command", commands(PAGES[0]))
def test_every_command_trains(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An epoch of what the page says to type, typed in the folder of the program."""
    monkeypatch.chdir(DOCS.parent)
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))
    run, project = tmp_path / "run", samples_folder() / "digits.fitroom"
    fit = assign(load(project, keep_aside=False).project, assignments(command)).fit
    # so far that an epoch is validated
    last = fit.initial_epoch + (fit.validation_freq if isinstance(fit.validation_freq, int) else 1)
    less = ["--set", f"fit.epochs={last}", "--out", str(run)]
    assert main(["train", str(project), *shlex.split(command), *less]) == 0
    assert (run / "model.keras").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_no_argument_is_missing(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    names = {item.info.keras for item in walk(FitSettings)} | {
        item.info.keras for item in walk(CompileSettings)
    }
    for section in (EarlyStopping, ModelCheckpoint, TensorBoard):
        names |= {item.info.keras for item in walk(section)}
    for name in (*(names - {""} - NO_ARGUMENTS), *OF_COURSE):
        assert name in text, name


def test_both_languages_have_the_same_lines() -> None:
    assert [commands(PAGES[0]), len(rows(PAGES[0]))] == [commands(PAGES[1]), len(rows(PAGES[1]))]
    links = [LINK.findall("\n".join(rows(page))) for page in PAGES]
    assert links[0] == links[1]
