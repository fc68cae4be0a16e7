"""What goes into the bundle, and what is left out or left to the host; each with its reason.

Names are paths inside the bundle, with forward slashes. Which libraries follow from that is left to
`closure`.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

LANGUAGES = ("en", "ko")

# TensorBoard imports it by name. All of Keras, which custom callbacks may use, is collected by PyInstaller's
# hook for TensorFlow.
HIDDEN_IMPORTS = (
    "tensorboard.plugins.projector.projector_plugin",
    # LiteRT: the converter and the interpreter, which `tf.lite` imports when they are asked for
    "tensorflow.lite.python.lite",
    "tensorflow.lite.python.interpreter",
    # pandas imports it by name when it reads an Excel file
    "openpyxl",
)

EXCLUDED_MODULES = (
    "IPython",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "jax",
    "keras.src.testing",
    "matplotlib",
    "numpy.f2py",
    "pandas.tests",
    "pip",
    "pkg_resources",
    "pyqtgraph.examples",
    "pyqtgraph.opengl",
    # Keras wraps models for scikit-learn where that is installed; with scipy these are 110 MB
    "joblib",
    "scipy",
    "setuptools",
    "sklearn",
    "tkinter",
    "torch",
    "wheel",
)

NOT_FOR_PEOPLE = frozenset(
    {
        "antigravity",
        "idlelib",
        "lib2to3",
        "nis",  # this and the next two need libraries that desktops no longer have
        "crypt",
        "spwd",
        "pydoc_data",
        "test",
        "this",
        "tkinter",
        "turtle",
        "turtledemo",
    }
)
"""Modules of the standard library that use Tk, are removed from later Pythons, or test Python."""

PROFILER = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
"""Profiles a remote worker; TensorFlow always imports it. 30 MB on Linux, 90 MB elsewhere."""

LEFT_OUT_HOOKS = ("pyi_rth_pyside6",) if sys.platform == "linux" else ()
"""Runtime hooks that PyInstaller would run at every start, also of commands and workers.

This one imports Qt, to set a path that Qt finds without it.
"""

LEFT_OUT = (
    # for compiling against TensorFlow
    "tensorflow/include/*",
    "tensorflow/xla_aot_runtime_src/*",
    "*.lib",
    "*.pyi",
    # its operations are in the large library too; nothing opens this file
    "tensorflow/compiler/tf2xla/ops/_xla_ops.so",
    # converts to StableHLO, which nothing here uses or imports
    "tensorflow/compiler/mlir/stablehlo/*",
    f"{PROFILER.replace('.', '/')}.*",
    # examples and tests of packages
    "*/tests/*",
    "*/testdata/*",
    "*_test.py",
    # the window is made of widgets
    "PySide6/Qt/qml/*",
    "PySide6/qml/*",
    "PySide6/Qt/metatypes/*",
    # developer tools of the web page
    "*/qtwebengine_devtools_resources.pak",
    "*.debug.pak",
    "*.debug.bin",
)

PLUGINS = frozenset(
    {
        "iconengines",
        "imageformats",
        "platforminputcontexts",  # input methods: without it Korean cannot be typed under X
        "platforms",
        "platformthemes",
        "styles",
        "wayland-decoration-client",
        "wayland-graphics-integration-client",
        "wayland-shell-integration",
        "xcbglintegrations",
    }
)
"""Folders of Qt's plugins that a window of widgets may need."""

UNUSED_PLUGINS = (
    # screens without a desktop
    "*/platforms/libqeglfs*",
    "*/platforms/libqlinuxfb*",
    "*/platforms/libqminimal*",
    "*/platforms/libqvkkhrdisplay*",
    "*/platforms/libqvnc*",
    # needs all of GTK, for its look; file dialogs come from the desktop's portal
    "*/platformthemes/libqgtk3*",
    "*/platforminputcontexts/libqtvirtualkeyboard*",
    "*/imageformats/libqpdf*",
    "*/imageformats/libqwebp*",
    "*/imageformats/libqtiff*",
    "*/imageformats/libqtga*",
    "*/imageformats/libqwbmp*",
    "*/imageformats/libqicns*",
)

HOST_LIBRARIES = (
    # C library and compiler runtime: an older copy breaks the host's OpenGL drivers
    "libc.so*",
    "libm.so*",
    "libdl.so*",
    "librt.so*",
    "libpthread.so*",
    "libutil.so*",
    "ld-linux*",
    "libcrypt.so*",
    "libresolv.so*",
    "libstdc++.so*",
    "libgcc_s.so*",
    # used by the host's fontconfig and image libraries; two copies in one process conflict
    "libz.so*",
    "libexpat.so*",
    # graphics driver and desktop, whose versions must match
    "libGL*.so*",
    "libEGL.so*",
    "libOpenGL.so*",
    "libdrm.so*",
    "libgbm.so*",
    "libX11*.so*",
    "libxcb.so*",
    "libwayland-*.so*",
    "libcuda.so*",
)
"""Libraries that the host provides, for Qt and for everything else."""

CARRIED_FOR_QT = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-util.so.1",
)
"""Small libraries above libxcb that desktops often lack; all others that Qt needs are left to the host."""

OPENED_BY_NAME = ("nvidia/*",)
"""Libraries that nothing is linked with: TensorFlow opens them when it finds an NVIDIA driver."""

STRIPPED = ("tensorflow/*", "grpc/*", "libpython*", "python3*/lib-dynload/*", "*/libQt6WebEngineCore.so*")
"""The only libraries that are stripped: stripping all of them breaks NumPy's OpenBLAS."""


def is_left_out(name: str) -> bool:
    """Whether the program has no use for the file `name` of the bundle."""
    if any(fnmatchcase(name, pattern) for pattern in LEFT_OUT):
        return True
    parts = name.split("/")
    if parts[0] != "PySide6":
        return False
    if "plugins" in parts[:-1]:
        folder = parts[parts.index("plugins") + 1]
        return folder not in PLUGINS or any(fnmatchcase(name, pattern) for pattern in UNUSED_PLUGINS)
    if "qtwebengine_locales" in parts:
        return parts[-1].removesuffix(".pak") not in {"en-US", "ko"}
    if "translations" in parts:
        return parts[-1] not in {f"qtbase_{language}.qm" for language in LANGUAGES}
    return False


def is_left_to_host(library: str) -> bool:
    """Whether the shared library with this file name must be the host's."""
    return any(fnmatchcase(library, pattern) for pattern in HOST_LIBRARIES)


def is_test_module(name: str) -> bool:
    """Whether the Python module `name` only tests others; modules that help to test are imported by some."""
    parts = name.split(".")
    return "tests" in parts or (
        parts[0] in {"keras", "tensorflow", "tensorboard"} and parts[-1].endswith("_test")
    )


def standard_library() -> Iterator[str]:
    """Yield the modules of Python's standard library that custom code may import."""
    for name in sorted(sys.stdlib_module_names - NOT_FOR_PEOPLE):
        if not name.startswith("_") and importlib.util.find_spec(name) is not None:
            yield name


def matching(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Return those of `names` that match one of the patterns."""
    patterns = tuple(patterns)
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]
