"""Every kind of refusal is a plain sentence at the right setting."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from engine.language import tr
from engine.settings import Project
from engine.settings.project_file.explain import explain


def refused(tree: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as error:
        Project.model_validate(tree)
    return explain(error.value)


def callback(kind: str, **settings: Any) -> dict[str, Any]:
    return {"callbacks": [{"kind": kind, **settings}]}


def optimizer(**settings: Any) -> dict[str, Any]:
    return {"compile": {"optimizer": {"kind": "adam", **settings}}}


def loss(**settings: Any) -> dict[str, Any]:
    return {"compile": settings}


CASES: list[tuple[Any, str, str]] = [
    ({"fit": {"epochs": 0}}, "fit.epochs", "epochs must be 1 or more."),
    ({"fit": {"epochs": 10**30}}, "fit.epochs", "epochs must be 1,000,000 or less."),
    ({"fit": {"epochs": "1" * 5000}}, "fit.epochs", "epochs must be a smaller number."),
    ({"fit": {"epochs": 1.5}}, "fit.epochs", "epochs must be a whole number, not 1.5."),
    ({"fit": {"epochs": "many"}}, "fit.epochs", "epochs must be a whole number, not many."),
    ({"fit": {"epochs": None}}, "fit.epochs", "epochs must be a whole number, not null."),
    ({"fit": {"validation_split": 1}}, "fit.validation_split", "validation_split must be less than 1."),
    ({"fit": {"validation_split": float("nan")}}, "fit.validation_split", "must be a finite number."),
    ({"fit": {"validation_split": "half"}}, "fit.validation_split", "must be a number, not half."),
    ({"fit": {"shuffle": 3}}, "fit.shuffle", "shuffle must be true or false, not 3."),
    ({"fit": {"verbose": 7}}, "fit.verbose", "verbose must be one of auto, 0, 1, 2, not 7."),
    ({"fit": {"class_weight": "balance"}}, "fit.class_weight", "cannot be balance; did you mean balanced?"),
    ({"fit": {"steps_per_epoch": "x"}}, "fit.steps_per_epoch", "a whole number of 1 or more, or empty"),
    ({"fit": {"validation_freq": "x"}}, "fit.validation_freq", "or a list of whole numbers, each 1 or more."),
    (
        {"fit": {"validation_freq": [0]}},
        "fit.validation_freq",
        "item 1 of validation_freq must be 1 or more.",
    ),
    ({"fit": {"validation_freq": []}}, "fit.validation_freq", "name at least one epoch"),
    (
        {"fit": {"class_weights": {"a": "x"}}},
        "fit.class_weights",
        "a in class_weights must be a number, not x.",
    ),
    ({"fit": {"class_weights": {"a": -1}}}, "fit.class_weights", "a weight is 0 or more."),
    (
        {"fit": {"class_weights": 3}},
        "fit.class_weights",
        "must be a table with a number for each name, not 3.",
    ),
    ({"fit": {"epoch": 3}}, "fit.epoch", "There is no setting epoch in Fit; did you mean epochs"),
    ({"fit": {3: 3}}, "fit.3", "There is no setting"),
    ({"fit": 3}, "fit", "fit must be a group of settings in braces."),
    (3, "", "Project must be a group of settings in braces."),
    ({"data": {}}, "data.kind", "one of images, arrays, table, series, labelled, text, keras, python."),
    ({"data": {"kind": "fable"}}, "data.kind", "data has no kind fable; did you mean table or labelled?"),
    (
        {"data": {"kind": 3}},
        "data.kind",
        "one of images, arrays, table, series, labelled, text, keras, python.",
    ),
    ({"data": 3}, "data", "data must be a group of settings in braces."),
    ({"data": {"kind": "arrays", "path": 3}}, "data.path", "path must be text, not 3."),
    ({"data": {"kind": "arrays", "path": ["x"]}}, "data.path", "path must be text."),
    ({"model": {"kind": "dense", "units": [3, 0]}}, "model.units", "item 2 of units must be 1 or more."),
    ({"model": {"kind": "dense", "units": [3] * 40}}, "model.units", "units takes at most 32 of them."),
    ({"model": {"kind": "lstm", "units": []}}, "model.units", "units needs at least 1 of them."),
    (
        {"model": {"kind": "dense", "units": 3}},
        "model.units",
        "must be a list of whole numbers, each from 1 to 65,536",
    ),
    (loss(loss="hubber"), "compile.loss", "loss cannot be hubber; did you mean huber?"),
    (
        loss(metrics=["accurcy"]),
        "compile.metrics",
        "item 1 of metrics cannot be accurcy; did you mean accuracy",
    ),
    (loss(metrics=[7]), "compile.metrics", "item 1 of metrics must be one of accuracy, "),
    (optimizer(learning_rate=0), "compile.optimizer.learning_rate", "learning_rate must be more than 0."),
    (optimizer(clipnorm=1, clipvalue=1), "compile.optimizer.clipvalue", "clipnorm is set already"),
    (
        loss(schedule={"kind": "piecewise", "boundaries": [5]}),
        "compile.schedule.values",
        "values: 1 boundary needs 2 rates, not 3.",
    ),
    (
        loss(schedule={"kind": "piecewise", "boundaries": [5, 5]}),
        "compile.schedule.boundaries",
        "each must be larger than the one before.",
    ),
    ({"callbacks": {}}, "callbacks", "callbacks must be a list of groups of settings."),
    ({"callbacks": [3]}, "callbacks.0", "item 1 of callbacks must be a group of settings in braces."),
    (callback("nothing"), "callbacks.0.kind", "item 1 of callbacks has no kind nothing"),
    (
        callback("early_stopping", patince=3),
        "callbacks.0.patince",
        "in early_stopping; did you mean patience?",
    ),
    (callback("early_stopping", monitor=""), "callbacks.0.monitor", "monitor must not be empty."),
    (callback("model_checkpoint", keep="best"), "callbacks.0.keep", "needs"),
    (
        callback("model_checkpoint", save_freq="x"),
        "callbacks.0.save_freq",
        "epoch, or a whole number of 1 or more.",
    ),
    (callback("model_checkpoint", save_freq=0), "callbacks.0.save_freq", "save_freq must be 1 or more."),
    (callback("model_checkpoint", filepath="/x"), "callbacks.0.filepath", "inside the run's folder"),
    (callback("model_checkpoint", filepath="a/../b"), "callbacks.0.filepath", "inside the run's folder"),
    (callback("model_checkpoint", filepath="cp-{epoch"), "callbacks.0.filepath", "every { needs its }"),
    (callback("tensorboard", profile_batch=[1]), "callbacks.0.profile_batch", "or two whole numbers"),
    (callback("tensorboard", profile_batch=[5, 3]), "callbacks.0.profile_batch", "from 5 to 3 is backwards."),
    (
        callback("tensorboard", profile_batch=-1),
        "callbacks.0.profile_batch",
        "a batch number is 0 (never) or more.",
    ),
    (callback("lr_scheduler", expression="foo"), "callbacks.0.expression", "'foo' is not known"),
    (callback("remote_monitor", root="x"), "callbacks.0.root", "write it as http://localhost:9000."),
    (
        callback("remote_monitor", headers={"a": 3}),
        "callbacks.0.headers",
        "a in headers must be text, not 3.",
    ),
]


@pytest.mark.parametrize(
    ("tree", "path", "sentence"), CASES, ids=[f"{case[1]}-{i}" for i, case in enumerate(CASES)]
)
def test_a_refusal_is_a_plain_sentence(tree: Any, path: str, sentence: str) -> None:
    ((found, text),) = refused(tree)
    assert found == path
    assert sentence in text
    assert text.endswith((".", "?"))


def test_each_setting_has_its_own_sentence() -> None:
    found = refused({"fit": {"epochs": 0, "batch_size": 0}, **callback("early_stopping", patience=-1)})
    assert [path for path, _ in found] == ["fit.epochs", "fit.batch_size", "callbacks.0.patience"]


def test_a_long_text_is_shortened() -> None:
    ((_, text),) = refused({"fit": {"epochs": "x" * 1000}})
    assert len(text) < 100


@pytest.fixture
def korean() -> Iterator[None]:
    tr.use("ko")
    yield
    tr.use("en")


@pytest.mark.usefixtures("korean")
def test_a_refusal_is_said_in_the_language_in_use() -> None:
    assert refused({"fit": {"epochs": 0}}) == [("fit.epochs", "epochs 값은 1 이상인 수만 쓸 수 있습니다.")]
    assert refused({"fit": {"epoch": 3}}) == [
        ("fit.epoch", "학습 설정에는 epoch 설정이 없습니다. 혹시 epochs인가요?")
    ]
    assert refused({"fit": {"steps_per_epoch": "x"}}) == [
        (
            "fit.steps_per_epoch",
            "steps_per_epoch 값은 1 이상인 정수 또는 빈 값만 쓸 수 있습니다. x 값은 쓸 수 없습니다.",
        )
    ]


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(("tree", "path"), [case[:2] for case in CASES])
def test_every_refusal_finds_its_setting_in_every_language(tree: Any, path: str) -> None:
    ((found, text),) = refused(tree)
    assert found == path
    assert re.search("[가-힣]", text)
    assert text.endswith((".", "?"))
