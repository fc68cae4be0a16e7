"""`schema`: prints the JSON Schema of the project file, for editors and other programs."""

import json
from collections.abc import Sequence

from engine.cli.errors import Parser
from engine.language import tr
from engine.settings.project_file.schema import project_schema


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the schema and return the exit status."""
    Parser(prog, tr("Print the JSON Schema of the project file.")).read(arguments)
    print(json.dumps(project_schema(), indent=2, ensure_ascii=False))
    return 0
