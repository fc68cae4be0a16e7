"""The rows of the table: what is measured, and what it should come to. A missed aim is reported so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.resources import samples_folder
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load
from tests.bench.measured.pictures import write_images
from tests.bench.measured.works import BATCH_SIZE, project_of, works, write_data, write_project
from tests.bench.processes import Found, measure, median, pairs, times
from tests.bench.sizes import Size

_IMAGE_EPOCHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One key of the table. `aim` is the most that `value` may be, or the least where `more_is_better`.

    `aim` is None where there is nothing to hold the value against. `samples` are the single measurements.
    """

    key: str
    what: str
    value: float
    aim: float | None
    unit: str = ""
    more_is_better: bool = False
    samples: list[float] = field(default_factory=list[float])
    detail: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.more_is_better else self.value <= self.aim


_EPOCH_AIMS = {"dense": 0.12, "lstm": 0.5, "cnn": 1.0}
_WHOLE_AIMS = {"dense": 0.5, "lstm": 1.0, "cnn": 1.1}


def fit_rows(size: Size, folder: Path) -> Iterator[Row]:
    """fit_ratio and fit_ratio_first of each model."""
    for name, work in works(size).items():
        data = write_data(work, folder)
        project = write_project(project_of(work, data, epochs=size.epochs), folder / f"{name}.fitroom")
        bare = {"work": name, "data": str(data), "epochs": size.epochs, "batch_size": BATCH_SIZE}
        found = pairs(("bare", bare), ("window", {"project": str(project)}), count=size.pairs)
        for plain, ours in found:
            if plain["parameters"] != ours["parameters"]:
                raise RuntimeError(f"the two {name} models differ: {plain} {ours}")
        for key, part, aims, what in (
            ("fit_ratio", "epoch", _EPOCH_AIMS, "an epoch after the first, window / bare fit"),
            (
                "fit_ratio_first",
                "whole",
                _WHOLE_AIMS,
                f"{size.epochs} epochs with compiling, window / bare fit",
            ),
        ):
            ratios = [ours[part] / plain[part] for plain, ours in found]
            yield Row(
                key=f"{key}.{name}",
                what=what,
                value=median(ratios),
                aim=aims[name],
                samples=ratios,
                detail={
                    "bare_s": median([plain[part] for plain, _ in found]),
                    "window_s": median([ours[part] for _, ours in found]),
                    "steps_an_epoch": found[0][1]["steps"],
                },
            )


def loss_rows(size: Size, folder: Path) -> Iterator[Row]:
    """loss_difference, the largest of the three models."""
    found: dict[str, float] = {}
    for name, work in works(size).items():
        data = write_data(work, folder)
        project = project_of(work, data, epochs=min(size.epochs, 3), validation=0.2)
        path = write_project(project, folder / f"loss-{name}.fitroom")
        asked = {"what": "loss_difference", "project": str(path), "folder": str(folder / f"loss-{name}")}
        found[name] = measure("session", asked)["largest"]
    yield Row(
        key="loss_difference",
        what="largest relative difference of an epoch's loss, bare fit fed the same order",
        value=max(found.values()),
        aim=1e-5,
        samples=list(found.values()),
        detail=found,
    )


def window_rows(size: Size, folder: Path) -> Iterator[Row]:
    """ui_latency_ms, window_shown_s, first_page_s, ready_s and memory_mb."""
    digits = samples_folder() / "digits.fitroom"
    endless = assign(load(digits).project, ["fit.epochs=100000", "callbacks="])
    asked = {
        "project": str(write_project(endless, folder / "endless.fitroom")),
        "stop_after": size.training_seconds,
    }
    seen = times(("window", asked), count=size.pairs)
    for part, aim in (("p99", 16.0), ("max", 100.0)):
        late = [found["late_ms"][part] for found in seen]
        yield Row(
            key=f"ui_latency_ms.{part}",
            what="lateness of a 5 ms timer: import, start, training, validation, stop",
            value=median(late),
            aim=aim,
            unit="ms",
            samples=late,
            detail={
                "worst_of_all": max(late),
                "p99_of_time": median([found["late_ms"]["p99_of_time"] for found in seen]),
                "stages": _stages(seen, part),
                "stop_answered_ms": median([found["stop_answered"] * 1000 for found in seen]),
            },
        )
    at_once = {"project": str(digits), "press_at_once": True, "stop_after": 0.0}
    ready = pairs(("import", {}), ("window", at_once), count=size.pairs)
    shown = [ours["window_shown"] for _, ours in ready]
    pages = [ours["first_page"] for _, ours in ready]
    acted = [ours["acted_on"] for _, ours in ready]
    imports = [plain["seconds"] for plain, _ in ready]
    more = [ours - plain for ours, plain in zip(acted, imports, strict=True)]
    yield Row(
        key="window_shown_s",
        what="from process start to the first paint",
        value=median(shown),
        aim=0.8,
        unit="s",
        samples=shown,
    )
    yield Row(
        key="first_page_s",
        what="from process start to the first page, with commands that are carried out",
        value=median(pages),
        aim=None,
        unit="s",
        samples=pages,
    )
    yield Row(
        key="ready_s",
        what="from process start to F5 being acted on; aim: a bare import of Keras + 0.5",
        value=median(acted),
        aim=median(imports) + 0.5,
        unit="s",
        samples=acted,
        detail={"import_s": median(imports), "more_than_import_s": more},
    )
    yield from _memory_rows(size, folder)


def _memory_rows(size: Size, folder: Path) -> Iterator[Row]:
    digits = samples_folder() / "digits.fitroom"
    project = assign(load(digits).project, [f"fit.epochs={size.digits_epochs}"])
    path = write_project(project, folder / "memory.fitroom")
    found = measure("window", {"project": str(path)})
    for key, part in (("idle", "peak_mb_idle"), ("training", "peak_mb_trained")):
        yield Row(
            key=f"memory_mb.{key}",
            what="resident peak of the program; aim: below a Jupyter kernel with its server, where measured",
            value=found[part],
            aim=None,
            unit="MB",
            detail={"epochs": found["epochs"]} if key == "training" else {},
        )


def plot_rows(size: Size, _folder: Path) -> Iterator[Row]:
    """plot_frame_ms.p99, with the loss smoothed and with both plots smoothed; plot_curve_ms."""
    count = max(1, size.pairs // 2)
    asked = {"points": size.curve_points, "frames": size.frames, "smoothed": 1}
    plain = times(("frames", asked), count=count)
    smooth = times(("frames", asked | {"smoothed": 2}), count=count)
    each = times(("plain_frames", {"points": size.curve_points, "frames": size.frames}), count=count)
    late = [found["p99"] for found in plain]
    yield Row(
        key="plot_frame_ms.p99",
        what=f"redraw with {plain[0]['curves']} curves of {size.curve_points:,} points, 1600 x 1000",
        value=median(late),
        aim=16.0,
        unit="ms",
        samples=late,
        detail={
            "median_ms": median([found["median"] for found in plain]),
            "smoothed_curves": smooth[0]["curves"],
            "smoothed_p99_ms": median([found["p99"] for found in smooth]),
            "plain_median_ms": median([found["median"] for found in each]),
        },
    )
    for shape in ("noise", "falling"):
        one = {"points": size.curve_points, "frames": size.frames, "shape": shape}
        both = times(("one_curve", one), count=count)
        yield Row(
            key=f"plot_curve_ms.{shape}",
            what=f"redraw of one curve of {size.curve_points:,} points; pyqtgraph_ms is its own downsampling",
            value=median([found["fitroom"] for found in both]),
            aim=None,
            unit="ms",
            samples=[found["fitroom"] for found in both],
            detail={"pyqtgraph_ms": median([found["pyqtgraph"] for found in both])},
        )


def event_rows(size: Size, _folder: Path) -> Iterator[Row]:
    """event_rate."""
    rates = [found["rate"] for found in times(("events", {"events": size.events}), count=size.pairs)]
    yield Row(
        key="event_rate",
        what="events of one batch a second through sink, pump and history, none lost",
        value=median(rates),
        aim=200_000,
        unit="1/s",
        more_is_better=True,
        samples=rates,
    )


def resume_rows(size: Size, folder: Path) -> Iterator[Row]:
    """resume_cost of the digits sample, and of epochs of about ten seconds."""
    digits = load(samples_folder() / "digits.fitroom").project
    short = assign(digits, [f"fit.epochs={size.digits_epochs}", "callbacks="])
    work = works(size)["dense"]
    data = write_data(work, folder)
    steps = f"fit.steps_per_epoch={size.long_epoch_steps}"
    long = assign(project_of(work, data, epochs=3), [steps])
    for key, project, aim in (("digits", short, 0.03), ("long_epochs", long, 0.01)):
        path = write_project(project, folder / f"resume-{key}.fitroom")
        found = [
            measure(
                "session",
                {
                    "what": "resume_cost",
                    "project": str(path),
                    "folder": str(folder / f"resume-{key}-{number}"),
                },
            )
            for number in range(size.pairs if key == "digits" else 1)
        ]
        shares = [one["share"] for one in found]
        yield Row(
            key=f"resume_cost.{key}",
            what="share of the time spent on resume state, its writing thread included",
            value=median(shares),
            aim=aim,
            samples=shares,
            detail={
                "epoch_s": median([one["epoch_seconds"] for one in found]),
                "share_of_the_runs_thread": median([one["share_of_the_runs_thread"] for one in found]),
            },
        )


def image_rows(size: Size, folder: Path) -> Iterator[Row]:
    """images_first, images_ratio and images_memory."""
    images = folder / "images"
    write_images(images, count=size.images)
    asked = {"folder": str(images), "epochs": _IMAGE_EPOCHS}
    found = pairs(
        ("images", asked | {"what": "feed_by_keras"}),
        ("images", asked | {"what": "feed_by_fitroom"}),
        count=min(size.pairs, 3),
    )
    for plain, ours in found:
        if not plain["images"] == ours["images"] == size.images:
            raise RuntimeError(f"not every image was fed: {plain} {ours}")
    detail = {
        f"{name}_{what}": median([pair[place][what] for pair in found])
        for place, name in enumerate(("keras", "fitroom"))
        for what in ("first_seconds", "seconds", "processor_seconds")
    } | {what: median([ours[what] for _, ours in found]) for what in ("read_seconds", "read_again_seconds")}
    for key, rate, epochs in (("images_first", "first_rate", 1), ("images_ratio", "rate", _IMAGE_EPOCHS)):
        ratios = [ours[rate] / plain[rate] for plain, ours in found]
        yield Row(
            key=key,
            what=f"examples a second, {'1 epoch' if epochs == 1 else f'{epochs} epochs'} of {size.images:,}"
            " image files with all preparing, Fitroom / image_dataset_from_directory",
            value=median(ratios),
            aim=1.5,
            more_is_better=True,
            samples=ratios,
            detail=detail,
        )
    trained = measure("images", asked | {"what": "train_by_fitroom"})
    yield Row(
        key="images_memory",
        what=f"resident peak of a run on {size.images:,} image files",
        value=trained["peak_mb"],
        aim=2000.0,
        unit="MB",
        samples=[trained["peak_mb"]],
        detail={"seconds": trained["seconds"]},
    )


def csv_rows(size: Size, folder: Path) -> Iterator[Row]:
    """csv_reading: a table against pandas.read_csv alone, by the present reading rules and the old ones."""
    from tests.bench.measured.csv_reading import reading_seconds, write_csv

    path = write_csv(folder / "rows.csv", size.csv_rows)
    for rules in ("version_3", "version_2"):
        found = [reading_seconds(path, rules=rules) for _ in range(size.pairs)]
        ratios = [ours / theirs for ours, theirs in found]
        yield Row(
            key=f"csv_reading.{rules}",
            what=f"a table of {size.csv_rows:,} rows, dates and kinds included, against pandas.read_csv",
            value=median(ratios),
            aim=None,
            samples=ratios,
            detail={"fitroom_s": [ours for ours, _ in found], "pandas_s": [theirs for _, theirs in found]},
        )


def growth_rows(size: Size, folder: Path) -> Iterator[Row]:
    """memory_growth of each model: what a run leaves beyond what plain fit leaves in the same window."""
    for name, work in works(replace(size, cnn_rows=320, dense_rows=320, lstm_rows=320)).items():
        data = write_data(work, folder)
        project = write_project(project_of(work, data, epochs=2), folder / f"growth-{name}.fitroom")
        asked = {"project": str(project), "runs": size.growth_runs}
        plain = {"work": name, "data": str(data), "epochs": 2, "batch_size": BATCH_SIZE}
        bare = measure("growth", asked | {"plain": plain})
        ours = measure("growth", asked)
        yield Row(
            key=f"memory_growth.{name}",
            what=f"MB that each of {size.growth_runs} runs leaves in the window, beyond plain fit there",
            value=ours["each"] - bare["each"],
            aim=1.0,
            unit="MB",
            detail={
                "fit_mb": bare["each"],
                "run_mb": ours["each"],
                "fit_resident_mb": bare["resident"],
                "run_resident_mb": ours["resident"],
            },
        )


def look_rows(size: Size, _folder: Path) -> Iterator[Row]:
    """look_ms of the wine sample."""
    wine = samples_folder() / "wine.fitroom"
    found = measure("look", {"project": str(wine), "edits": 10 * size.pairs})
    yield Row(
        key="look_ms",
        what="all that is known of the wine sample after an edit that changes no data, its model not built",
        value=median(found["edits_ms"]),
        aim=5.0,
        unit="ms",
        samples=found["edits_ms"],
        detail={"first_ms": found["first_ms"]},
    )


def result_rows(size: Size, folder: Path) -> Iterator[Row]:
    """results_ms of few and many classes, cell_pictures_ms, and evaluate_ratio."""
    for classes in (10, 1_000):
        asked = {"examples": 10_000, "classes": classes, "repeats": max(size.pairs, 2)}
        found = measure("results", asked)
        yield Row(
            key=f"results_ms.{classes}",
            what=f"10,000 predictions of {classes:,} classes: matrix, table of classes, confusions painted",
            value=median(found["shown_ms"][1:]),
            aim=100.0,
            unit="ms",
            samples=found["shown_ms"],
            detail={"first_ms": found["shown_ms"][0], "measures_ms": median(found["measures_ms"])},
        )
    images = folder / "cell"
    write_images(images, count=size.images // 10)
    found = measure("results", {"folder": str(images), "repeats": max(size.pairs, 2)})
    yield Row(
        key="cell_pictures_ms",
        what=f"the first pictures of a cell of {found['examples']:,} examples, read from files and painted",
        value=median(found["cell_ms"]),
        aim=150.0,
        unit="ms",
        samples=found["cell_ms"],
        detail={"first_ms": found["cell_ms"][0]},
    )
    asked = {"folder": str(folder), "examples": 2 * size.dense_rows, "repeats": max(size.pairs, 2)}
    found = measure("evaluating", asked)
    yield Row(
        key="evaluate_ratio",
        what=f"a run evaluated on {found['examples']:,} examples, beside model.evaluate of them",
        value=median(found["ours_s"][1:]) / median(found["keras_s"][1:]),
        aim=1.0,
        samples=found["ours_s"],
        detail={"keras_s": median(found["keras_s"][1:])},
    )


def _stages(seen: list[Found], part: str) -> dict[str, float]:
    names = dict.fromkeys(name for found in seen for name in found["late_ms"]["stages"])
    return {
        name: median(
            [found["late_ms"]["stages"][name][part] for found in seen if name in found["late_ms"]["stages"]]
        )
        for name in names
    }


GROUPS: dict[str, Callable[[Size, Path], Iterator[Row]]] = {
    "fit": fit_rows,
    "loss": loss_rows,
    "window": window_rows,
    "plots": plot_rows,
    "events": event_rows,
    "resume": resume_rows,
    "images": image_rows,
    "csv": csv_rows,
    "growth": growth_rows,
    "look": look_rows,
    "results": result_rows,
}
