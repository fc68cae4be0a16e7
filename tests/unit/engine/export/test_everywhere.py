"""Every sample and kind of model through every format, and each folder in an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.export.formats import BY_NAME
from scripts.export_page import CASES, SAMPLES, export_all, trained

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[4]
FOLDERS = [
    ("digits", "litert"),
    ("digits", "c"),
    ("penguins", "litert-int8"),
    ("penguins", "savedmodel"),
    ("constitution", "litert-dynamic"),
    ("constitution", "keras"),
    ("vowels", "weights"),
    ("elnino", "onnx"),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Where the cases are trained once."""
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def onnx(tmp_path_factory):
    """An environment in which the packages of the extra "onnx" are found, and our `tests` are not theirs."""
    folder = tmp_path_factory.mktemp("onnx")
    lock = (ROOT / "requirements" / "onnx.txt").read_text("utf-8")
    wanted = [line.split()[0] for line in lock.splitlines() if line.startswith(("onnx", "tf2onnx"))]
    pip([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), *wanted])
    return {**os.environ, "PYTHONPATH": str(folder)}


def pip(command):
    """Install, or skip the test where there is no index of packages."""
    # tests reach nothing outside; an index of packages is what these are about
    reaches = {name: value for name, value in os.environ.items() if name != "HTTPS_PROXY"}
    done = subprocess.run(command, env=reaches, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"pip cannot install here: {done.stderr.strip().splitlines()[-1:]}")


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("case", CASES)
def test_every_format_is_as_good_as_it_should_be(case, build):
    found = export_all(case, build)
    assert set(found) == set(BY_NAME)
    for name, one in found.items():
        if "why_not" in one:
            assert name == "onnx" or (name == "litert-int8" and "litert-dynamic" in one["why_not"])
            continue
        assert not one["warnings"], (name, one["warnings"])
        if case == "digits" and name.startswith("litert"):
            assert one["bytes"] < (60_000 if name == "litert-int8" else 200_000)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("case", [*SAMPLES, "gru", "transformer", "resnet"])
def test_onnx_in_an_environment_of_its_own(case, build, onnx, tmp_path):
    run = trained(case, build).path
    command = [sys.executable, str(ROOT / "main.py"), "export", str(run), "--format", "onnx"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")], env=onnx, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "100 % of the answers equal" in done.stdout
    assert "Warning" not in done.stdout


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("case", "made"), FOLDERS, ids=str)
def test_a_folder_works_with_its_requirements_alone(case, made, build, onnx, tmp_path):
    run = trained(case, build).path
    out = tmp_path / "out"
    command = [sys.executable, str(ROOT / "main.py"), "export", str(run), "--format", made, "--out", str(out)]
    subprocess.run(command, env=onnx, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "clean")], check=True)
    python = str(next(path for path in (tmp_path / "clean").glob("*/python*") if path.is_file()))
    pip([python, "-m", "pip", "install", "-q", "-r", str(out / "requirements.txt")])
    checked = subprocess.run(
        [python, "check.py"], cwd=out, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin"}
    )
    assert checked.stdout.strip() == "All examples are answered as expected.", checked.stderr
    example = next(path for path in sorted((out / "examples").iterdir()) if path.suffix != ".json")
    answered = subprocess.run(
        [python, "predict.py", str(example)], cwd=out, capture_output=True, text=True, check=True
    )
    assert answered.stdout.startswith(f"{example}\t")
