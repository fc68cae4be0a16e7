"""An evaluation as the command line prints it: `as_text` for people, `as_json` in its stable form."""
