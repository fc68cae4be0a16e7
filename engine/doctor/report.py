"""All findings in one report, as text for people and as JSON for programs."""

import importlib.metadata
import importlib.util
import json
import os
import platform
import unicodedata
from collections.abc import Iterator
from typing import Any

from engine import __version__
from engine.child_command import is_frozen, training_command
from engine.doctor import machine
from engine.doctor.display import display_problem
from engine.doctor.finding import Finding, State
from engine.doctor.libraries import LIBRARIES, Part, how_to_install, missing_libraries
from engine.language import tr, tr_later
from engine.tensorflow_import import TensorFlowError, devices
from engine.user_folders import runs_folder, settings_folder

NEEDED = ("numpy", "pandas", "pillow", "pydantic", "tensorboard")
FOR_THE_WINDOW = ("PySide6", "pyqtgraph")
_LIBRARIES = {
    Part.WINDOW: tr_later("Qt libraries"),
    Part.SCREEN: tr_later("screen libraries"),
    Part.WEB: tr_later("web page libraries"),
}


def examine() -> list[Finding]:
    """Look at everything. TensorFlow is imported, as only TensorFlow knows its devices."""
    return [*_versions(), *_devices(), *_window(), *_places()]


def all_needed(findings: list[Finding]) -> bool:
    """Whether nothing is missing that the program needs."""
    return all(finding.state is not State.BAD for finding in findings)


def as_text(findings: list[Finding]) -> str:
    """Return one line for each finding, with its advice in a second line."""
    topics = [tr(finding.topic) for finding in findings]
    width = max(map(_columns, topics))
    signs = {State.GOOD: " ", State.NOTE: "-", State.BAD: "!"}
    lines: list[str] = []
    for finding, topic in zip(findings, topics, strict=True):
        filled = topic + " " * (width - _columns(topic))
        lines.append(f"{signs[finding.state]} {filled}  {finding.text}")
        if finding.advice:
            lines.append(f"  {'':<{width}}  {finding.advice}")
    lines.append("")
    lines.append(
        tr("Everything that is needed is here.")
        if all_needed(findings)
        else tr("Something is missing: see ! above.")
    )
    return "\n".join(lines)


def as_json(findings: list[Finding]) -> str:
    """Return JSON: {"ok": ..., "findings": [{"topic", "text", "state", "advice"}, ...]}."""
    content: dict[str, Any] = {
        "ok": all_needed(findings),
        "findings": [
            {
                "topic": finding.topic,
                "text": finding.text,
                "state": finding.state.value,
                "advice": finding.advice,
            }
            for finding in findings
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _versions() -> Iterator[Finding]:
    yield Finding("Fitroom", __version__)
    yield Finding("Python", f"{platform.python_version()} ({platform.machine()})")
    yield Finding(tr_later("system"), platform.platform())
    for package in NEEDED:
        yield _package(package, State.BAD)


def _devices() -> Iterator[Finding]:
    try:
        found = devices()
    except TensorFlowError as error:
        yield Finding("TensorFlow", str(error), State.BAD, reinstall())
        return
    yield Finding("TensorFlow", found.tensorflow)
    yield Finding("Keras", found.keras)
    yield Finding("CPU", tr("{count} cores", count=found.cores) if found.cores > 1 else tr("1 core"))
    if found.gpus:
        yield Finding("GPU", ", ".join(found.gpus))
    else:
        yield Finding("GPU", tr("none is used"), State.NOTE, found.no_gpu)
    if (nvidia := machine.nvidia_libraries()) is not None:
        yield nvidia


def _window() -> Iterator[Finding]:
    """What a window needs; a missing package or library is an error only where there is a screen."""
    problem = display_problem(os.environ)
    lacking = State.NOTE if problem else State.BAD
    if problem:
        advice = tr("Training works without a window: {command}", command=training_command())
        yield Finding(tr_later("screen"), problem, State.NOTE, advice)
    else:
        yield Finding(tr_later("screen"), tr("a window can be shown"))
    for package in FOR_THE_WINDOW:
        yield _package(package, lacking)
    for part in Part:
        missing = missing_libraries([part])
        topic = _LIBRARIES[part]
        if missing:
            names = ", ".join(library.name for library in missing)
            state = State.NOTE if part is Part.WEB else lacking
            yield Finding(topic, tr("missing: {names}", names=names), state, how_to_install(missing))
        else:
            count = sum(library.part is part for library in LIBRARIES)
            yield Finding(topic, tr("all {count} are there", count=count))


def _places() -> Iterator[Finding]:
    yield machine.folder(tr_later("runs"), runs_folder())
    yield machine.folder(tr_later("settings"), settings_folder())
    yield machine.disk(runs_folder())
    yield machine.port()
    yield machine.memory()
    if (font := machine.hangul_font()) is not None:
        yield font


def reinstall() -> str:
    """Return how a missing package is installed, in one sentence."""
    if is_frozen():
        return tr("Install Fitroom again.")
    return tr("Install Fitroom's requirements again: make run, or pip install -r requirements/run.txt")


def _package(package: str, lacking: State) -> Finding:
    version = _version(package)
    return (
        Finding(package, version) if version else Finding(package, tr("not installed"), lacking, reinstall())
    )


def _columns(text: str) -> int:
    """How wide a text is in a terminal, where a letter of Hangul takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _version(package: str) -> str:
    """The installed version, "unknown version" without metadata, "" where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        module = {"pillow": "PIL"}.get(package, package)
        return tr("unknown version") if importlib.util.find_spec(module) else ""
