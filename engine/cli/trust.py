"""Which custom Python files may run: those named on the command line, and those trusted before."""

from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.custom_code.run_file import MOST_BYTES
from engine.custom_code.trust import TrustStore, fingerprint
from engine.language import tr
from engine.opening import is_regular, read_regular, shortened
from engine.run.run_request import Trusted
from engine.settings import Project
from engine.settings.declaration.tree import python_files


def add_trust(parser: Parser) -> None:
    """Add the option --trust to `parser`."""
    parser.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=tr("let this Python file of your own run; may be given many times"),
    )


def trust_in(files: Sequence[Path], project: Project) -> Trusted:
    """Trust `files` with their present content, and what was trusted in the window before.

    Args:
        files: Python files named on the command line.
        project: The settings; every Python file that a run of them executes must be trusted.

    Returns:
        A function of path and sha256 that says whether a file may run.

    Raises:
        UsageError: A file cannot be read, or `project` runs a file that is not trusted.
    """
    try:
        named = {fingerprint(read_regular(file, most=MOST_BYTES)) for file in files}
    except OSError as error:
        raise UsageError(
            tr(
                "{file} cannot be read, so it cannot be trusted: {reason}.",
                file=shortened(str(error.filename)),
                reason=error.strerror,
            )
        ) from error
    store = TrustStore()

    def trusted(path: Path, sha256: str) -> bool:
        return sha256 in named or store.is_trusted(path, sha256)

    for _, name in python_files(project):
        path = Path(name)
        # a missing file is reported by preflight
        if is_regular(path) and not trusted(path, fingerprint(read_regular(path, most=MOST_BYTES))):
            raise UsageError(
                tr(
                    "This project runs Python file {path}. Look at it; to trust it, add --trust {path}",
                    path=path,
                )
            )
    return trusted
