import sys

import pytest

from engine.doctor import libraries
from engine.doctor.libraries import LIBRARIES, Part, how_to_install, missing_libraries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux does Qt open system libraries")


def lacking(*names):
    def load(name):
        if name in names:
            raise OSError(name)

    return load


def test_each_missing_library_is_found():
    for library in LIBRARIES:
        assert missing_libraries(load=lacking(library.name)) == [library]


def test_only_the_parts_that_were_asked_about_are_looked_at():
    load = lacking("libxcb-cursor.so.0", "libnss3.so")
    assert [library.package for library in missing_libraries([Part.SCREEN], load=load)] == ["libxcb-cursor0"]
    assert missing_libraries([Part.WINDOW], load=load) == []


def test_it_is_the_system_that_is_asked(monkeypatch):
    monkeypatch.setattr(libraries, "LIBRARIES", (libraries.Library("libnone.so.7", "libnone7", Part.WINDOW),))
    assert [library.package for library in missing_libraries()] == ["libnone7"]
    monkeypatch.setattr(libraries, "LIBRARIES", (libraries.Library("libc.so.6", "libc6", Part.WINDOW),))
    assert missing_libraries() == []


def test_elsewhere_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert missing_libraries(load=lacking(*(library.name for library in LIBRARIES))) == []


def test_advice_names_the_packages():
    text = how_to_install([library for library in LIBRARIES if library.part is Part.WINDOW])
    assert "apt-get install libgl1 libegl1 libxkbcommon0" in text
    assert text.endswith(".")
