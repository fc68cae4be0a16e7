"""The folder of an export is whole or not there, and never over somebody else's files."""

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.export.evidence import EVIDENCE, evidence_in, write_evidence
from engine.export.problems import ExportError, ExportRefused
from engine.export.whole_folder import files_in, new_folder
from engine.language import Translator, tr
from tests.evidence import FOUND


def write(target, content=b"one"):
    with new_folder(target) as partial:
        folder = partial.folder
        (folder / "sub").mkdir()
        (folder / "sub" / "more.txt").write_bytes(b"")
        (folder / "model.tflite").write_bytes(content)
        write_evidence(folder, FOUND)


def test_it_is_there_as_a_whole_and_is_read_back(tmp_path):
    write(tmp_path / "exports" / "litert")
    assert evidence_in(tmp_path / "exports" / "litert") == FOUND
    assert files_in(tmp_path / "exports") == [
        f"litert/{EVIDENCE}",
        "litert/model.tflite",
        "litert/sub/more.txt",
    ]


def test_an_earlier_export_is_replaced(tmp_path):
    write(tmp_path / "out")
    write(tmp_path / "out", b"two")
    assert (tmp_path / "out" / "model.tflite").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_left_of_one_that_fails_and_the_earlier_stays(tmp_path):
    write(tmp_path / "out")
    with pytest.raises(ExportError), new_folder(tmp_path / "out") as partial:
        (partial.folder / "model.tflite").write_bytes((partial.folder / "missing").read_bytes())
    assert (tmp_path / "out" / "model.tflite").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


KILLED = """
import pathlib, sys, time
from engine.export.whole_folder import new_folder
with new_folder(pathlib.Path(sys.argv[1])) as partial:
    (partial.folder / "model.tflite").write_bytes(b"half")
    (partial.work / "graph.pb").write_bytes(b"large")
    print("writes", flush=True)
    time.sleep(600)
"""


def test_what_a_killed_process_leaves_is_deleted_by_the_next_and_never_what_is_made(tmp_path):
    home = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    command = [sys.executable, "-c", KILLED, str(tmp_path / "out")]
    with subprocess.Popen(command, env=home, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "writes\n"
            write(tmp_path / "more")
            made = files_in(tmp_path)
            assert [name.rpartition("/")[2] for name in made if name.startswith(".out.")] == [
                ".lock",
                "model.tflite",
                "graph.pb",
            ]
        finally:
            other.kill()
    (tmp_path / ".more.01234567.partial").mkdir()
    (tmp_path / ".more.01234567.partial" / "mine.txt").write_text("dear")
    write(tmp_path / "more")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".more.01234567.partial", "more"]


def test_an_earlier_export_that_was_moved_aside_by_a_killed_process_comes_back(tmp_path):
    write(tmp_path / "out")
    left = tmp_path / ".out.01234567.partial"
    left.mkdir()
    (left / ".lock").write_bytes(b"")
    (tmp_path / "out").rename(left / "replaced")
    write(tmp_path / "more")
    assert (tmp_path / "out" / "model.tflite").read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more", "out"]


def test_files_of_others_are_never_written_over(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("dear")
    with pytest.raises(ExportRefused, match="not empty and no export"):
        write(tmp_path / "letters")
    write(tmp_path / "out")
    (tmp_path / "out" / "mine.txt").write_text("dear")
    with pytest.raises(ExportRefused, match=r"files beside those of its export \(mine.txt\)"):
        write(tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportRefused, match="is no folder"):
        write(tmp_path / "file")
    (tmp_path / "link").symlink_to(tmp_path / "letters")
    with pytest.raises(ExportRefused, match="is no folder"):
        write(tmp_path / "link")
    assert (tmp_path / "letters" / "mine.txt").read_text() == "dear"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "is full"), (errno.EACCES, "cannot be written")]
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, number, words):
    with pytest.raises(ExportError, match=words), new_folder(tmp_path / "out"):
        raise OSError(number, os.strerror(number))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    for target in (tmp_path / ("x" * 300), tmp_path / "file" / "below"):
        with pytest.raises(ExportError, match=r"cannot be written: .*Name a folder elsewhere"):
            write(target)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_evidence_speaks_the_language_of_the_program(tmp_path, monkeypatch):
    sentence, korean = "Take litert or onnx.", Translator()
    korean.use("ko")
    said = replace(FOUND, warnings=(tr("Take litert or onnx."), "As it is."), unmeasured=tr("Data"))
    write_evidence(tmp_path, said)
    content = json.loads((tmp_path / EVIDENCE).read_text("utf-8"))
    assert (content["warnings"], content["unmeasured"]) == ([sentence, "As it is."], "Data")
    for place in ("engine.export.evidence.tr", "engine.record.json_files.tr"):
        monkeypatch.setattr(place, korean)
    found = evidence_in(tmp_path)
    assert found is not None
    assert (*found.warnings, found.unmeasured) == (korean(sentence), "As it is.", korean("Data"))
    assert found.warnings[0] != sentence
    content["warnings_message"] = [[{"message": "{x:1000000000}", "values": {"x": 1}}], None]
    (tmp_path / EVIDENCE).write_text(json.dumps(content), "utf-8")
    found = evidence_in(tmp_path)
    assert found is not None
    assert found.warnings == (sentence, "As it is.")


def test_evidence_that_makes_no_sense_is_none(tmp_path):
    assert evidence_in(tmp_path) is None
    for text in ("", "[]", "{}", '{"format": 3}', "[" * 10_000):
        (tmp_path / EVIDENCE).write_text(text)
        assert evidence_in(tmp_path) is None
    write_evidence(tmp_path, replace(FOUND, format="unknown"))
    assert evidence_in(tmp_path) is None
