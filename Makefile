PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test check install dev messages clean
help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: install ## install into .venv and run the main job on the example survey
	@$(BIN)/coder demo

test: dev ## install into .venv and run the whole test suite
	$(BIN)/python -m pytest

check: dev ## formatting, lint, types, walls between the rooms, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: .venv/installed ## make .venv and install coder

dev: .venv/installed-dev ## make .venv with everything that tests and linters need

messages: dev ## collect the texts that people see and compile the translations
	$(BIN)/python -m tests.messages --update

clean: ## remove .venv, caches and the demo
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis koppelkansen-demo* build dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[report]'
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .venv/installed
