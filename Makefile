# The commands of this checkout. Each sets up what it needs in .venv; nothing needs root.
PYTHON ?= python3.11
VENV := .venv
READY := $(VENV)/.ready
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo web web-dev screenshots test check bench faults access mutants

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Options go in ARGS: make demo ARGS=--once, make test ARGS='-x tests/api', make -s bench ARGS=--json"

setup: $(READY)  ## Make .venv with every pinned package and the command .venv/bin/xiaohao

demo: web  ## Run the main job on the embedded stack and tell its story
	@$(VENV)/bin/xiaohao demo $(ARGS)

web: $(READY)  ## Build the pages, unless they are as the checkout has them
	@$(VENV)/bin/python -m workshop build

web-dev: $(READY)  ## Serve the pages with reload against the stack at XIAOHAO_URL (http://127.0.0.1:8710)
	@$(VENV)/bin/python -m workshop dev

screenshots: web  ## Draw every page, of a phone's and a desk's width, zh and en, into docs/screens (ARGS: names)
	@$(VENV)/bin/python -m tests.web.screens $(ARGS)

test: web  ## Pass the tests
	@$(VENV)/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(READY)  ## Lint, formatting, types, of the pages too, and the arrows between the packages
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy api channels cli exchange ledger mobile_schema oversight people play stack streams bench workshop tests/faults tests/mutants
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/python -m workshop check

bench: $(READY)  ## Measure, each figure beside its ceiling of the same run
	@$(VENV)/bin/python -m bench $(ARGS)

faults: $(READY)  ## Kill every process at random under load and count what arrived
	@$(VENV)/bin/python -m tests.faults $(ARGS)

access: $(READY)  ## Turn every cell of the table of access round, and count what the tests notice
	@$(VENV)/bin/python -m pytest tests/access/flipped.py $(ARGS)

mutants: $(READY)  ## Change the rules a little, many times, and count what the tests notice
	@$(VENV)/bin/python -m tests.mutants $(ARGS)

# Redone when the lock or the project file changed. Standard output is kept for what programs read.
$(READY): requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "xiaohao needs Python 3.11: install python3.11 and python3.11-venv, or say make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) or sys.implementation.name != "cpython")' || { \
	  echo "xiaohao needs CPython 3.11, and $(PYTHON) is $$($(PYTHON) --version 2>&1)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module: install python3.11-venv" >&2; exit 1; }
	@echo "setting up $(VENV), once" >&2
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV) >&2
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock >&2
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $@
