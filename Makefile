# `make run` and `make test` do all of their own set-up: scripts/setup.sh installs what is missing and says so.
PYTHON := .venv/bin/python
RUN_VENV := $(if $(GPU),.venv-gpu,$(if $(ONNX),.venv-onnx,.venv))
PACKAGE_VENV := .venv-package$(if $(GPU),-gpu)

# TensorFlow imports twice as slowly without compiled bytecode
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-slow torture lint bench translations screenshots lock clean setup package

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## open the window; ARGS="train FILE.fitroom" works without one; GPU=1 takes TensorFlow's CUDA build, ONNX=1 the packages for exports to ONNX
	@scripts/setup.sh $(if $(GPU),gpu,$(if $(ONNX),onnx,run)) $(RUN_VENV) $(firstword $(ARGS))
	@$(RUN_VENV)/bin/python main.py $(ARGS)

test: setup ## lint, and every test that is not marked slow
	@scripts/test.sh $(PYTHON)

test-slow: setup ## the tests that take minutes: known data reaches known results, a window is pressed at random
	@scripts/test_slow.sh $(PYTHON)

torture: setup ## kill trainings at random moments, fail their writes, compare what a resume leaves with whole runs; KILLS=200 FAULTS=40 SEED=1 ONLY="dense"
	@$(PYTHON) -m tests.torture --kills $(or $(KILLS),200) --faults $(or $(FAULTS),40) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only "$(ONLY)")

lint: setup ## formatter, linter, types, import contracts, house rules
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m ruff check --quiet --output-format concise .
	@$(PYTHON) -m basedpyright --threads
	@.venv/bin/lint-imports --no-logo
	@$(PYTHON) -m scripts.house_rules

package: ## dist/fitroom, .tar.gz and .deb, tried in clean environments; GPU=1 for NVIDIA, WEB=no without QtWebEngine
	@scripts/setup.sh package$(if $(GPU),-gpu) $(PACKAGE_VENV)
	@$(PACKAGE_VENV)/bin/python packaging/make_package.py $(if $(GPU),--gpu) $(if $(filter no,$(WEB)),--no-web)

bench: setup ## measure speed and answering of the window into build/bench.json; ARGS="--quick", "--only fit"
	@$(PYTHON) -m tests.bench $(ARGS)

setup: ## what tests and linters need, without running them
	@scripts/setup.sh dev .venv

translations: setup ## bring the catalogues in resources/translations up to date with the source
	@$(PYTHON) scripts/translations.py

screenshots: setup ## pictures of every page into build/screenshots; ARGS="--language ko --scale 2 --sample digits", or "--docs"
	@$(PYTHON) scripts/screenshots.py $(ARGS)

lock: ## write requirements/*.txt again from pyproject.toml (needs uv)
	@scripts/lock.sh

clean: ## remove the environments and everything that is made from the source
	rm -rf .venv .venv-gpu .venv-package .venv-package-gpu .setup-lock build dist .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
