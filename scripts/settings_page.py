"""Writes docs/settings.md from the declarations of the settings, or with --check says whether it is stale."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path, from any folder

from engine.settings.project_file.reference import reference  # noqa: E402 - the line above makes it findable

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Every setting of a project: its title in the window, its exact Keras name, what it may be and its default.
A dotted name such as `fit.epochs` is its place in a project file, and what `--set` takes on the command line.
Paths that begin with `sample:` name bundled samples; relative paths begin at the folder of the project file.
What a run is [exported](export.md) to is no setting: it is chosen on the page Results, or with `--format`.

This page is made from the declarations in `engine/settings`: after a change there run
`python scripts/settings_page.py`.
"""


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it only; return 1 when it is stale, else 0."""
    text = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/settings.md is stale: run python scripts/settings_page.py", file=sys.stderr)
    return 1


def page() -> str:
    """Return the text of the page."""
    return HEAD + reference()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
