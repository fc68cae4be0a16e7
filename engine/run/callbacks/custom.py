"""A custom callback: a Python file with a subclass of keras.callbacks.Callback, run only when trusted.

The bytes that were checked are the bytes that run: the file is read once for each run. What its code raises
ends the run in one sentence with file and line (`engine.custom_code.errors`). `engine.custom_code.trust`
remembers which files are trusted.
"""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras

from engine.custom_code.errors import CUSTOM_MODULE, answered, guard_hooks
from engine.custom_code.run_file import MOST_BYTES
from engine.custom_code.trust import fingerprint
from engine.language import tr
from engine.opening import read_regular
from engine.problems import RunError
from engine.resources import resolve
from engine.run.callbacks.context import CallbackContext
from engine.settings.callbacks import CustomCallback


def load_custom(section: CustomCallback, context: CallbackContext) -> Any:
    """Make an instance of the callback class in the file.

    Args:
        section: The file, and the name of the class where it has several.
        context: What it may know of the run; decides whether the file is trusted.

    Raises:
        RunError: When the file cannot be read, is not trusted, or its class cannot be made.
    """
    path, content = _trusted_content(section, context)
    module = types.ModuleType(f"{CUSTOM_MODULE}{context.index}")
    module.__file__ = str(path)
    with answered(path, context.path("path")), _importable(module):
        code = compile(content, str(path), "exec")
        types.FunctionType(code, vars(module))()
        chosen = _class_in(module, section, context)
        _refuse_arguments(chosen, context)
        callback = chosen()
    guard_hooks(callback, path, setting=context.path("path"))
    return callback


def _trusted_content(section: CustomCallback, context: CallbackContext) -> tuple[Path, bytes]:
    try:
        path = resolve(section.path)
        content = read_regular(path, most=MOST_BYTES)
    except OSError as error:
        raise RunError(
            tr(
                "The callback file {file} cannot be read: {why}.",
                file=section.path or tr("(none chosen)"),
                why=error.strerror or error,
            ),
            path=context.path("path"),
        ) from error
    if not context.trusted(path, fingerprint(content)):
        raise RunError(
            tr(
                "{file} has not been trusted, or has changed since; look at it and say that you trust it.",
                file=path.name,
            ),
            path=context.path("path"),
        )
    return path, content


@contextmanager
def _importable(module: types.ModuleType) -> Generator[None]:
    """Within this the module is found by its name, as dataclasses do while a class is made."""
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        sys.modules.pop(module.__name__, None)


def _class_in(module: types.ModuleType, section: CustomCallback, context: CallbackContext) -> type[Any]:
    found = {
        name: item
        for name, item in vars(module).items()
        if isinstance(item, type)
        and issubclass(item, keras.callbacks.Callback)
        and item.__module__ == module.__name__
    }
    wanted = section.class_name
    if wanted and wanted not in found:
        raise RunError(
            tr(
                "There is no callback class {name!r} in the file; it has {found}.",
                name=wanted,
                found=", ".join(found) or tr("none"),
            ),
            path=context.path("class_name"),
        )
    if not wanted and len(found) != 1:
        sentence = (
            tr("The file has {count} callback classes; name the one to use.", count=len(found))
            if found
            else tr("The file has no callback classes; write a subclass of keras.callbacks.Callback.")
        )
        raise RunError(sentence, path=context.path("class_name"))
    return found[wanted] if wanted else next(iter(found.values()))


def _refuse_arguments(chosen: type[Any], context: CallbackContext) -> None:
    needed = [
        parameter.name
        for parameter in inspect.signature(chosen).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if needed:
        raise RunError(
            tr(
                "{name} cannot be made without {arguments}; give a default value to each.",
                name=chosen.__name__,
                arguments=", ".join(needed),
            ),
            path=context.path("class_name"),
        )
