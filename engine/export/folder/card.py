"""README.md of an export, the model card: data, measures, how it was trained, versions, limits, licence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import __version__
from engine.evaluate.looks import test_looks
from engine.evaluate.measures.intervals import wilson
from engine.evaluate.measures.regression import regression
from engine.evaluate.result_words import amount, over_targets, percent, unit_in
from engine.export.folder.preprocessing import is_encoded
from engine.export.folder.slices import worse_slices
from engine.language import tr
from engine.models.compile_calls import loss_name
from engine.predict.signature.examples import Windows
from engine.settings.losses import LOSSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from engine.evaluate.measures.intervals import Measured as Interval
    from engine.evaluate.measures.regression import Regression
    from engine.export.evidence import Evidence
    from engine.export.folder.slices import Worse
    from engine.export.formats import Format
    from engine.export.proof.compare import Truth
    from engine.export.proof.examples import Examples
    from engine.predict.finished_run import FinishedRun

CARD = "README.md"
_MOST_SLICES = 6
_MOST_TARGETS = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """What an exported file was run on, and what it gave.

    Attributes:
        examples: The examples.
        truth: Their truth.
        outputs: (n, m), what the file gave.
    """

    examples: Examples
    truth: Truth
    outputs: NDArray[np.float32]


def card(run: FinishedRun, made: Format, *, evidence: Evidence, measured: Measured | None = None) -> str:
    """Return the model card as Markdown.

    Args:
        run: The run.
        made: The format.
        evidence: What was found.
        measured: What it was run on; None where the data of the run are gone.
    """
    gone = [
        tr(
            "The data of the run cannot be used, so nothing was measured: {reason}",
            reason=evidence.unmeasured,
        )
    ]
    sections = (
        (tr("Use"), _use(made, evidence)),
        (tr("Data"), _known(run) if measured is None else _data(run, measured.examples)),
        (tr("How good it is"), gone if measured is None else _measures(run, measured, evidence)),
        (tr("The exported file beside the run"), gone if measured is None else _proof(evidence)),
        (tr("How it was trained"), _training(run)),
        (tr("Limits"), _limits(run, made)),
        (tr("Licence"), [tr("(fill in: under which licence model and data may be used)")]),
    )
    title = tr("{name}, as {format}", name=run.folder.path.name, format=tr(made.title))
    body = "\n".join(f"\n## {head}\n\n" + "\n".join(lines) for head, lines in sections)
    return f"# {title}\n{body}\n"


def _use(made: Format, evidence: Evidence) -> list[str]:
    what = tr("{file} is the model ({size:,} bytes).", file=f"`{made.file}`", size=evidence.bytes)
    head = [what + " " + tr("With the packages of requirements.txt installed:"), ""]
    if evidence.unmeasured:
        return [*head, "    python predict.py FILE"]
    return [
        *head,
        "    python check.py",
        "    python predict.py FILE",
        "",
        tr("The first answers ten examples and compares; the second answers files of your own."),
    ]


def _known(run: FinishedRun) -> list[str]:
    """Return what is known of data that are gone."""
    outputs = run.signature.outputs
    rows = [
        (tr("Source"), run.project.data.called),
        (tr("Kind"), run.signature.kind),
        (tr("Fingerprint"), run.known.fingerprint[:16]),
        (tr("Classes") if outputs.classes else tr("Targets"), ", ".join(outputs.names)),
    ]
    return _table(rows)


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
        rows.append((tr("Targets"), ", ".join(dataset.target_names[:_MOST_TARGETS])))
    return _table(rows)


def _count(examples: Examples, validation: NDArray[np.int64]) -> str:
    return f"{examples.count if examples.part == 'validation' else len(validation):,}"


def _measures(run: FinishedRun, measured: Measured, evidence: Evidence) -> list[str]:
    truth, outputs, seed = measured.truth, measured.outputs, run.project.run.seed
    where = tr(
        "Measured on {count:,} examples ({part}) with the exported file.",
        count=evidence.examples,
        part=evidence.part,
    )
    answers = truth.answers(outputs)
    if truth.classes:
        rows = [(tr("Accuracy"), _with_interval(wilson(int(np.sum(answers == truth.y)), len(answers))))]
    else:
        form = run.signature.examples
        horizon = max(form.horizon, 1) if isinstance(form, Windows) else 1
        found = regression(
            truth.y.reshape(answers.shape), answers, names=run.signature.outputs.names, block=horizon
        )
        rows = number_rows(found, count=answers.shape[1] // horizon, units=run.signature.outputs.units)
    worse = worse_slices(run.signature, measured.examples, truth=truth, outputs=outputs, seed=seed)
    return [where, "", *_table(rows), "", *_slices(worse), *_looks(run)]


def number_rows(found: Regression, *, count: int, units: Sequence[str]) -> list[tuple[str, str]]:
    """Return names and values of the errors; of several targets by the names that the run's results have.

    Args:
        found: The errors.
        count: How many targets there are; of a forecast its columns.
        units: Of each target; () for those that stand in brackets behind the names.
    """
    values = [_with_interval(one) for one in (found.mae, found.rmse, found.r2)]
    if count == 1:
        names = [tr("Mean absolute error"), tr("Root mean squared error"), "R²"]
        return list(zip(names, values, strict=True))
    names = [
        over_targets(count),
        tr("Root mean squared error over {count} targets", count=count),
        tr("R² over {count} targets", count=count),
    ]
    each = [
        (
            f"{tr('Mean absolute error')}, {one.name}",
            amount(one.mae.value, unit=units[at] if units else unit_in(one.name)),
        )
        for at, one in enumerate(found.targets[:_MOST_TARGETS])
        if len(found.targets) == count
    ]
    return [*zip(names, values, strict=True), *each]


def _with_interval(found: Interval) -> str:
    if not found.has_interval:
        return f"{found.value:.4g}"
    return tr(
        "{value:.4g} (95 %: {low:.4g} to {high:.4g})", value=found.value, low=found.low, high=found.high
    )


def _slices(worse: Worse) -> list[str]:
    if not worse.looked_at:
        return [tr("There are too few examples to compare slices of them.")]
    if not worse.slices:
        return [tr("In none of {count:,} slices is it clearly worse than on all.", count=worse.looked_at)]
    rows = [
        (one.name, tr("{value} of {count:,} examples", value=_with_interval(one.measured), count=one.count))
        for one in worse.slices[:_MOST_SLICES]
    ]
    sentence = tr(
        "It is worse where (of {count:,} slices; about one in forty comes out so by chance):",
        count=worse.looked_at,
    )
    return [sentence, "", *_table(rows)]


def _looks(run: FinishedRun) -> list[str]:
    if not len(run.inspection.split.test) and run.inspection.test is None:
        return []
    looks = test_looks(run.folder)
    if not looks:
        return ["", tr("Nobody has looked at the test part yet.")]
    sentence = tr("The test part was looked at {looks:,} times.", looks=looks)
    if looks > 1:
        more = tr("Whoever changes a model after a look chooses by the test part.")
        sentence = f"{sentence} {more}"
    return ["", sentence]


def _proof(evidence: Evidence) -> list[str]:
    seconds = evidence.seconds_per_example or 0.0
    rows = [
        (tr("Largest difference of an output, of the largest"), f"{evidence.max_difference or 0.0:.2e}"),
        (tr("Equal answers"), percent(evidence.same_answers or 0.0)),
        (
            tr("{metric} before and after", metric=evidence.metric),
            f"{evidence.metric_before or 0.0:.6g}, {evidence.metric_after or 0.0:.6g}",
        ),
        (
            tr("One example"),
            tr("{time:.3g} ms, median, threads: {count}", time=seconds * 1000, count=evidence.threads),
        ),
    ]
    more = [*evidence.notes, *evidence.warnings]
    return [*_table(rows), *(["", "\n\n".join(more)] if more else [])]


def _training(run: FinishedRun) -> list[str]:
    project = run.project
    rows = [
        (tr("Model"), type(project.model).title),
        (tr("Optimizer"), project.compile.optimizer.kind),
        (tr("Loss"), LOSSES[loss_name(project, run.targets)].keras_class),
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
    if not made.whole and is_encoded(run.signature.examples):
        lines.append(
            tr("The model file takes numbers; preprocess.py makes them of data, as preprocessing.json says.")
        )
    lines.append(tr("(fill in: who must not be judged by it, and what was not tried)"))
    return [f"- {line}" for line in lines]


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    lines = [f"| {name} | {str(value).replace('|', '/')} |" for name, value in rows]
    return ["| | |", "|---|---|", *lines]
