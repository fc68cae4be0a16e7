"""Turns whatever custom code raises into one sentence with the file and the line.

A `sys.exit()` in it ends the run, not the program. The program's own errors pass unchanged. How a file is run
is left to `run_file`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.custom_code.run_file import custom_code_sentence
from engine.problems import RunError

HOOKS = (
    *(
        f"on_{phase}_{end}"
        for phase in ("train", "test", "predict", "epoch", "batch")
        for end in ("begin", "end")
    ),
    *(f"on_{phase}_batch_{end}" for phase in ("train", "test", "predict") for end in ("begin", "end")),
)
"""The sixteen hooks of a Keras callback."""
_CALLED_TOO = ("set_model", "set_params", "get_state", "set_state")
CUSTOM_MODULE = "fitroom_callback_"
"""The name of the module of a callback's file, before the callback's place."""
GUARDED = frozenset((*HOOKS, *_CALLED_TOO))
"""The attributes of a callback that `guard_hooks` may replace."""


@contextmanager
def answered(path: Path, setting: str) -> Generator[None]:
    """Turn what the code of a file raises into a RunError.

    Args:
        path: the file.
        setting: the path that the error has.

    Raises:
        RunError: anything was raised within this.
    """
    try:
        yield
    except RunError:
        raise
    # it may raise anything, SystemExit too; in a worker's thread nothing else raises that
    except BaseException as error:
        raise RunError(custom_code_sentence(error, path), path=setting) from error


def guard_hooks(callback: Any, path: Path, *, setting: str) -> None:
    """Replace every hook of a callback that does something by one that raises as `answered` does.

    Args:
        callback: a custom `keras.callbacks.Callback`, changed in place.
        path: its file.
        setting: the path that errors have.
    """
    for name in (*HOOKS, *_CALLED_TOO):
        hook = getattr(callback, name, None)
        # Keras marks the hooks that do nothing by this attribute, and must still see it
        if callable(hook) and not getattr(hook, "_is_default", False):
            setattr(callback, name, _guarded(hook, path, setting))


def _guarded(hook: Callable[..., Any], path: Path, setting: str) -> Callable[..., Any]:
    @functools.wraps(hook)
    def answering(*args: Any, **kwargs: Any) -> Any:
        with answered(path, setting):
            return hook(*args, **kwargs)

    return answering
