from engine.device_usage import DeviceUse
from gui.views.run.device_gauge import DeviceGauge


def test_both_bars_are_filled_and_said(qtbot):
    gauge = DeviceGauge()
    qtbot.addWidget(gauge)
    gauge.show_use(DeviceUse(memory=2_000_000_000, memory_total=8_000_000_000, busy=0.734), device="GPU")
    assert gauge._device.text() == "GPU"
    assert gauge._busy_words.text() == "73 %"
    assert gauge._memory_words.text() == "2.0 GB of 8.0 GB"
    assert gauge._memory_bar.value() * 4 == gauge._memory_bar.maximum()
