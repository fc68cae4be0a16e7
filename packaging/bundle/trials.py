"""Runs the finished program's self-test where nothing of the build machine can help.

Each trial has an empty environment, a temporary home and a read-only program folder; where Xvfb is installed,
a screen too. `in_minimal_system` adds a bare Debian without Python.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534
PATIENCE = 900
SETTLE = 30


class TrialError(Exception):
    """A trial failed; the message says which one, and its output has been printed."""


def in_clean_environment(bundle: Path) -> list[str]:
    """Run the self-test as this user and, if this is root, as nobody.

    Returns:
        What was done, in words, one entry a trial.

    Raises:
        TrialError: A self-test failed, or the program has written into its own folder.
    """
    done: list[str] = []
    users = [os.getuid(), NOBODY] if os.getuid() == 0 else [os.getuid()]
    with _screen() as screen, tempfile.TemporaryDirectory(prefix="fitroom-trial-") as place:
        Path(place).chmod(0o755)
        program = Path(place) / "fitroom"
        shutil.copytree(bundle, program, symlinks=True, copy_function=_link_or_copy)
        for folder in [program, *(path for path in program.rglob("*") if path.is_dir())]:
            folder.chmod(0o555)
        before = _listing(program)
        for user in users:
            home = Path(place) / f"home-{user}"
            home.mkdir()
            os.chown(home, user, -1)
            who = pwd.getpwuid(user).pw_name
            command = [str(program / "fitroom"), "--self-test"]
            if user != os.getuid():
                command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
            _run(command, {**_environment(home), **screen}, name=f"the self-test as {who}")
            done.append(f"as {who}, {'under Xvfb' if screen else 'without a screen'}")
        for folder in [program, *(path for path in program.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)  # so that it can be deleted
        if _listing(program) != before:
            raise TrialError("The program has written into its own folder.")
    return done


def in_minimal_system(package: Path, *, suite: str) -> str:
    """Install the .deb in a new Debian without Python, and run the self-test there as an ordinary user.

    Root, debootstrap and its mirror are needed.

    Args:
        package: The .deb file.
        suite: Release of Debian, such as "bookworm".

    Returns:
        What was done, in words.

    Raises:
        TrialError: debootstrap, the installation or the self-test failed.
    """
    with _screen() as screen, tempfile.TemporaryDirectory(prefix="fitroom-debian-") as place:
        root = Path(place) / "root"
        _run(
            ["debootstrap", "--variant=minbase", suite, str(root)],
            dict(os.environ),
            name="debootstrap",
            quiet=True,
        )
        shutil.copy(package, root / "fitroom.deb")
        # an installed system has this file; debootstrap does not write it
        (root / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
        # in a new mount namespace, whose mounts disappear with it
        script = """
            mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot "$1" /bin/sh -ec '
                export DEBIAN_FRONTEND=noninteractive
                apt-get update -qq
                apt-get install -y -qq --no-install-recommends /fitroom.deb fonts-nanum >/dev/null
                useradd --create-home tester
                if command -v python3; then echo "There is a Python in this system." >&2; exit 1; fi
                exec setpriv --reuid=tester --regid=tester --init-groups \
                    env -i HOME=/home/tester PATH=/usr/bin:/bin '"$2"' fitroom --self-test'
        """
        settings = " ".join(f"{name}={value}" for name, value in screen.items())
        command = ["unshare", "--mount", "sh", "-c", script, "sh", str(root), settings]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        _run(command, environment, name=f"the self-test in a minimal {suite}")
    return f"in a minimal {suite} without Python, as a user"


def _environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "/usr/bin:/bin"}


def _run(command: Sequence[str], environment: Mapping[str, str], *, name: str, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(command, env=environment, timeout=PATIENCE, check=False, stdout=output, cwd="/")
    except subprocess.TimeoutExpired as error:
        raise TrialError(f"{name} did not end within {PATIENCE} s") from error
    if done.returncode != 0:
        raise TrialError(f"{name} ended with status {done.returncode}")


@contextmanager
def _screen() -> Generator[dict[str, str]]:
    """The environment variables of a new X screen; none where Xvfb is not installed."""
    if shutil.which("Xvfb") is None:
        yield {}
        return
    said, says = os.pipe()
    command = ["Xvfb", "-displayfd", str(says), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(command, pass_fds=[says], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(says)
    with os.fdopen(said) as answer:
        number = answer.readline().strip()
    try:
        yield {"DISPLAY": f":{number}"} if number else {}
    finally:
        server.terminate()
        server.wait(SETTLE)


def _listing(folder: Path) -> set[tuple[str, int]]:
    return {
        (str(path.relative_to(folder)), path.stat().st_size)
        for path in folder.rglob("*")
        if not path.is_symlink() and path.is_file()
    }


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another file system
        shutil.copy2(source, target)
