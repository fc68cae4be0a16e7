#!/bin/sh
# Every test that is not marked slow, in three parts. Usage: test.sh PYTHON
#   1. the engine's own tests, where Qt cannot be imported; they must cover 90 % of engine/
#   2. everything else but e2e, with widgets drawn off the screen
#   3. e2e, one at a time, on an X display of its own: keys that a test types must not reach a person's windows;
#      and the whole window, off the screen
# A part that fails does not keep the next from running.
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0
window="tests/gui/test_app.py tests/gui/test_comparing.py"

# What fails beside other tests is run once more by itself: windows and kills depend on a busy machine's timing.
# Coverage that is too low stays a failure, as then no test is left to run again.
pytest() {
    "$python" -m pytest -q "$@" && return
    "$python" -m pytest -q "$@" --last-failed --last-failed-no-failures none --no-cov -n 0 || status=1
}

# in the order of tests/conftest.py: what trains begins first
pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" -p no:pytest-qt -p tests.without_qt tests/unit/engine --cov
pytest -n 2 --dist loadfile -m "not slow and not e2e" --ignore tests/unit/engine $(printf -- "--ignore %s " $window)
# the whole window with its threads, in a process of its own: should it crash, nothing else waits for it for ever;
# it keeps one core busy, and so do the e2e tests, which run meanwhile
said=$(mktemp)
"$python" -m pytest -q $window >"$said" 2>&1 &
windowed=$!
# Ctrl+C does not reach what runs in the background of a script
trap 'rm -f "$said"; [ -z "$windowed" ] || kill "$windowed"' EXIT
trap 'exit 130' INT TERM
if command -v xvfb-run >/dev/null; then
    xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m pytest -q -m "not slow" tests/e2e || status=1
else
    echo "The e2e tests are left out: they need xvfb-run, of the Debian package xvfb." >&2
fi
wait "$windowed" || status=1
windowed=
cat "$said"
exit $status
