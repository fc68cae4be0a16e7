"""Makes the packages of this platform: bundle, size check, archives, and the self-test in clean environments.

Started by `make package` with the Python of `.venv-package`. The steps themselves are in `bundle`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# this folder is no package, see bundle/__init__.py
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from bundle import budget, deb, trials  # noqa: E402 - the line above makes it findable

from engine import __version__  # noqa: E402

DIST = ROOT / "dist"
BUNDLE = DIST / "fitroom"
WORK = ROOT / "build" / "package"


def main() -> int:
    """Make and test all packages; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gpu", action="store_true", help="the environment holds TensorFlow's CUDA build")
    parser.add_argument(
        "--no-web", action="store_true", help="leave out QtWebEngine: TensorBoard in the browser"
    )
    asked = parser.parse_args()
    gpu, web = bool(asked.gpu), not asked.no_web
    with step("bundle"):
        make_bundle(gpu=gpu, web=web)
    size = budget.measure(BUNDLE)
    print(f"package: {size.total / budget.MEGABYTE:.0f} MB\n{size.summary()}")
    if problem := budget.problem(size, gpu=gpu, web=web):
        print(problem, file=sys.stderr)
        return 1
    if sys.platform != "linux":
        # untested: see docs/release.md
        return subprocess.run([str(BUNDLE / "fitroom"), "--self-test"], check=False).returncode
    try:
        with step("self-test"):
            tried = trials.in_clean_environment(BUNDLE)
        made = [make_archive(gpu=gpu)]
        if shutil.which("dpkg-deb"):
            made.append(make_deb(size.total, gpu=gpu))
            if os.getuid() == 0 and shutil.which("debootstrap"):
                with step("self-test in a minimal system"):
                    suite = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
                    tried.append(trials.in_minimal_system(made[-1], suite=suite))
    except (trials.TrialError, deb.UnknownLibraryError) as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    for path in [BUNDLE, *made]:
        print(f"package: made {path.relative_to(ROOT)}")
    for words in tried:
        print(f"package: the self-test passed {words}")
    return 0


def make_bundle(*, gpu: bool, web: bool) -> None:
    """Run PyInstaller; `dist/fitroom` and `build/package` are made again.

    Args:
        gpu: Whether the environment has TensorFlow's CUDA build.
        web: Whether QtWebEngine is included.
    """
    shutil.rmtree(WORK, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += [
        "--distpath",
        str(DIST),
        "--workpath",
        str(ROOT / "build" / "pyinstaller"),
        "pyinstaller.spec",
    ]
    flavour = {"FITROOM_GPU": str(int(gpu)), "FITROOM_WEB": str(int(web))}
    subprocess.run(command, cwd=ROOT, env={**os.environ, **flavour}, check=True)


def make_archive(*, gpu: bool) -> Path:
    """Make a tar archive of the bundle, to be unpacked anywhere, and return its path."""
    path = DIST / f"fitroom{'-gpu' if gpu else ''}-{__version__}-linux-{platform.machine()}.tar.gz"
    with step(path.name):
        command = ["tar", "--create", "--gzip", "--owner=0", "--group=0", "--sort=name", "--file", str(path)]
        subprocess.run([*command, "--directory", str(DIST), "fitroom"], check=True)
    return path


def make_deb(size: int, *, gpu: bool) -> Path:
    """Make a package for Debian and Ubuntu and return its path; `size` is that of the bundle in bytes."""
    needs = json.loads((WORK / "needs.json").read_text("utf-8"))
    path = DIST / f"fitroom{'-gpu' if gpu else ''}_{__version__}.deb"
    with step(path.name):
        tree = WORK / "deb"
        deb.lay_out(BUNDLE, tree, icons=WORK / "icons", drawing=ROOT / "resources" / "icons" / "fitroom.svg")
        about = deb.control(needs["from_host"], needs["glibc"], version=__version__, size=size, gpu=gpu)
        deb.build(tree, path, control=about)
        shutil.rmtree(tree)
    return path


@contextmanager
def step(name: str) -> Generator[None]:
    """Print what is done, and how long it took."""
    print(f"package: {name} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"package: {name}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
