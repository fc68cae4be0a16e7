#!/bin/sh
# Set-up for `make run`, `make test` and `make package`: system packages, then a Python environment with the locked requirements.
# Usage: setup.sh run|dev|onnx|gpu|package|package-gpu ENVIRONMENT [COMMAND OF main.py THAT NEEDS NO WINDOW]
# Prints what it installs, and nothing when nothing is missing. Two in one folder at the same time wait for each other.
set -eu
cd "$(dirname "$0")/.."
kind=$1 venv=$2 command=${3-}
unset PYTHONDONTWRITEBYTECODE

say() { echo "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

find_python() { # prints the first Python that fits
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Fitroom needs Python 3.11, 3.12 or 3.13 and found none. Install one, for example: apt-get install python3"
}

# Starts this script again while it holds the lock of this folder: another one may have installed what was missing.
# Python takes the lock, as not every system has flock(1); the lock is held until this process and its children end.
alone() {
    [ -z "${FITROOM_SETUP_ALONE-}" ] || return 0
    exec "$python" -c '
import fcntl, os, sys
lock = os.open(".setup-lock", os.O_WRONLY | os.O_CREAT, 0o666)
os.set_inheritable(lock, True)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("setup: another set-up is at work in this folder; waiting for its end", file=sys.stderr, flush=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
os.environ["FITROOM_SETUP_ALONE"] = "yes"
os.execv("/bin/sh", ["/bin/sh", "scripts/setup.sh", *sys.argv[1:]])' "$kind" "$venv" "$command"
}

missing_libraries() { # the packages of Qt's libraries that cannot be loaded, one on a line
    "$python" -c '
from engine.doctor.libraries import missing_libraries
for library in missing_libraries():
    print(library.package)'
}

missing_extras() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=ko)" ] || echo fonts-nanum
    else
        find /usr/share/fonts /usr/local/share/fonts "${HOME-}/.local/share/fonts" 2>/dev/null |
            grep -qiE 'nanum|cjk|hangul' || echo fonts-nanum
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    case $kind in
    dev) programs="Xvfb xauth xdotool" ;;
    package*)
        programs=Xvfb
        command -v objdump >/dev/null && command -v strip >/dev/null || echo binutils
        # PyInstaller bundles Python's shared library, which Debian's python3 does not need itself
        "$python" -c 'import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))' 2>/dev/null ||
            "$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])'
        ;;
    *) return 0 ;;
    esac
    for program in $programs; do
        command -v "$program" >/dev/null || echo "$program" | tr X x
    done
}

choose() { # the packages' names in this release: newer releases add t64 where a library has changed
    while read -r package; do
        if apt-cache show "${package}t64" 2>/dev/null | grep -qx "Package: ${package}t64"; then
            package=${package}t64
        fi
        [ -z "$package" ] || echo "$package"
    done
}

install_system_packages() {
    if ! command -v apt-get >/dev/null; then
        say "This is not Debian or Ubuntu: system libraries are left alone (docs/development.md lists what Qt needs)."
        return
    fi
    libraries=$(missing_libraries)
    wanted=$(echo "$libraries"; missing_extras)
    [ -n "$(echo $wanted)" ] || return 0

    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo=sudo
        if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
            say "System packages are missing, and this user may not install them. As an administrator, run:"
            say "  apt-get install --no-install-recommends" $(echo "$wanted" | choose)
            [ -z "$libraries" ] || [ -n "$command" ] || fail "Without them no window can open."
            return 0
        fi
    fi
    alone
    $sudo apt-get update -qq || say "apt-get update failed; resuming the package lists that are here."
    wanted=$(echo "$wanted" | choose)
    say "installing system packages:" $wanted
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null ||
        fail "apt-get could not install them and says why above. Repair that, then try again."
}

complete() { # whether the last installation was completed, with the environment's present Python
    [ -f "$stamp" ] &&
        version=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) &&
        [ -d "$venv/lib/python$version" ]
}

checksum() { cksum <"requirements/$1.txt"; }

install_python_packages() {
    complete || "$python" -m venv --clear "$venv" ||
        fail "Python could not make the environment $venv and says why above."
    say "installing the Python packages of requirements/$kind.txt into $venv (the first time takes some minutes)"
    rm -f "$stamp"
    # --no-deps: the lock is complete. When it resolves dependencies, an older pip takes the newest release, which no hash
    # names, for a package that another asks for with an extra (pip issue 9644).
    # --no-compile: pip compiles one file after the other.
    "$venv/bin/python" -m pip install -q --no-compile --no-deps --require-hashes -r "requirements/$kind.txt" ||
        fail "pip could not install them and says why above. Repair that, then try again."
    # some packages contain templates that are not valid Python and need not be compiled
    "$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" || :
    { checksum "$kind"; [ "$kind" != dev ] || checksum run; } >"$stamp.new" # dev.txt holds all of run.txt
    mv "$stamp.new" "$stamp"
}

python=$(find_python)
stamp=$venv/installed-requirements
[ "$(uname)" != Linux ] || install_system_packages
if ! complete || ! grep -qxF "$(checksum "$kind")" "$stamp"; then
    alone
    install_python_packages
fi
