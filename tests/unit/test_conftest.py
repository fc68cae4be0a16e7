"""The fixtures that every test lives with are run on tests that leave something behind."""

import re
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

LEAKS = """
import logging, os, subprocess, sys
from pathlib import Path
import pytest

def test_leaks_child():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])

def test_child_is_waited_for():
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_logs_error():
    logging.getLogger("fitroom").error("boom")

@pytest.mark.logs_error("bo+m")
def test_logs_error_on_purpose():
    logging.getLogger("fitroom").error("boom")

@pytest.mark.logs_error("boom")
def test_lacks_error():
    logging.getLogger("fitroom").warning("boom")

def test_home(home, tmp_path):
    assert Path(os.environ["FITROOM_HOME"]) == home
    assert not list(home.iterdir())
    assert not list(tmp_path.iterdir())
"""


def errors(result: pytest.RunResult) -> set[str]:
    return set(re.findall(r"^(?:ERROR|FAILED) \S+::(\w+)", result.stdout.str(), re.MULTILINE))


@pytest.fixture
def inner(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini('[pytest]\nmarkers = logs_error(pattern): "x"\n')
    pytester.makeconftest((TESTS / "conftest.py").read_text("utf-8").replace("TO_END = 5.0", "TO_END = 0.5"))
    return pytester


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are found in /proc")
def test_leftovers_of_any_test_are_found(inner: pytest.Pytester) -> None:
    inner.makepyfile(LEAKS)
    result = inner.runpytest_subprocess("-p", "no:pytest-qt")
    assert errors(result) == {"test_leaks_child", "test_logs_error", "test_lacks_error"}
