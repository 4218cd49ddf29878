# make help lists the commands. Everything runs in .venv, which is made when it is missing or older than its inputs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.installed
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test lint figures bench clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(STAMP) ## the contrast: every activity under every arrangement, into out/contrast
	$(BIN)/coopgames contrast --out out/contrast

test: lint ## static checks, the proofs, then all tests
	$(BIN)/python proofs/check.py
	$(BIN)/pytest -n auto

lint: $(STAMP) ## ruff, pyright and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

figures: $(STAMP) ## draw the figures
	$(BIN)/coopgames figures

bench: $(BENCH_STAMP) ## time coopgames beside its peers, in an environment of its own
	$(BENCH_VENV)/bin/python benchmarks/run.py

clean: ## remove what the commands above made
	rm -rf $(VENV) $(BENCH_VENV) out build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find coopgames tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP_INSTALL) --editable '.[dev,proofs]'
	@touch $@

$(BENCH_STAMP): pyproject.toml constraints.txt benchmarks/peers.txt
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python $(PIP_INSTALL) --editable . --requirement benchmarks/peers.txt
	@touch $@
