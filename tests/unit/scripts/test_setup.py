"""What scripts/setup.sh leans on, and what docs/development.md says of it."""

import subprocess
import sys
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


@pytest.mark.parametrize("name", ["run", "dev", "gpu", "package", "package-gpu"])
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


@pytest.mark.parametrize(("small", "large"), [("run", "dev"), ("run", "package"), ("gpu", "package-gpu")])
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
