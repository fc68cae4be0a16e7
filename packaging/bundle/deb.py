"""Makes a .deb of the bundle: where its files are installed, its dependencies, its description.

`closure` finds which libraries the host must provide; the table here says which packages contain them. Caches
of desktop entries, file types and icons are updated by those packages' own triggers, so the package has no
scripts.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

LINUX = Path(__file__).resolve().parent.parent / "linux"
HOME = "usr/lib/fitroom"
UNNAMED = (
    # the C library, which is a dependency by its version
    "ld-linux*",
    "libc.so*",
    "libcrypt.so*",
    "libdl.so*",
    "libm.so*",
    "libpthread.so*",
    "libresolv.so*",
    "librt.so*",
    "libutil.so*",
    # NVIDIA's driver, which comes with the card; the program trains without it
    "libcuda.so*",
)
"""Libraries of the host that are no dependencies by name."""

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2t64 | libasound2",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libsmime3.so": "libnss3",
    "libstdc++.so.6": "libstdc++6",
    "libudev.so.1": "libudev1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Packages of Debian 12, Ubuntu 22.04 and later. Where the package was renamed, the new name comes first."""

ALSO_RECOMMENDED = ("fonts-nanum | fonts-noto-cjk", "xdg-utils")
"""A font for Korean, and the commands that open browser and file manager."""

OPTIONAL_PARTS = ("*WebEngine*", "*[Ww]ayland*", "*WlShell*")
"""The window opens without these: TensorBoard is then shown in the browser, and X is used."""

CONTROL = """\
Package: fitroom{flavour}
Version: {version}
Architecture: {architecture}
Maintainer: Fitroom <fitroom@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Conflicts: fitroom{other}
Section: science
Priority: optional
Description: desktop trainer for Keras models
 Choose data, a model, and what fit and its callbacks should do; press Train and
 watch the curves. Any setting can be read as Keras code. It needs no Python.
"""


class UnknownLibraryError(Exception):
    """The bundle needs a library whose package is not in the table."""


def relations(from_host: Mapping[str, Iterable[str]], glibc: Iterable[int]) -> tuple[list[str], list[str]]:
    """Return the dependencies and the recommendations of the package.

    Args:
        from_host: Libraries that the host must provide, each with the files that need it.
        glibc: The lowest version of the C library that will do.

    Returns:
        The fields Depends and Recommends as lists, sorted.

    Raises:
        UnknownLibraryError: A library is in no package that is known here.
    """
    depends = {f"libc6 (>= {'.'.join(map(str, glibc))})"}
    recommends = set[str](ALSO_RECOMMENDED)
    for library, askers in from_host.items():
        if any(fnmatchcase(library, pattern) for pattern in UNNAMED):
            continue
        if library not in PACKAGES:
            raise UnknownLibraryError(
                f"{library} is asked for by {', '.join(sorted(askers)[:3])}. Say in packaging/bundle/deb.py"
                " which package holds it, or leave out what asks for it in packaging/bundle/contents.py"
            )
        optional = all(any(fnmatchcase(asker, part) for part in OPTIONAL_PARTS) for asker in askers)
        (recommends if optional else depends).add(PACKAGES[library])
    return sorted(depends), sorted(recommends - depends)


def control(
    from_host: Mapping[str, Iterable[str]], glibc: Iterable[int], *, version: str, size: int, gpu: bool
) -> str:
    """Return the package's control file.

    Args:
        from_host: As in `relations`.
        glibc: As in `relations`.
        version: Version of the program.
        size: Size of the bundle in bytes.
        gpu: Whether the bundle has TensorFlow's CUDA build.

    Raises:
        UnknownLibraryError: As in `relations`.
    """
    depends, recommends = relations(from_host, glibc)
    done = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return CONTROL.format(
        flavour="-gpu" if gpu else "",
        other="" if gpu else "-gpu",
        version=version,
        architecture=done.stdout.strip(),
        kilobytes=size // 1024,
        depends=", ".join(depends),
        recommends=", ".join(recommends),
    )


def lay_out(bundle: Path, tree: Path, *, icons: Path, drawing: Path) -> None:
    """Put every file where it is installed, below a new folder.

    Args:
        bundle: The bundle; its files are hard-linked.
        tree: The folder to make.
        icons: The folder with the icons as PNG files.
        drawing: The icon as an SVG file.
    """
    shutil.copytree(bundle, tree / HOME, symlinks=True, copy_function=_link)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/fitroom").symlink_to("../lib/fitroom/fitroom")
    _put(LINUX / "fitroom.desktop", tree / "usr/share/applications/fitroom.desktop")
    _put(LINUX / "fitroom.xml", tree / "usr/share/mime/packages/fitroom.xml")
    _put(LINUX / "copyright", tree / "usr/share/doc/fitroom/copyright")
    _put(drawing, tree / "usr/share/icons/hicolor/scalable/apps/fitroom.svg")
    for icon in sorted(icons.glob("fitroom-*.png")):
        size = icon.stem.removeprefix("fitroom-")
        _put(icon, tree / f"usr/share/icons/hicolor/{size}x{size}/apps/fitroom.png")
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def build(tree: Path, package: Path, *, control: str) -> None:
    """Pack `tree` with the control file `control` into the file `package`."""
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, "utf-8")
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
