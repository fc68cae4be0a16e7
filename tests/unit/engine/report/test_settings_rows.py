"""Settings in words, and what differs between projects."""

from engine.report.settings_rows import NOTHING, differences, rows, unusual
from engine.settings import Project
from engine.settings.project_file.assign import assign

PLAIN = assign(Project(), ["callbacks=[]"])


def by_path(found):
    return {item.path: item for item in found}


def test_what_was_chosen_is_listed_and_defaults_are_not():
    project = assign(PLAIN, ["fit.epochs=7", "model.dropout=0.5", "callbacks.0.kind=early_stopping"])
    found = by_path(unusual(project))
    assert found["fit.epochs"].value == "7"
    assert found["fit.epochs"].keras == "epochs"
    assert found["model.kind"].value == "Dense"
    assert found["model.dropout"].value == "0.5"
    assert found["callbacks.early_stopping"].value == "on"
    assert "fit.batch_size" not in found
    assert "callbacks.early_stopping.patience" not in found


def test_values_are_said_as_people_see_them():
    found = rows(assign(PLAIN, ["fit.shuffle=false", "model.units=8,4", "fit.class_weight=balanced"]))
    assert found["fit.shuffle"].value == "off"
    assert found["model.units"].value == "8, 4"
    assert found["fit.class_weight"].value == "Balanced"
    assert found["fit.steps_per_epoch"].value == "all batches"


def test_equal_projects_do_not_differ():
    assert differences([PLAIN, PLAIN]) == []


def test_a_changed_value_is_found_with_both_values():
    (found,) = differences([PLAIN, assign(PLAIN, ["model.dropout=0.5"])])
    assert (found.path, found.title, found.values) == ("model.dropout", "Dropout", ("0", "0.5"))


def test_a_callback_is_one_difference_wherever_it_stands():
    one = assign(PLAIN, ["callbacks.0.kind=csv_logger", "callbacks.1.kind=early_stopping"])
    other = assign(PLAIN, ["callbacks.0.kind=early_stopping", "callbacks.0.patience=3"])
    found = by_path(differences([one, other]))
    assert found["callbacks.csv_logger"].values == ("on", NOTHING)
    assert found["callbacks.early_stopping.patience"].values == ("10", "3")
    assert len(found) == 2


def test_a_callback_that_is_off_is_not_there():
    on = assign(PLAIN, ["callbacks.0.kind=early_stopping"])
    off = assign(on, ["callbacks.0.enabled=false"])
    (found,) = differences([on, off])
    assert found.values == ("on", NOTHING)


def test_another_kind_is_named_with_what_both_have():
    found = by_path(differences([PLAIN, assign(PLAIN, ["model.kind=cnn", "model.dropout=0.5"])]))
    assert found["model.kind"].values == ("Dense", "Small CNN")
    assert found["model.dropout"].values == ("0", "0.5")
    assert "callbacks.early_stopping" not in found
