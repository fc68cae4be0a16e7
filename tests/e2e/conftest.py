"""A display of the tests' own, so that what a test types reaches nobody else; and the program on it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.program import Program


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of an X display that no one else uses."""
    for name in ("Xvfb", "xdotool"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed; `make setup` installs it")
    said, says = os.pipe()
    # -noreset: else the server starts again, and refuses whoever comes meanwhile, when one program has left
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(says), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[says],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(says)
    with os.fdopen(said) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def start(display: str, home: Path) -> Iterator[Callable[..., Program]]:
    """Starts the program, with arguments for its command line, and waits for its window."""
    started: list[Program] = []

    def open_program(*arguments: str, language: str = "en") -> Program:
        program = Program(*arguments, home=home, display=display, language=language)
        started.append(program)
        program.wait_for_window()
        return program

    yield open_program
    for program in started:
        program.end()
