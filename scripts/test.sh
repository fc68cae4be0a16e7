#!/bin/sh
# The linters, and every test that is not marked slow, in two parts. Usage: test.sh PYTHON
#   1. the engine's own tests, where Qt cannot be imported; they must run 94 % of the lines of engine/
#   2. everything else, with widgets drawn off the screen
# At the same time, one after the other: the linters, and test_windows.sh, whose tests mostly wait. When a part fails,
# the next one still runs.
set -eu
cd "$(dirname "$0")/.."
python=$1
status=0
said=$(mktemp)
other=
# Ctrl+C does not reach background jobs of a script, as each has its own process group
trap 'rm -f "$said"; [ -z "$other" ] || kill -- -"$other"' EXIT
trap 'exit 130' INT TERM

beside() { # runs a command in the background until `join`
    setsid "$@" >"$said" 2>&1 &
    other=$!
}

join() { # waits for it, and prints its output
    wait "$other" || status=1
    other=
    cat "$said"
}

# A failed test is not run again, except tests that depend on the timing of a busy machine: they have a mark
# (TIMING in tests/marks.py), and those that were run again are listed.
pytest() {
    "$python" $counted -m pytest -q --durations 10 --durations-min 1 "$@" || status=1
}

beside sh -c 'make -s lint; linted=$?; scripts/test_windows.sh "$0" && exit $linted' "$python"
# SlipCover counts the lines of engine/ that run, by probes in the bytecode: a trace function would take half as long again
coverage=build/coverage.json
mkdir -p build
rm -f "$coverage"
counted="-m slipcover --source engine --json --out $coverage"
# in the order of tests/conftest.py: tests that train first
pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" -p no:pytest-qt -p tests.without_qt tests/unit/engine
counted=
# not in one go: asked for both, SlipCover 1.1 checks the lines of all processes and prints those of one
"$python" -m slipcover --merge "$coverage" --out "$coverage" --skip-covered --fail-under 94 || status=1
pytest -n 2 --dist loadfile -m "not slow and not e2e" --ignore tests/unit/engine \
    --ignore tests/gui/startup/test_application.py --ignore tests/gui/window/test_comparing.py --ignore tests/gui/window/test_opening.py
join
exit $status
