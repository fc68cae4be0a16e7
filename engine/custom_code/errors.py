"""Turns whatever custom code raises into one sentence with the file and the line.

A `sys.exit()` in it ends the run, not the program. Errors of the program's own go through as they are.
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
"""What the module of a callback's file is called, with the callback's place behind it."""
GUARDED = frozenset((*HOOKS, *_CALLED_TOO))
"""The names under which `guard_hooks` puts hooks onto a callback."""


@contextmanager
def answered(path: Path, setting: str) -> Generator[None]:
    """Within this, what the code of the file at `path` raises becomes a RunError that names `setting`."""
    try:
        yield
    except RunError:
        raise
    # it may raise anything, also what is meant to end Python; in a worker's thread nobody else raises that
    except BaseException as error:
        raise RunError(custom_code_sentence(error, path), path=setting) from error


def guard_hooks(callback: Any, path: Path, *, setting: str) -> None:
    """Have every hook of `callback` that does something answer for itself, as in `answered`."""
    for name in (*HOOKS, *_CALLED_TOO):
        hook = getattr(callback, name, None)
        # Keras marks the hooks that do nothing by this name, and they must stay known as such
        if callable(hook) and not getattr(hook, "_is_default", False):
            setattr(callback, name, _guarded(hook, path, setting))


def _guarded(hook: Callable[..., Any], path: Path, setting: str) -> Callable[..., Any]:
    @functools.wraps(hook)
    def answering(*args: Any, **kwargs: Any) -> Any:
        with answered(path, setting):
            return hook(*args, **kwargs)

    return answering
