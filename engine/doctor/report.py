"""All findings in one report, as text for people and as JSON for programs."""

import importlib.metadata
import importlib.util
import json
import os
import platform
from collections.abc import Iterator
from typing import Any

from engine import __version__
from engine.child_command import is_frozen, training_command
from engine.doctor import machine
from engine.doctor.display import display_problem
from engine.doctor.finding import Finding, State
from engine.doctor.libraries import LIBRARIES, Part, how_to_install, missing_libraries
from engine.tensorflow_import import TensorFlowError, devices
from engine.user_folders import runs_folder, settings_folder

NEEDED = ("numpy", "pandas", "pillow", "pydantic", "tensorboard")
FOR_THE_WINDOW = ("PySide6", "pyqtgraph")
REINSTALL = (
    "Install Fitroom again."
    if is_frozen()
    else "Install Fitroom's requirements again: make run, or pip install -r requirements/run.txt"
)


def examine() -> list[Finding]:
    """Look at everything. TensorFlow is imported, as only TensorFlow knows its devices."""
    return [*_versions(), *_devices(), *_window(), *_places()]


def all_needed(findings: list[Finding]) -> bool:
    """Whether nothing is missing that the program needs."""
    return all(finding.state is not State.BAD for finding in findings)


def as_text(findings: list[Finding]) -> str:
    """Return one line for each finding, with its advice in a second line."""
    width = max(len(finding.topic) for finding in findings)
    signs = {State.GOOD: " ", State.NOTE: "-", State.BAD: "!"}
    lines: list[str] = []
    for finding in findings:
        lines.append(f"{signs[finding.state]} {finding.topic:<{width}}  {finding.text}")
        if finding.advice:
            lines.append(f"  {'':<{width}}  {finding.advice}")
    lines.append("")
    lines.append(
        "Everything that is needed is here." if all_needed(findings) else "Something is missing: see ! above."
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
    yield Finding("system", platform.platform())
    for package in NEEDED:
        version = _version(package)
        yield (
            Finding(package, version) if version else Finding(package, "not installed", State.BAD, REINSTALL)
        )


def _devices() -> Iterator[Finding]:
    try:
        found = devices()
    except TensorFlowError as error:
        yield Finding("TensorFlow", str(error), State.BAD, REINSTALL)
        return
    yield Finding("TensorFlow", found.tensorflow)
    yield Finding("Keras", found.keras)
    yield Finding("CPU", f"{found.cores} cores" if found.cores > 1 else "1 core")
    if found.gpus:
        yield Finding("GPU", ", ".join(found.gpus))
    else:
        yield Finding("GPU", "none is used", State.NOTE, found.no_gpu)
    if (nvidia := machine.nvidia_libraries()) is not None:
        yield nvidia


def _window() -> Iterator[Finding]:
    """What a window needs; a missing package or library is an error only where there is a screen."""
    problem = display_problem(os.environ)
    lacking = State.NOTE if problem else State.BAD
    if problem:
        yield Finding("screen", problem, State.NOTE, f"Training works without a window: {training_command()}")
    else:
        yield Finding("screen", "a window can be shown")
    for package in FOR_THE_WINDOW:
        version = _version(package)
        yield (
            Finding(package, version) if version else Finding(package, "not installed", lacking, REINSTALL)
        )
    for part in Part:
        missing = missing_libraries([part])
        topic = f"{part.value} libraries"
        if missing:
            names = ", ".join(library.name for library in missing)
            state = State.NOTE if part is Part.WEB else lacking
            yield Finding(topic, f"missing: {names}", state, how_to_install(missing))
        else:
            yield Finding(topic, f"all {sum(library.part is part for library in LIBRARIES)} are there")


def _places() -> Iterator[Finding]:
    yield machine.folder("runs", runs_folder())
    yield machine.folder("settings", settings_folder())
    yield machine.disk(runs_folder())
    yield machine.port()
    yield machine.memory()
    if (font := machine.hangul_font()) is not None:
        yield font


def _version(package: str) -> str:
    """The installed version, "unknown version" without metadata, "" where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        module = {"pillow": "PIL"}.get(package, package)
        return "unknown version" if importlib.util.find_spec(module) else ""
