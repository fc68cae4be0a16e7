"""The JSON Schema of a project file, for editors that complete and check JSON."""

from __future__ import annotations

from typing import Any

from engine.settings.project import Project
from engine.settings.project_file.migrations import VERSION


def project_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12): every setting with title, help, bounds and default."""
    schema = Project.model_json_schema()
    for section in schema["$defs"].values():
        if "kind" in section["properties"]:
            section["required"] = ["kind"]  # it chooses between the sections, so a file must name it
    schema["properties"] = {
        "version": {
            "title": "Version",
            "description": "The version of the file's format.",
            "type": "integer",
            "minimum": 1,
            "default": VERSION,
        },
        **schema["properties"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Fitroom project",
        "description": "The settings of a training run; those that are left out have their defaults.",
    }
