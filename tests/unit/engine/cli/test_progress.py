import io

import numpy as np
import pytest

from engine.cli.progress import Progress, Style, style_for
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    LogLine,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    TrainingStarted,
    ValidationProgress,
)


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Observations:
    """A Progress on streams of its own, with a clock that stands still unless it is moved."""

    def __init__(self, style, columns=200, encoding="utf-8"):
        self.bytes = io.BytesIO()
        self.out = io.TextIOWrapper(self.bytes, encoding=encoding)
        self.err = io.StringIO()
        self.clock = Clock()
        self.progress = Progress(self.out, self.err, style=style, columns=lambda: columns, clock=self.clock)
        self.encoding = encoding

    def begin(self, epochs=3, steps=10):
        self.progress(
            TrainingStarted(
                epochs=epochs,
                first_epoch=1,
                first_step=0,
                steps_per_epoch=steps,
                validation_steps=2,
                batch_size=32,
                examples=320,
                validation_examples=64,
                metrics=("loss", "accuracy"),
                parameters=10,
                device="CPU",
            )
        )
        self.progress(EpochStarted(epoch=1, learning_rate=0.001))

    def batches(self, first, **values):
        self.clock.now += 1.0
        arrays = {name: np.array(array, np.float32) for name, array in values.items()}
        self.progress(BatchesEnded(epoch=1, first_step=first, values=arrays))

    def end(self, seconds=2.0, **values):
        self.progress(EpochEnded(epoch=1, values=values, learning_rate=0.001, seconds=seconds))

    @property
    def text(self):
        return self.bytes.getvalue().decode(self.encoding)

    @property
    def screen(self):
        """The lines as a terminal shows them: a carriage return goes back to the line's begin."""
        lines = []
        for line in self.text.split("\n"):
            cells = []
            for part in line.split("\r"):
                cells[: len(part)] = list(part)
            lines.append("".join(cells).rstrip())
        return lines


@pytest.mark.parametrize(
    ("verbose", "terminal", "style"),
    [
        ("auto", True, Style.BAR),
        ("auto", False, Style.LINES),
        (0, True, Style.SILENT),
        (1, True, Style.BAR),
        (1, False, Style.LINES),
        (2, True, Style.LINES),
        (0, False, Style.SILENT),
    ],
)
def test_verbose_means_a_style(verbose, terminal, style):
    assert style_for(verbose, terminal=terminal) is style


def test_lines_are_those_of_the_log_without_carriage_returns():
    observations = Observations(Style.LINES)
    observations.progress(PhaseChanged(phase=Phase.IMPORTING))
    observations.begin()
    observations.batches(0, loss=[1.0, 0.9])
    observations.progress(ValidationProgress(epoch=1, done=1, total=2))
    observations.end(loss=0.5, val_loss=0.00012345)
    lines = ["Epoch 1/3", "10/10 - 2s - 200ms/step - loss: 0.5000 - val_loss: 1.2345e-04"]
    for line in lines:
        observations.progress(LogLine(level="info", text=line))
    assert observations.text.splitlines() == lines


def test_silence_tells_no_epochs_but_warnings():
    observations = Observations(Style.SILENT)
    observations.begin()
    observations.batches(0, loss=[1.0])
    observations.progress(LogLine(level="info", text="Just so."))
    observations.progress(LogLine(level="warning", text="The loss is no number."))
    observations.end(loss=0.5)
    assert observations.text == ""
    assert observations.err.getvalue() == "Warning: The loss is no number.\n"


def test_bar_rewrites_one_line_and_leaves_the_finished_epoch():
    observations = Observations(Style.BAR)
    observations.progress(PhaseChanged(phase=Phase.IMPORTING))
    observations.begin()
    observations.batches(0, loss=[1.0, 0.9, 0.8, 0.7, 0.6])
    assert observations.screen == ["Epoch 1/3", " 5/10 ━━━━━━━━━━────────── 1s left - loss: 0.6000"]
    observations.end(loss=0.5, accuracy=0.75)
    assert observations.screen == [
        "Epoch 1/3",
        "10/10 ━━━━━━━━━━━━━━━━━━━━ 2s 200ms/step - loss: 0.5000 - accuracy: 0.7500",
        "",
    ]


def test_bar_is_not_drawn_more_often_than_can_be_read():
    observations = Observations(Style.BAR)
    observations.begin()
    observations.batches(0, loss=[1.0])
    before = len(observations.text)
    for step in range(1, 9):
        observations.clock.now += 0.001
        observations.progress(BatchesEnded(epoch=1, first_step=step, values={"loss": np.ones(1, np.float32)}))
    assert len(observations.text) == before


def test_time_left_of_an_epoch_that_was_resumed_counts_only_its_own_steps():
    observations = Observations(Style.BAR)
    observations.begin()
    observations.batches(8, loss=[1.0])
    assert observations.screen[-1].startswith(" 9/10 ━━━━━━━━━━━━━━━━━━── 1s left")


def test_bar_keeps_within_the_terminal():
    observations = Observations(Style.BAR, columns=20)
    observations.begin()
    observations.batches(0, loss=[1.0], accuracy=[0.5])
    assert len(observations.screen[-1]) == 19


def test_bar_is_plain_where_the_encoding_has_no_lines():
    observations = Observations(Style.BAR, encoding="ascii")
    observations.begin()
    observations.batches(0, loss=[1.0])
    assert " 1/10 ==.................. 9s left" in observations.text


def test_a_log_line_does_not_tear_the_bar():
    observations = Observations(Style.BAR)
    observations.begin()
    observations.batches(0, loss=[1.0])
    observations.progress(LogLine(level="info", text="Saved."))
    assert observations.screen == ["Epoch 1/3", "Saved.", ""]


def test_what_the_log_says_of_an_epoch_or_twice_is_reported_once():
    observations = Observations(Style.BAR)
    observations.progress(LogLine(level="info", text="Epoch 1/3"))
    observations.progress(LogLine(level="info", text="10/10 - 2s - 200ms/step - loss: 0.5000"))
    observations.progress(LogLine(level="info", text="Stopped."))
    observations.progress(LogLine(level="info", text="Stopped."))
    observations.progress(RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=1))
    assert observations.text == "Stopped.\n"


def test_lines_about_the_run_are_reported_in_every_style():
    for style in Style:
        observations = Observations(style)
        observations.progress.say("Run folder: here")
        observations.progress.notice("Stopping.")
        assert observations.text == "Run folder: here\n"
        assert observations.err.getvalue() == "Stopping.\n"


class Closed(io.StringIO):
    def __init__(self):
        super().__init__()
        self.tries = 0

    def write(self, _text):
        self.tries += 1
        raise BrokenPipeError


def test_falls_silent_when_nobody_reads():
    closed = Closed()
    progress = Progress(closed, io.StringIO(), style=Style.LINES)
    for _ in range(3):
        progress.say("Run folder: here")
    assert closed.tries == 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.004, "0s 400us/step"),
        (59.4, "59s 6s/step"),
        (61, "1:01 6s/step"),
        (3725, "1:02:05 372s/step"),
    ],
)
def test_times_are_readable(seconds, said):
    observations = Observations(Style.BAR)
    observations.begin()
    observations.end(seconds=seconds, loss=0.0)
    assert observations.screen[1].endswith(f" {said} - loss: 0.0000e+00")
