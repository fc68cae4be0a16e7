"""The lines of Python that use the model of a run: load it, read one file as the run did, name the answer.

They need Keras, NumPy and what reads the file, and nothing of Fitroom. They are short, so they read one usual
file. What else `new` understands, such as every way in which dates are written, they do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.predict.python_reading import assignment, reading_lines
from engine.predict.signature.examples import Rows, Texts
from engine.script.pretty import literal
from engine.settings.model import CodeModel

if TYPE_CHECKING:
    from engine.predict.finished_run import FinishedRun
    from engine.predict.signature.schema import Outputs


def python_lines(run: FinishedRun, *, model: str | None = None, example: str | None = None) -> str:
    """Return a small Python program that answers one file with the model of a run.

    Args:
        run: The run.
        model: The path of model.keras in it; None for that of the run.
        example: The path of the new file in it; None for a name of the right kind.

    Raises:
        RunError, DataError, ModelError: As `FinishedRun.signature`.
    """
    signature = run.signature
    form = signature.examples
    read = reading_lines(run, example)
    names = [*read.imports]
    if isinstance(form, Rows | Texts):
        names.append("import tensorflow as tf")
    arguments = [literal(str(run.folder.model_file) if model is None else model)]
    before: list[str] = []
    if isinstance(run.project.model, CodeModel):
        names.append("import runpy")
        before = [f"custom = runpy.run_path({literal(run.project.model.path)})"]
        arguments.append("custom_objects=custom")
    if not isinstance(form, Rows | Texts):
        arguments.append("compile=False")  # without losses and metrics, which are not needed
    standard = [name for name in names if name.split()[1] in ("pathlib", "runpy")]
    others = sorted({"import keras", *names} - set(standard), key=_order)
    standard.sort(key=_order)
    head = [*standard, *([""] if standard else []), *others]
    return "\n".join(
        [
            *head,
            "",
            *before,
            f"model = keras.models.load_model({', '.join(arguments)})",
            "",
            *read.lines,
            "",
            *_answer(signature.outputs),
            "",
        ]
    )


def _order(line: str) -> tuple[bool, str]:
    """As ruff sorts imports: plain ones first, by name."""
    return line.startswith("from"), line.split()[1]


def _answer(outputs: Outputs) -> list[str]:
    if not outputs.classes:
        return [
            assignment("names", list(outputs.targets)),
            "for row in model.predict(x, verbose=0):",
            "    print(dict(zip(names, row.tolist())))",
        ]
    classes = assignment("classes", list(outputs.classes))
    if outputs.threshold is None or outputs.holds == "scores":
        return [
            classes,
            "for row in model.predict(x, verbose=0):",
            "    print(classes[row.argmax()], row.max())",
        ]
    second = "(row[-1] + 1) / 2" if outputs.holds == "margins" else "row[-1]"
    return [
        classes,
        "for row in model.predict(x, verbose=0):",
        f"    second = {second}",
        f"    print(classes[int(second > {outputs.threshold!r})], second)",
    ]
