"""What is known of an exported file after it was run again: `evidence.json`, written and read back.

evidence = compare(format, reference, found, ...)      answers of the run and of the file, side by side
write_evidence(folder, evidence);  evidence_in(folder)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from engine.export.formats import BY_NAME
from engine.language import tr
from engine.message import as_json, english
from engine.opening import read_regular
from engine.record.json_files import MESSAGE, text_fields, with_messages

if TYPE_CHECKING:
    from pathlib import Path

EVIDENCE = "evidence.json"
_MOST_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How an exported file answers, beside the run's own model.

    Attributes:
        format: The name of the format.
        file: The model file, a name in the folder.
        bytes: The size of the model: its file, and what belongs to it.
        max_difference: The largest difference of an output, relative to the largest one of the run.
        same_answers: The share of examples with the same answer, 0 to 1: the same class, or a number that
            differs by at most a tenth of their standard deviation.
        metric: The name of the metric: accuracy, or mae (mean absolute error).
        metric_before: Its value with the run's model; None where the examples have no truth.
        metric_after: Its value with the exported file.
        seconds_per_example: The median time for one example alone.
        threads: With how many threads it was measured.
        part: The part of the data: validation, or train where a run has no other.
        examples: How many examples were compared.
        changed: The names of examples whose answer changed, the first 20.
        warnings: Sentences about what is worse than it should be.
        notes: Sentences about how it was made.
        unmeasured: Why nothing was measured, as the data of the run are gone; "" where it was. All numbers
            but the size are None then.
        files: All files of the export, by name.
    """

    format: str
    file: str
    bytes: int
    max_difference: float | None
    same_answers: float | None
    metric: str
    metric_before: float | None
    metric_after: float | None
    seconds_per_example: float | None
    threads: int
    part: str
    examples: int
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unmeasured: str = ""


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """Write the evidence, its sentences in English with their messages beside them. Raises OSError."""
    content = asdict(evidence)
    for name in ("warnings", "notes"):
        sentences: tuple[str, ...] = getattr(evidence, name)
        content[name] = [english(one) for one in sentences]
        content[f"{name}{MESSAGE}"] = [as_json(one) for one in sentences]
    content |= text_fields("unmeasured", evidence.unmeasured)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    folder.joinpath(EVIDENCE).write_text(text + "\n", "utf-8")


def evidence_in(folder: Path) -> Evidence | None:
    """Return the evidence of the export in a folder, in the current language; None where it is none.

    Evidence of earlier versions has sentences alone, which are given as they are.
    """
    try:
        content = json.loads(read_regular(folder / EVIDENCE, most=_MOST_BYTES))
        found = TypeAdapter(Evidence).validate_python(content)
    except (OSError, ValueError, RecursionError, ValidationError):
        return None
    if found.format not in BY_NAME:
        return None
    return replace(
        with_messages(found, content),
        warnings=_restored(found.warnings, content.get(f"warnings{MESSAGE}")),
        notes=_restored(found.notes, content.get(f"notes{MESSAGE}")),
    )


def _restored(sentences: tuple[str, ...], messages: Any) -> tuple[str, ...]:
    if not isinstance(messages, list) or len(messages) != len(sentences):
        return sentences
    return tuple(
        one if parts is None else tr.restored(one, parts)
        for one, parts in zip(sentences, messages, strict=True)
    )
