"""README.md of an export, the model card: data, measures, how it was trained, versions, limits, licence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from engine import __version__
from engine.evaluate.measures.intervals import wilson
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from engine.export.evidence import Evidence
    from engine.export.formats import Format
    from engine.export.proof.compare import Truth
    from engine.export.proof.examples import Examples
    from engine.predict.finished_run import FinishedRun

CARD = "README.md"
_WORST = 3
_FEW = 5  # examples of a class; of fewer nothing is said


def card(
    run: FinishedRun,
    made: Format,
    *,
    examples: Examples,
    truth: Truth,
    outputs: NDArray[np.float32],
    evidence: Evidence,
) -> str:
    """Return the model card as Markdown.

    Args:
        run: The run.
        made: The format.
        examples: What the exported file was run on.
        truth: Their truth.
        outputs: (n, m), what the file gave.
        evidence: What was found.
    """
    sections = (
        (tr("Use"), _use(made, evidence)),
        (tr("Data"), _data(run, examples)),
        (tr("How good it is"), _measures(truth, outputs, evidence=evidence)),
        (tr("The exported file beside the run"), _proof(evidence)),
        (tr("How it was trained"), _training(run)),
        (tr("Limits"), _limits(run, made)),
        (tr("Licence"), [tr("(fill in: under which licence model and data may be used)")]),
    )
    title = tr("{name}, as {format}", name=run.folder.path.name, format=tr(made.title))
    body = "\n".join(f"\n## {head}\n\n" + "\n".join(lines) for head, lines in sections)
    return f"# {title}\n{body}\n"


def _use(made: Format, evidence: Evidence) -> list[str]:
    return [
        tr("{file} is the model ({size:,} bytes).", file=f"`{made.file}`", size=evidence.bytes)
        + " "
        + tr("With the packages of requirements.txt installed:"),
        "",
        "    python check.py",
        "    python predict.py FILE",
        "",
        tr("The first answers ten examples and compares; the second answers files of your own."),
    ]


def _data(run: FinishedRun, examples: Examples) -> list[str]:
    split, dataset = run.inspection.split, run.inspection.fitted
    rows = [
        (tr("Source"), run.project.data.called),
        (tr("Kind"), dataset.kind),
        (tr("Examples"), f"{dataset.count:,}"),
        (
            tr("Training, validation, test"),
            f"{len(split.train):,}, {_count(examples, split.validation)}, {len(split.test):,}",
        ),
        (tr("One example"), f"{dataset.shape}, {dataset.dtype}"),
        (tr("Fingerprint"), dataset.fingerprint[:16]),
    ]
    if dataset.class_names:
        counts = Counter(np.asarray(dataset.y).reshape(-1).tolist())
        rows.append(
            (
                tr("Classes"),
                ", ".join(f"{name} ({counts[place]:,})" for place, name in enumerate(dataset.class_names)),
            )
        )
    else:
        rows.append((tr("Targets"), ", ".join(dataset.target_names[:8])))
    return _table(rows)


def _count(examples: Examples, validation: NDArray[np.int64]) -> str:
    return f"{examples.count if examples.part == 'validation' else len(validation):,}"


def _measures(truth: Truth, outputs: NDArray[np.float32], *, evidence: Evidence) -> list[str]:
    where = tr(
        "Measured on {count:,} examples ({part}) with the exported file.",
        count=evidence.examples,
        part=evidence.part,
    )
    if not truth.classes:
        return [where, "", *_table([(tr("Mean absolute error"), f"{evidence.metric_after:.6g}")])]
    answers = truth.answers(outputs)
    right = int(np.sum(answers == truth.y))
    share = wilson(right, len(answers))
    accuracy = tr(
        "{value:.3f} (95 %: {low:.3f} to {high:.3f})", value=share.value, low=share.low, high=share.high
    )
    rows = [(tr("Accuracy"), accuracy)]
    shares: list[tuple[float, str, int]] = []
    for place, name in enumerate(truth.outputs.classes):
        there = truth.y == place
        if there.sum() >= _FEW:
            shares.append((float(np.mean(answers[there] == place)), name, int(there.sum())))
    for share, name, count in sorted(shares)[:_WORST]:
        text = tr("{share:.1%} of {count:,} are answered correctly", share=share, count=count)
        rows.append((tr("Worst: {name}", name=name), text))
    return [where, "", *_table(rows)]


def _proof(evidence: Evidence) -> list[str]:
    rows = [
        (tr("Largest difference of an output, of the largest"), f"{evidence.max_difference:.2e}"),
        (tr("Equal answers"), f"{evidence.same_answers:.1%}"),
        (
            tr("{metric} before and after", metric=evidence.metric),
            f"{evidence.metric_before:.6g}, {evidence.metric_after:.6g}",
        ),
        (
            tr("One example"),
            tr(
                "{time:.3g} ms, median, threads: {count}",
                time=evidence.seconds_per_example * 1000,
                count=evidence.threads,
            ),
        ),
    ]
    return [*_table(rows), *(["", *evidence.warnings] if evidence.warnings else [])]


def _training(run: FinishedRun) -> list[str]:
    project = run.project
    rows = [
        (tr("Model"), type(project.model).title),
        (tr("Optimizer"), project.compile.optimizer.kind),
        (tr("Loss"), project.compile.loss),
        (tr("Epochs"), f"{project.fit.epochs}"),
        (tr("Weights of epoch"), f"{run.saved_epoch or '?'}"),
        (tr("Batch size"), f"{project.fit.batch_size}"),
        (tr("Seed"), f"{project.run.seed}"),
        ("Fitroom", __version__),
        *sorted(run.versions.items()),
    ]
    return _table(rows)


def _limits(run: FinishedRun, made: Format) -> list[str]:
    lines = [
        tr("It answers for data like those that it was trained on; anything else gets an answer as well."),
    ]
    if run.known.classes:
        lines.append(tr("It knows its classes alone: what is none of them is still named as one."))
    if not made.whole and run.inspection.fitted.fitted is not None:
        lines.append(
            tr("The model file takes numbers; preprocess.py makes them of data, as preprocessing.json says.")
        )
    lines.append(tr("(fill in: who must not be judged by it, and what was not tried)"))
    return [f"- {line}" for line in lines]


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    lines = [f"| {name} | {str(value).replace('|', '/')} |" for name, value in rows]
    return ["| | |", "|---|---|", *lines]
