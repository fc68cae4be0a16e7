"""Every epoch is printed as Keras prints it; Keras itself is asked."""

import re

import pytest

from engine.record.events import EpochEnded, GaugeChanged, LogLine
from engine.run.keras_text import epoch_line, epoch_title, is_epoch_line
from engine.tensorflow_import import import_keras
from tests.runs import small_project, train, write_small_data


@pytest.mark.parametrize("each", [0.0002, 0.064, 2.4])
@pytest.mark.parametrize(
    "values",
    [
        {"loss": 0.6931, "accuracy": 0.5},
        {"loss": 0.00012345, "accuracy": 0.0, "val_loss": -3.5, "val_a": 1e9},
    ],
)
def test_the_line_is_that_of_keras(each, values, monkeypatch, capsys):
    keras = import_keras()
    now = 100.0
    monkeypatch.setattr("time.time", lambda: now)
    bar = keras.utils.Progbar(5, verbose=2, unit_name="step")
    ordered = sorted(values.items(), key=lambda item: (item[0].startswith("val_"), item[0]))
    for step in range(1, 6):
        bar.update(step, ordered, finalize=False)
        now += each
    capsys.readouterr()
    bar.update(5, finalize=True)
    theirs = capsys.readouterr().out.rstrip("\n")
    # Keras leaves the first step out of the time of a step
    ours = epoch_line(values, steps=5, seconds=each * 5)
    assert [re.sub(r"\d+(s|ms|us)/step", r"\1", line) for line in (ours,)] == [
        re.sub(r"\d+(s|ms|us)/step", r"\1", theirs)
    ]
    assert is_epoch_line(ours)


def test_a_run_of_one_epoch_has_no_title():
    assert epoch_title(1, 1) == ""
    assert is_epoch_line(epoch_title(2, 40))
    assert not is_epoch_line("Epoch 3: early stopping")


def test_the_log_has_keras_lines_and_the_gauge_what_stopping_restores(tmp_path):
    write_small_data(tmp_path)
    stopping = {"kind": "early_stopping", "monitor": "loss", "mode": "max", "patience": 2}
    run = train(
        small_project(tmp_path, fit__epochs=4, fit__verbose=2, callbacks=[stopping]), tmp_path / "run"
    )
    texts = [event.text for event in run.of(LogLine)]
    lines = [text for text in texts if is_epoch_line(text)]
    ended = run.of(EpochEnded)
    assert lines[::2] == [f"Epoch {number}/4" for number in range(1, len(ended) + 1)]
    for line, event in zip(lines[1::2], ended, strict=True):
        assert line.endswith(f"loss: {event.values['val_loss']:.4f}")
        assert re.fullmatch(
            r"(\d+)/\1 - \d+s - \d+(s|ms|us)/step - accuracy: .* - loss: .* - val_loss: .*", line
        )
    losses = [event.values["loss"] for event in ended]
    assert run.of(GaugeChanged)[-1].restores == losses.index(max(losses)) + 1
