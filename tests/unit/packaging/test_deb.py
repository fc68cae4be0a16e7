"""The Debian package: its relations, its files, and that desktop entry, file type and program agree."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bundle import deb

from engine.cli.commands.table import PROJECT_SUFFIX
from engine.doctor.libraries import LIBRARIES, Part

FROM_HOST = {
    "libcuda.so.1": ["nvidia/cudnn/lib/libcudnn.so.9"],
    "libc.so.6": ["fitroom"],
    "libGL.so.1": ["PySide6/Qt/lib/libQt6Gui.so.6"],
    "libglib-2.0.so.0": ["PySide6/Qt/lib/libQt6Core.so.6"],
    "libX11.so.6": ["PySide6/Qt/lib/libQt6WebEngineCore.so.6", "PySide6/Qt/plugins/platforms/libqxcb.so"],
    "libnss3.so": ["PySide6/Qt/lib/libQt6WebEngineCore.so.6"],
    "libwayland-client.so.0": ["PySide6/Qt/plugins/platforms/libqwayland.so"],
}


def test_what_the_window_needs_is_depended_on_and_the_rest_recommended() -> None:
    depends, recommends = deb.relations(FROM_HOST, (2, 35))
    assert depends == ["libc6 (>= 2.35)", "libgl1", "libglib2.0-0t64 | libglib2.0-0", "libx11-6"]
    assert {"libnss3", "libwayland-client0", "xdg-utils", "fonts-nanum | fonts-noto-cjk"} == set(recommends)


def test_an_unknown_library_is_named_with_who_asks_for_it() -> None:
    with pytest.raises(deb.UnknownLibraryError, match=r"libnew\.so\.1 is asked for by PIL/x\.so"):
        deb.relations({"libnew.so.1": ["PIL/x.so"]}, (2, 35))


@pytest.mark.parametrize("library", [library for library in LIBRARIES if library.part is not Part.SCREEN])
def test_the_doctors_packages_are_those_of_the_table(library) -> None:
    assert library.package in deb.PACKAGES[library.name].split(" | ")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "fitroom").write_text("#!/bin/sh\n")
    (bundle / "fitroom").chmod(0o700)
    (bundle / "_internal" / "data.txt").write_text("data")
    (bundle / "_internal" / "data.txt").chmod(0o600)
    icons = tmp_path / "icons"
    icons.mkdir()
    (icons / "fitroom-48.png").write_bytes(b"png")
    (icons / "fitroom.ico").write_bytes(b"ico")
    drawing = tmp_path / "fitroom.svg"
    drawing.write_text("<svg/>")
    deb.lay_out(bundle, tmp_path / "tree", icons=icons, drawing=drawing)
    return tmp_path / "tree"


def test_everything_lies_where_desktops_look(tree: Path) -> None:
    assert (tree / "usr/bin/fitroom").readlink() == Path("../lib/fitroom/fitroom")
    assert (tree / "usr/bin/fitroom").resolve() == tree / "usr/lib/fitroom/fitroom"
    for name in (
        "usr/lib/fitroom/_internal/data.txt",
        "usr/share/applications/fitroom.desktop",
        "usr/share/mime/packages/fitroom.xml",
        "usr/share/doc/fitroom/copyright",
        "usr/share/icons/hicolor/48x48/apps/fitroom.png",
        "usr/share/icons/hicolor/scalable/apps/fitroom.svg",
    ):
        assert (tree / name).is_file()


def test_everyone_may_read_and_start_it(tree: Path) -> None:
    assert (tree / "usr/lib/fitroom/fitroom").stat().st_mode & 0o777 == 0o755
    assert (tree / "usr/lib/fitroom/_internal/data.txt").stat().st_mode & 0o777 == 0o644
    assert (tree / "usr/lib/fitroom").stat().st_mode & 0o777 == 0o755


def test_entry_and_file_type_agree_with_the_program() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(deb.LINUX / "fitroom.desktop", "utf-8")
    desktop = entry["Desktop Entry"]
    kind = (deb.LINUX / "fitroom.xml").read_text("utf-8")
    assert re.findall('mime-type type="(.*?)"', kind) == [desktop["MimeType"].rstrip(";")]
    assert re.findall('glob pattern="(.*?)"', kind) == [f"*{PROJECT_SUFFIX}"]
    assert desktop["Exec"].split() == ["fitroom", "%f"]
    assert "licences" in (deb.LINUX / "copyright").read_text("utf-8")


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
@pytest.mark.parametrize("gpu", [False, True])
def test_dpkg_takes_it(tree: Path, tmp_path: Path, gpu: bool) -> None:
    package = tmp_path / "fitroom.deb"
    about = deb.control(FROM_HOST, (2, 35), version="0.1.0", size=2_048_000, gpu=gpu)
    deb.build(tree, package, control=about)

    def field(name: str) -> str:
        command = ["dpkg-deb", "--field", str(package), name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert field("Package") == ("fitroom-gpu" if gpu else "fitroom")
    assert field("Conflicts") == ("fitroom" if gpu else "fitroom-gpu")
    assert field("Installed-Size") == "2000"
    assert "libgl1" in field("Depends")
    listed = subprocess.run(
        ["dpkg-deb", "--contents", str(package)], capture_output=True, text=True, check=True
    )
    assert "./usr/bin/fitroom -> ../lib/fitroom/fitroom" in listed.stdout
    assert "root/root" in listed.stdout
