"""Collects the licences of everything in the bundle in one folder, with a page as the licence of Qt requires.

The files come from the installed packages; where a package has none, its licence is named, and the full text
is in `packaging/licences`.
"""

from __future__ import annotations

import importlib.metadata
import re
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageMetadata
from pathlib import Path, PurePosixPath

TEXTS = Path(__file__).resolve().parent.parent / "licences"
FOLDER = "licences"
NOT_BUNDLED = frozenset(
    {
        "pip",
        "setuptools",
        "wheel",
        "pyinstaller-hooks-contrib",
        "altgraph",
        "libclang",
        "scikit-learn",
        "scipy",
        "joblib",
        "threadpoolctl",
        "pefile",
        "macholib",
        "pywin32-ctypes",
        "pyinstaller",
    }
)
_LICENCE = re.compile(r"(^|[-_./])(licen[cs]es?|copying|copyright|notice|authors)([-_.]|$)", re.IGNORECASE)

CODE = frozenset({".py", ".pyi", ".pyc", ".so"})

PAGE = """\
The licences of what Fitroom is made with
=========================================

Each folder here has the name of a package and holds the licence files that came with it.

Qt and PySide6 (The Qt Company and others) are used under the GNU Lesser General Public License, version 3:
LGPL-3.0.txt, which rests on GPL-3.0.txt. They are used as published, as separate shared libraries in the
folder PySide6 beside this one, and as Python files in shiboken6/files.dir, with one change: an empty file
stands for pyi_generator.py there, which writes type stubs. You may replace them by versions of your own that
fit (same major version): put your libraries in the place of those in PySide6/Qt/lib. You may take the program
apart to fix such a change. The source of Qt {qt} and of PySide6 {pyside} is at https://download.qt.io/, in
official_releases/qt and official_releases/QtForPython. QtWebEngine holds Chromium; its parts and their
licences are listed at https://doc.qt.io/qt-6/qtwebengine-licensing.html.

{table}
"""


def licence_files(files: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return those of a package's files that are licences, authors and notices."""
    return sorted(
        path
        for path in files
        if "licenses" in path.parts or (path.suffix not in CODE and _LICENCE.search(path.name))
    )


def stated_licence(metadata: PackageMetadata) -> str:
    """Return the licence that a package's metadata name, in the shortest form that they have."""
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [
        value.rpartition(" :: ")[2]
        for value in metadata.get_all("Classifier", [])
        if value.startswith("License ::")
    ]
    stated = metadata["License"].strip() if "License" in metadata else ""
    return ", ".join(classifiers) or (stated.splitlines() or ["see its own page"])[0]


def collect(folder: Path) -> None:
    """Write the licences of all bundled packages and the page README.txt to `folder`."""
    rows: list[str] = []
    for package in packages():
        name = package.metadata["Name"]
        files = licence_files(PurePosixPath(str(path)) for path in package.files or [])
        for file in files:
            text = Path(str(package.locate_file(file)))
            if text.is_file():
                _write(folder / name / _flat(file), text.read_bytes())
        stated = stated_licence(package.metadata)
        rows.append(
            f"{name} {package.version}: {stated}" + ("" if files else " (it carries no licence file)")
        )
    for text in TEXTS.iterdir():
        _write(folder / text.name, text.read_bytes())
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.is_file():
        _write(folder / "Python" / "LICENSE.txt", python.read_bytes())
    versions = {name: importlib.metadata.version("PySide6") for name in ("qt", "pyside")}
    _write(folder / "README.txt", PAGE.format(table="\n".join(rows), **versions).encode())


def packages() -> Iterator[importlib.metadata.Distribution]:
    """Yield the installed packages that are bundled, sorted by name."""
    found = {package.metadata["Name"]: package for package in importlib.metadata.distributions()}
    for name in sorted(found, key=str.lower):
        if name.lower() not in NOT_BUNDLED:
            yield found[name]


def _flat(file: PurePosixPath) -> str:
    """The file's name in its package's folder; licences of vendored parts begin with the part's name."""
    parts = [
        part for part in file.parts if part not in {"..", "licenses"} and not part.endswith(".dist-info")
    ]
    return "-".join(parts)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
