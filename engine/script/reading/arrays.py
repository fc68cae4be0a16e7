"""Reading NPZ, NPY and HDF5 files, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set

if TYPE_CHECKING:
    from pathlib import Path

    from engine.script.layouts.by_kind import ArraysLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.kinds import ArraysData

_TARGETS = {
    "numbers": 'y = y.reshape(len(y), -1).astype("float32")',
    "one_hot": "y = np.argmax(y, axis=1)",
    "index": 'y = y.reshape(-1).astype("int64")',
    "distinct": "labels, y = np.unique(y.reshape(-1), return_inverse=True)",
    "names": "y = np.array([class_names.index(str(label)) for label in y.reshape(-1)])",
    "known": "y = np.searchsorted(labels, y.reshape(-1))",
}
_BACKWARDS = "real = {present}.any(axis=2)\nreal = np.cumsum(real[:, ::-1], axis=1)[:, ::-1] > 0"
_REAL = {
    "lengths": "real = np.arange(x.shape[1]) < lengths.reshape(-1, 1)",
    "nan": _BACKWARDS.format(present="(~np.isnan(x))"),
    "zero": _BACKWARDS.format(present="(x != 0)"),
    "minus_one": _BACKWARDS.format(present="(x != -1)"),
}


def write_arrays(page: Page, _settings: ArraysData, *, facts: ScriptFacts, layout: ArraysLayout) -> None:
    """Write lines that set x and y (and weight), as `engine.data.arrays.read` reads them."""
    _write_load(page, layout)
    if layout.flat:
        page.line("x = x[:, np.newaxis]")
    if layout.channels_first:
        page.line("x = np.moveaxis(x, 1, -1)  # Keras needs the channels last")
    if layout.dtype:
        page.line(f'x = x.astype("{layout.dtype}")')
    if facts.padding is not None:
        _write_padding(page, layout, facts.padding)
    if layout.weight:
        page.line('weight = weight.reshape(-1).astype("float32")')
    if layout.finite:
        page.line("# examples with numbers that are not finite are left out")
        page.line("keep = np.isfinite(x).reshape(len(x), -1).all(axis=1)")
        if facts.task == "regression":
            page.line("keep &= np.isfinite(y).reshape(len(y), -1).all(axis=1)")
        _write_kept(page, layout)
    if layout.leaves_out:
        known = "labels" if layout.targets == "known" else f"np.arange({facts.outputs})"
        page.line(f"keep = np.isin(y.reshape(-1), {known})  # no other class trains")
        _write_kept(page, layout)
    _write_targets(page, layout)


def _write_targets(page: Page, layout: ArraysLayout) -> None:
    if layout.targets == "distinct" and layout.validation is None and layout.test is None:
        page.line("y = np.unique(y.reshape(-1), return_inverse=True)[1]")
    elif layout.targets != "index" or not layout.is_index:
        page.line(_TARGETS[layout.targets])


def _write_kept(page: Page, layout: ArraysLayout) -> None:
    for name in ("x", "y", "weight") if layout.weight else ("x", "y"):
        page.line(f"{name} = {name}[keep]")


def _write_load(page: Page, layout: ArraysLayout) -> None:
    wanted = {"x": layout.x, "y": layout.y}
    wanted |= {"weight": layout.weight} if layout.weight else {}
    wanted |= {"lengths": layout.lengths} if layout.lengths else {}
    paths = {
        "x": "data.x_key",
        "y": "data.y_key",
        "weight": "data.weight_key",
        "lengths": "data.lengths_key",
    }
    archives: dict[Path, list[str]] = {}
    for name, (file, entry) in wanted.items():
        if entry:
            archives.setdefault(file, []).append(name)
        else:
            page.line(f"{name} = np.load(", _file(page, file, layout), ")")
    for file, names in archives.items():
        opens = "h5py.File" if layout.is_hdf5 else "np.load"
        page.line(f"with {opens}(", _file(page, file, layout), ") as file:")
        entries: list[str | Set] = []
        for name in names:
            entries += [
                ", file[" if entries else "file[",
                Set(paths[name], wanted[name][1]),
                f"]{_whole(name, layout)}",
            ]
        page.line(f"    {', '.join(names)} = ", *entries)


def _whole(name: str, layout: ArraysLayout) -> str:
    """Return what stands behind an array of an HDF5 file to read it."""
    if not layout.is_hdf5:
        return ""
    return ".asstr()[()]" if name == "y" and layout.has_texts else "[()]"


def _file(page: Page, file: Path, layout: ArraysLayout) -> Set:
    if file == layout.x[0]:
        return page.file(file, "data.path", name="PATH")
    return page.file(file, "data.y_path", name="TARGETS_PATH")


def _write_padding(page: Page, layout: ArraysLayout, padding: float) -> None:
    page.line("# steps that only fill a sequence up have one value, that no real step has")
    page.line("PADDING = ", Set("data.padding", padding))
    if layout.padding != "zero" or padding != 0 or layout.finite:
        page.block(_REAL[layout.padding])
        page.line("x[~real] = PADDING")
    if layout.finite:
        page.line("x[~real.any(axis=1)] = np.nan")
