"""Reading NPZ and NPY files, as a script."""

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
    "known": "y = np.searchsorted(labels, y.reshape(-1))",
}
_BACKWARDS = "real = np.cumsum({present}.any(axis=2)[:, ::-1], axis=1)[:, ::-1] > 0"
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
        page.line("# steps that only fill a sequence up have one value, that no real step has")
        page.line("PADDING = ", Set("data.padding", facts.padding))
        page.line(_REAL[layout.padding])
        page.line("x[~real] = PADDING")
        if layout.finite:
            page.line("x[~real.any(axis=1)] = np.nan")
    if layout.weight:
        page.line('weight = weight.reshape(-1).astype("float32")')
    if layout.finite:
        page.line("# examples with numbers that are not finite are left out")
        page.line("keep = np.isfinite(x).reshape(len(x), -1).all(axis=1)")
        if facts.task == "regression":
            page.line("keep &= np.isfinite(y).reshape(len(y), -1).all(axis=1)")
        names = ["x", "y", "weight"] if layout.weight else ["x", "y"]
        page.line(f"{', '.join(names)} = {', '.join(f'{name}[keep]' for name in names)}")
    if layout.leaves_out:
        known = "labels" if layout.targets == "known" else f"np.arange({facts.outputs})"
        page.line(f"keep = np.isin(y.reshape(-1), {known})  # no other class trains")
        names = ["x", "y", "weight"] if layout.weight else ["x", "y"]
        page.line(f"{', '.join(names)} = {', '.join(f'{name}[keep]' for name in names)}")
    page.line(_TARGETS[layout.targets])


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
            page.line(
                f"{name} = np.load(", Set("data.path" if name == "x" else "data.y_path", str(file)), ")"
            )
    for file, names in archives.items():
        page.line("with np.load(", Set("data.path", str(file)), ") as file:")
        for name in names:
            page.line(f"    {name} = file[", Set(paths[name], wanted[name][1]), "]")
