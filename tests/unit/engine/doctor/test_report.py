import gettext
import importlib.metadata
import json
import sys

import pytest

from engine.cli.main import main
from engine.doctor import display, report
from engine.doctor.finding import Finding, State
from engine.doctor.libraries import LIBRARIES
from engine.doctor.report import all_needed, as_json, as_text, examine
from engine.language import tr
from engine.tensorflow_import import Devices, TensorFlowError

GOOD = Finding("Python", "3.11")
NOTE = Finding("GPU", "none is used", State.NOTE, "This is the CPU build.")
BAD = Finding("numpy", "not installed", State.BAD, "Install it.")


@pytest.fixture(autouse=True)
def known_machine(monkeypatch):
    """Two cores, no GPU, a screen, every library; TensorFlow is not imported."""
    monkeypatch.setattr(report, "devices", lambda: Devices(2, (), "No driver.", "2.21.0", "3.15.1"))
    monkeypatch.setattr(report, "display_problem", lambda _environment: "")
    monkeypatch.setattr(report, "missing_libraries", lambda _parts: [])


def by_topic():
    return {finding.topic: finding for finding in examine()}


def test_reports_everything_that_a_person_may_be_asked_for():
    found = by_topic()
    software = {"Fitroom", "Python", "system", "TensorFlow", "Keras", "tensorboard", "PySide6", "pyqtgraph"}
    places = {"CPU", "GPU", "screen", "runs", "settings", "disk", "port"}
    assert software | places <= set(found)
    assert found["PySide6"].text == importlib.metadata.version("PySide6")
    assert found["CPU"].text == "2 cores"
    assert (found["GPU"].text, found["GPU"].advice) == ("none is used", "No driver.")


def test_runs_lie_in_fitrooms_home(home):
    assert by_topic()["runs"].text == str(home / "runs")


def test_gpus_are_named(monkeypatch):
    monkeypatch.setattr(report, "devices", lambda: Devices(2, ("H200", "H200"), "", "2.21.0", "3.15.1"))
    assert by_topic()["GPU"] == Finding("GPU", "H200, H200")


def test_without_tensorflow_nothing_works(monkeypatch):
    def broken():
        raise TensorFlowError("TensorFlow could not be loaded")

    monkeypatch.setattr(report, "devices", broken)
    assert by_topic()["TensorFlow"].state is State.BAD
    assert not all_needed(examine())


def without(monkeypatch, *gone):
    version, find_spec = importlib.metadata.version, report.importlib.util.find_spec

    def fake_version(name):
        if name in gone:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", fake_version)
    monkeypatch.setattr(
        report.importlib.util, "find_spec", lambda name: None if name in gone else find_spec(name)
    )


def test_a_missing_package_is_bad(monkeypatch):
    without(monkeypatch, "pandas")
    assert by_topic()["pandas"].state is State.BAD


def test_a_package_without_metadata_is_there(monkeypatch):
    def no_metadata(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", no_metadata)
    monkeypatch.setattr(report.importlib.util, "find_spec", lambda _name: object())
    found = by_topic()["pandas"]
    assert (found.text, found.state) == ("unknown version", State.GOOD)


@pytest.mark.parametrize(("problem", "state"), [("", State.BAD), ("there is no screen here", State.NOTE)])
def test_what_a_window_lacks_matters_only_where_there_is_a_screen(monkeypatch, problem, state):
    without(monkeypatch, "PySide6")
    monkeypatch.setattr(report, "display_problem", lambda _environment: problem)
    monkeypatch.setattr(
        report, "missing_libraries", lambda parts: [lib for lib in LIBRARIES if lib.part in parts][:1]
    )
    found = by_topic()
    assert found["PySide6"].state is state
    assert found["Qt libraries"].state is state
    assert found["screen libraries"].state is state
    assert found["web page libraries"].state is State.NOTE
    assert "libgl1" in found["Qt libraries"].advice


def test_text_marks_what_is_bad_and_puts_advice_below():
    assert as_text([GOOD, NOTE, BAD]).splitlines() == [
        "  Python  3.11",
        "- GPU     none is used",
        "          This is the CPU build.",
        "! numpy   not installed",
        "          Install it.",
        "",
        "Something is missing: see ! above.",
    ]
    assert as_text([GOOD, NOTE]).endswith("Everything that is needed is here.")


def test_json_holds_the_same():
    content = json.loads(as_json([GOOD, BAD]))
    assert content["ok"] is False
    assert content["findings"][1] == {
        "topic": "numpy",
        "text": "not installed",
        "state": "bad",
        "advice": "Install it.",
    }


@pytest.mark.parametrize(("findings", "status"), [([GOOD, NOTE], 0), ([GOOD, BAD], 1)])
def test_the_command_says_by_its_status_whether_all_is_there(monkeypatch, capsys, findings, status):
    monkeypatch.setattr("engine.cli.commands.doctor.examine", lambda: findings)
    assert main(["doctor"]) == status
    assert "Python  3.11" in capsys.readouterr().out
    assert main(["doctor", "--json"]) == status
    assert json.loads(capsys.readouterr().out)["ok"] is (status == 0)


def test_the_report_is_in_the_language_of_the_person(monkeypatch):
    monkeypatch.setattr(report, "display_problem", lambda _environment: display.display_problem({}))
    monkeypatch.setattr(report, "missing_libraries", lambda _parts: [LIBRARIES[0]])
    monkeypatch.setattr(sys, "platform", "linux")
    without(monkeypatch, "PySide6")
    monkeypatch.setattr(tr, "_catalogue", PseudoTranslations())
    findings = [
        finding for finding in examine() if finding.topic not in ("Python", "system", "runs", "settings")
    ]
    assert all(
        finding.advice.startswith("<") for finding in findings if finding.advice not in ("", "No driver.")
    )
    assert all(finding.text.startswith("<") for finding in findings if " " in finding.text)
    lines = as_text(findings).splitlines()
    assert lines[-1] == "<Everything that is needed is here.>"
    assert any(line.startswith("- <screen>") for line in lines)


class PseudoTranslations(gettext.NullTranslations):
    """Puts every message in angle brackets."""

    def gettext(self, message):
        return f"<{message}>"


def test_hangul_takes_two_columns():
    lines = as_text([Finding("화면", "a"), Finding("Python", "b")]).splitlines()
    assert lines[:2] == ["  화면    a", "  Python  b"]
