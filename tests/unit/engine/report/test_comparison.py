"""What is said of several runs side by side."""

import csv
import io

from engine.history.metric_history import Best, MetricHistory
from engine.report.comparison import Comparison, at_epoch, changed_since, compare, comparison_csv
from engine.report.settings_rows import NOTHING
from engine.settings import Project
from engine.settings.project_file.assign import assign

PLAIN = assign(Project(), ["callbacks=[]"])
DROPPED = assign(PLAIN, ["model.dropout=0.5", "fit.epochs=40"])


def test_outcomes_and_differences_stand_by_run(history):
    found = compare({"one": history, "two": MetricHistory()}, [PLAIN, DROPPED])
    outcomes = dict(found.outcomes)
    assert found.runs == ("one", "two")
    assert outcomes["Best seen, val_loss"] == ("0.4 at epoch 1", NOTHING)
    assert outcomes["Saved model, val_loss"] == ("0.6 at epoch 8", NOTHING)
    assert outcomes["Epochs"] == ("8", NOTHING)
    assert outcomes["Parameters"] == ("12,345", NOTHING)
    assert dict(found.settings) == {"Dropout (Dropout)": ("0", "0.5"), "Epochs (epochs)": ("20", "40")}


def test_without_the_settings_of_one_run_none_are_compared(history):
    assert compare({"one": history, "two": history}, [PLAIN, None]).settings == ()


def test_the_tables_are_one_table_of_csv(history):
    found = compare({"one": history, "two": history}, [PLAIN, DROPPED])
    rows = list(csv.reader(io.StringIO(comparison_csv(found))))
    assert rows[0] == ["", "one", "two"]
    assert ["Dropout (Dropout)", "0", "0.5"] in rows


def test_changes_are_said_in_a_line():
    assert changed_since(PLAIN, DROPPED) == "Dropout 0 → 0.5, Epochs 20 → 40"
    assert changed_since(PLAIN, PLAIN) == ""


def test_csv_keeps_the_hyphen_of_programs_in_front_of_numbers():
    shown = at_epoch(Best("val_loss", 3, -0.25))
    assert shown == "−0.25 at epoch 3"
    assert "-0.25 at epoch 3" in comparison_csv(Comparison(("a",), (("Loss", (shown,)),), ()))
