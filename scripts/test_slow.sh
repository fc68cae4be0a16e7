#!/bin/sh
# The tests that take minutes, one at a time. Usage: test_slow.sh PYTHON
#   1. those that need no display, windows drawn off the screen among them
#   2. e2e, on a new X display: keys that a test types must not reach the user's windows
# When a part fails, the next one still runs.
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0

"$python" -m pytest -n 0 -m "slow and not e2e" tests --ignore tests/e2e || status=1
if command -v xvfb-run >/dev/null; then
    xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m pytest -n 0 -m slow tests/e2e || status=1
else
    echo "The slow e2e tests are left out: they need xvfb-run, of the Debian package xvfb." >&2
fi
exit $status
