"""The report of a run and its values as CSV."""

import csv
import io

from engine.report.page import html, report_of
from engine.report.tables import curves_csv
from engine.settings import Project
from engine.settings.project_file.assign import assign

MACHINE = {
    "started": 1_700_000_000.0,
    "python": "3.11",
    "packages": {"keras": "3.15"},
    "device": "CPU",
    "seed": 1,
    "deterministic": True,
    "data": {"fingerprint": "0123456789abcdef"},
}


def test_a_report_tells_what_came_out(history):
    project = assign(Project(), ["callbacks=[]", "model.dropout=0.2"])
    report = report_of("007-digits", history, project=project, environment=MACHINE)
    assert report.title == "Run 007-digits"
    assert "All 8 epochs are done." in report.subtitle
    facts = dict(report.facts)
    assert facts["Best seen, val_loss"] == "0.4 at epoch 1"
    assert facts["Saved model, val_accuracy"] == "0.8 at epoch 8"
    assert facts["Epochs"] == "8 of 8"
    assert facts["Examples"] == "1,000 + 200"
    assert len(report.figures) == 2
    assert dict(report.settings)["Dropout (Dropout)"] == "0.2"
    assert [name for name, _ in report.notes] == ["Overfitting"]
    assert dict(report.machine)["Data"] == "0123456789ab"


def test_a_page_is_one_file_with_everything_in_it(history):
    report = report_of("a <run>", history, project=Project(), environment=MACHINE)
    page = html(report)
    assert page.count("<svg") == 2
    assert "a &lt;run&gt;" in page
    assert "<run>" not in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_run_without_readable_settings_still_has_a_report(history):
    report = report_of("1", history, project=None, environment={})
    assert report.settings == ()
    assert report.machine == ()
    assert "<svg" in html(report)


def test_values_are_exact_and_missing_ones_empty(history):
    rows = list(csv.DictReader(io.StringIO(curves_csv({"one": history}))))
    assert list(rows[0]) == ["epoch", "loss", "val_loss", "accuracy", "val_accuracy"]
    assert [row["epoch"] for row in rows] == [str(epoch) for epoch in range(1, 9)]
    assert float(rows[4]["loss"]) == 0.6 * 0.8**5
    assert rows[2]["val_loss"] == ""


def test_several_runs_have_a_column_with_their_names(history):
    rows = list(csv.DictReader(io.StringIO(curves_csv({"one": history, "two": history}))))
    assert [row["run"] for row in rows] == ["one"] * 8 + ["two"] * 8
