"""The JSON Schema says what the declarations say."""

import json

from engine.settings.project_file.migrations import VERSION
from engine.settings.project_file.schema import project_schema


def test_the_schema_has_titles_help_bounds_and_defaults() -> None:
    schema = project_schema()
    epochs = schema["$defs"]["FitSettings"]["properties"]["epochs"]
    assert epochs["title"] == "Epochs"
    assert epochs["description"].endswith(".")
    assert (epochs["minimum"], epochs["maximum"], epochs["default"]) == (1, 1_000_000, 20)
    assert schema["properties"]["version"]["default"] == VERSION
    assert schema["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema


def test_a_section_that_is_chosen_must_name_its_kind() -> None:
    definitions = project_schema()["$defs"]
    assert definitions["Adam"]["required"] == ["kind"]
    assert "required" not in definitions["FitSettings"]
