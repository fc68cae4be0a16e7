"""What is needed by what is kept; on made-up tables, as PyInstaller's are."""

from pathlib import Path

from bundle.closure import close
from bundle.elf import Needs

QT = "PySide6/Qt/lib"
PLUGINS = "PySide6/Qt/plugins"
NEEDS = {
    "PySide6/QtCore.abi3.so": (["libQt6Core.so.6", "libc.so.6"], (2, 28)),
    f"{QT}/libQt6Core.so.6": (["libglib-2.0.so.0", "libstdc++.so.6"], (2, 34)),
    f"{QT}/libQt6Sql.so.6": (["libQt6Core.so.6"], (2, 99)),
    f"{PLUGINS}/sqldrivers/libqsqlite.so": (["libQt6Sql.so.6"], (2, 4)),
    f"{PLUGINS}/platforms/libqxcb.so": (["libxcb-cursor.so.0", "libxcb.so.1"], (2, 4)),
    "libxcb-cursor.so.0": (["libxcb-util.so.1", "libxcb.so.1"], (2, 4)),
    "libxcb-util.so.1": (["libxcb.so.1"], (2, 4)),
    "libglib-2.0.so.0": (["libc.so.6"], (2, 36)),
    "lib-dynload/_ssl.so": (["libssl.so.3"], (2, 4)),
    "libssl.so.3": (["libcrypto.so.3"], (2, 4)),
    "libcrypto.so.3": (["libc.so.6"], (2, 4)),
    "libpython3.11.so.1.0": (["libc.so.6"], (2, 35)),
    "tensorboard_data_server/bin/server": (["libc.so.6"], (2, 17)),
    "libstdc++.so.6": ([], (2, 4)),
    "nvidia/cudnn/lib/libcudnn.so.9": (["libcuda.so.1"], (2, 27)),
}
LINKS = {
    "libQt6Core.so.6": f"{QT}/libQt6Core.so.6",
    "libQt6Sql.so.6": f"{QT}/libQt6Sql.so.6",
    "tensorflow/python/link.so": "../../libpython3.11.so.1.0",
}


def closed():
    entries = [
        (name, f"/source/{name}", "EXTENSION" if name.endswith(("abi3.so", "_ssl.so")) else "BINARY")
        for name in NEEDS
    ]
    entries += [(name, target, "SYMLINK") for name, target in LINKS.items()]

    def needs_of(source: Path) -> Needs:
        libraries, glibc = NEEDS[source.as_posix().removeprefix("/source/")]
        return Needs(frozenset(libraries), glibc)

    return close(entries, needs_of)


def kept() -> set[str]:
    return {name for name, _, _ in closed().kept}


def test_what_only_a_dropped_plugin_asked_for_is_dropped() -> None:
    assert f"{PLUGINS}/sqldrivers/libqsqlite.so" not in kept()
    assert f"{QT}/libQt6Sql.so.6" not in kept()
    assert f"{QT}/libQt6Core.so.6" in kept()


def test_python_and_programs_are_there_for_themselves() -> None:
    assert {"libpython3.11.so.1.0", "tensorboard_data_server/bin/server", "lib-dynload/_ssl.so"} <= kept()


def test_what_is_opened_by_its_name_is_kept() -> None:
    assert "nvidia/cudnn/lib/libcudnn.so.9" in kept()
    assert closed().from_host["libcuda.so.1"] == {"nvidia/cudnn/lib/libcudnn.so.9"}


def test_pythons_libraries_come_from_the_system_that_builds() -> None:
    assert {"libssl.so.3", "libcrypto.so.3"} <= kept()


def test_qts_libraries_are_the_hosts_but_for_a_few() -> None:
    assert "libglib-2.0.so.0" not in kept()
    assert {"libxcb-cursor.so.0", "libxcb-util.so.1"} <= kept()


def test_the_compilers_library_is_never_bundled() -> None:
    assert "libstdc++.so.6" not in kept()


def test_links_go_with_what_they_lead_to() -> None:
    assert {"libQt6Core.so.6", "tensorflow/python/link.so"} <= kept()
    assert "libQt6Sql.so.6" not in kept()


def test_it_says_who_asks_the_host_for_what() -> None:
    found = closed().from_host
    assert found["libglib-2.0.so.0"] == {f"{QT}/libQt6Core.so.6"}
    assert found["libxcb.so.1"] == {
        f"{PLUGINS}/platforms/libqxcb.so",
        "libxcb-cursor.so.0",
        "libxcb-util.so.1",
    }
    assert "libQt6Core.so.6" not in found


def test_the_c_library_is_that_of_what_is_kept() -> None:
    assert closed().glibc == (2, 35)
