"""Which role each column of a table has: target, weight or input, as settings, training data or values say.

Kinds and values are left to `column_kinds`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.data.dataset import DataError, Dataset
from engine.data.problems import COLUMNS, noted
from engine.data.tables.column_kinds import facts_of
from engine.data.tables.identity import identities
from engine.data.tables.leaks import leaks
from engine.data.tables.rows import TableRows
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.data.kind_facts import ColumnFacts
    from engine.data.tables.csv import CsvFile
    from engine.message import Sentence
    from engine.settings.data.tables import ColumnKind, TableData


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns of a table by role.

    Attributes:
        targets: by name.
        weight: by name; "" for none.
        group: the column whose rows of one value stay in one part, by name; "" for none.
        inputs: by name, with their kinds.
        facts: of all columns of the file; empty for separate validation data.
    """

    targets: tuple[str, ...]
    weight: str
    group: str
    inputs: Mapping[str, ColumnKind]
    facts: tuple[ColumnFacts, ...]

    def notes(self, settings: TableData) -> tuple[str, ...]:
        """Return sentences about the columns that are odd, each with the change that makes it another thing.

        Args:
            settings: what is set.
        """
        return tuple(
            noted(
                tr("Column {name}: {problem}.", name=one.name, problem=one.problem),
                COLUMNS,
                cure=_other_use(one, settings),
            )
            for one in self.facts
            if one.problem
        )


def roles_of(file: CsvFile, settings: TableData, *, like: Dataset | None) -> Roles:
    """Return the role of each column.

    Args:
        file: the table.
        settings: what is set; the rest is found.
        like: the training data, whose inputs are used; None for training data itself.

    Raises:
        DataError: a column is missing or has two roles, or there is no input.
    """
    chosen: dict[str, ColumnKind] = {
        file.column(name, setting=COLUMNS): kind for name, kind in settings.columns.items()
    }
    targets = _targets(file, settings, chosen=chosen)
    weight = _weight(file, settings, chosen=chosen, targets=targets)
    if like is not None and isinstance(like.rows, TableRows):
        return Roles(targets, weight, "", _as_in_training(file, like.rows), ())
    said = dict(chosen)
    for name in targets:
        said[name] = "target"
    if weight:
        said[weight] = "weight"
    reasons = _reasons(file, targets)
    wanted = set(settings.features)
    if not wanted and all(str(name) in {*reasons, *said} for name in file.table.columns):
        reasons = {}  # there is nothing else to learn from
    facts = tuple(
        facts_of(
            file.table[name],
            chosen=said.get(name),
            left_out="" if name in wanted else reasons.get(name, ""),
        )
        for name in file.table.columns.astype(str)
    )
    inputs = _inputs(file, settings, facts=facts, targets=targets)
    if file.parsed and len(targets) == 1:
        found = leaks(file.table, targets[0], inputs=inputs)
        facts = tuple(replace(one, warning=found.get(one.name, "")) for one in facts)
    return Roles(targets, weight, _group(chosen), inputs, facts)


def _other_use(column: ColumnFacts, settings: TableData) -> tuple[Sentence, str] | None:
    """Return the change after which a column that is left out is used, or the other way round."""
    if column.distinct < 2 or settings.features:
        return None  # there is nothing in it, or another field says what is used
    is_out = column.chosen == "ignore"
    title = tr("Use {name}", name=column.name) if is_out else tr("Leave {name} out", name=column.name)
    kinds = {**settings.columns, column.name: column.likely if is_out else "ignore"}
    return title, f"data.columns={json.dumps(kinds, ensure_ascii=False)}"


def _reasons(file: CsvFile, targets: tuple[str, ...]) -> Mapping[str, str]:
    """Return why columns are left out unless a person gives them a kind or names them as inputs."""
    if not file.parsed:
        return {}
    return dict(identities(file, targets)) | {
        name: tr("it is one time with column {first}", first=cells.joined[0])
        for cells in file.cells.values()
        for name in cells.joined[1:]
    }


def _targets(file: CsvFile, settings: TableData, *, chosen: Mapping[str, ColumnKind]) -> tuple[str, ...]:
    marked = [name for name, kind in chosen.items() if kind == "target"]
    if settings.target:
        marked.insert(0, file.column(settings.target, setting="data.target"))
    return tuple(dict.fromkeys(marked)) or (str(file.table.columns[-1]),)


def _weight(
    file: CsvFile, settings: TableData, *, chosen: Mapping[str, ColumnKind], targets: tuple[str, ...]
) -> str:
    marked = [name for name, kind in chosen.items() if kind == "weight"]
    if settings.weight:
        marked.insert(0, file.column(settings.weight, setting="data.weight"))
    names = list(dict.fromkeys(marked))
    if len(names) > 1:
        raise DataError(
            tr("{names} are all marked as sample weights; there can be one only.", names=", ".join(names)),
            path=COLUMNS,
        )
    if names and names[0] in targets:
        raise DataError(
            tr("Column {name} cannot be the target and the sample weight.", name=names[0]), path="data.weight"
        )
    return names[0] if names else ""


def _group(chosen: Mapping[str, ColumnKind]) -> str:
    names = [name for name, kind in chosen.items() if kind == "group"]
    if len(names) > 1:
        raise DataError(
            tr("{names} are all marked as groups; there can be one only.", names=", ".join(names)),
            path=COLUMNS,
        )
    return names[0] if names else ""


def _inputs(
    file: CsvFile, settings: TableData, *, facts: tuple[ColumnFacts, ...], targets: tuple[str, ...]
) -> Mapping[str, ColumnKind]:
    twice = next((name for name in settings.features if name in targets), "")
    if twice:
        raise DataError(
            tr("Column {target} is the target, so it cannot be an input too.", target=twice),
            path="data.features",
        )
    wanted = [file.column(name, setting="data.features") for name in dict.fromkeys(settings.features)]
    by_name = {one.name: one for one in facts}
    for name in wanted:
        if by_name[name].chosen == "ignore":
            raise DataError(
                tr(
                    "Column {name} is chosen as an input, but left out ({problem}); give it another kind or"
                    " do not choose it.",
                    name=name,
                    problem=by_name[name].problem or tr("as you said"),
                ),
                path="data.features",
            )
    inputs: dict[str, ColumnKind] = {
        one.name: one.chosen
        for one in (*(by_name[name] for name in wanted), *(() if wanted else facts))
        if one.chosen not in ("ignore", "target", "weight", "group")
    }
    if not inputs:
        raise DataError(
            tr(
                "{name} has no column left to learn from beside {target}.",
                name=file.name,
                target=", ".join(targets),
            ),
            path="data.features",
        )
    return inputs


def _as_in_training(file: CsvFile, training: TableRows) -> Mapping[str, ColumnKind]:
    missing = [name for name in training.kinds if name not in file.table.columns]
    if missing:
        raise DataError(
            tr(
                "The columns do not match those of the training data; {missing} is not there.",
                missing=", ".join(missing[:10]),
            )
        )
    return training.kinds
