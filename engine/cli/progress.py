"""A run's events as text: a progress bar that rewrites one line on a terminal, plain lines anywhere else.

The format is that of Keras's progress bar: counts, bar, time, then the values by name. When events are
emitted is up to `engine.run`; what is printed before and after a run is up to `engine.cli.run_command`.
"""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TextIO

from engine.language import tr, tr_later
from engine.message import Sentence
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    LogLine,
    Phase,
    PhaseChanged,
    TrainingStarted,
    ValidationProgress,
)
from engine.run.keras_text import is_epoch_line, shown

BAR_WIDTH = 20
REDRAW_SECONDS = 0.1
PHASES = {
    Phase.IMPORTING: tr_later("Loading TensorFlow ..."),
    Phase.READING: tr_later("Reading the data ..."),
    Phase.BUILDING: tr_later("Building the model ..."),
    Phase.SAVING: tr_later("Saving the model ..."),
    Phase.PAUSED: tr_later("Paused."),
    Phase.TRAINING: "",
    Phase.VALIDATING: "",
}
_LEVELS = {"warning": tr_later("Warning: {message}"), "error": tr_later("Error: {message}")}
if set(PHASES) != set(Phase):
    raise TypeError("PHASES says nothing about some phase")


class Style(Enum):
    """What is printed of epochs: nothing, a moving bar, or the log's lines (`verbose` 0, 1, 2)."""

    SILENT = 0
    BAR = 1
    LINES = 2


def style_for(verbose: int | str, *, terminal: bool) -> Style:
    """Return the style for `fit.verbose`.

    Args:
        verbose: "auto", 0, 1 or 2, as in `keras.Model.fit`.
        terminal: Whether the output is a terminal; a bar is drawn only there.
    """
    wanted = Style.BAR if verbose == "auto" else Style(verbose)
    return Style.LINES if wanted is Style.BAR and not terminal else wanted


@dataclass(slots=True)
class _Epoch:
    """What is known about the current epoch."""

    number: int = 0
    done: int = 0
    before: int = 0  # steps of the epoch that were done before this process resumed it
    began: float = 0.0
    values: dict[str, float] = field(default_factory=dict[str, float])


class Progress:
    """A sink that prints events; it may be called from any thread.

    Once nothing can be written any more (closed pipe, full disk) it prints nothing, and the run continues.
    """

    def __init__(
        self,
        out: TextIO,
        err: TextIO,
        *,
        style: Style,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out = out
        self._err = err
        self._style = style
        self._columns = columns
        self._clock = clock
        self._lock = threading.Lock()
        self._plan: TrainingStarted | None = None
        self._epoch = _Epoch()
        self._unread: list[TextIO] = []
        self._last_line = ""
        self._drawn = ""
        self._drawn_at = float("-inf")
        full, rest = ("━", "─") if _can_write("━─", out) else ("=", ".")
        self._full, self._rest = full, rest

    def __call__(self, event: Event) -> None:
        """Print what `event` says; events that a terminal has no use for are ignored."""
        with self._lock:
            self._write_event(event)

    def say(self, text: Sentence) -> None:
        """Write a line about the run as a whole to the output, whatever the style."""
        with self._lock:
            self._clear()
            self._put(self._out, text + "\n")

    def notice(self, text: Sentence) -> None:
        """Write a line for the user to the error stream at once."""
        with self._lock:
            self._clear()
            self._put(self._err, text + "\n")

    def _write_event(self, event: Event) -> None:
        match event:
            case LogLine():
                self._log(event)
            case TrainingStarted():
                self._plan = event
            case PhaseChanged():
                self._note(tr(PHASES[event.phase]))
            case EpochStarted():
                self._begin(event)
            case BatchesEnded():
                self._advance(event)
            case ValidationProgress():
                self._draw(tr("validation {done}/{total}", done=event.done, total=event.total))
            case EpochEnded():
                self._end(event)
            case _:
                pass

    def _log(self, line: LogLine) -> None:
        again, self._last_line = line.text == self._last_line, line.text
        if again:
            return  # a mark of the plots and the end of the run may have the same text
        if line.level == "info":
            # beside a bar the log's lines for an epoch would say the same twice
            of_epoch = self._style is Style.BAR and is_epoch_line(line.text)
            if self._style is not Style.SILENT and not of_epoch:
                self._clear()
                self._put(self._out, line.text + "\n")
        else:
            self._clear()
            self._put(self._err, tr(_LEVELS[line.level], message=line.text) + "\n")

    def _begin(self, event: EpochStarted) -> None:
        self._epoch = _Epoch(number=event.epoch, began=self._clock())
        if self._style is Style.BAR:
            self._clear()
            self._put(self._out, f"{self._title()}\n")
            self._draw("", forced=True)

    def _advance(self, event: BatchesEnded) -> None:
        counts = [len(values) for values in event.values.values()]
        if not self._epoch.values:
            self._epoch.before = event.first_step
        self._epoch.done = event.first_step + max(counts, default=1)
        self._epoch.values = {name: float(values[-1]) for name, values in event.values.items() if len(values)}
        self._draw(_values(self._epoch.values))

    def _end(self, event: EpochEnded) -> None:
        steps = max(self._steps(), self._epoch.done, 1)
        self._epoch.done = steps
        text = _values(event.values)
        if self._style is Style.BAR:
            self._clear()
            self._put(self._out, f"{self._bar(_span(event.seconds, steps), text)}\n")

    def _title(self) -> str:
        return f"Epoch {self._epoch.number}/{self._plan.epochs if self._plan else '?'}"

    def _steps(self) -> int:
        return self._plan.steps_per_epoch if self._plan else 0

    def _draw(self, text: str, *, forced: bool = False) -> None:
        """Rewrite the line of the bar, at most every `REDRAW_SECONDS`."""
        now = self._clock()
        if self._style is not Style.BAR or (not forced and now - self._drawn_at < REDRAW_SECONDS):
            return
        self._drawn_at = now
        done = self._epoch.done
        left = ""
        if self._epoch.before < done < self._steps():
            each = (now - self._epoch.began) / (done - self._epoch.before)
            left = tr("{time} left", time=_span(each * (self._steps() - done), 0))
        self._rewrite(self._bar(left, text))

    def _bar(self, span: str, text: str) -> str:
        done, steps = self._epoch.done, max(self._steps(), self._epoch.done, 1)
        filled = BAR_WIDTH * done // steps
        counts = f"{done:>{len(str(steps))}}/{steps}"
        bar = self._full * filled + self._rest * (BAR_WIDTH - filled)
        return f"{counts} {bar} " + " - ".join(part for part in (span, text) if part)

    def _note(self, text: Sentence) -> None:
        if self._style is Style.BAR and text:
            self._rewrite(text)

    def _rewrite(self, line: str) -> None:
        # the last column stays free, as some terminals wrap when it is written
        line = line[: max(self._columns() - 1, 1)]
        self._put(self._out, "\r" + line + " " * (len(self._drawn) - len(line)))
        self._drawn = line

    def _clear(self) -> None:
        if self._drawn:
            self._put(self._out, "\r" + " " * len(self._drawn) + "\r")
            self._drawn = ""

    def _put(self, stream: TextIO, text: str) -> None:
        if stream in self._unread:
            return
        try:
            stream.write(text)
            stream.flush()
        except OSError:
            # the pipe was closed, the terminal was closed, or the disk with the output is full
            self._unread.append(stream)


def _values(values: Mapping[str, float]) -> str:
    """The values by name as Keras writes them."""
    return " - ".join(f"{name}: {shown(value)}" for name, value in values.items())


def _span(seconds: float, steps: int) -> str:
    """A time and, where `steps` is not 0, the time of each step: "3s 12ms/step"."""
    whole = int(seconds + 0.5)
    total = f"{whole}s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"
    if whole >= 3600:
        total = f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    if not steps:
        return total
    each = seconds / steps
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if each * scale >= 1 or unit == "us":
            return f"{total} {each * scale:.0f}{unit}/step"
    return total


def _can_write(text: str, stream: TextIO) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or sys.getdefaultencoding())
    except (UnicodeEncodeError, LookupError):
        return False
    return True
