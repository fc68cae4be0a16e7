"""Writes the table of docs/export.md: every sample and every kind of model through every format.

Usage: export_page.py [--only NAME ...] [--formats FORMAT ...] [--page]. It trains and exports what is not yet
in build/exports, which takes about half an hour; ONNX needs the packages of requirements/onnx.txt. --page
writes the page of what is there; what is not stays in the page as it stands.
"""

import argparse
import json
import re
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path, from any folder

from engine.export.formats import BY_NAME, FORMATS  # noqa: E402 - the line above makes it findable
from engine.export.make import export  # noqa: E402 - as above
from engine.export.problems import ExportError  # noqa: E402 - as above
from engine.predict.finished_run import FinishedRun  # noqa: E402 - as above
from engine.record.run_folder import RunFolder  # noqa: E402 - as above
from engine.resources import samples_folder  # noqa: E402 - as above
from engine.run.control import Control  # noqa: E402 - as above
from engine.run.session import Session  # noqa: E402 - as above
from engine.settings import Project  # noqa: E402 - as above
from engine.settings.project_file.file import load, with_absolute_paths  # noqa: E402 - as above

PAGE = ROOT / "docs" / "export.md"
BUILD = ROOT / "build" / "exports"
SAMPLES = ("digits", "wine", "penguins", "vowels", "elnino", "constitution")
_IMAGES: dict[str, Any] = {"kind": "arrays", "path": "images.npz"}
_SERIES: dict[str, Any] = {"kind": "series", "path": "sample:elnino.csv"}
_VOWELS: dict[str, Any] = {"kind": "arrays", "path": "sample:vowels.npz"}
MODELS: dict[str, dict[str, Any]] = {
    "co2": {
        "data": {"kind": "series", "path": "sample:co2.csv", "window": 104, "horizon": 4},
        "model": {"kind": "dense"},
        "fit": {},
    },
    "vgg": {"data": _IMAGES, "model": {"kind": "vgg"}},
    "resnet": {"data": _IMAGES, "model": {"kind": "resnet"}, "augmentation": [{"kind": "flip"}]},
    "transfer": {"data": _IMAGES, "model": {"kind": "transfer", "weights": "none"}},
    "mixed precision": {
        "data": _IMAGES,
        "model": {"kind": "cnn"},
        "compile": {"mixed_precision": True},
        "augmentation": [{"kind": "rotation"}, {"kind": "zoom"}],
    },
    "gru": {
        "data": _VOWELS,
        "model": {"kind": "stack", "layers": [{"kind": "gru"}, {"kind": "dense", "units": 16}]},
    },
    "fcn1d": {"data": _SERIES, "model": {"kind": "fcn1d"}},
    "resnet1d": {"data": _SERIES, "model": {"kind": "resnet1d"}},
    "transformer": {"data": _SERIES, "model": {"kind": "transformer"}},
}
CASES = (*SAMPLES, *MODELS)
BEGIN = "<!-- made by scripts/export_page.py -->"
"""What stands behind this line in the page is made here."""


def main(arguments: list[str]) -> int:
    """Train, export, write the page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=CASES)
    parser.add_argument("--formats", nargs="*", default=list(BY_NAME))
    parser.add_argument("--page", action="store_true")
    asked = parser.parse_args(arguments)
    if not asked.page:
        for name in asked.only:
            export_all(name, BUILD, formats=asked.formats)
    PAGE.write_text(page(BUILD), encoding="utf-8")
    return 0


def export_all(
    name: str, build: Path, *, formats: Collection[str] = tuple(BY_NAME)
) -> dict[str, dict[str, Any]]:
    """Return what was found for each format of a case, and write it to NAME.json.

    Args:
        name: One of `CASES`.
        build: Where runs and what was found are kept.
        formats: The names of the formats that are made.
    """
    place = build / f"{name}.json"
    found: dict[str, dict[str, Any]] = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    run = FinishedRun.open(trained(name, build))
    model = run.load_model()
    for one in FORMATS:
        if one.name in found or one.name not in formats:
            continue
        try:
            found[one.name] = asdict(export(run, one.name, model=model))
        except ExportError as error:
            found[one.name] = {"why_not": str(error)}
        place.write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")
        print(name, one.name, cell(found[one.name]), flush=True)
    return found


def trained(name: str, build: Path) -> RunFolder:
    """Return the run of a case, trained where it is not there yet.

    Args:
        name: One of `CASES`.
        build: Where runs are kept.
    """
    folder = RunFolder(build / name)
    if not folder.model_file.is_file():
        build.mkdir(parents=True, exist_ok=True)
        project = project_of(name, build)
        made = RunFolder.create_at(folder.path, project)
        Session(project, made, lambda _event: None, Control()).run()
    return folder


def project_of(name: str, folder: Path) -> Project:
    """Return the project of a case.

    Args:
        name: One of `CASES`.
        folder: Where made data are written.
    """
    if name in SAMPLES:
        samples = samples_folder()
        return with_absolute_paths(load(samples / f"{name}.fitroom", keep_aside=False).project, samples)
    content = MODELS[name]
    if content["data"] is _IMAGES:
        content = {**content, "data": {**_IMAGES, "path": str(_write_images(folder))}}
    return Project.model_validate({"fit": {"epochs": 3}, "callbacks": [], **content})


def _write_images(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    y = np.arange(300) % 3
    x = rng.integers(0, 80, (300, 32, 32, 3)) + y[:, None, None, None] * 80
    path = folder / "images.npz"
    np.savez(path, x=x.astype(np.uint8), y=y)
    return path


def page(build: Path) -> str:
    """Return the page, with the table of all cases; what is not in `build` is as the page has it."""
    names = [one.name for one in FORMATS]
    text, _, table = PAGE.read_text("utf-8").partition(BEGIN)
    before = _written(table)
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    reasons: list[str] = []
    for name in CASES:
        place = build / f"{name}.json"
        found = json.loads(place.read_text("utf-8")) if place.is_file() else {}
        cells = [
            _with_reasons(
                *(_said(found[one]) if one in found else before.get((name, one), ("", []))), reasons
            )
            for one in names
        ]
        if any(cells):
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    notes = [f"{number}. {reason}" for number, reason in enumerate(reasons, start=1)]
    more = ["", "Notes:", "", *notes] if notes else []
    return "\n".join([text + BEGIN, "", *lines, *more, ""])


def _written(table: str) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Return the cells of a table that was written, each with what is said of it, by case and format."""
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    notes = dict(re.findall(r"^(\d+)\. (.*)$", table, re.MULTILINE))
    names = [name.strip() for name in rows[0][1:]] if rows else []
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for case, *cells in rows[2:]:
        for name, text in zip(names, cells, strict=True):
            said = [notes[number] for number in re.findall(r"\((\d+)\)", text)]
            found[case.strip(), name] = (re.sub(r" \(\d+\)", "", text).strip(), said)
    return found


def _said(found: dict[str, Any]) -> tuple[str, list[str]]:
    """Return a cell, and what there is to say of it."""
    said = [found["why_not"]] if "why_not" in found else [*found["warnings"], *found.get("notes", ())]
    return cell(found), said


def _with_reasons(text: str, said: list[str], reasons: list[str]) -> str:
    """Return a cell with the numbers of what is said of it."""
    for sentence in said:
        if sentence not in reasons:
            reasons.append(sentence)
    return text + "".join(f" ({reasons.index(sentence) + 1})" for sentence in said)


def cell(found: dict[str, Any]) -> str:
    """Return what was found in a few words."""
    if "why_not" in found:
        return "no"
    count = found["bytes"]
    size = f"{count / 1000:,.0f} kB" if count < 1e6 else f"{count / 1e6:,.1f} MB"
    return f"{found['max_difference']:.0e}, {found['same_answers']:.1%}, {size}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
