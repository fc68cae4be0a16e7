"""Settings given by text, as on a command line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.settings import Project
from engine.settings.declaration.tree import leaves
from engine.settings.project_file.assign import AssignError, assign


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("fit.epochs=3", "fit.epochs", 3),
        (" fit.epochs = 3 ", "fit.epochs", 3),
        ("fit.shuffle=off", "fit.shuffle", False),
        ("fit.shuffle=true", "fit.shuffle", True),
        ("fit.verbose=2", "fit.verbose", 2),
        ("fit.verbose=auto", "fit.verbose", "auto"),
        ("fit.validation_split=0.25", "fit.validation_split", 0.25),
        ("fit.validation_freq=5", "fit.validation_freq", 5),
        ("fit.validation_freq=1,5,10", "fit.validation_freq", (1, 5, 10)),
        ("fit.steps_per_epoch=7", "fit.steps_per_epoch", 7),
        ("fit.steps_per_epoch=none", "fit.steps_per_epoch", None),
        ("fit.steps_per_epoch=null", "fit.steps_per_epoch", None),
        ("fit.steps_per_epoch=", "fit.steps_per_epoch", None),
        ("fit.class_weight=none", "fit.class_weight", "none"),
        ('fit.class_weights={"cat": 2}', "fit.class_weights", {"cat": 2.0}),
        ("callbacks.0.patience=5", "callbacks.0.patience", 5),
        ("callbacks.1.save_freq=10", "callbacks.1.save_freq", 10),
        ("callbacks.1.save_freq=epoch", "callbacks.1.save_freq", "epoch"),
        ("callbacks.2.profile_batch=10,20", "callbacks.2.profile_batch", (10, 20)),
        ("callbacks=[]", "callbacks", ()),
        ("model.units=64,32", "model.units", (64, 32)),
        ("model.units=[64, 32]", "model.units", (64, 32)),
        ("model.units=8", "model.units", (8,)),
        ("model.units=", "model.units", ()),
        ("compile.metrics=accuracy, auc", "compile.metrics", ("accuracy", "auc")),
        ("compile.optimizer.learning_rate=1e-4", "compile.optimizer.learning_rate", 1e-4),
        ("data.path=3", "data.path", "3"),
        ("data.path=a=b.npz", "data.path", "a=b.npz"),
        ('data.path="quoted"', "data.path", "quoted"),
        ('data.path="half', "data.path", '"half'),
        ("data.path=", "data.path", ""),
    ],
)
def test_a_value_is_read_by_its_type(text: str, path: str, value: Any) -> None:
    assert assign(Project(), [text]).value_at(path) == value


def test_a_kind_keeps_what_was_changed_and_fits() -> None:
    project = assign(Project(), ["model.units=8,8", "model.kind=lstm", "compile.optimizer.clipnorm=1"])
    assert project.value_at("model.units") == (8, 8)
    project = assign(project, ["compile.optimizer.kind=sgd", "model.kind=cnn"])
    assert project.value_at("compile.optimizer.clipnorm") == 1
    assert project.value_at("compile.optimizer.learning_rate") == 0.01
    assert project.value_at("model.filters") == (32, 64)


def test_a_kind_takes_its_own_defaults() -> None:
    assert assign(Project(), ["model.kind=lstm"]).value_at("model.units") == (32,)
    assert assign(Project(), ["data.kind=images"]).data.source == ""
    assert assign(Project(), ["model.kind=dense"]) == Project()


@pytest.mark.parametrize(
    "text",
    [
        "fit.class_weight={0: 1.0, 1: 5.0}",
        'fit.class_weight={"0": 1, "1": 5}',
        "fit.class_weight={'0':1,1:5.0}",
    ],
)
def test_class_weights_are_written_as_in_model_fit(text: str) -> None:
    fit = assign(Project(), [text]).fit
    assert (fit.class_weight, fit.class_weights) == ("table", {"0": 1.0, "1": 5.0})
    assert assign(Project(), ["fit.class_weights={0: 2}"]).fit.class_weights == {"0": 2.0}


@pytest.mark.parametrize(
    "text", ["{0: 1.0", "{0, 1}", "{0: -1}", "{None: 1}", "{True: 1}", "{0: __import__('os')}"]
)
def test_what_is_no_table_of_weights_is_refused(text: str) -> None:
    with pytest.raises(AssignError) as caught:
        assign(Project(), [f"fit.class_weight={text}"])
    assert caught.value.path.startswith("fit.class_weight")


def test_what_is_not_allowed_in_the_new_kind_is_left() -> None:
    project = assign(Project(), ["model.units=", "model.kind=lstm"])
    assert project.value_at("model.units") == (32,)


def test_a_callback_is_added_behind_the_last() -> None:
    project = assign(Project(), ["callbacks.3.kind=csv_logger", "callbacks.3.filename=a.csv"])
    assert len(project.callbacks) == 4
    assert project.value_at("callbacks.3.filename") == "a.csv"


def test_settings_that_belong_together_come_in_any_order() -> None:
    both = ["callbacks.1.keep=best", "callbacks.1.save_best_only=true"]
    assert assign(Project(), both) == assign(Project(), reversed(both))


@pytest.mark.parametrize(
    ("text", "path", "sentence"),
    [
        ("fit.epochs=0", "fit.epochs", "epochs must be 1 or more."),
        ("fit.epochs=x", "fit.epochs", "epochs must be a whole number, not x."),
        ("fit.epoch=3", "fit.epoch", "There is no setting fit.epoch; did you mean fit.epochs"),
        ("epochs=3", "epochs", "There is no setting epochs; did you mean fit.epochs?"),
        ("patience=3", "patience", "did you mean callbacks.0.patience?"),
        ("kind=cnn", "kind", "did you mean "),
        ("zzz=3", "zzz", "There is no setting zzz."),
        ("fit.kind=3", "fit.kind", "There is no setting fit.kind"),
        ("fit.epochs.x=3", "fit.epochs.x", "There is no setting"),
        ("callbacks.0.keep=best", "callbacks.0.keep", "did you mean callbacks.1.keep?"),
        ("callbacks.9.kind=csv_logger", "callbacks.9.kind", "There is no setting"),
        ("callbacks.9=3", "callbacks.9", "There is no setting"),
        ("callbacks.0=3", "callbacks.0", "item 1 of callbacks must be a group of settings"),
        ("callbacks.x.patience=3", "callbacks.x.patience", "There is no setting"),
        ("model.kind=cmn", "model.kind", "did you mean cnn?"),
        ("compile.loss=hubber", "compile.loss", "loss cannot be hubber; did you mean huber?"),
        ("callbacks.1.keep=best", "callbacks.1.keep", "save_best_only"),
        ("fit", "fit", "Write setting=value"),
        ("=3", "", "Write setting=value"),
        ("data=3", "data", "must be a group of settings"),
    ],
)
def test_a_wrong_assignment_is_one_sentence(text: str, path: str, sentence: str) -> None:
    with pytest.raises(AssignError) as refused:
        assign(Project(), [text])
    assert refused.value.path == path
    assert sentence in str(refused.value)
    assert str(refused.value).endswith((".", "?"))


def test_an_assignment_into_what_was_replaced_is_refused() -> None:
    with pytest.raises(AssignError, match=r"There is no setting data\.path"):
        assign(Project(), ["data=3", "data.path=x"])


@given(st.sampled_from([leaf.path for leaf in leaves(Project())]), st.text(max_size=12))
def test_any_text_gives_a_project_or_a_sentence(path: str, text: str) -> None:
    try:
        project = assign(Project(), [f"{path}={text}"])
    except AssignError:  # the refusal in a sentence; any other error fails the test
        return
    assert project.with_value(path, project.value_at(path)) == project
