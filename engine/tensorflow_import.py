"""The one place where TensorFlow is imported: quietly, beside OpenGL without a crash; and its devices.

Which operations are deterministic is left to the run (`engine.run.exactness`).
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import gc
import importlib
import importlib.util
import logging
import os
import re
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.child_command import is_frozen
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from engine.settings.run import RunSettings

_LOCK = threading.RLock()
_GLOBAL_FLAGS = "tensorflow.python.pywrap_dlopen_global_flags"
_NOISE = re.compile(
    rb"WARNING: All log messages before absl::InitializeLog"
    rb"|[IW]\d{4} \d\d:\d\d:\d\d.*"
    rb"|[IW]0000 00:00:\d+.*"
    rb"|E0000 00:00:\d+.*Unable to register cu"
)
_NEVER = 1_000_000  # collections of younger generations before the next one of the oldest
NVIDIA_DRIVER = Path("/proc/driver/nvidia/version")


class TensorFlowError(Exception):
    """TensorFlow cannot be loaded, or lacks the device. The message is for people.

    Attributes:
        path: the dotted path of the setting to look at; "" for none.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Devices:
    """What there is to compute on.

    Attributes:
        cores: the logical cores of the processor that this process may use.
        gpus: the names of the GPUs that TensorFlow sees.
        no_gpu: why there is none, in one sentence; else "".
        tensorflow: the version of TensorFlow.
        keras: the version of Keras.
    """

    cores: int
    gpus: tuple[str, ...]
    no_gpu: str
    tensorflow: str
    keras: str

    @property
    def summary(self) -> str:
        """The device that a run on "auto" takes, for a status line."""
        if self.gpus:
            return f"GPU, {self.gpus[0]}"
        return tr("CPU, {count} cores", count=self.cores) if self.cores > 1 else tr("CPU, 1 core")


def import_keras() -> Any:
    """Return the `keras` module on TensorFlow, imported on the first call. Any thread may call.

    Raises:
        TensorFlowError: TensorFlow cannot be loaded.
    """
    with _LOCK:
        if "keras" in sys.modules and "tensorflow" in sys.modules:
            return sys.modules["keras"]
        # a keras.json in the home folder may name another backend; everything here needs this one
        os.environ["KERAS_BACKEND"] = "tensorflow"
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
        try:
            with _local_symbols(), _quiet_stderr(), _few_collections():
                _load_library()
                importlib.import_module("tensorflow")
                import keras
        except ImportError as error:
            raise TensorFlowError(
                tr(
                    "TensorFlow could not be loaded ({reason}); install Fitroom's requirements again",
                    reason=_first_line(error),
                )
            ) from error
        return keras


def configure(run: RunSettings) -> str:
    """Prepare the device of a run, and return its TensorFlow name.

    The first call in a process decides what is visible: "cpu" hides the GPUs, so that none of their memory is
    taken; otherwise memory grows as needed. Later calls cannot change that, so a run is inside
    `tf.device(configure(run))`.

    Args:
        run: `device` is used.

    Returns:
        "/CPU:0" or "/GPU:0".

    Raises:
        TensorFlowError: a GPU is asked for and none can be used, or TensorFlow cannot be loaded.
    """
    import_keras()
    import tensorflow as tf

    with _LOCK:
        gpus = tf.config.list_physical_devices("GPU")
        if run.device == "gpu" and not gpus:
            advice = tr("Set the device to auto or CPU.")
            raise TensorFlowError(_why_no_gpu(tf) + " " + advice, path="run.device")
        if not gpus:
            return "/CPU:0"
        if run.device == "cpu":
            _before_start(lambda: tf.config.set_visible_devices([], "GPU"))
            return "/CPU:0"
        for gpu in gpus:
            _before_start(functools.partial(tf.config.experimental.set_memory_growth, gpu, True))
        if tf.config.get_visible_devices("GPU"):
            return "/GPU:0"
        if run.device == "gpu":
            raise TensorFlowError(
                tr(
                    "An earlier run was set to the CPU, which hides the GPU"
                    " until the program is started again."
                ),
                path="run.device",
            )
        return "/CPU:0"


def devices() -> Devices:
    """Return what TensorFlow can compute on here. Imports TensorFlow, but initializes no device.

    Raises:
        TensorFlowError: TensorFlow cannot be loaded.
    """
    keras = import_keras()
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    return Devices(
        cores=_cores(),
        gpus=tuple(str(detail.get("device_name", "GPU")) for detail in details),
        no_gpu="" if gpus else _why_no_gpu(tf),
        tensorflow=str(tf.__version__),
        keras=str(keras.__version__),
    )


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _why_no_gpu(tf: Any) -> str:
    """Return why no GPU is used, in one sentence."""
    if sys.platform == "win32":
        return tr("TensorFlow uses no GPU on Windows itself; it does in WSL2.")
    if sys.platform == "darwin":
        return tr("TensorFlow's own build for macOS uses no GPU.")
    if not tf.test.is_built_with_cuda():
        return _other_build()
    if not NVIDIA_DRIVER.exists():
        return tr("There is no NVIDIA driver loaded on this machine.")
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return tr("The environment variable CUDA_VISIBLE_DEVICES hides the GPU.")
    return tr(
        "The NVIDIA driver is there, but TensorFlow found no usable GPU or could not load CUDA libraries."
    )


def _other_build() -> str:
    """Return how to get TensorFlow's build for NVIDIA GPUs, in one sentence."""
    if is_frozen():
        return tr("This package is for CPUs; Fitroom's other package is the one for NVIDIA GPUs.")
    return tr("This is TensorFlow's CPU build; start with `make run GPU=1` to get the one for NVIDIA GPUs.")


def _before_start(change: Callable[[], object]) -> None:
    """Make a change that TensorFlow only accepts before its devices are initialized, if it still does."""
    try:
        change()
    except RuntimeError as error:
        if "initialized" not in str(error):
            raise


@contextmanager
def _local_symbols() -> Generator[None]:
    """Keep TensorFlow's symbols to itself on Linux.

    TensorFlow loads its libraries RTLD_GLOBAL and exports LLVM, which mixes with the LLVM of Mesa's OpenGL
    and ends in a crash (tensorflow issues 124205, 109933, 119254). Without the module of this name it loads
    them locally, and with RTLD_DEEPBIND it does not pick up Mesa's LLVM either when that came first.
    """
    if sys.platform != "linux" or _GLOBAL_FLAGS in sys.modules:
        yield
        return
    flags = sys.getdlopenflags()
    # None in sys.modules makes the import raise, which TensorFlow expects of some of its own builds
    sys.modules[_GLOBAL_FLAGS] = None  # type: ignore[assignment] # the documented way to refuse an import
    sys.setdlopenflags(os.RTLD_NOW | ctypes.RTLD_LOCAL | os.RTLD_DEEPBIND)
    try:
        yield
    finally:
        sys.setdlopenflags(flags)
        del sys.modules[_GLOBAL_FLAGS]


@contextmanager
def _quiet_stderr() -> Generator[None]:
    """Leave out of stderr what TensorFlow's libraries print while they load; the rest is written afterwards.

    These lines come from static initializers, before any log level has been read, so no setting stops them.
    """
    try:
        stderr = os.dup(2)
    except OSError:  # a windowed program on Windows has no stderr
        yield
        return
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            kept.seek(0)
            for line in kept:
                if not _NOISE.match(line):
                    os.write(2, line)


def _load_library() -> None:
    """Load TensorFlow's library, most of a gigabyte, before the import does, while other threads run.

    Python holds its lock (GIL) while an import loads a library, which would stop a window for half a second.
    A C function is called without the lock. Any error is left to the import itself.
    """
    found = importlib.util.find_spec("tensorflow")
    if sys.platform != "linux" or found is None:
        return
    load = ctypes.CDLL(None).dlopen
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for folder in found.submodule_search_locations or ():
        for library in Path(folder).glob("libtensorflow_cc.so*"):
            load(os.fsencode(library), sys.getdlopenflags())


@contextmanager
def _few_collections() -> Generator[None]:
    """Let the garbage collector visit young objects only, and never again what exists afterwards.

    The import makes 350,000 objects that stay. Each full collection stops every thread, a window's too, for
    100 to 300 ms, and finds nothing; several fall into the import and into the start of each run.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0], _NEVER, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.freeze()
        # at the end of the process objects are destroyed in the usual order
        atexit.register(gc.unfreeze)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
