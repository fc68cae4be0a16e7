"""What every test lives with: a home of its own, and no child process or logged error left behind.

Nothing here imports Qt, so that the engine's tests run without it; Qt's own leaks are watched by
tests/gui/conftest.py.
"""

import gc
import logging
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from glob import glob
from pathlib import Path

import pytest

# read when TensorFlow and Qt are imported; a test that starts the real program sets its own QT_QPA_PLATFORM
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# nothing listens there: no test reaches the internet, also on a machine that has it
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"
# a shell's background job ignores Ctrl+C, and so would all that tests start; one test waits for it to work
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# texts are compared in English, whatever the language of the machine
os.environ["FITROOM_LANGUAGE"] = "en"

# A full collection walks over all of TensorFlow and pytest, a third of a second at a time, and finds little.
gc.set_threshold(20_000, 20, 100)

LASTING_CHILDREN = (
    "multiprocessing.resource_tracker",  # Python keeps one for the life of the process
    "multiprocessing.forkserver",
    "QtWebEngineProcess",  # Chromium's helpers live as long as the application
)
SECONDS_TO_END = 5.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what trains: a long file that begins last lets the other processes wait."""
    items.sort(key=lambda item: item.get_closest_marker("trains") is None)


@pytest.fixture(autouse=True, scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and runs of fixtures that live longer than one test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITROOM_HOME", str(tmp_path_factory.mktemp("session-home")))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty FITROOM_HOME for each test, outside of its `tmp_path`."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FITROOM_HOME", str(folder))
    return folder


def _besides(before: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """The children of now that were not there before; a child has another name until it has begun."""
    known = {number for number, _ in before}
    return {child for child in _children() if child[0] not in known}


@pytest.fixture(autouse=True)
def no_leaked_children() -> Iterator[None]:
    """Fails a test that leaves a child process behind, a zombie included."""
    before = _children()
    yield
    deadline = time.monotonic() + SECONDS_TO_END
    while (leaked := _besides(before)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not leaked, "left child processes behind: " + "; ".join(sorted(name for _, name in leaked))


class ErrorRecords(logging.Handler):
    """Keeps what was logged at level ERROR or above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_errors_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs an error, or that lacks the error its mark `logs_error(pattern)` expects."""
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("logs_error")]
    handler = ErrorRecords()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    unexpected = [text for text in handler.messages if not any(pattern.search(text) for pattern in expected)]
    assert not unexpected, "logged errors: " + "; ".join(unexpected)
    for pattern in expected:
        assert any(pattern.search(text) for text in handler.messages), f"did not log {pattern.pattern!r}"


def _children() -> set[tuple[int, str]]:
    """Process id and command line of each child of this process; empty where Linux's lists are not there."""
    ids: list[str] = []
    # a child belongs to the thread that started it; this is done twice a test, and `Path.glob` takes long
    for listed in glob("/proc/self/task/*/children"):  # noqa: PTH207
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread ended while we looked
            ids += Path(listed).read_text("ascii").split()
    found: set[tuple[int, str]] = set()
    for child in ids:
        with suppress(FileNotFoundError, ProcessLookupError):
            command = (
                Path("/proc", child, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            found.add((int(child), command.strip() or "a process that nobody waited for"))
    return {(pid, command) for pid, command in found if not any(name in command for name in LASTING_CHILDREN)}
