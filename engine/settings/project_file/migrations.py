"""Versions of the project file: what its `version` means, and how an older file is converted.

Migrations are in order: the first converts version 1 to version 2, and so on. Each takes the tree of a file
and returns a new one; it must accept any JSON object, as files are validated only afterwards
(`engine.settings.project_file.salvage`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.language import tr
from engine.settings.project_file.salvage import FileProblem

Tree = dict[str, Any]
Migration = Callable[[Tree], Tree]


def _augmentation_becomes_a_list(tree: Tree) -> Tree:
    """Version 1 had one of each change, in this order, and none where its number was 0."""
    before = tree.get("augmentation")
    if not isinstance(before, dict):
        return tree
    changes: list[Tree] = []
    flip = before.get("flip", "none")
    if flip != "none":
        changes.append({"kind": "flip", "mode": flip})
    for kind, names in _FIRST_CHANGES.items():
        amount = before.get(kind, 0.0)
        if amount:
            changes.append({"kind": kind, **dict.fromkeys(names, amount)})
    return {**tree, "augmentation": changes}


_FIRST_CHANGES = {
    "rotation": ("factor",),
    "translation": ("height_factor", "width_factor"),
    "zoom": ("height_factor",),
    "contrast": ("factor",),
}


def _version_3(tree: Tree) -> Tree:
    """Version 3 reads files by other rules and has other defaults; an older file keeps its own."""
    for change in (_data_keeps_its_rules, _images_keep_their_size, _checkpoints_have_their_ending):
        tree = change(tree)
    return tree


def _data_keeps_its_rules(tree: Tree) -> Tree:
    """Write the reading rules of version 2 into data that is read from files."""
    data = tree.get("data")
    if not isinstance(data, dict) or data.get("kind") not in _READ_FROM_FILES:
        return tree
    before: Tree = {"rules": "version_2"}
    if data["kind"] == "text":
        before["parts"] = False  # folders of parts were classes of texts
    return {**tree, "data": {**data, **before}}


def _images_keep_their_size(tree: Tree) -> Tree:
    """Version 2 brought every image to 64 x 64 where a file did not say otherwise."""
    data = tree.get("data")
    if not isinstance(data, dict) or data.get("kind") != "images":
        return tree
    return {**tree, "data": {"height": 64, "width": 64, **data}}


_READ_FROM_FILES = ("images", "arrays", "table", "series", "labelled", "text")


def _checkpoints_have_their_ending(tree: Tree) -> Tree:
    """Version 2 had the format of a ModelCheckpoint beside its `filepath`, and added the ending itself."""
    before = tree.get("callbacks")
    if not isinstance(before, list):
        return tree
    return {**tree, "callbacks": [_with_ending(section) for section in before]}


def _with_ending(section: Any) -> Any:
    if not isinstance(section, dict) or section.get("kind") != "model_checkpoint":
        return section
    kept = {name: value for name, value in section.items() if name != "format"}
    form, filepath = section.get("format", "keras"), section.get("filepath", "checkpoints/cp-{epoch:04d}")
    ending = _SECOND_ENDINGS.get(form) if isinstance(form, str) else None
    if ending is None or not isinstance(filepath, str):
        return section  # refused with its reason when the file is validated
    if {"format", "filepath"} & set(section):
        kept["filepath"] = filepath.removesuffix(ending) + ending
    if form == "weights":
        kept["save_weights_only"] = True
    return kept


_SECOND_ENDINGS = {"keras": ".keras", "weights": ".weights.h5", "savedmodel": ".ckpt"}

MIGRATIONS: tuple[Migration, ...] = (_augmentation_becomes_a_list, _version_3)
VERSION = len(MIGRATIONS) + 1
"""The version of the files that this program writes."""


def migrate(tree: Tree, migrations: Sequence[Migration] = MIGRATIONS) -> tuple[Tree, list[FileProblem]]:
    """Return the settings of a file in the current version, without its `version`.

    A file without a version is treated as current; of a file from a newer program the known part is used.

    Args:
        tree: The parsed JSON object.
        migrations: Another list in tests.

    Returns:
        (settings, problems): the problems of the version itself.
    """
    present = len(migrations) + 1
    version = tree.get("version", present)
    settings = {name: value for name, value in tree.items() if name != "version"}
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return settings, [FileProblem("version", tr("version must be a whole number of 1 or more."))]
    for migration in migrations[version - 1 :]:
        settings = migration(settings)
    if version > present:
        sentence = tr(
            "This file is of a newer Fitroom (version {version}); what is known of it is used.",
            version=version,
        )
        return settings, [FileProblem("version", sentence)]
    return settings, []
