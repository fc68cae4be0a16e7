"""`doctor`: prints what `engine.doctor` finds."""

from collections.abc import Sequence

from engine.cli.errors import Parser
from engine.doctor.report import all_needed, as_json, as_text, examine
from engine.language import tr


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the report; return 0 when nothing that is needed is missing, else 1."""
    parser = Parser(
        prog, tr("Say which versions, devices, libraries and folders there are, and what is missing.")
    )
    parser.add_argument("--json", action="store_true", help=tr("print JSON for a program to read"))
    asked = parser.read(arguments)
    findings = examine()
    print(as_json(findings) if asked.json else as_text(findings))
    return 0 if all_needed(findings) else 1
