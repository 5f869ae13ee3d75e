# Everything here works in .venv, with the versions of requirements.lock.
# A stamp file in .venv says that a step is done; a changed lock or pyproject.toml undoes it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
FIRST := notebooks/00_start_here.ipynb
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))

.PHONY: help setup lab test site pdf notebooks docs lock clean
.DEFAULT_GOAL := help

help:  ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: $(INSTALLED)  ## make .venv with the locked versions

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not that."; \
	  echo "Install one, then name it: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments: its venv module is missing."; \
	  echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --compile \
	  --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --no-index -e .
	@touch $@

lab: setup  ## open JupyterLab on the first notebook
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(FIRST)

test: setup  ## run every check: style, types, tests, notebooks, browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests
	$(BIN)/pytest -q -p no:cacheprovider --nbval --nbval-current-env notebooks

site: setup  ## articles -> figures -> executed notebooks -> site/index.html
	$(BIN)/cecot-analysis site --output site

pdf: setup  ## articles -> figures -> executed notebooks -> findings.pdf (needs Chromium)
	$(BIN)/cecot-analysis pdf --output findings.pdf

notebooks: setup  ## execute every notebook anew, in order, and save it
	$(BIN)/jupyter nbconvert --log-level WARN --to notebook --inplace --execute \
	  --ExecutePreprocessor.store_widget_state=False \
	  --ExecutePreprocessor.record_timing=False \
	  --ExecutePreprocessor.force_raise_errors=True \
	  --NotebookExporter.preprocessors=cecot_analysis.execution.WithoutViews $(NOTEBOOKS)

docs: setup  ## write docs/api.md from the docstrings
	$(BIN)/python docs/write_api.py

lock: setup  ## pin every dependency again, with hashes and without addresses
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --group dev pyproject.toml --output-file requirements.lock

clean:  ## remove what was made, except .venv
	rm -rf site findings.pdf screenshots build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
