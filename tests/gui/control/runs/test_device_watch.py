import sys

import psutil

from gui.control.runs.device_watch import DeviceWatch


def test_it_looks_while_it_watches_and_no_longer(qtbot):
    watch = DeviceWatch()
    watch.look()  # nothing is watched
    watch.watch("CPU")
    with qtbot.waitSignal(watch.measured) as reported:
        pass
    assert reported.args[0].memory > 0
    watch.stop()
    with qtbot.assertNotEmitted(watch.measured):
        watch.look()


def test_a_device_that_raises_is_looked_at_no_more(qapp, monkeypatch):
    del qapp
    reported = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    watch = DeviceWatch()
    watch.watch("CPU")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: 1 / 0)
    watch.look()
    watch.look()
    assert reported == [ZeroDivisionError]
