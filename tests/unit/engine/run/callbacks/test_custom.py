"""A custom callback: trust, the sixteen hooks, and errors that name file and line."""

from __future__ import annotations

import sys
import textwrap
import traceback

import pytest

from engine.custom_code.errors import HOOKS
from engine.custom_code.trust import TrustStore, fingerprint
from engine.problems import RunError
from engine.record.events import Result
from engine.resources import example_callback
from engine.run.callbacks.custom import load_custom
from engine.run.loop.batch_hooks import overrides
from engine.settings.callbacks import CustomCallback

HEAD = "import keras\n\n\nclass Mine(keras.callbacks.Callback):\n"


@pytest.fixture
def write(tmp_path):
    def written(body, *, head=HEAD, name="mine.py"):
        path = tmp_path / name
        path.write_text(head + textwrap.indent(textwrap.dedent(body), "    " if head == HEAD else ""))
        return path

    return written


def load(kit, path, *, trusted=True, **settings):
    if trusted:
        kit.trusted.add(fingerprint(path.read_bytes()))
    return load_custom(CustomCallback(path=str(path), **settings), kit.context(index=1))


def refusal(kit, path, **settings):
    with pytest.raises(RunError) as caught:
        load(kit, path, **settings)
    return caught.value


def test_the_sixteen_hooks_are_those_of_keras(kit):
    base = kit.keras.callbacks.Callback
    assert {name for name in dir(base) if name.startswith("on_")} == set(HOOKS)
    assert len(set(HOOKS)) == 16


def test_the_example_has_every_hook_and_calls_the_older_names_as_keras_does(kit, capsys):
    callback = load(kit, example_callback())
    assert all(overrides(callback, [hook]) for hook in HOOKS)
    called = []
    callback.on_batch_begin = lambda batch, logs=None: called.append(("begin", batch, logs))
    callback.on_batch_end = lambda batch, logs: called.append(("end", batch, logs["loss"]))
    callback.on_epoch_begin(0)
    callback.on_train_batch_begin(3)
    callback.on_train_batch_end(3, {"loss": 1.0})
    callback.on_epoch_end(0, {"loss": 0.5})
    assert called == [("begin", 3, None), ("end", 3, 1.0)]
    assert capsys.readouterr().out == "Epoch 1: 1 batches, loss 0.5000\n"


def test_a_file_that_is_not_trusted_does_not_run(kit, write, tmp_path):
    mark = tmp_path / "it ran"
    path = write(f"open({str(mark)!r}, 'w')\n" + HEAD + "    pass\n", head="")
    error = refusal(kit, path, trusted=False)
    assert "has not been trusted" in str(error)
    assert error.path == "callbacks.1.path"
    assert not mark.exists()


def test_a_file_that_has_changed_is_not_trusted(kit, write):
    load(kit, write("pass"))
    assert "has changed since" in str(refusal(kit, write("x = 1"), trusted=False))


def test_a_changed_file_is_read_again_for_the_next_run(kit, write):
    assert load(kit, write("word = 'old'")).word == "old"
    assert load(kit, write("word = 'new'")).word == "new"


def test_the_file_is_not_there(kit, tmp_path):
    error = refusal(kit, tmp_path / "gone.py", trusted=False)
    assert "cannot be read: No such file" in str(error)
    with pytest.raises(RunError, match="none chosen"):
        load_custom(CustomCallback(), kit.context())


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = (", "mine.py, line 1: SyntaxError"),
        ("x = 1\nx.y\n", "mine.py, line 2: AttributeError: 'int' object has no attribute 'y'"),
        ("import nothing_there\n", "mine.py, line 1: ModuleNotFoundError"),
        ("def f():\n    raise ValueError('first\\nsecond')\n\nf()\n", "mine.py, line 2: ValueError: first"),
        ("import sys\nsys.exit()\n", "mine.py, line 2: SystemExit"),
        ("raise KeyboardInterrupt\n", "mine.py, line 1: KeyboardInterrupt"),
        ("x = 1\0", "mine.py: "),
    ],
)
def test_code_that_fails_names_the_line(kit, write, source, said):
    error = refusal(kit, write(source, head=""))
    assert str(error).startswith(said)
    assert "\n" not in str(error)
    assert error.path == "callbacks.1.path"


@pytest.mark.parametrize(
    ("source", "settings", "said"),
    [
        ("x = 1\n", {}, "no callback classes; write a subclass"),
        (HEAD + "    pass\n\nclass Other(Mine):\n    pass\n", {}, "2 callback classes; name the one"),
        (HEAD + "    pass\n", {"class_name": "Yours"}, "no callback class 'Yours' in the file; it has Mine"),
        ("from keras.callbacks import EarlyStopping\n", {"class_name": "EarlyStopping"}, "it has none"),
        (HEAD + "    def __init__(self, a, *, b, c=1):\n        pass\n", {}, "without a, b; give a default"),
    ],
)
def test_the_class_to_use(kit, write, source, settings, said):
    error = refusal(kit, write(source, head=""), **settings)
    assert said in str(error)
    assert error.path == "callbacks.1.class_name"


def test_one_of_several_is_chosen_by_its_name(kit, write):
    path = write(HEAD + "    pass\n\nclass Other(Mine):\n    pass\n", head="")
    assert type(load(kit, path, class_name="Other")).__name__ == "Other"


def test_an_error_in_the_constructor_names_the_line(kit, write):
    error = refusal(kit, write("def __init__(self):\n    self.x = 1 / 0\n"))
    assert str(error) == "mine.py, line 6: ZeroDivisionError: division by zero"


def test_a_dataclass_and_arguments_with_defaults_work(kit, write):
    source = """
        from __future__ import annotations
        import dataclasses
        import keras

        @dataclasses.dataclass(eq=False)
        class Mine(keras.callbacks.Callback):
            times: int = 3

            def __post_init__(self):
                super().__init__()
    """
    assert load(kit, write(source, head="")).times == 3


def test_no_module_is_left_behind(kit, write):
    before = set(sys.modules)
    load(kit, write("pass"))
    refusal(kit, write("1 / 0"))
    assert {name for name in set(sys.modules) - before if "callback" in name} == set()


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("raised", ["ValueError('no')", "SystemExit(3)", "KeyboardInterrupt()"])
def test_an_error_in_any_hook_names_the_line(kit, write, hook, raised):
    callback = load(kit, write(f"def {hook}(self, *args, **kwargs):\n    raise {raised}\n"))
    arguments = (0,) if "batch" in hook or "epoch" in hook else ()
    with pytest.raises(RunError, match=r"^mine\.py, line 6: ") as caught:
        getattr(callback, hook)(*arguments)
    assert caught.value.path == "callbacks.1.path"
    assert "mine.py" in "".join(traceback.format_exception(caught.value))


def test_hooks_that_do_nothing_stay_known_as_such(kit, write):
    callback = load(kit, write("def on_epoch_end(self, epoch, logs=None):\n    pass\n"))
    assert overrides(callback, ["on_epoch_end"])
    for hook in HOOKS:
        assert overrides(callback, [hook]) == (hook == "on_epoch_end")


def test_what_it_inherits_from_keras_answers_too(kit, write):
    source = """
        import keras

        class Mine(keras.callbacks.EarlyStopping):
            def get_monitor_value(self, logs):
                return logs["nothing"]
    """
    callback = load(kit, write(source, head=""))
    callback.set_model(kit.model())
    callback.on_train_begin()
    with pytest.raises(RunError, match=r"mine\.py, line 6: KeyError: 'nothing'"):
        callback.on_epoch_end(0, {"val_loss": 1.0})


EVERY_HOOK = "calls = []\n\n" + "\n".join(
    f"def {hook}(self, *args, **kwargs):\n    self.calls.append({hook!r})\n" for hook in HOOKS
)


def test_a_run_calls_the_hooks_as_keras_does(train, write):
    body = EVERY_HOOK + (
        "\ndef on_train_end(self, logs=None):\n    print('hooks: ' + repr(self.calls).replace(' ', ''))\n"
    )
    path = write(body)
    done = train(CustomCallback(path=str(path)), trusted=lambda *_: True, **{"fit.epochs": 1})
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    (line,) = [line for line in done.log if line.startswith("hooks: ")]
    called = [name.strip("'") for name in line.removeprefix("hooks: [").removesuffix("]").split(",")]
    batch = ["on_train_batch_begin", "on_train_batch_end"]
    tested = ["on_test_batch_begin", "on_test_batch_end"]
    assert called == [
        "on_train_begin",
        "on_epoch_begin",
        *batch * 6,
        "on_test_begin",
        *tested * 2,
        "on_test_end",
        "on_epoch_end",
    ]


def test_an_error_ends_the_run_with_file_and_line(train, write):
    path = write("def on_epoch_end(self, epoch, logs=None):\n    if epoch == 1:\n        logs['nothing']\n")
    store = TrustStore()
    store.trust(path)
    done = train(CustomCallback(path=str(path)), trusted=store.is_trusted)
    assert done.ended.result is Result.FAILED
    assert done.ended.reason == "mine.py, line 7: KeyError: 'nothing'"
    assert done.ended.problem_path == "callbacks.0.path"
    assert len(done.epochs) == 1
    assert "logs['nothing']" in done.folder.log_txt.read_text()


def test_an_exit_ends_the_run_and_not_the_program(train, write):
    path = write("def on_train_batch_end(self, batch, logs=None):\n    raise SystemExit('enough')\n")
    done = train(CustomCallback(path=str(path)), trusted=lambda *_: True)
    assert done.ended.result is Result.FAILED
    assert done.ended.reason == "mine.py, line 6: SystemExit: enough"


def test_a_run_without_trust_says_so(train, write):
    done = train(CustomCallback(path=str(write("pass"))))
    assert done.ended.result is Result.FAILED
    assert "has not been trusted" in done.ended.reason


def test_it_can_stop_the_run(train, write):
    path = write("def on_epoch_end(self, epoch, logs=None):\n    self.model.stop_training = True\n")
    done = train(CustomCallback(path=str(path)), trusted=lambda *_: True)
    assert done.ended.result is Result.COMPLETED
    assert len(done.epochs) == 1
