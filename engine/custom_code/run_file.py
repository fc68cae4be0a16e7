"""A custom Python file: run only when it is trusted, its errors put into one sentence with file and line.

The bytes that were checked are the bytes that run. Which files are trusted is left to `trust`, and which
error is raised to the caller: a class that takes one sentence.
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
"""Whether a person has allowed the Python file with this path and sha256 to run."""
MOST_BYTES = 16 * 2**20
"""The largest file of Python code that is read."""
_LONGEST = 300  # characters of an error's message
_MODULE = "fitroom_own_file"


def trust_nothing(_path: Path, _sha256: str) -> bool:
    """Trust no custom file; the default of `Trusted`."""
    return False


@dataclass(frozen=True, slots=True)
class CustomCode:
    """A trusted file. It can be pickled to another process.

    Attributes:
        path: of the file.
        content: its bytes, as they were trusted.
        refusal: the class of the errors, made with one sentence.
    """

    path: Path
    content: bytes
    refusal: type[Exception]

    @property
    def fingerprint(self) -> str:
        """The sha256 of the bytes, as hex."""
        return hashlib.sha256(self.content).hexdigest()

    def run(self) -> dict[str, Any]:
        """Run the file again and return its names.

        Raises:
            refusal: the code fails; the message has file and line.
        """
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
        """Turn what the code of the file raises into a `refusal`."""
        try:
            yield
        except self.refusal:
            raise
        # it may raise anything, SystemExit too; in a worker nothing else raises that
        except BaseException as error:
            raise self.refusal(custom_code_sentence(error, self.path)) from error


def trusted_code(path: Path, trusted: Trusted, *, refusal: type[Exception]) -> CustomCode:
    """Return the file at `path`, when it may run.

    Args:
        path: the file.
        trusted: whether it may run.
        refusal: the class of the errors.

    Raises:
        refusal: it is not trusted.
        OSError: it cannot be read, or is larger than `MOST_BYTES`.
    """
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
    """Return where custom code failed, and with which error.

    Args:
        error: what it raised.
        path: the file, whose last line in the traceback is named.
    """
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == str(path) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    where = tr("{file}, line {line}", file=path.name, line=line) if line else path.name
    text = next(iter(str(error).strip().splitlines()), "")[:_LONGEST]
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return tr("{place}: {error}", place=where, error=what)
