from gui.control.device_watch import DeviceWatch


def test_it_looks_while_it_watches_and_no_longer(qtbot):
    watch = DeviceWatch()
    watch.look()  # nothing is watched
    watch.watch("CPU")
    with qtbot.waitSignal(watch.measured, timeout=30_000) as told:
        pass
    assert told.args[0].memory > 0
    watch.stop()
    with qtbot.assertNotEmitted(watch.measured):
        watch.look()
