"""`tensorboard`: serves TensorBoard, as a child of the window, or by hand for other machines too."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.language import tr
from engine.tensorboard_server import LOOPBACK, TensorBoardError, serve


def run(arguments: Sequence[str], prog: str) -> int:
    """Serve until the process is stopped or its parent ends; return the exit status."""
    parser = Parser(prog, tr("Serve the TensorBoard page of a log folder, and print its address."))
    parser.add_argument(
        "--logdir", type=Path, required=True, metavar="FOLDER", help=tr("a run's folder logs")
    )
    parser.add_argument(
        "--host", default=LOOPBACK, help=tr("where to listen; 0.0.0.0 lets other machines see the page")
    )
    parser.add_argument("--port", type=_port, default=0, help=tr("0, the default, takes a free one"))
    parser.add_argument(
        "--path-prefix",
        type=_path_prefix,
        metavar="PATH",
        help=tr(
            "serve the page below this path, such as /board; / is the root, where web pages that are open in"
            " a browser may read it. Without this option the path is a new one that cannot be guessed"
        ),
    )
    parser.add_argument(
        "--parent", type=int, metavar="PID", help=tr("end when this process ends or closes stdin")
    )
    asked = parser.read(arguments)
    try:
        return serve(
            asked.logdir,
            host=asked.host,
            port=asked.port,
            path_prefix=asked.path_prefix,
            parent=asked.parent,
        )
    except TensorBoardError as error:
        raise UsageError(str(error)) from error


def _port(text: str) -> int:
    if text.isdecimal() and int(text) < 2**16:
        return int(text)
    raise argparse.ArgumentTypeError(tr("a port is a number from 0 to 65535, and {text} is none", text=text))


def _path_prefix(text: str) -> str:
    """Return the path with a leading and no trailing slash, as TensorBoard expects it; "" for the root."""
    if re.fullmatch(r"/?(?:[\w~-][\w.~-]*/)*(?:[\w~-][\w.~-]*)?", text, re.ASCII):
        return f"/{text.strip('/')}".rstrip("/")
    raise argparse.ArgumentTypeError(
        tr(
            "a path has letters, digits, dots, dashes and single slashes, as /board; {text} has more",
            text=text,
        )
    )
