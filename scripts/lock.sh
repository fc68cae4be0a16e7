#!/bin/sh
# Writes requirements/{run,dev,onnx,gpu,package,package-gpu}.txt from the ranges in pyproject.toml: versions and hashes, without the URL of an index.
# Usage: lock.sh [MORE OPTIONS OF uv pip compile, such as --upgrade]
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "make lock needs uv. Install it, for example with: pipx install uv" >&2; exit 1; }

lock() { # NAME [OPTIONS]
    file=requirements/$1.txt
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header --no-annotate "$@" pyproject.toml --output-file "$file" >/dev/null
}

lock run "$@"
lock dev --group dev "$@"
lock onnx --extra onnx "$@"
# the CPU and the CUDA build of TensorFlow write the same files, so only one of them can be in an environment
lock gpu --extra gpu --no-emit-package tensorflow-cpu "$@"
# the bundle has the packages of `make run`; PyInstaller is needed to make it
lock package --group package "$@"
lock package-gpu --extra gpu --no-emit-package tensorflow-cpu --group package "$@"
