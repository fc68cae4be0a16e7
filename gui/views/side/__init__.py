"""Views of the side panel: help for a setting, the script, the reference, and custom Python files."""
