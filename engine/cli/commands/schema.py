"""`schema`: prints the JSON Schema of the project file, for editors and other programs."""

import json
from collections.abc import Sequence

from engine.cli.errors import Parser
from engine.settings import Project
from engine.settings.project_file.migrations import VERSION


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the schema and return the exit status."""
    Parser(prog, "Print the JSON Schema of the project file.").read(arguments)
    schema = Project.model_json_schema()
    version = {
        "type": "integer",
        "const": VERSION,
        "title": "Version",
        "description": "Of the file's format.",
    }
    schema["properties"] = {"version": version, **schema["properties"]}
    print(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0
