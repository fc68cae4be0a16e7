"""The system libraries that Qt loads on Linux, which are missing, and which Debian packages have them."""

import ctypes
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from engine.child_command import is_frozen
from engine.language import tr


class Part(Enum):
    """What needs a library: every window, one on an X screen, the TensorBoard page inside the window."""

    WINDOW = "Qt"
    SCREEN = "screen"
    WEB = "web page"


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library.

    Attributes:
        name: Its soname.
        package: The package of Debian 12 that contains it.
        part: What needs it.
    """

    name: str
    package: str
    part: Part


LIBRARIES = (
    Library("libGL.so.1", "libgl1", Part.WINDOW),
    Library("libEGL.so.1", "libegl1", Part.WINDOW),
    Library("libxkbcommon.so.0", "libxkbcommon0", Part.WINDOW),
    Library("libfontconfig.so.1", "libfontconfig1", Part.WINDOW),
    Library("libglib-2.0.so.0", "libglib2.0-0", Part.WINDOW),
    Library("libdbus-1.so.3", "libdbus-1-3", Part.WINDOW),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", Part.SCREEN),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", Part.SCREEN),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", Part.SCREEN),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", Part.SCREEN),
    Library("libxcb-shape.so.0", "libxcb-shape0", Part.SCREEN),
    Library("libnspr4.so", "libnspr4", Part.WEB),
    Library("libnss3.so", "libnss3", Part.WEB),
    Library("libXcomposite.so.1", "libxcomposite1", Part.WEB),
    Library("libXdamage.so.1", "libxdamage1", Part.WEB),
    Library("libXrandr.so.2", "libxrandr2", Part.WEB),
    Library("libXtst.so.6", "libxtst6", Part.WEB),
    Library("libasound.so.2", "libasound2", Part.WEB),
    Library("libxkbfile.so.1", "libxkbfile1", Part.WEB),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", Part.WEB),
)


def missing_libraries(
    parts: Iterable[Part] = tuple(Part), *, load: Callable[[str], object] = ctypes.CDLL
) -> list[Library]:
    """Return the libraries that cannot be loaded here.

    Args:
        parts: What the libraries are needed for.
        load: Loads a library by its soname and raises OSError when it cannot.

    Returns:
        The missing libraries; [] on other systems than Linux, where Qt comes with all it needs.
    """
    if sys.platform != "linux":
        return []
    wanted = set(parts)
    missing: list[Library] = []
    for library in LIBRARIES:
        if library.part in wanted:
            try:
                load(library.name)
            except OSError:
                missing.append(library)
    return missing


def how_to_install(missing: Iterable[Library]) -> str:
    """Return a sentence that says how to install `missing`."""
    packages = " ".join(library.package for library in missing)
    if is_frozen():
        return tr("Install the packages {packages} (as root: apt-get install {packages}).", packages=packages)
    return tr(
        "Install the packages {packages} (as root: apt-get install {packages}), or start with `make run`,"
        " which installs what is missing.",
        packages=packages,
    )
