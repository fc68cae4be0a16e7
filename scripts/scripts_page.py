"""Writes docs/scripts.md, both forms of the script of every sample; --check says whether it is stale."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path, from any folder

from engine.inspect import inspect  # noqa: E402 - the line above makes it findable
from engine.resources import samples_folder  # noqa: E402 - as above
from engine.settings.project_file.file import load  # noqa: E402 - as above

PAGE = ROOT / "docs" / "scripts.md"
HEAD = """# The script of a project

`python main.py script PROJECT.fitroom` prints the *plain* script, and the window shows it beside the
settings. It is what a course on Keras teaches: read the data, `train_test_split`, a model, `compile`, `fit`
with its callbacks, `evaluate`, `predict`. Data, sizes of the parts, model, loss, optimizer and callbacks are
those of the run. The order of the batches and the random draws are Keras's, and where the split is drawn,
scikit-learn chooses the rows that validate; the first line of the script says so.

With `--exact`, or the button "Exact" above the script in the window, the order of batches and the split are
the program's too. Its losses are those of a run, on a CPU to the last bit
([decision 0007](decisions/0007-determinism.md)).

Paths are relative to the folder of the project file, so a script is run there. It needs Keras, TensorFlow,
NumPy and what it imports, and not Fitroom. Columns of a table (categories, dates, texts, gaps) are prepared
by pandas, scikit-learn and Keras's `StringLookup`, as the run prepares them; batches that are changed come
from a `PyDataset`, with Keras's `MixUp` and `CutMix` for images. Where these have no way (random crops,
changes of series, custom Python files), the plain script has the lines of the exact one.

This page is made from the samples: after a change of what is written run `python scripts/scripts_page.py`.
"""
SAMPLES = {
    "digits": "Small images: a CNN",
    "wine": "A table: a dense network",
    "penguins": "A table of which a number is predicted",
    "vowels": "Sequences of different lengths: an LSTM",
    "elnino": "A forecast of a time series: an LSTM",
    "constitution": "Texts: an embedding",
}


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it only; return 1 when it is stale, else 0."""
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/scripts.md is stale: run python scripts/scripts_page.py", file=sys.stderr)
    return 1


def page() -> str:
    """Return the text of the page."""
    parts = [HEAD]
    for name, about in SAMPLES.items():
        folder = samples_folder()
        found = inspect(load(folder / f"{name}.fitroom", keep_aside=False).project, folder)
        parts.append(f"\n## {about} (`{name}.fitroom`)\n\n```python\n{found.script.text}```\n")
        exact = f"```python\n{found.exact_script.text}```"
        parts.append(f"\n<details><summary>Exact</summary>\n\n{exact}\n\n</details>\n")
    return "".join(parts)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
