"""The TensorBoard server that `main.py tensorboard` runs: one process, no TensorFlow, and never an orphan.

It serves one log folder until it is told to end: by a signal or, where a parent is named, by its end. What
starts it and reads its address is `gui.control.tensorboard_process`; the words of the command line are
`engine.cli`'s.
"""

import contextlib
import ctypes
import io
import os
import signal
import socket
import sys
import threading
import time
import types
from pathlib import Path

ANNOUNCEMENT = "TensorBoard is ready at "
"""What the one line on stdout begins with; the address follows and ends it."""

RELOAD_SECONDS = 2
GRACE_SECONDS = 3.0
PR_SET_PDEATHSIG = 1


class TensorBoardError(Exception):
    """TensorBoard cannot be started as asked; the message is one sentence that says what to do."""


def serve(logdir: Path, *, host: str = "127.0.0.1", port: int = 0, parent: int | None = None) -> int:
    """Serve `logdir` until told to end; returns the exit status.

    Args:
        logdir: the folder in which TensorBoard looks for event files, at any depth.
        host: the address to listen on; "0.0.0.0" lets other machines in.
        port: 0 takes a free one.
        parent: process id of the program that started this one and holds the other end of stdin. When it is
            gone, or closes that end, this process ends too. None: nobody is watched.

    Raises:
        TensorBoardError: the folder is no folder, or the address cannot be listened on.
    """
    told_to_end = threading.Event()
    if parent is not None:
        _die_with(parent)
        threading.Thread(target=_watch_stdin, args=(told_to_end,), name="parent-watch", daemon=True).start()
    if not logdir.is_dir():
        raise TensorBoardError(
            f"{logdir} is not a folder; give the folder with the logs, such as RUN_FOLDER/logs."
        )
    _try_to_listen(host, port)
    address = _launch(logdir, host, port=port)
    sys.stdout.write(f"{ANNOUNCEMENT}{address}\n")
    sys.stdout.flush()
    try:
        # with a timeout, as Windows does not interrupt a wait that has none
        while not told_to_end.wait(1.0):
            pass
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _try_to_listen(host: str, port: int) -> None:
    """Listen and stop again: the server that TensorBoard is built on ends the process when it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]  # Python adds the address in brackets
        raise TensorBoardError(
            f"TensorBoard cannot listen on {host}, port {port} ({why});"
            " choose another with --host and --port, port 0 takes a free one."
        ) from error


def _launch(logdir: Path, host: str, *, port: int) -> str:
    """Start the server in a daemon thread; its address."""
    # with this module present TensorBoard takes its own small stand-in for TensorFlow: 80 MB instead of 600
    sys.modules["tensorboard.compat.notf"] = types.ModuleType("tensorboard.compat.notf")
    from tensorboard import default, program

    server = program.TensorBoard(plugins=default.get_plugins())
    server.configure(
        logdir=str(logdir), host=host, port=port, reload_interval=RELOAD_SECONDS, window_title="Fitroom"
    )
    try:
        # a note about the data server would stand on stderr, where people look for what went wrong
        with contextlib.redirect_stderr(io.StringIO()):
            address: str = server.launch()
    except socket.gaierror as error:
        # whatever address it listens on, it first looks whether "localhost" answers at the port
        raise TensorBoardError(
            "TensorBoard needs the name localhost, which is unknown here; add the line 127.0.0.1 localhost to"
            " the file hosts of this system."
        ) from error
    except program.TensorBoardServerException as error:
        raise TensorBoardError(f"{error.msg}; choose another with --host and --port.") from error
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - asked for by the person; the address shown must be one to go to
        return address.replace(f"[{host}]" if ":" in host else host, socket.gethostname(), 1)
    return address


def _die_with(parent: int) -> None:
    """On Linux, have the kernel kill this process when the thread that started it ends.

    The end of stdin says the same everywhere, unless a further child of the parent holds a copy of the pipe.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    # the parent may have ended before the kernel was asked
    if not Path(f"/proc/{parent}").exists():
        os._exit(0)


def _watch_stdin(told_to_end: threading.Event) -> None:
    """Wait for the end of stdin, then let the main thread end the process; after `GRACE_SECONDS` end it here.

    TensorBoard's data server ends with this process, as it watches its own stdin in the same way.
    """
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        # no stdin at all, so nothing to watch: a program without a console on Windows
        return
    told_to_end.set()
    time.sleep(GRACE_SECONDS)
    os._exit(0)
