"""What ruff says of scripts: nothing, for its formatter and for the rules that a course's scripts keep."""

import subprocess
import sys
from pathlib import Path

RULES = "E,F,W,I,B,SIM,UP"


def assert_clean(folder: Path) -> None:
    """Assert that ruff, with its own settings, finds nothing in the Python files of a folder."""
    for command in (["check", "--select", RULES, "--output-format", "concise"], ["format", "--diff"]):
        result = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
