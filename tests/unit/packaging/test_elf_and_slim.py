"""Reading what a library asks for, and stripping: with programs of binutils, or what stands in for them."""

import shutil
import sys
from pathlib import Path

import pytest
from bundle.elf import NOTHING, needs_of, read_needs
from bundle.slim import stripped

TEXT = """
Dynamic Section:
  NEEDED               libQt6Core.so.6
  NEEDED               libc.so.6
  SONAME               libexample.so.1
  RUNPATH              $ORIGIN

Version References:
  required from libc.so.6:
    0x06969185 0x00 05 GLIBC_2.9
    0x069691b4 0x00 04 GLIBC_2.34
  required from libstdc++.so.6:
    0x0297f864 0x00 52 GLIBCXX_3.4.40
"""


def test_needs_are_read_as_numbers_not_as_text() -> None:
    needs = read_needs(TEXT)
    assert needs.libraries == {"libQt6Core.so.6", "libc.so.6"}
    assert needs.glibc == (2, 34)


def test_what_is_no_library_needs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "server"
    path.write_text("#!/bin/sh\n")
    assert needs_of(path) == NOTHING


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("objdump") is None, reason="needs binutils")
def test_this_python_needs_the_c_library() -> None:
    needs = needs_of(Path(sys.executable).resolve())
    assert "libc.so.6" in needs.libraries
    assert needs.glibc > (2, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only there libraries are stripped")
def test_only_named_libraries_are_stripped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "strip"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\n[ "$1 $2" = "--strip-unneeded -o" ] && echo stripped >"$3"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    source = tmp_path / "library.so"
    source.write_text("whole")
    rows = [
        ("tensorflow/libtensorflow_cc.so.2", str(source), "BINARY"),
        ("tensorflow/link.so", "libtensorflow_cc.so.2", "SYMLINK"),
        ("numpy.libs/libscipy_openblas64_.so", str(source), "BINARY"),
    ]
    found = list(stripped(rows, tmp_path / "out"))
    assert [row[0] for row in found] == [row[0] for row in rows]
    assert Path(found[0][1]).read_text() == "stripped\n"
    assert found[1:] == rows[1:]
    assert source.read_text() == "whole"
