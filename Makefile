# Argosy: every target sets up what it needs (a .venv in this folder, nothing global).
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.set-up
NAME ?=
# Modules are compiled once, not at each start of a command.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check bench format docs messages lock new-connector new-kind new-domain new-reference clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Argosy needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

setup: $(STAMP) ## the environment only (.venv)

demo: $(STAMP) ## a real seller's year of orders: ingest, measure, decide, report, in ./demo-workspace
	@$(BIN)/argosy demo --workspace demo-workspace

test: $(STAMP) ## every test but the slow ones
	$(BIN)/python -m pytest -n 2 --dist loadscope -m "not slow"

test-all: $(STAMP) ## every test, slow ones too
	$(BIN)/python -m pytest -n 2 --dist loadscope

check: $(STAMP) ## format, lint, types, import contracts, documents, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m update.documents --check
	$(BIN)/python -m update.messages --check
	$(BIN)/python -m pytest -n 2 --dist loadscope -m "not slow"

format: $(STAMP) ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## figures beside peers, into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

docs: $(STAMP) ## make the generated documents again
	$(BIN)/python -m update.documents

messages: $(STAMP) ## extract the texts and compile the Chinese catalogue
	$(BIN)/python -m update.messages

lock: $(STAMP) ## pin the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock

new-connector: $(STAMP) ## scaffold a connector: make new-connector NAME=vendor
	@$(BIN)/python -m update.scaffold connector "$(NAME)"

new-kind: $(STAMP) ## scaffold a decision kind: make new-kind NAME=domain.verb_object
	@$(BIN)/python -m update.scaffold kind "$(NAME)"

new-domain: $(STAMP) ## scaffold a domain: make new-domain NAME=domain
	@$(BIN)/python -m update.scaffold domain "$(NAME)"

new-reference: $(STAMP) ## scaffold a reference table: make new-reference NAME=topic/PLACE
	@$(BIN)/python -m update.scaffold reference "$(NAME)"

clean: ## remove the environment and the demo
	rm -rf .venv demo-workspace
