"""Labels in JSON: exports of Label Studio, COCO, JSON lines, and plain lists or dicts of file and class.

Each becomes a table with one row a file. What marks places in a picture, or gives several classes to one, is
refused with that word.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from engine.data.labels.table import BOX_WORDS, LabelTable, Row, boxes_refused, multi_label
from engine.data.problems import DataError
from engine.language import tr
from engine.opening import read_regular

SUFFIXES = (".json", ".jsonl", ".ndjson")
_LARGEST = 200_000_000
_LABEL = "label"


def json_labels(path: Path) -> LabelTable:
    """Read a JSON file of labels.

    Args:
        path: of the file.

    Raises:
        DataError: it is no JSON, of no known form, or has other labels than one class a file.
    """
    tree, form = _parsed(path)
    if isinstance(tree, dict) and isinstance(tree.get("images"), list):
        return _coco(tree, path.name)
    if isinstance(tree, dict):
        tree, form = [{"file": name, _LABEL: label} for name, label in tree.items()], "names"
    if not isinstance(tree, list) or not tree or not all(isinstance(item, dict) for item in tree):
        raise _unknown(path.name)
    if any("annotations" in item or "completions" in item for item in tree) and any(
        "data" in i for i in tree
    ):
        return _label_studio(tree, path.name)
    return _plain(tree, path.name, form=form)


def _parsed(path: Path) -> tuple[Any, str]:
    try:
        text = read_regular(path, most=_LARGEST).decode("utf-8-sig")
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            return [json.loads(line) for line in lines], "lines"
        return json.loads(text), "records"
    except (ValueError, RecursionError) as error:  # of the encoding, too
        raise DataError(
            tr("{name} is no JSON that can be read; export the labels again.", name=path.name),
            path="data.labels",
        ) from error


def _unknown(name: str) -> DataError:
    return DataError(
        tr(
            "{name} is JSON of a form that is not known; export the labels as CSV, COCO, Label Studio JSON or"
            " JSON lines.",
            name=name,
        ),
        path="data.labels",
    )


def _table(name: str, rows: list[Row], form: str) -> LabelTable:
    columns = dict.fromkeys(column for row in rows for column in row)
    if not rows or not columns:
        raise _unknown(name)
    return LabelTable(name, tuple(columns), tuple(rows), form)


def _coco(tree: dict[str, Any], name: str) -> LabelTable:
    """COCO: images, annotations and categories that refer to each other by id."""
    try:
        files = {image["id"]: str(image["file_name"]) for image in tree["images"]}
        categories = {one["id"]: str(one["name"]) for one in tree.get("categories", [])}
        annotations = [(one["image_id"], one["category_id"], one) for one in tree.get("annotations", [])]
    except (KeyError, TypeError) as error:
        raise _unknown(name) from error
    boxes = {image for image, _, one in annotations if one.get("bbox") or one.get("segmentation")}
    if boxes:
        raise boxes_refused(name, len(boxes))
    counts = Counter(image for image, _, _ in annotations)
    several = sum(count > 1 for count in counts.values())
    if several:
        raise multi_label(name, several)
    labels = {image: categories.get(category, str(category)) for image, category, _ in annotations}
    return _table(
        name, [{"file_name": file, _LABEL: labels.get(one, "")} for one, file in files.items()], "coco"
    )


def _label_studio(tasks: list[dict[str, Any]], name: str) -> LabelTable:
    """Label Studio: tasks with their data, and annotations with results."""
    rows: list[Row] = []
    boxes = several = 0
    for task in tasks:
        results = [
            result
            for annotation in task.get("annotations") or task.get("completions") or []
            if isinstance(annotation, dict) and not annotation.get("was_cancelled")
            for result in annotation.get("result") or []
        ]
        values = [result.get("value") or {} for result in results if isinstance(result, dict)]
        boxes += any(key in BOX_WORDS for value in values for key in value)
        choices = {str(one) for value in values for one in value.get("choices") or []}
        several += len(choices) > 1
        data = task.get("data") or {}
        texts = {str(key): _file_of(value) for key, value in data.items() if isinstance(value, str)}
        rows.append({**texts, _LABEL: next(iter(choices), "")})
    if boxes:
        raise boxes_refused(name, boxes)
    if several:
        raise multi_label(name, several)
    return _table(name, rows, "label_studio")


def _file_of(value: str) -> str:
    """Return the path in an address of Label Studio: /data/local-files/?d=photos/1.jpg."""
    return value.rpartition("?d=")[2]


def _plain(items: list[dict[str, Any]], name: str, *, form: str) -> LabelTable:
    boxes = sum(any(str(key).casefold() in BOX_WORDS for key in item) for item in items)
    if boxes:
        raise boxes_refused(name, boxes)
    several = sum(any(isinstance(v, list) and len(v) > 1 for v in item.values()) for item in items)
    if several:
        raise multi_label(name, several)
    rows = [
        {
            str(key): "" if text is None else str(text)
            for key, value in item.items()
            if not isinstance(text := value[0] if isinstance(value, list) and value else value, dict | list)
        }
        for item in items
    ]
    return _table(name, rows, form)
