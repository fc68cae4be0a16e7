"""The callbacks of a project as calls of Keras's own classes, and the few classes that Keras lacks.

A run makes its callbacks from the same calls (`engine.models.callback_call`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from engine.models.callback_call import callback_call
from engine.resources import resolve
from engine.settings.callbacks import (
    CallbackSection,
    CallbackSettings,
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    RemoteMonitor,
    SwapEMAWeights,
    TensorBoard,
    TerminateOnNaN,
)
from engine.settings.declaration.call import Call
from engine.settings.declaration.declare import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.settings.project import Project

SAVED_MODEL = '''
class SavedModelCheckpoint(keras.callbacks.ModelCheckpoint):
    """Saves SavedModel folders; ModelCheckpoint itself takes only names that end in .keras."""

    def __init__(self, filepath, **kwargs):
        super().__init__(filepath + ".keras", **kwargs)
        self.filepath = filepath

    def _save_model(self, epoch, batch, logs):
        folder = self._get_file_path(epoch, batch, logs)
        if self._should_save_model(epoch, batch, logs, folder):
            self.model.export(folder, format="tf_saved_model", verbose=False)
'''
KEPT = '''
class Kept(keras.callbacks.Callback):
    """Deletes all but the last few of the files that a checkpoint has saved."""

    def __init__(self, pattern, count):
        super().__init__()
        self.pattern, self.count = pattern, count

    def on_epoch_end(self, epoch, logs=None):
        saved = sorted(glob.glob(self.pattern), key=os.path.getmtime)
        for old in saved[: -self.count]:
            shutil.rmtree(old) if os.path.isdir(old) else os.remove(old)
'''
CUSTOM = '''
def own_callback(path, name=None):
    """The callback in a Python file: the class of this name, or the only one."""
    own = {
        key: value
        for key, value in runpy.run_path(path, run_name="own").items()
        if isinstance(value, type)
        and issubclass(value, keras.callbacks.Callback)
        and value.__module__ == "own"
    }
    return (own[name] if name else list(own.values())[0])()
'''


def callback_calls(project: Project, *, base: Path | None = None) -> tuple[Call, ...]:
    """Return the calls of all enabled callbacks, in their order.

    Args:
        project: The settings.
        base: The folder that relative paths of custom callbacks start from; None for the working folder.

    Returns:
        Calls; a ModelCheckpoint that keeps only some of its files is followed by a `Kept`.
    """
    calls: list[Call] = []
    for index, section in enumerate(project.callbacks):
        if section.enabled:
            made = _MAKERS[type(section)](section, f"callbacks.{index}")
            if isinstance(section, CustomCallback) and section.path:
                path = str(resolve(section.path, base))
                made = [replace(call, kwargs={**call.kwargs, "path": path}) for call in made]
            calls += made
    return tuple(calls)


def classes_for(project: Project) -> tuple[str, ...]:
    """Return the source of the classes and functions that `callback_calls` uses and Keras does not have."""
    checkpoints = [one for one in project.callbacks if isinstance(one, ModelCheckpoint) and one.enabled]
    exported = any(one.format == "savedmodel" for one in checkpoints)
    kept = any(one.keep != "all" for one in checkpoints)
    has_custom = any(isinstance(one, CustomCallback) and one.enabled for one in project.callbacks)
    return (SAVED_MODEL,) * exported + (KEPT,) * kept + (CUSTOM,) * has_custom


def _plain(section: CallbackSection, path: str) -> list[Call]:
    return [callback_call(section, path)]


def _checkpoint(section: Any, path: str) -> list[Call]:
    call = callback_call(section, path)
    kwargs: dict[str, Any] = {"filepath": section.filepath, **call.kwargs}
    if not section.save_best_only and section.monitor == "val_loss":
        del kwargs["monitor"]
    origin = {**call.origin, "filepath": f"{path}.filepath"}
    keras_class = "SavedModelCheckpoint" if section.format == "savedmodel" else call.path
    calls = [Call(keras_class, kwargs=kwargs, origin=origin)]
    if section.keep != "all":
        count = 1 if section.keep == "best" else section.keep_last
        kept = {"pattern": _pattern(section.filepath), "count": count}
        calls.append(Call("Kept", kwargs=kept, origin={"count": f"{path}.keep_last"}))
    return calls


def _pattern(template: str) -> str:
    """The glob pattern that matches every file name that the template can give."""
    parts = [part.partition("}") for part in template.split("{")]
    return parts[0][0] + "".join("*" + rest for _, _, rest in parts[1:])


def _tensorboard(section: Any, path: str) -> list[Call]:
    call = callback_call(section, path)
    kwargs = dict(call.kwargs)
    if not section.histogram_freq:
        del kwargs["histogram_freq"]
    return [Call(call.path, kwargs=kwargs, origin=call.origin)]


def _custom(section: Any, path: str) -> list[Call]:
    kwargs = {"path": section.path} | ({"name": section.class_name} if section.class_name else {})
    origin = {"path": f"{path}.path", "name": f"{path}.class_name"}
    return [Call("own_callback", kwargs=kwargs, origin=origin)]


_MAKERS: dict[type[CallbackSection], Callable[[Any, str], list[Call]]] = {
    EarlyStopping: _plain,
    ReduceLROnPlateau: _plain,
    TerminateOnNaN: _plain,
    SwapEMAWeights: _plain,
    RemoteMonitor: _plain,
    CSVLogger: _plain,
    LearningRateScheduler: _plain,
    ModelCheckpoint: _checkpoint,
    TensorBoard: _tensorboard,
    CustomCallback: _custom,
}

if set(_MAKERS) != set(alternatives(get_args(CallbackSettings)[0])):
    raise TypeError("each callback in engine.settings.callbacks needs a call in engine.script.callbacks")
