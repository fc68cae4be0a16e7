"""Which array of a file is what: by the settings, or else by the names that arrays usually have.

What the arrays hold is read and checked in `read`.
"""

from engine.data.arrays.file import Member, members
from engine.data.arrays.parts import stem_and_part
from engine.data.dataset import DataError
from engine.data.reading.context import Reading
from engine.data.targets.labels import as_text
from engine.language import tr
from engine.opening import is_regular
from engine.settings.data.kinds import ArraysData

X_NAMES = (
    "x",
    "x_train",
    "train_x",
    "data",
    "images",
    "inputs",
    "features",
    "train_images",
    "samples",
    "arr_0",
)
Y_NAMES = ("y", "y_train", "train_y", "labels", "label", "targets", "target", "train_labels", "arr_1")
CLASS_NAMES = ("class_names", "classes", "label_names", "target_names", "list_classes")
HELD_OUT_BEFORE = ("x_val", "y_val", "x_test", "y_test", "x_valid", "y_valid", "test_images", "test_labels")


def arrays_in(settings: ArraysData, reading: Reading) -> tuple[dict[str, Member], str, str]:
    """Return the arrays by name, and the names of the inputs and of the targets.

    Args:
        settings: the file, and the names where they are set.
        reading: finds the file, and can cancel.

    Returns:
        All arrays of the file, with the targets of a second NPY file among them; the name of the inputs; the
        name of the targets.

    Raises:
        DataError: there is no such file or array, or it is not clear which array holds what.
        LoadCancelled: `reading` was cancelled.
    """
    found = members(reading.find(settings.path), reading)
    if (
        reading.part != "train"
        and reading.rules != "version_2"
        and (of_part := _of_part(settings, found, reading))
    ):
        return found, *of_part
    x_name = chosen(found, settings.x_key if len(found) > 1 else "", usual=X_NAMES, setting="data.x_key")
    y_name, found = _targets_member(settings, found, x_name=x_name, reading=reading)
    return found, x_name, y_name


def _of_part(settings: ArraysData, found: dict[str, Member], reading: Reading) -> tuple[str, str] | None:
    """Return the inputs and targets of the part that is read, where the file has some: x_val, or x_test."""
    for part in ("validation", "test") if reading.part == "validation" else ("test",):
        pair: list[str] = []
        for wanted, usual in ((settings.x_key, X_NAMES), (settings.y_key, Y_NAMES)):
            stems = dict.fromkeys(stem_and_part(name)[0] for name in ((wanted,) if wanted else usual))
            by_stem = {
                stem: name
                for name in found
                for stem, of in [stem_and_part(name)]
                if of == part and stem in stems
            }
            pair += [by_stem[stem] for stem in stems if stem in by_stem][:1]
        if len(pair) == 2:
            return pair[0], pair[1]
    return None


def class_names(found: dict[str, Member], reading: Reading) -> tuple[str, ...]:
    """Return the names of the classes 0, 1, 2, ... where the file has them, else ().

    Args:
        found: the arrays of the file, by name.
        reading: can cancel.

    Raises:
        DataError: the array with the names is corrupt.
        LoadCancelled: `reading` was cancelled.
    """
    for name, member in found.items():
        if name.casefold() in CLASS_NAMES and member.dtype.kind in "US" and len(member.shape) == 1:
            names = tuple(as_text(value) for value in member.read(reading).tolist())
            return names if len(set(names)) == len(names) else ()
    return ()


def _listed(found: dict[str, Member]) -> str:
    return ", ".join(f"{name} {member.shape}" for name, member in list(found.items())[:20])


def chosen(found: dict[str, Member], wanted: str, *, usual: tuple[str, ...], setting: str) -> str:
    """Return the name of the array that a setting is about.

    Args:
        found: the arrays of the file, by name.
        wanted: the name that is set, or "".
        usual: the names to look for where none is set, in lower case, the most usual first.
        setting: the setting's path, such as "data.x_key".

    Raises:
        DataError: with the path `setting`: there is no array named `wanted`, or none has a usual name.
    """
    if wanted:
        if wanted not in found:
            raise DataError(
                tr(
                    "There is no array named {wanted}; there are: {names}.",
                    wanted=wanted,
                    names=_listed(found),
                ),
                path=setting,
            )
        return wanted
    if len(found) == 1 and setting == "data.x_key":
        return next(iter(found))
    by_fold = {name.casefold(): name for name in reversed(found)}
    for name in usual:
        if name in by_fold:
            return by_fold[name]
    named = {stem_and_part(name): name for name in reversed(found)}
    for stem in dict.fromkeys(stem_and_part(name)[0] for name in usual):
        if (stem, "train") in named:  # train_set_x, train/images
            return named[stem, "train"]
    sentence = (
        tr("It is not clear which array holds the inputs; choose one of: {names}.", names=_listed(found))
        if setting == "data.x_key"
        else tr(
            "It is not clear which array holds the targets; choose one of: {names}.", names=_listed(found)
        )
    )
    raise DataError(sentence, path=setting)


def _targets_member(
    settings: ArraysData, found: dict[str, Member], *, x_name: str, reading: Reading
) -> tuple[str, dict[str, Member]]:
    """Return the name of the targets, and the members with them."""
    only = next(iter(found.values())) if len(found) == 1 else None
    if only is None or only.entry:
        others = {name: member for name, member in found.items() if name != x_name}
        if not others:
            raise DataError(
                tr(
                    "The file holds inputs only, {name}; it needs an array with the targets too.", name=x_name
                ),
                path="data.y_key",
            )
        return chosen(others, settings.y_key, usual=Y_NAMES, setting="data.y_key"), found
    if settings.y_path:
        target = reading.find(settings.y_path, setting="data.y_path")
    else:
        # x.npy beside y.npy, x_train.npy beside y_train.npy
        target = only.file.with_name("y" + only.file.name[1:])
        if x_name[:1].casefold() != "x" or not is_regular(target):
            raise DataError(
                tr("{name} holds inputs only; choose the file with the targets too.", name=only.file.name),
                path="data.y_path",
            )
    beside = members(target, reading)
    if len(beside) > 1:
        raise DataError(
            tr("{name} holds several arrays; choose an NPY file with the targets.", name=target.name),
            path="data.y_path",
        )
    ((name, member),) = beside.items()
    name = name if name != x_name else f"{name} (targets)"
    return name, {**found, name: member}
