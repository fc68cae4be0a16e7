"""What the machine has: memory, disk space, writable folders, a free port, a font for Korean text."""

import importlib.util
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from engine.doctor.finding import Finding, State
from engine.language import tr, tr_later

GIGABYTE = 1e9
LOW_DISK = 1 * GIGABYTE
NO_DISK = 0.1 * GIGABYTE
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
HANGUL_FONTS = ("nanum", "cjk", "hangul", "korean", "malgun")


def memory() -> Finding:
    """Report how much main memory there is."""
    found = psutil.virtual_memory()
    text = tr(
        "{total:.1f} GB, {free:.1f} GB unused", total=found.total / GIGABYTE, free=found.available / GIGABYTE
    )
    return Finding(tr_later("memory"), text)


def folder(topic: str, path: Path) -> Finding:
    """Report whether files can be written to `path`, or to its closest existing parent."""
    there = _nearest(path)
    advice = tr("Set FITROOM_HOME to a folder that you may write to.")
    if not there.is_dir():
        return Finding(topic, tr("{path} is not a folder", path=there), State.BAD, advice)
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(topic, str(path))
    except OSError as error:
        text = tr("{path} cannot be written to: {reason}", path=path, reason=error.strerror)
        return Finding(topic, text, State.BAD, advice)


def disk(path: Path) -> Finding:
    """Report how much space is free on the disk of `path`."""
    free = shutil.disk_usage(_nearest(path)).free
    text = tr("{free:.1f} GB free for {path}", free=free / GIGABYTE, path=path)
    advice = tr("Delete runs that you do not need, or set FITROOM_HOME to a folder on a larger disk.")
    if free < NO_DISK:
        return Finding(tr_later("disk"), text, State.BAD, advice)
    return (
        Finding(tr_later("disk"), text, State.NOTE, advice)
        if free < LOW_DISK
        else Finding(tr_later("disk"), text)
    )


def port() -> Finding:
    """Report whether TensorBoard can listen on 127.0.0.1."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return Finding(
                tr_later("port"), tr("{address} is free", address=f"127.0.0.1:{server.getsockname()[1]}")
            )
    except OSError as error:
        return Finding(
            tr_later("port"),
            tr("nothing can listen on 127.0.0.1: {reason}", reason=error.strerror),
            State.NOTE,
            tr("TensorBoard needs this; ask who looks after the machine's network settings."),
        )


def nvidia_libraries() -> Finding | None:
    """Report which CUDA libraries TensorFlow uses; None before its import, and for a build without CUDA."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None or not tensorflow.test.is_built_with_cuda():
        return None
    beside = importlib.util.find_spec("nvidia")
    folders = list(beside.submodule_search_locations or []) if beside is not None else []
    return Finding(
        tr_later("NVIDIA libraries"),
        tr("bundled, in {folder}", folder=folders[0])
        if folders
        else tr("the system's own, as none are bundled"),
    )


def hangul_font() -> Finding | None:
    """Report whether Korean text can be drawn; None on systems that always can."""
    if sys.platform != "linux":
        return None
    found = _fonts_by_fontconfig() if shutil.which("fc-list") else _fonts_by_name()
    if found:
        return Finding(tr_later("Korean font"), found)
    return Finding(
        tr_later("Korean font"),
        tr("none"),
        State.NOTE,
        tr(
            "Install one, or Korean text is boxes and the TensorBoard page may not finish:"
            " apt-get install fonts-nanum"
        ),
    )


def _fonts_by_fontconfig() -> str:
    command = ["fc-list", ":lang=ko", "family"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return min(done.stdout.splitlines(), default="").partition(",")[0]


def _fonts_by_name() -> str:
    files = (file for place in FONT_FOLDERS for file in sorted(place.rglob("*.[ot]t[fc]")))
    return next((file.stem for file in files if any(name in file.stem.lower() for name in HANGUL_FONTS)), "")


def _nearest(path: Path) -> Path:
    """The path itself, or the closest of its parents that exists."""
    return next(candidate for candidate in (path, *path.parents) if candidate.exists())
