#!/bin/sh
# The tests that mostly wait, one at a time. Usage: test_windows.sh PYTHON
#   1. e2e, on an X display of its own: keys that a test types must not reach a person's windows
#   2. the whole window with its threads, off the screen, in a process of its own: should it crash, nothing else waits
#      for it for ever
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0

# What fails beside other tests is run once more. The cache that knows what has failed is not theirs.
twice() {
    "$@" -o cache_dir=.pytest_cache/windows && return
    "$@" -o cache_dir=.pytest_cache/windows --last-failed --last-failed-no-failures none || status=1
}

if command -v xvfb-run >/dev/null; then
    twice xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m pytest -q -m "not slow" tests/e2e
else
    echo "The e2e tests are left out: they need xvfb-run, of the Debian package xvfb." >&2
fi
twice "$python" -m pytest -q tests/gui/test_app.py tests/gui/test_comparing.py tests/gui/test_opening.py
exit $status
