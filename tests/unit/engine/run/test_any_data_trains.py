"""Whatever lies in a person's files: a run trains on it, or is refused with a sentence and a setting.

The readers' own fuzz tests go wider and end where the data is read; here each example is a whole run.
"""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import hypothesis.extra.numpy as hnp
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image

from engine.record.events import EpochEnded, Result
from engine.settings import Project
from tests.runs import train

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_WHOLE_RUNS = settings(
    max_examples=15,
    phases=[Phase.generate],  # each step of making an example smaller would be a whole run
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_NETWORKS: dict[str, dict[str, Any]] = {
    "dense": {"kind": "dense", "units": [4]},
    "cnn": {"kind": "cnn", "filters": [4], "dense_units": 4},
    "lstm": {"kind": "lstm", "units": [4]},
    "text": {"kind": "text"},
}
# rubbish is rare, as it is in files: with more of it nearly all is refused, and nothing trained on
NUMBERS = st.sampled_from(["0", "1", "2.5", "-3", "40"] * 30 + ["1e30", "1e999", "nan", "", "x"])
WORDS = st.sampled_from(["yes", "no"] * 20 + ["a b", "좋다", "싫다", "1", "2", "", "?"])


def trains_or_is_refused(folder: Path, data: dict[str, Any], *, model: str) -> None:
    """One epoch of a whole run: finite training values, or one sentence that says what is wrong."""
    project = Project.model_validate(
        {
            "data": data,
            "model": _NETWORKS[model],
            "fit": {"epochs": 1, "batch_size": 4},
            "callbacks": [],
        }
    )
    run = train(project, folder / "run")
    assert run.ended is not None
    reported = f"{run.ended.reason} [{run.ended.problem_path}]"
    assert "Training failed with" not in reported, run.folder.log_txt.read_text("utf-8")
    assert "\n" not in reported
    if run.ended.result is Result.FAILED:
        assert len(run.ended.reason) > 20
        # numbers that run out of bounds are reported by the run, all else by a place in the settings
        assert run.ended.problem_path or "loss" in reported
        return
    assert run.ended.result is Result.COMPLETED
    (epoch,) = run.of(EpochEnded)
    # one that only validates may lie so far out that its loss is infinite, which the curves and the log show
    trained = [value for name, value in epoch.values.items() if not name.startswith("val_")]
    assert np.isfinite(trained).all() or "not a number" in reported, epoch.values


@_WHOLE_RUNS
@given(
    rows=st.lists(st.tuples(NUMBERS, WORDS, NUMBERS), min_size=8, max_size=24),
    task=st.sampled_from(["auto", "classification", "regression"]),
)
def test_tables(rows, task, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    lines = ["a,b,y", *(",".join(row) for row in rows)]
    (folder / "a.csv").write_text("\n".join(lines), "utf-8")
    trains_or_is_refused(
        folder, {"kind": "table", "path": str(folder / "a.csv"), "task": task}, model="dense"
    )


@_WHOLE_RUNS
@given(
    x=hnp.arrays(
        st.sampled_from([np.uint8, np.int64, np.float16, np.float64, np.bool_]),
        st.tuples(st.integers(12, 20), st.integers(1, 5), *[st.integers(2, 5)] * 2).flatmap(
            lambda shape: st.sampled_from([shape, shape[:3], shape[:2], shape[:1]])
        ),
    ),
    classes=st.sampled_from([2, 2, 3, 4, 1]),
    fitting=st.sampled_from([True, True, True, False]),
)
def test_arrays(x, classes, fitting, tmp_path_factory):
    model = {2: "dense", 3: "lstm", 4: "cnn"}.get(x.ndim, "dense") if fitting else "cnn"
    folder = tmp_path_factory.mktemp("any")
    np.savez(folder / "a.npz", x=x, y=np.arange(len(x)) % classes)
    trains_or_is_refused(folder, {"kind": "arrays", "path": str(folder / "a.npz")}, model=model)


@_WHOLE_RUNS
@given(
    images=st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["1", "L", "LA", "RGB", "RGBA", "P", "I;16", "CMYK"]),
            st.tuples(st.integers(1, 40), st.integers(1, 40)),
            st.sampled_from(["PNG"] * 8 + ["TIFF", "GIF", "torn", "empty"]),
        ),
        min_size=8,
        max_size=16,
    )
)
def test_folders_of_images(images, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    for number, (name, mode, size, form) in enumerate(images):
        (folder / "images" / name).mkdir(parents=True, exist_ok=True)
        (folder / "images" / name / f"{number}.png").write_bytes(encoded(mode, size, form))
    trains_or_is_refused(folder, {"kind": "images", "path": str(folder / "images")}, model="cnn")


def encoded(mode: str, size: tuple[int, int], form: str) -> bytes:
    """A picture in one of the forms, as PNG where the form cannot hold its mode; or what is left of one."""
    if form == "empty":
        return b""
    held = io.BytesIO()
    picture = Image.new(mode, size)
    try:
        picture.save(held, "PNG" if form == "torn" else form)
    except (OSError, ValueError):
        picture.convert("RGB").save(held, "PNG")
    whole = held.getvalue()
    return whole[: len(whole) // 2] if form == "torn" else whole


@_WHOLE_RUNS
@given(
    values=st.lists(NUMBERS, min_size=20, max_size=60),
    window=st.integers(1, 6),
    horizon=st.integers(1, 3),
)
def test_time_series(values, window, horizon, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    first = date(2024, 2, 20)
    lines = ["day,v", *(f"{first + timedelta(number)},{value}" for number, value in enumerate(values))]
    (folder / "a.csv").write_text("\n".join(lines), "utf-8")
    data = {"kind": "series", "path": str(folder / "a.csv"), "window": window, "horizon": horizon}
    trains_or_is_refused(folder, data, model="lstm")


@_WHOLE_RUNS
@given(
    series=st.lists(
        st.tuples(st.lists(NUMBERS | st.just("?"), min_size=1, max_size=6), WORDS),
        min_size=8,
        max_size=20,
    )
)
def test_labelled_series(series, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    lines = ["\t".join([label, *values]) for values, label in series]
    (folder / "a.tsv").write_text("\n".join(lines), "utf-8")
    trains_or_is_refused(folder, {"kind": "labelled", "path": str(folder / "a.tsv")}, model="lstm")


@_WHOLE_RUNS
@given(
    rows=st.lists(st.tuples(WORDS, WORDS), min_size=8, max_size=20),
    level=st.sampled_from(["word", "character"]),
)
def test_texts(rows, level, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    lines = ["text,y", *(f"{one},{other}" for one, other in rows)]
    (folder / "a.csv").write_text("\n".join(lines), "utf-8")
    trains_or_is_refused(
        folder, {"kind": "text", "path": str(folder / "a.csv"), "level": level}, model="text"
    )
