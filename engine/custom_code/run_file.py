"""A custom Python file: run only when it is trusted, and answered for in one sentence with its line.

The bytes that were judged are the bytes that run. Which files are trusted is kept by the run. Who uses the
file says which error tells of it, a class that is made with one sentence.
"""

import hashlib
import sys
import types
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.language import tr
from engine.opening import read_regular

Trusted = Callable[[Path, str], bool]
"""Says whether a person has said that the Python file with this sha256 may run."""
MOST_BYTES = 16 * 2**20
"""The largest file of Python code that is read."""
_LONGEST = 300  # characters of an error's own text
_MODULE = "fitroom_own_file"


def trust_nothing(_path: Path, _sha256: str) -> bool:
    """No custom file may run."""
    return False


@dataclass(frozen=True, slots=True)
class CustomCode:
    """A trusted file, its bytes, and the error that tells of it. It can be sent to another process."""

    path: Path
    content: bytes
    refusal: type[Exception]

    @property
    def fingerprint(self) -> str:
        """The sha256 of the bytes, as hex."""
        return hashlib.sha256(self.content).hexdigest()

    def run(self) -> dict[str, Any]:
        """Run the file again; the names that it has then. Raises `refusal` with file and line."""
        module = types.ModuleType(_MODULE)
        module.__file__ = str(self.path)
        # dataclasses look for the module by its name while a class is made
        sys.modules[_MODULE] = module
        try:
            with self.answered():
                code = compile(self.content, str(self.path), "exec")
                types.FunctionType(code, vars(module))()
        finally:
            sys.modules.pop(_MODULE, None)
        return vars(module)

    @contextmanager
    def answered(self) -> Generator[None]:
        """Within this, what the code of the file raises becomes a `refusal`."""
        try:
            yield
        except self.refusal:
            raise
        # it may raise anything, also what is meant to end Python; in a worker nobody else raises that
        except BaseException as error:
            raise self.refusal(custom_code_sentence(error, self.path)) from error


def trusted_code(path: Path, trusted: Trusted, *, refusal: type[Exception]) -> CustomCode:
    """The file at `path`. Raises `refusal` when nobody has said that it may run, and OSError."""
    code = CustomCode(path, read_regular(path, most=MOST_BYTES), refusal)
    if not trusted(path, code.fingerprint):
        raise refusal(
            tr(
                "{file} has not been trusted, or has changed since; look at it and say that you trust it.",
                file=path.name,
            )
        )
    return code


def custom_code_sentence(error: BaseException, path: Path) -> str:
    """Which line of the person's file failed, and how."""
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == str(path) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    where = tr("{file}, line {line}", file=path.name, line=line) if line else path.name
    text = next(iter(str(error).strip().splitlines()), "")[:_LONGEST]
    return f"{where}: {type(error).__name__}: {text}" if text else f"{where}: {type(error).__name__}"
