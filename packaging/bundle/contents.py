"""What goes into the bundle, and what is left out or left to the host; each with its reason.

Names are those inside the bundle, with forward slashes. Which libraries follow from what is left is
`closure`'s matter.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

LANGUAGES = ("en", "ko")

# TensorBoard finds it by its name. All of Keras, which custom callbacks may use, comes with
# PyInstaller's hook for TensorFlow.
HIDDEN_IMPORTS = (
    "tensorboard.plugins.projector.projector_plugin",
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
    # Keras wraps its models for scikit-learn where that is installed; with scipy it weighs 110 MB
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
        "nis",  # it and the next two need libraries that desktops no longer have
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
"""Modules of Python's own library that draw with Tk, have gone out of Python since, or test it."""

PROFILER = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
"""Talks to the profiler of another machine; TensorFlow imports it always. 30 MB on Linux, 90 MB elsewhere."""

LEFT_OUT_HOOKS = ("pyi_rth_pyside6",) if sys.platform == "linux" else ()
"""Scripts that PyInstaller would run at every start, of the commands and the workers of a run too.

This one imports Qt, to tell it of a place where it looks by itself.
"""

LEFT_OUT = (
    # for compiling against TensorFlow
    "tensorflow/include/*",
    "tensorflow/xla_aot_runtime_src/*",
    "*.lib",
    "*.pyi",
    # operations that the large library holds as well; nothing opens this file
    "tensorflow/compiler/tf2xla/ops/_xla_ops.so",
    # converts to StableHLO, which nothing here asks for, and nothing imports unasked
    "tensorflow/compiler/mlir/stablehlo/*",
    f"{PROFILER.replace('.', '/')}.*",
    # examples and tests of others
    "*/tests/*",
    "*/testdata/*",
    "*_test.py",
    # the window is made of widgets
    "PySide6/Qt/qml/*",
    "PySide6/qml/*",
    "PySide6/Qt/metatypes/*",
    # the tools of TensorBoard's page for those who make it
    "*/qtwebengine_devtools_resources.pak",
    "*.debug.pak",
    "*.debug.bin",
)

PLUGINS = frozenset(
    {
        "iconengines",
        "imageformats",
        "platforminputcontexts",  # without it no Korean can be typed under X
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
    # asks for all of GTK, to look like it; file dialogs come from the desktop's portal
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
    # of the compiler and the C library: an older copy breaks the host's OpenGL drivers
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
    # the host's fonts and images are read by its own copies, of which there must not be two
    "libz.so*",
    "libexpat.so*",
    # of the graphics driver and the desktop, which must fit each other
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
"""Libraries that are the host's, also where something else than Qt asks for them."""

CARRIED_FOR_QT = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-util.so.1",
)
"""Small libraries above libxcb that desktops often lack; all others that Qt asks for are left to the host."""

OPENED_BY_NAME = ("nvidia/*",)
"""Libraries that nothing is linked to: TensorFlow opens them when it finds an NVIDIA driver."""

STRIPPED = ("tensorflow/*", "grpc/*", "libpython*", "python3*/lib-dynload/*", "*/libQt6WebEngineCore.so*")
"""Stripped alone: to strip everything breaks NumPy's OpenBLAS."""


def is_left_out(name: str) -> bool:
    """Whether the file `name` of the bundle is of no use to the program."""
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
    """Whether the shared library with this file name must be the host's own."""
    return any(fnmatchcase(library, pattern) for pattern in HOST_LIBRARIES)


def is_test_module(name: str) -> bool:
    """Whether the Python module `name` only tests others. What helps to test is imported by some."""
    parts = name.split(".")
    return "tests" in parts or (
        parts[0] in {"keras", "tensorflow", "tensorboard"} and parts[-1].endswith("_test")
    )


def standard_library() -> Iterator[str]:
    """The modules of Python's own library that custom code may import."""
    for name in sorted(sys.stdlib_module_names - NOT_FOR_PEOPLE):
        if not name.startswith("_") and importlib.util.find_spec(name) is not None:
            yield name


def matching(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Those of `names` that one of the patterns fits."""
    patterns = tuple(patterns)
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]
