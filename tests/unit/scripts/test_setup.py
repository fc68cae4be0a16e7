"""What scripts/setup.sh leans on, and what docs/development.md says of it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.doctor.libraries import LIBRARIES

ROOT = Path(__file__).parents[3]


def test_the_list_of_libraries_needs_nothing_but_python() -> None:
    code = "from engine.doctor.libraries import missing_libraries; missing_libraries()"
    without_packages = [sys.executable, "-S", "-c", code]
    subprocess.run(without_packages, cwd=ROOT, check=True, env={})


@pytest.mark.parametrize("package", [library.package for library in LIBRARIES])
def test_the_page_lists_every_package(package: str) -> None:
    assert package in (ROOT / "docs" / "development.md").read_text("utf-8").split()


@pytest.mark.parametrize("name", ["run", "dev", "onnx", "gpu", "package", "package-gpu"])
def test_locks_name_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "pyside6==6.11.3" in lock
    assert "://" not in lock
    assert "--index" not in lock


@pytest.mark.parametrize("name", ["gpu", "package-gpu"])
def test_gpu_lock_has_one_build_of_tensorflow(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "\ntensorflow==" in lock
    assert "tensorflow-cpu" not in lock


@pytest.mark.parametrize(
    ("small", "large"), [("run", "dev"), ("run", "onnx"), ("run", "package"), ("gpu", "package-gpu")]
)
def test_a_lock_holds_all_of_the_one_below(small: str, large: str) -> None:
    below, above = (
        {
            line
            for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
            if "==" in line
        }
        for name in (small, large)
    )
    assert below < above


LIBRARIES_OF_PYTHON = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}"
PLAYED_PYTHON = f"""#!/bin/sh
case "$1 $2" in
"-m venv") mkdir -p "$4/bin" "$4/{LIBRARIES_OF_PYTHON}" && cp "$0" "$4/bin/python" ;;
"-m pip") echo begins >>pip.txt; until [ -f go-on ]; do sleep 0.05; done; echo ends >>pip.txt ;;
"-m compileall") ;;
*) exec "{sys.executable}" "$@" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose Python makes environments at once, and whose pip waits for the file go-on."""
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "engine").symlink_to(ROOT / "engine")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3", "apt-get", "apt-cache", "sudo"):
        (programs / name).write_text(PLAYED_PYTHON if name == "python3" else "#!/bin/sh\n")
        (programs / name).chmod(0o755)
    return tmp_path


def set_up(clone: Path, kind: str = "run") -> subprocess.Popen[str]:
    environment = {**os.environ, "PATH": f"{clone / 'programs'}:{os.environ['PATH']}"}
    command = [str(clone / "scripts" / "setup.sh"), kind, ".venv"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="make and its scripts are for Linux and macOS")
def test_two_set_ups_wait_for_each_other(clone: Path) -> None:
    with set_up(clone) as first:
        while not (clone / "pip.txt").exists():
            time.sleep(0.02)
        with set_up(clone) as second:
            assert second.stderr is not None
            assert second.stderr.readline() == (
                "setup: another set-up is at work in this folder; waiting for its end\n"
            )
            assert (clone / "pip.txt").read_text() == "begins\n"
            (clone / "go-on").touch()
            assert second.wait() == 0
            # what it waited for is there, so it has nothing to do
            assert second.stderr.read() == ""
        assert first.wait() == 0
    assert (clone / "pip.txt").read_text() == "begins\nends\n"


@pytest.mark.skipif(sys.platform == "win32", reason="make and its scripts are for Linux and macOS")
def test_a_set_up_that_was_killed_keeps_nobody_waiting(clone: Path) -> None:
    with set_up(clone) as killed:
        while not (clone / "pip.txt").exists():
            time.sleep(0.02)
        killed.kill()
    (clone / "go-on").touch()  # its pip ends too
    with set_up(clone) as again:
        assert again.wait() == 0
    assert (clone / ".venv" / "installed-requirements").exists()
    with set_up(clone) as silent:
        assert silent.wait() == 0
        assert silent.stderr is not None
        assert silent.stderr.read() == ""
