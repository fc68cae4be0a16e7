"""Names of files with {epoch} or {val_loss:.4f} in them, filled in before a run as Keras will fill them in.

A name that Keras cannot fill in, or that makes a path which the system refuses, would end a run after its
first epoch. So it is checked here, with the names of the values that the run will have.
"""

from __future__ import annotations

import os
import re
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from engine.data.plan import every_of
from engine.language import tr
from engine.settings.fit import FitSettings
from engine.user_folders import runs_folder

_COMPONENT = 255  # bytes; what the file systems of Linux, macOS and Windows allow for one name
_PATH = {"win32": 259, "darwin": 1023}.get(sys.platform, 4095)  # bytes of a whole path
_RUN_NAME = 64  # bytes that the run's own folder and a temporary name beside the file may take
_BATCH = 999_999  # a batch of an epoch; how many there are is known only when the data are read
_VALUE = -1234.5678  # a loss or a metric: as long as one usually is
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameValues:
    """What is known when a name is filled in.

    Attributes:
        values: Names of losses and metrics, those of the validation included.
        first: The first epoch after which a file is saved, counted from 1.
        last: The last one.
        unvalidated: An epoch that ends without a validation, 0 where there is none.
        per_batch: Whether files are saved after batches, when no value of the validation is known.
    """

    values: Sequence[str]
    first: int
    last: int
    unvalidated: int
    per_batch: bool

    @property
    def known(self) -> list[str]:
        """The names that may stand in braces."""
        values = [name for name in self.values if not (self.per_batch and name.startswith("val_"))]
        return ["epoch", *(["batch"] if self.per_batch else []), *values]


def values_of(fit: FitSettings, values: Sequence[str], *, per_batch: bool) -> NameValues:
    """Return what a run with these settings knows when it fills in a name.

    Args:
        fit: The settings.
        values: Names of losses and metrics, those of the validation included.
        per_batch: Whether files are saved after batches.
    """
    first = min(fit.initial_epoch + 1, fit.epochs)
    return NameValues(
        values=values,
        first=first,
        last=fit.epochs,
        unvalidated=_unvalidated(fit, first),
        per_batch=per_batch,
    )


def filled_name_problem(template: str, known: NameValues) -> str:
    """Return why a name cannot be filled in after every epoch.

    Args:
        template: The name as `ModelCheckpoint(filepath=...)` takes it.
        known: What can be filled in.

    Returns:
        A sentence for people, or "" where it can be filled in.
    """
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return tr("The name cannot be filled in; write it like checkpoints/cp-{epoch:04d}.keras.")
    for _, field, form, conversion in parts:
        if field is not None and (sentence := _field_problem(field, form or "", conversion, known=known)):
            return sentence
    for epoch in (known.first, known.last):
        values = {**dict.fromkeys(known.known, _VALUE), "epoch": epoch}
        if known.per_batch:
            values["batch"] = _BATCH
        name = template.format(**values)
        if sentence := name_problem(name):
            return sentence
    return ""


def name_problem(name: str) -> str:
    """Return why no file in a run folder can be called `name`; "" where one can."""
    if not name.isprintable():
        return tr("The name has a character that no file name can have.")
    try:
        size = len(os.fsencode(name))
        components = [len(os.fsencode(part)) for part in re.split(r"[/\\]", name)]
    except UnicodeEncodeError:
        return tr("The name has a character that no file name can have.")
    outside = PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor
    if outside or ".." in re.split(r"[/\\]", name):
        return tr("Filled in, the name leads out of the run's folder: {name}.", name=name[:80])
    if max(components) > _COMPONENT:
        return tr(
            "Filled in, the name has {count} bytes; a file or folder can have a name of {most}.",
            count=max(components),
            most=_COMPONENT,
        )
    most = _PATH - _RUN_NAME - len(os.fsencode(runs_folder()))
    if size > most:
        return tr(
            "Filled in, the name has {count} bytes; below the run's folder there is room for {most}.",
            count=size,
            most=max(most, 0),
        )
    return ""


def _field_problem(field: str, form: str, conversion: str | None, *, known: NameValues) -> str:
    """What is wrong with one pair of braces; "" for nothing."""
    shown = "{" + field + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
    if not field or field.isdigit():
        return tr(
            "{braces} does not say which value it stands for; write its name, as in {example}.",
            braces=shown,
            example="{epoch:04d}",
        )
    name = re.split(r"[.\[]", field, maxsplit=1)[0]
    if name not in known.known or (name.startswith("val_") and known.unvalidated):
        return _not_there(name, known)
    example = f"{{{name}:04d}}" if name in ("epoch", "batch") else f"{{{name}:.4f}}"
    if name != field:
        return tr(
            "{braces} cannot be filled in; the form of a number follows a colon, as in {example}.",
            braces=shown,
            example=example,
        )
    if any(int(number) > _COMPONENT for number in _NUMBERS.findall(form)):
        return tr(
            "{braces} makes the name longer than the {most} bytes that a name can have.",
            braces=shown,
            most=_COMPONENT,
        )
    # a number as a character, or / as a fill character, would make other folders in other epochs
    fits = not (form.endswith("c") or set(form) & set("/\\{}"))
    for value in _samples(name, known) if fits else ():
        try:
            filled = string.Formatter().convert_field(value, conversion)
            fits = fits and bool(format(filled, form))
        except (ValueError, TypeError, OverflowError):
            fits = False
    if fits:
        return ""
    return tr(
        "{braces} cannot be filled in with a number such as {value}; write it like {example}.",
        braces=shown,
        value=next(_samples(name, known)),
        example=example,
    )


def _not_there(name: str, known: NameValues) -> str:
    if name == "batch":
        return tr("{batch} is only known when save_freq is a number of batches.")
    if name in known.known:
        return tr(
            "There is no {name} in epoch {epoch}, which ends without a validation, but every epoch fills in"
            " the name. Leave it out of the name, or set validation_freq to 1.",
            name=name,
            epoch=known.unvalidated,
        )
    if name in known.values:
        return tr(
            "{name} is known only at the end of an epoch, but save_freq saves after batches; leave it out of"
            " the name, or save every epoch.",
            name=name,
        )
    return tr(
        "{unknown} is not known in this run; there are {known}.",
        unknown=f"{{{name}}}",
        known=", ".join(sorted(known.known)),
    )


def _samples(name: str, known: NameValues) -> Iterator[float]:
    if name in ("epoch", "batch"):
        yield from (known.first, known.last)
    else:
        yield from (0.5, _VALUE, float("nan"))


def _unvalidated(fit: FitSettings, first: int) -> int:
    """The first epoch from `first` on that ends without a validation; 0 where all have one."""
    every = every_of(fit)
    if isinstance(every, int):
        if every == 1:
            return 0
        found = first if first % every else first + 1
        return found if found <= fit.epochs else 0
    return next((epoch for epoch in range(first, fit.epochs + 1) if epoch not in every), 0)
