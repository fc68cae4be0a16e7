import argparse
import gettext
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from engine.cli.commands.table import COMMANDS, asks_for_window
from engine.cli.errors import Parser, UsageError, suggestion
from engine.cli.main import main
from engine.language import tr

MAIN = Path(__file__).parents[4] / "main.py"
PATIENCE = 120


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert f"{name} {command.usage}".rstrip() in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for word in COMMANDS[name].usage.replace("[", "").replace("]", "").split():
        assert word in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["trian"], "There is no command trian. Did you mean train?"),
        (["zzz"], "There is no command zzz. "),
        (["doctor", "--jsn"], "has no option --jsn. Did you mean --json?"),
        (["tensorboard", "--logdri=x"], "has no option --logdri. Did you mean --logdir?"),
        (["tensorboard"], "--logdir"),
        (["tensorboard", "--logdir", "x", "--port", "70000"], "a port is a number from 0 to 65535"),
        (["schema", "more"], "does not know what to do with more."),
        (["train"], "PROJECT"),
        (["train", "nowhere.fitroom"], "There is no project file nowhere.fitroom."),
        (["script", "nowhere.fitroom"], "There is no project file nowhere.fitroom."),
        (["resume", "nowhere"], "nowhere is no run folder"),
    ],
)
def test_a_wrong_request_is_one_sentence_and_status_2(arguments, said, capsys):
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert output.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["any.fitroom"], True),
        (["train"], False),
        (["--help"], False),
        (["trian"], False),
        (["any.fitroom", "more"], False),
    ],
)
def test_only_nothing_or_a_project_asks_for_the_window(arguments, window):
    assert asks_for_window(arguments) is window


def test_a_file_with_another_name_asks_for_the_window(tmp_path):
    path = tmp_path / "project.json"
    assert not asks_for_window([str(path)])
    path.write_text("{}")
    assert asks_for_window([str(path)])


def test_schema_is_a_json_schema_of_the_project_file(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["additionalProperties"] is False
    assert {"version", "data", "model", "fit", "callbacks", "run"} <= set(schema["properties"])
    assert schema["$defs"]["Adam"]["required"] == ["kind"]


def test_ctrl_c_is_status_130(monkeypatch):
    def interrupted(_arguments, _prog):
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.cli.commands.schema.run", interrupted)
    assert main(["schema"]) == 130


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_reader_that_has_seen_enough_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, str(MAIN), "schema"],
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_sign_that_the_terminal_lacks_does_not_end_a_command(tmp_path):
    done = subprocess.run(
        [sys.executable, str(MAIN), "train", str(tmp_path / "숫자.fitroom")],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
    )
    assert done.returncode == 2
    assert b"??.fitroom" in done.stderr


def test_parser_takes_no_shortened_option():
    parser = Parser("fitroom", "")
    parser.add_argument("--port", type=int)
    assert parser.read(["--port=3"]) == argparse.Namespace(port=3)
    with pytest.raises(UsageError, match="--por"):
        parser.read(["--por=3"])


def test_suggests_only_what_is_near():
    assert suggestion("tran", ["train", "doctor"]) == " Did you mean train?"
    assert suggestion("xyz", ["train", "doctor"]) == ""


class Marks(gettext.NullTranslations):
    """A catalogue that shows what is looked up in it."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_help_is_in_the_language_of_the_person(name, capsys, monkeypatch):
    monkeypatch.setattr(tr, "_catalogue", Marks())
    monkeypatch.setattr(type(tr), "use", lambda *_: None)
    with suppress(SystemExit):
        main([name, "--help"] if name else ["--help"])
    help_text = capsys.readouterr().out
    assert "<" in help_text
    # without what is translated, names and values are left
    left = re.sub(r"<[^>]*>", "", help_text)
    assert not re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", left.replace("main.py", "")), left
