#!/bin/sh
# The tests that mostly wait, one at a time. Usage: test_windows.sh PYTHON
#   1. e2e, on a new X display: keys that a test types must not reach the user's windows
#   2. the whole window with its threads, off the screen, in an isolated process: if it crashes, nothing else
#      waits for it forever
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0

if command -v xvfb-run >/dev/null; then
    xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m pytest -q --durations 10 -m "not slow" tests/e2e || status=1
else
    echo "The e2e tests are left out: they need xvfb-run, of the Debian package xvfb." >&2
fi
"$python" -m pytest -q --durations 10 tests/gui/startup/test_application.py tests/gui/window/test_comparing.py tests/gui/window/test_opening.py || status=1
exit $status
