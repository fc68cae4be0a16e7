"""The TensorBoard server that `main.py tensorboard` runs: one process, no TensorFlow, and never an orphan.

It serves one log folder until it is asked to end: by a signal or, where a parent is named, by the parent's
end. Its address has a path that nobody can guess, as TensorBoard has no password: other users of the machine,
and web pages in the person's browser, can reach its port too. Starting it and reading its address is left to
`gui.control.tensorboard.process`, and the words of the command line to `engine.cli`.
"""

import contextlib
import ctypes
import io
import ipaddress
import os
import secrets
import signal
import socket
import sys
import threading
import time
import types
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from engine.language import tr

ANNOUNCEMENT = "TensorBoard is ready at "
"""The prefix of the one line on stdout; the address follows."""

RELOAD_SECONDS = 2
GRACE_SECONDS = 3.0
PR_SET_PDEATHSIG = 1
PREFIX_BYTES = 16
LOOPBACK = "127.0.0.1"
EVERYWHERE_IPV4 = "0.0.0.0"  # noqa: S104 - used only where the person asks for it
EVERYWHERE = frozenset({EVERYWHERE_IPV4, "::"})

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application (PEP 3333)."""


class TensorBoardError(Exception):
    """TensorBoard cannot be started as asked; the message is one sentence that says what to do."""


def serve(
    logdir: Path,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    path_prefix: str | None = None,
    parent: int | None = None,
) -> int:
    """Serve `logdir` until a signal or the end of the parent.

    Args:
        logdir: the folder in which TensorBoard looks for event files, at any depth.
        host: the address to listen on; "0.0.0.0" lets other machines in.
        port: 0 takes a free one.
        path_prefix: the path below which the page is served, such as "/board"; "" serves it at the root.
            None: a new path that cannot be guessed.
        parent: process id of the program that started this one and holds the other end of stdin. When it is
            gone, or closes that end, this process ends too. None: nobody is watched.

    Returns:
        The exit status.

    Raises:
        TensorBoardError: the folder is not a folder, or the address cannot be listened on.
    """
    end_requested = threading.Event()
    if parent is not None:
        _die_with(parent)
        threading.Thread(target=_watch_stdin, args=(end_requested,), name="parent-watch", daemon=True).start()
    if not logdir.is_dir():
        raise TensorBoardError(
            tr("{path} is not a folder; give the folder with the logs, such as RUN_FOLDER/logs.", path=logdir)
        )
    _try_to_listen(host, port)
    prefix = f"/{secrets.token_urlsafe(PREFIX_BYTES)}" if path_prefix is None else path_prefix
    address = _launch(logdir, host, port=port, path_prefix=prefix)
    sys.stdout.write(f"{ANNOUNCEMENT}{address}\n")
    sys.stdout.flush()
    try:
        # with a timeout, as Windows does not interrupt a wait that has none
        while not end_requested.wait(1.0):
            pass
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _try_to_listen(host: str, port: int) -> None:
    """Listen and stop again: the server that TensorBoard is built on ends the process when it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]  # Python adds the address in brackets
        raise TensorBoardError(
            tr(
                "TensorBoard cannot listen on {host}, port {port} ({reason});"
                " choose another with --host and --port, port 0 takes a free one.",
                host=host,
                port=port,
                reason=why,
            )
        ) from error


def _launch(logdir: Path, host: str, *, port: int, path_prefix: str) -> str:
    """Start the server in a daemon thread and return its address."""
    # with this module TensorBoard uses its small stub of TensorFlow: 80 MB instead of 600
    sys.modules["tensorboard.compat.notf"] = types.ModuleType("tensorboard.compat.notf")
    from tensorboard import default, program

    class Server(program.WerkzeugServer):
        def __init__(self, wsgi_app: _Application, flags: Any) -> None:
            super().__init__(wsgi_app if host in EVERYWHERE else _only_named(wsgi_app, host), flags)

    server = program.TensorBoard(plugins=default.get_plugins(), server_class=Server)
    server.configure(
        logdir=str(logdir),
        host=host,
        port=port,
        path_prefix=path_prefix,
        reload_interval=RELOAD_SECONDS,
        window_title="Fitroom",
    )
    try:
        # a note about the data server would be on stderr, where people look for errors
        with contextlib.redirect_stderr(io.StringIO()):
            address: str = server.launch()
    except socket.gaierror as error:
        # whatever address it listens on, it first checks whether "localhost" answers at the port
        raise TensorBoardError(
            tr(
                "TensorBoard needs the name localhost, which is unknown here; add the line 127.0.0.1"
                " localhost to the file hosts of this system."
            )
        ) from error
    except program.TensorBoardServerException as error:
        raise TensorBoardError(
            tr("{reason}; choose another with --host and --port.", reason=error.msg)
        ) from error
    if host in EVERYWHERE:  # the address shown must be one that a browser can open
        return address.replace(f"[{host}]" if ":" in host else host, socket.gethostname(), 1)
    return address


def _only_named(application: _Application, host: str) -> _Application:
    """Answer only requests that name this server by its number, as localhost, or as `host`.

    A web page from elsewhere can have its own name point to this machine (DNS rebinding); its requests then
    carry that name.
    """

    def named(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_this_host(str(environ.get("HTTP_HOST", "")), host):
            return application(environ, start_response)
        body = b"This TensorBoard answers only at the address that it was started with."
        start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    return named


def _is_this_host(named: str, host: str) -> bool:
    """Return whether the Host header `named`, with or without a port, is a number, localhost, or `host`."""
    name = named.partition("]")[0].removeprefix("[") if named.startswith("[") else named.partition(":")[0]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.lower() in {"localhost", host.lower()}
    return True


def _die_with(parent: int) -> None:
    """On Linux, have the kernel kill this process when the thread that started it ends.

    The end of stdin says the same everywhere, unless a further child of the parent holds a copy of the pipe.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    # the parent may have ended before the call
    if not Path(f"/proc/{parent}").exists():
        os._exit(0)


def _watch_stdin(end_requested: threading.Event) -> None:
    """Wait for the end of stdin, then let the main thread end the process; after `GRACE_SECONDS` end it here.

    TensorBoard's data server ends with this process, as it watches its own stdin in the same way.
    """
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        # no stdin at all, so nothing to watch: a program without a console on Windows
        return
    end_requested.set()
    time.sleep(GRACE_SECONDS)
    os._exit(0)
