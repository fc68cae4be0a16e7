"""Each argument of each of Keras's callbacks changes what it does: set as a setting, seen in what happens.

ModelCheckpoint, TensorBoard and a custom callback have files of their own.
"""

from __future__ import annotations

import csv
import json
import socket
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import numpy as np
import pytest

from engine.run.callbacks.build import build_callbacks
from engine.run.callbacks.remote_monitor import RunRemoteMonitor
from engine.settings import Project
from engine.settings.callbacks import (
    CallbackSettings,
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ReduceLROnPlateau,
    RemoteMonitor,
    SwapEMAWeights,
    TerminateOnNaN,
)
from engine.settings.declaration.declare import alternatives, walk
from tests.marks import TRAINS

pytestmark = TRAINS

FALLS_THEN_STAYS = (0.9, 0.6, 0.58, 0.58, 0.58, 0.58, 0.58)


def made(kit, section, model, **context):
    """The one callback that a project with `section` gets."""
    project = Project().with_value("callbacks", (section,))
    (built,) = build_callbacks(project, kit.context(**context))
    callback = built.callback
    callback.set_model(model)
    model.stop_training = False
    return callback


def run(kit, section, values=FALLS_THEN_STAYS, *, name="val_loss"):
    """Epochs with these values; how many were run, the rates after each, the first weight at the end."""
    model = kit.model()
    model.optimizer.learning_rate = 1.0
    callback = made(kit, section, model)
    callback.on_train_begin()
    rates: list[float] = []
    for epoch, value in enumerate(values):
        callback.on_epoch_begin(epoch)
        for weight in model.trainable_variables:
            weight.assign(weight * 0 + epoch)
        callback.on_epoch_end(epoch, {"loss": 0.1, "val_loss": 0.3, "val_accuracy": 0.5, name: value})
        rates.append(round(float(model.optimizer.learning_rate), 6))
        if model.stop_training:
            break
    callback.on_train_end()
    return len(rates), rates, float(np.ravel(model.get_weights()[0])[0])


@pytest.mark.parametrize(
    ("settings", "epochs"),
    [
        ({"patience": 1}, 4),
        ({"patience": 3}, 6),
        ({"patience": 1, "min_delta": 0.05}, 3),
        ({"patience": 1, "start_from_epoch": 4}, 6),
        ({"patience": 1, "mode": "max"}, 2),
        ({"patience": 3, "baseline": 0.3}, 4),
        ({"patience": 1, "monitor": "loss"}, 2),
    ],
    ids=str,
)
def test_early_stopping_stops(kit, settings, epochs):
    assert run(kit, EarlyStopping(**settings))[0] == epochs


@pytest.mark.parametrize(("restores", "weight"), [(True, 2), (False, 4)])
def test_early_stopping_restores_the_best(kit, restores, weight):
    assert run(kit, EarlyStopping(patience=2, restore_best_weights=restores))[2] == weight


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"verbose": True}, ["Epoch 4: early stopping", "Restoring model weights"]), ({}, [])],
    ids=str,
)
def test_early_stopping_says_so(kit, capsys, settings, said):
    run(kit, EarlyStopping(patience=1, **settings))
    out = capsys.readouterr().out
    assert bool(out.strip()) == bool(said)
    assert all(words in out for words in said)


@pytest.mark.parametrize(
    ("settings", "rates"),
    [
        ({}, [1, 1, 1, 1, 0.1, 0.1, 0.01]),
        ({"factor": 0.5}, [1, 1, 1, 1, 0.5, 0.5, 0.25]),
        ({"patience": 3}, [1, 1, 1, 1, 1, 0.1, 0.1]),
        ({"min_lr": 0.05}, [1, 1, 1, 1, 0.1, 0.1, 0.05]),
        ({"cooldown": 2}, [1, 1, 1, 1, 0.1, 0.1, 0.1]),
        ({"min_delta": 0.05}, [1, 1, 1, 0.1, 0.1, 0.01, 0.01]),
        ({"mode": "max"}, [1, 1, 0.1, 0.1, 0.01, 0.01, 0.001]),
        ({"monitor": "loss"}, [1, 1, 0.1, 0.1, 0.01, 0.01, 0.001]),
    ],
    ids=str,
)
def test_reduce_lr_lowers_the_rate(kit, settings, rates):
    patience = {"patience": 2} | settings
    found = run(kit, ReduceLROnPlateau(**patience))[1]
    assert found == pytest.approx(rates, abs=1e-6)


def test_reduce_lr_says_so(kit, capsys):
    run(kit, ReduceLROnPlateau(patience=2))
    assert not capsys.readouterr().out
    run(kit, ReduceLROnPlateau(patience=2, verbose=True))
    assert "Epoch 5: ReduceLROnPlateau reducing learning rate to 0.1" in capsys.readouterr().out


def test_the_scheduler_follows_its_expression(kit, capsys):
    assert run(kit, LearningRateScheduler(expression="lr * 0.5 if epoch >= 2 else lr"))[1][:4] == [
        1,
        1,
        0.5,
        0.25,
    ]
    assert not capsys.readouterr().out
    run(kit, LearningRateScheduler(expression="exp(-epoch)", verbose=True))
    assert "Epoch 1: LearningRateScheduler setting learning rate to 1.0" in capsys.readouterr().out


def test_the_scheduler_in_a_run(train):
    done = train(LearningRateScheduler(expression="0.1 / (1 + epoch)"))
    assert done.rates == pytest.approx([0.1, 0.05, 0.1 / 3])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_logger_writes_its_table(kit, separator):
    run(kit, CSVLogger(filename="tables/values.csv", separator=separator), (0.5, 0.4))
    with (kit.folder / "tables" / "values.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=separator))
    assert [row["val_loss"] for row in rows] == ["0.5", "0.4"]
    assert [row["epoch"] for row in rows] == ["0", "1"]


@pytest.mark.parametrize(
    ("appends", "resumed", "rows"), [(False, False, 1), (True, False, 2), (False, True, 2)]
)
def test_csv_logger_appends_when_asked_and_when_it_goes_on(kit, appends, resumed, rows):
    section = CSVLogger(append=appends)
    run(kit, section, (0.5,))
    callback = made(kit, section, kit.model(), resumed=resumed)
    callback.on_train_begin()
    callback.on_epoch_end(1, {"loss": 0.1, "val_loss": 0.4, "val_accuracy": 0.5})
    callback.on_train_end()
    lines = (kit.folder / "epochs.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["epoch", "0", "1"][:1] + ["0", "1"][-rows:]


@pytest.mark.parametrize("raises", [False, True])
def test_terminate_on_nan(kit, raises):
    model = kit.model()
    callback = made(kit, TerminateOnNaN(raise_error=raises), model)
    callback.on_train_batch_end(0, {"loss": 1.0})
    assert not model.stop_training
    if raises:
        with pytest.raises(RuntimeError, match="NaN"):
            callback.on_train_batch_end(1, {"loss": float("nan")})
    else:
        callback.on_train_batch_end(1, {"loss": float("nan")})
        assert model.stop_training


@pytest.mark.parametrize(("on_epoch", "at_test", "at_epoch_end"), [(False, 5, 1), (True, 5, 5)])
def test_swap_ema_weights(kit, on_epoch, at_test, at_epoch_end):
    keras = kit.keras
    model = kit.model()
    model.compile(keras.optimizers.SGD(use_ema=True), "sparse_categorical_crossentropy")
    model.optimizer.build(model.trainable_variables)
    callback = made(kit, SwapEMAWeights(swap_on_epoch=on_epoch), model)
    callback.set_params({"epochs": 9})
    for weight, average in zip(
        model.trainable_variables, model.optimizer._model_variables_moving_average, strict=True
    ):
        weight.assign(weight * 0 + 1)
        average.assign(average * 0 + 5)

    def first():
        return float(np.ravel(model.get_weights()[0])[0])

    callback.on_epoch_begin(0)
    callback.on_test_begin()
    assert first() == at_test
    callback.on_test_end()
    callback.on_epoch_end(0)
    assert first() == at_epoch_end


@pytest.fixture
def server():
    """A web server that keeps what it is sent."""

    class StateSaver(HTTPServer):
        kept: ClassVar[list[tuple[str, dict[str, str], str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            StateSaver.kept.append((self.path, dict(self.headers), body))
            self.send_response(403 if self.path == "/refused" else 200)
            self.end_headers()

        def log_message(self, format, *args):  # noqa: A002 - the base class's name
            pass

    made_server = StateSaver(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made_server.serve_forever)
    thread.start()
    yield made_server
    made_server.shutdown()
    thread.join()
    made_server.server_close()


@pytest.mark.parametrize("as_json", [True, False])
def test_remote_monitor_sends_every_epoch(kit, server, as_json):
    section = RemoteMonitor(
        root=f"http://127.0.0.1:{server.server_port}",
        path="/here/",
        field="values",
        headers={"X-Key": "secret"},
        send_as_json=as_json,
    )
    run(kit, section, (0.5, 0.4))
    assert len(server.kept) == 2
    path, headers, body = server.kept[1]
    assert (path, headers["X-Key"]) == ("/here/", "secret")
    values = json.loads(body) if as_json else json.loads(urllib.parse.parse_qs(body)["values"][0])
    assert (values["epoch"], values["val_loss"]) == (1, 0.4)


def test_remote_monitor_sends_what_numpy_holds(kit, server):
    section = RemoteMonitor(root=f"http://127.0.0.1:{server.server_port}", send_as_json=True)
    callback = RunRemoteMonitor(section, kit.context())
    callback.on_epoch_end(0, {"loss": np.float32(0.5), "by_class": np.array([1.0, 2.0]), "other": object})
    values = json.loads(server.kept[0][2])
    assert (values["loss"], values["by_class"]) == (0.5, [1.0, 2.0])


def test_remote_monitor_without_a_server_goes_on_and_says_so_once(kit):
    run(kit, RemoteMonitor(root="http://127.0.0.1:9"), (0.5, 0.4, 0.3))
    (line,) = kit.lines
    assert line.startswith("The server http://127.0.0.1:9 cannot be reached (")


def test_remote_monitor_does_not_wait_for_ever(kit, monkeypatch):
    monkeypatch.setattr("engine.run.callbacks.remote_monitor.TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        run(kit, RemoteMonitor(root=f"http://127.0.0.1:{silent.getsockname()[1]}"), (0.5, 0.4))
    (line,) = kit.lines
    assert "timed out" in line


def test_remote_monitor_reports_a_refusal(kit, server):
    section = RemoteMonitor(root=f"http://127.0.0.1:{server.server_port}", path="/refused")
    run(kit, section, (0.5, 0.4))
    assert kit.lines == [f"The server {section.root} answers 403 Forbidden; the run continues without it."]


def test_those_that_are_off_are_left_out_and_the_rest_keep_their_places(kit):
    project = Project().with_value(
        "callbacks",
        (TerminateOnNaN(), EarlyStopping(enabled=False), EarlyStopping(patience=2), TerminateOnNaN()),
    )
    built = build_callbacks(project, kit.context())
    assert [(item.index, type(item.callback).__name__) for item in built] == [
        (0, "TerminateOnNaN"),
        (2, "EarlyStopping"),
        (3, "TerminateOnNaN"),
    ]


def test_arguments_have_keras_names(kit):
    import inspect

    for kind in alternatives(CallbackSettings):
        if kind is not CustomCallback:
            name = kind.keras_class.rpartition(".")[2]
            known = inspect.signature(getattr(kit.keras.callbacks, name)).parameters
            assert {declared.info.keras for declared in walk(kind)} - {""} <= set(known), name
