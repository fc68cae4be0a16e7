import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import tensorflow_import
from engine.settings.run import RunSettings
from engine.tensorflow_import import TensorFlowError, configure, devices, import_keras

QUIET = """
import os, sys
before = sys.getdlopenflags() if hasattr(sys, "getdlopenflags") else 0
from engine.tensorflow_import import import_keras
keras = import_keras()
assert keras.backend.backend() == "tensorflow"
assert before == (sys.getdlopenflags() if hasattr(sys, "getdlopenflags") else 0)
assert "tensorflow.python.pywrap_dlopen_global_flags" not in sys.modules
os.write(2, b"after\\n")
import ctypes
print(hasattr(ctypes.CDLL(None), "TF_Version"))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="the cure is for Linux")
def test_the_import_is_silent_leaves_the_loader_as_it_was_and_keeps_its_symbols_to_itself():
    done = python(QUIET)
    assert (done.stderr, done.stdout) == ("after\n", "False\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the cure is for Linux")
def test_tensorflow_alone_still_exports_its_symbols():
    plain = python("import tensorflow, ctypes; print(hasattr(ctypes.CDLL(None), 'TF_Version'))")
    assert plain.stdout.strip() == "True", "TensorFlow no longer exports its symbols; the cure can go"


def test_every_thread_gets_the_same_module():
    with ThreadPoolExecutor(4) as pool:
        modules = list(pool.map(lambda _: import_keras(), range(4)))
    assert {id(module) for module in modules} == {id(sys.modules["keras"])}


def test_lines_that_are_not_noise_reach_stderr(capfd: pytest.CaptureFixture[str]):
    with tensorflow_import._quiet_stderr():
        os.write(2, b"WARNING: All log messages before absl::InitializeLog() is called go to STDERR\n")
        os.write(2, b"I0000 00:00:1795468334.317747   22337 port.cc:153] oneDNN custom operations are on.\n")
        os.write(2, b"something real\n")
    assert capfd.readouterr().err == "something real\n"


def test_devices_are_facts():
    found = devices()
    assert found.cores >= 1
    assert bool(found.gpus) != bool(found.no_gpu)
    assert found.keras.startswith("3.")
    assert found.summary


def test_a_gpu_that_is_not_there_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch):
    import tensorflow as tf

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _kind: [])
    with pytest.raises(TensorFlowError, match=r"Set the device to auto or CPU\.") as caught:
        configure(RunSettings(device="gpu"))
    assert caught.value.path == "run.device"
    assert configure(RunSettings(device="auto")) == "/CPU:0"
    assert configure(RunSettings(device="cpu")) == "/CPU:0"


@pytest.mark.parametrize(
    "case",
    [
        ("win32", False, False, None, "WSL2"),
        ("darwin", False, False, None, "macOS"),
        ("linux", False, False, None, "CPU build"),
        ("linux", True, False, None, "driver"),
        ("linux", True, True, "-1", "CUDA_VISIBLE_DEVICES"),
        ("linux", True, True, None, "no usable GPU"),
    ],
)
def test_why_there_is_no_gpu(monkeypatch, tmp_path, case):
    platform, cuda, driver, variable, word = case

    class Test:
        @staticmethod
        def is_built_with_cuda() -> bool:
            return cuda

    class Tf:
        test = Test

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(tensorflow_import, "NVIDIA_DRIVER", tmp_path if driver else tmp_path / "none")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if variable is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", variable)
    assert word in tensorflow_import._why_no_gpu(Tf)


def test_a_tensorflow_that_does_not_load_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(TensorFlowError, match=r"^TensorFlow could not be loaded \(.*\); install"):
        import_keras()
