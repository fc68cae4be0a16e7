#!/bin/sh
# The linters, and every test that is not marked slow, in two parts. Usage: test.sh PYTHON
#   1. the engine's own tests, where Qt cannot be imported; they must cover 90 % of engine/. Beside them the linters,
#      which keep less than one core busy
#   2. everything else, with widgets drawn off the screen. Beside it the tests of test_windows.sh, which mostly wait
# A part that fails does not keep the next from running.
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0
said=$(mktemp)
other=
# Ctrl+C does not reach what runs in the background of a script; it has a process group of its own
trap 'rm -f "$said"; [ -z "$other" ] || kill -- -"$other"' EXIT
trap 'exit 130' INT TERM

beside() { # runs a command in the background until `join`
    setsid "$@" >"$said" 2>&1 &
    other=$!
}

join() { # waits for it, and shows what it said
    wait "$other" || status=1
    other=
    cat "$said"
}

# A test that fails is not run again; but for those that depend on a busy machine's timing, which say so by a mark
# (TIMING in tests/marks.py) and are listed when they needed it.
pytest() {
    "$python" -m pytest -q --durations 10 --durations-min 1 "$@" $counted || status=1
}

beside make -s lint
counted=--cov
# in the order of tests/conftest.py: what trains begins first
pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" -p no:pytest-qt -p tests.without_qt tests/unit/engine
join
counted=
beside scripts/test_windows.sh "$python"
pytest -n 2 --dist loadfile -m "not slow and not e2e" --ignore tests/unit/engine \
    --ignore tests/gui/startup/test_application.py --ignore tests/gui/window/test_comparing.py --ignore tests/gui/window/test_opening.py
join
exit $status
