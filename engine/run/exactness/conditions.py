"""What decides the numbers of a run beside its settings and data: versions, processor, threads, device.

Where one of them differs, results may be rounded differently, and so diverge after some steps. A run stores
them, compares them when it is resumed, and says what has changed (`report`).
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import keras
import tensorflow as tf

# TensorFlow has no public names for these
from tensorflow.python.framework import config as framework_config
from tensorflow.python.util import _pywrap_util_port as build_port

import engine
from engine.language import tr, tr_later
from engine.tensorflow_import import NVIDIA_DRIVER

_PACKAGES = ("numpy", "keras", "pandas", "pillow")
_INSTRUCTIONS = re.compile(
    r"sse4_\d|avx\w*|fma\w*|f16c|bf16|amx\w*|asimd\w*|sve\w*|i8mm|neon|vfp\w*", re.ASCII
)
_VARIABLES = re.compile(
    r"(OMP|KMP|GOMP|MKL|DNNL|ONEDNN|OPENBLAS|BLIS|XLA|TF_XLA|TF_CUDNN|TF_CUBLAS|TF_GPU|TF_DETERMINISTIC"
    r"|TF_ENABLE|TF_DISABLE|TF_USE|TF_NUM|TF_OVERRIDE|CUBLAS|CUDNN|NVIDIA_TF32|GLIBC_TUNABLES)\w*"
)
_CPU_FACTS = Path("/proc/cpuinfo")
_NAMES: dict[str, str] = {
    "processor": tr_later("processor"),
    "instructions": tr_later("instruction set"),
    "system": tr_later("system"),
    "math_library": tr_later("math library"),
    "intra_op_threads": tr_later("threads within an operation"),
    "inter_op_threads": tr_later("operations at the same time"),
    "onednn": tr_later("oneDNN"),
    "device": tr_later("device"),
    "gpu_driver": tr_later("driver"),
    "gpu_libraries": tr_later("CUDA libraries"),
    "tf32": tr_later("TensorFloat-32"),
    "deterministic": tr_later("deterministic operations"),
    "precision": tr_later("precision"),
    "keras_settings": tr_later("settings of Keras"),
}
"""What people call them; a package or a variable of the environment has its own name."""
_LONGEST, _NAMED = 160, 20


def decisive_facts(model: keras.Model, *, device: str, exact: bool) -> dict[str, str]:
    """Return the facts that decide the numbers of a run.

    Args:
        model: The compiled model.
        device: "/CPU:0" or "/GPU:0".
        exact: Whether the operations on the device are deterministic.

    Returns:
        Name -> value as text; facts that cannot be found out are missing.
    """
    on_gpu = "GPU" in device
    copies = model.distribute_strategy.num_replicas_in_sync
    found = {
        "fitroom": engine.__version__,
        "python": platform.python_version(),
        **{name: version for name in _PACKAGES if (version := _version(name))},
        "tensorflow": str(tf.__version__),
        "system": f"{platform.system()} {platform.machine()}",
        "math_library": _math_library(),
        "processor": _cpu_fact("model name") or platform.processor() or platform.machine(),
        "instructions": " ".join(sorted(_instructions())),
        "intra_op_threads": _threads(
            tf.config.threading.get_intra_op_parallelism_threads(), "TF_NUM_INTRAOP_THREADS"
        ),
        "inter_op_threads": _threads(
            tf.config.threading.get_inter_op_parallelism_threads(), "TF_NUM_INTEROP_THREADS"
        ),
        "onednn": "on" if build_port.IsMklEnabled() else "off",
        "device": _device_names(copies) if on_gpu else " x ".join(["CPU", *([str(copies)] * (copies > 1))]),
        "deterministic": "yes" if exact else "no",
        "precision": model.dtype_policy.name,
        "keras_settings": f"{keras.config.floatx()}, epsilon {keras.config.epsilon()},"
        f" {keras.config.image_data_format()}",
        **{f"${name}": value for name, value in sorted(os.environ.items()) if _VARIABLES.fullmatch(name)},
    }
    # their effect is reported above
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "TF_ENABLE_ONEDNN_OPTS"):
        found.pop(f"${name}", None)
    if on_gpu:
        found |= {
            "gpu_driver": _driver(),
            "gpu_libraries": _gpu_libraries(),
            "tf32": "on" if tf.config.experimental.tensor_float_32_execution_enabled() else "off",
            "deterministic": "yes" if framework_config.is_op_determinism_enabled() else "no",
        }
    return {name: value for name, value in found.items() if value}


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Compare the facts of two times.

    Args:
        before: From `decisive_facts`, possibly by way of a file.
        now: From `decisive_facts`.

    Returns:
        Name -> (before, now) of what differs; "" for a fact that is missing.
    """
    names = dict.fromkeys([*before, *now])
    return {
        name: (str(before.get(name, "")), now.get(name, ""))
        for name in names
        if str(before.get(name, "")) != now.get(name, "")
    }


def changes_sentence(changed: Mapping[str, tuple[str, str]]) -> str:
    """Return a sentence about what has changed, and what follows from it."""
    reported = [
        f"{_called(name)}: {_shown(before)} -> {_shown(now)}" for name, (before, now) in changed.items()
    ]
    if len(reported) > _NAMED:
        reported = [*reported[:_NAMED], "..."]
    return tr(
        "From here on the numbers may differ from those of a run that was never interrupted, as it was"
        " resumed under other conditions ({changes}).",
        changes="; ".join(reported),
    )


def _called(name: str) -> str:
    return tr(_NAMES[name]) if name in _NAMES else _shown(name.removeprefix("$"))


def _shown(value: str) -> str:
    value = " ".join(value.split())  # a state may come from elsewhere, and a log has lines
    if not value:
        return tr("(not set)")
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _math_library() -> str:
    """The library that `exp` and its like come from, where the system says it."""
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    if sys.platform == "win32":
        return f"Windows {platform.version()}"
    return " ".join(platform.libc_ver()).strip()


def _cpu_fact(name: str) -> str:
    """What Linux says of the first processor; "" elsewhere."""
    try:
        with _CPU_FACTS.open(encoding="utf-8", errors="replace") as lines:
            # the kernel makes it line by line as it is read, so many cores cost no more
            for line in lines:
                key, _, value = line.partition(":")
                if key.strip() == name:
                    return " ".join(value.split())
    except OSError:
        pass
    return ""


def _instructions() -> set[str]:
    flags = f"{_cpu_fact('flags')} {_cpu_fact('Features')}".split()
    return {flag for flag in flags if _INSTRUCTIONS.fullmatch(flag)}


def _threads(chosen: int, variable: str) -> str:
    """How many threads TensorFlow uses: what the program or the variable says, else one for each core."""
    if chosen > 0:
        return str(chosen)
    try:
        asked = int(os.environ.get(variable, ""))
    except ValueError:
        asked = 0
    if asked > 0:
        return str(asked)
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return str(cores)


def _device_names(copies: int) -> str:
    gpus = tf.config.list_physical_devices("GPU")[: max(copies, 1)]
    details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    return ", ".join(
        f"{detail.get('device_name', 'GPU')} ({'.'.join(map(str, detail.get('compute_capability', ())))})"
        for detail in details
    )


def _driver() -> str:
    try:
        return NVIDIA_DRIVER.read_text(encoding="utf-8", errors="replace").splitlines()[0].strip()
    except (OSError, IndexError):
        return ""


def _gpu_libraries() -> str:
    build = tf.sysconfig.get_build_info()
    parts = [f"{name} {build[f'{name}_version']}" for name in ("cuda", "cudnn") if f"{name}_version" in build]
    return ", ".join(parts)
