"""The report of a run: outcome, curves, changed settings, findings of the coach, machine.

`html` makes one file for a browser, without references to others. For PDF and paper the window lays out the
parts of a `Report` itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from engine.coach.advice import advice
from engine.coach.observations import observations_of
from engine.coach.sentences import sentences, title
from engine.history.metric_history import MetricHistory
from engine.language import tr
from engine.report.comparison import at_epoch, saved_title
from engine.report.figure import COLORS, Drawing, Line, draw, svg
from engine.report.settings_rows import unusual
from engine.resources import resources_folder
from engine.settings import Project
from engine.settings.losses import VALIDATION

_PLOTS = 2
_WIDE = 560  # pixels; a figure that is wider would be too small beside another
_WIDTH = re.compile(r'<svg[^>]*? width="(\d+)')
_SHORT = 12  # characters of a fingerprint, enough to distinguish data sets


@dataclass(frozen=True, slots=True)
class Report:
    """The parts of the page; rows are (name, value).

    Attributes:
        title: Heading.
        subtitle: Line below it: date, and why the run ended.
        facts: Best values, epochs, time, parameters, examples.
        figures: Figures as SVG: the curves, then those of the result.
        settings: Settings that differ from their defaults.
        notes: Titles and texts of the coach's findings.
        machine: Device, versions, seed, fingerprint of the data.
        result: How good the model is, in a sentence; "" where that was not evaluated.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    machine: tuple[tuple[str, str], ...]
    result: str = ""


def report_of(
    name: str,
    history: MetricHistory,
    *,
    project: Project | None,
    environment: dict[str, Any],
    result: str = "",
    drawings: Sequence[Drawing] = (),
) -> Report:
    """Make the report of a run.

    Args:
        name: Name of the run.
        history: Its history.
        project: Its settings, None where they are unknown.
        environment: What its run folder records about the machine, {} for nothing.
        result: How good the model is, in a sentence; "" where that was not evaluated.
        drawings: Figures of that result.

    Returns:
        The report.
    """
    observations = None if project is None else observations_of(history, project)
    notes = tuple(
        (title(finding.kind), " ".join(sentences(finding)))
        for finding in (advice(observations) if observations else ())
    )
    reason = history.outcome.reason if history.outcome is not None else ""
    started = environment.get("started")
    when = f"{datetime.fromtimestamp(started).astimezone():%Y-%m-%d %H:%M}" if started else ""
    return Report(
        title=tr("Run {name}", name=name),
        subtitle=" · ".join(part for part in (when, reason) if part),
        facts=tuple(_facts(history)),
        figures=(*figures(history), *(svg(drawing) for drawing in drawings)),
        settings=tuple(
            (f"{row.title} ({row.keras})" if row.keras else row.title, row.value)
            for row in (unusual(project) if project is not None else ())
        ),
        notes=notes,
        machine=tuple(_machine(environment)),
        result=result,
    )


def figures(history: MetricHistory, *, width: int = 460, height: int = 300) -> tuple[str, ...]:
    """Return figures of the loss and the first metric of a run as SVG; sizes are in pixels."""
    return tuple(
        svg(
            draw(
                lines_of(history, name, color=color), title=name, axis=tr("Epoch"), width=width, height=height
            )
        )
        for name, color in zip(history.names[:_PLOTS], COLORS, strict=False)
    )


def lines_of(history: MetricHistory, metric: str, *, color: str, run: str = "") -> list[Line]:
    """Return the curves of one metric: training solid, validation dashed.

    Args:
        history: The history of the run.
        metric: Name of the metric without "val_".
        color: "#rrggbb".
        run: Name of the run, put in front of the legend's entries; "" for none.
    """
    before = f"{run} " if run else ""
    return [
        Line(before + tr("train"), *history.epochs(metric), color),
        Line(before + tr("validation"), *history.epochs(VALIDATION + metric), color, dashed=True),
    ]


def html(report: Report) -> str:
    """Return the whole page as one HTML file."""
    cards = "".join(
        f"<div><span>{escape(name)}</span><b>{escape(value)}</b></div>" for name, value in report.facts
    )
    notes = "".join(f"<p><b>{escape(name)}</b> {escape(text)}</p>" for name, text in report.notes)
    figures_shown = "".join(
        f'<div class="wide">{figure}</div>' if is_wide(figure) else figure for figure in report.figures
    )
    result = f'<p class="result">{escape(report.result)}</p>' if report.result else ""
    parts = [
        f"<header><h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p></header>{result}",
        f'<section class="facts">{cards}</section>',
        f'<section class="figures">{figures_shown}</section>',
        f'<section class="notes">{notes}</section>' if notes else "",
        '<section class="tables">',
        f"<div><h2>{escape(chosen_title())}</h2>{table(report.settings)}</div>",
        f"<div><h2>{escape(machine_title())}</h2>{table(report.machine)}</div></section>",
    ]
    style = (resources_folder() / "styles" / "report.css").read_text("utf-8")
    head = f'<meta charset="utf-8"><title>{escape(report.title)}</title><style>{style}</style>'
    return f"<!doctype html>\n<html><head>{head}</head>\n<body>{''.join(parts)}</body></html>\n"


def is_wide(figure: str) -> bool:
    """Whether a figure needs a row for itself, as a table of many columns does.

    Args:
        figure: As SVG.
    """
    width = _WIDTH.search(figure)
    return width is not None and int(width[1]) > _WIDE


def table(rows: Sequence[tuple[str, str]]) -> str:
    """Return an HTML table of two columns, the second right-aligned; Qt's rich text can show it too."""
    cells = "".join(
        f'<tr><td class="name">{escape(name)}</td><td align="right">{escape(value)}</td></tr>'
        for name, value in rows
    )
    return f'<table width="100%" cellspacing="0" cellpadding="3">{cells}</table>'


def chosen_title() -> str:
    """Return the heading of the table of settings."""
    return tr("Settings that differ from the defaults")


def machine_title() -> str:
    """Return the heading of the table of the machine."""
    return tr("Machine and data")


def _facts(history: MetricHistory) -> list[tuple[str, str]]:
    started, outcome = history.started, history.outcome
    names = [
        VALIDATION + metric if len(history.epochs(VALIDATION + metric)[0]) else metric
        for metric in history.names[:_PLOTS]
    ]
    saved = [(saved_title(name), history.saved_value(name)) for name in names]
    seen = [(tr("Best seen, {metric}", metric=name), history.best(name)) for name in names]
    found = [(title, at_epoch(value)) for title, value in (*saved, *seen) if value is not None]
    if started is not None:
        done = outcome.epochs_done if outcome is not None else history.progress.epoch
        found.append((tr("Epochs"), tr("{done} of {epochs}", done=done, epochs=started.epochs)))
        found.append((tr("Time"), tr("{seconds} s", seconds=f"{history.progress.elapsed:,.0f}")))
        found.append((tr("Parameters"), f"{started.parameters:,}"))
        found.append((tr("Examples"), f"{started.examples:,} + {started.validation_examples:,}"))
    return found


def _machine(environment: dict[str, Any]) -> list[tuple[str, str]]:
    data, packages = environment.get("data", {}), environment.get("packages", {})
    known = {
        tr("Device"): environment.get("device"),
        tr("System"): environment.get("system"),
        "Python": environment.get("python"),
        **packages,
        tr("Seed"): environment.get("seed"),
        tr("Deterministic"): _yes(environment.get("deterministic")),
        tr("Not restored by a resume"): ", ".join(map(str, environment.get("not_restored") or ())),
        tr("Data"): str(data.get("fingerprint") or "")[:_SHORT],
    }
    return [(name, str(value)) for name, value in known.items() if value not in (None, "")]


def _yes(value: object) -> str:
    return "" if value is None else tr("yes") if value else tr("no")
