# Everything that is done with the house. `make` alone lists it.
# Python 3.11 or newer, make and a package index are enough; PYTHON says which Python, PORT which port.

.DEFAULT_GOAL := help
PORT ?= 8000
# One more than most machines here have cores: a test that waits for a browser or a disk leaves its core to another.
WORKERS ?= 3
IMAGE ?= samskaping
ARGS ?=
# How long the longer run of drawn input takes on each database, and where it begins.
MINUTES ?= 10
SEED ?= $(shell date +%s)
BIN := .venv/bin
# A process that may keep no compiled modules compiles all of them, and tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run routes doors cases test test-all quick check format words lock bench image advisories fuzz

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve everything on http://127.0.0.1:8000 (PORT=9000 changes it), with the demonstration
	@.ci/environment run
	@SAMSKAPING_ENV=development exec $(BIN)/python -m samskaping run --port $(PORT)

routes: ## List every address, and who may enter there
	@.ci/environment run
	@SAMSKAPING_ENV=development $(BIN)/flask --app wsgi doors

doors: ## Write the checked-in lists of who may enter where (tests/house/doors.txt, answers.txt) anew, to read and commit
	@.ci/environment dev
	@$(BIN)/python -m tests.house.doors
	@$(BIN)/python -m tests.house.answers

cases: ## Write the checked-in table of attacks and faults, with the tests that show each (tests/house/cases.txt), anew
	@.ci/environment dev
	@$(BIN)/python -m tests.house.cases

test: ## Run all tests, on SQLite, PostgreSQL and in Chromium (ARGS="-k words" narrows them)
	@.ci/environment dev
	@.ci/system
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-all: ## Run the tests and the whole matrix: every page, role, form and width, every race in many rounds
	@$(MAKE) --no-print-directory test ARGS="--matrix $(ARGS)"

quick: ## Run the tests that need no browser
	@.ci/environment dev
	@.ci/system
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser" $(ARGS)

fuzz: ## Draw input for every form and address, and look for faults (MINUTES=10 on each database; SEED repeats a run)
	@.ci/environment dev
	@.ci/system
	@echo "SEED=$(SEED)"
	$(BIN)/python -m pytest -n $(WORKERS) -o timeout=0 tests/web/test_drawn.py --fuzz $$(($(MINUTES) * 60)) --fuzz-seed $(SEED) $(ARGS)

check: ## Check style, types, imports and templates, as CI does
	@.ci/environment dev
	@.ci/check

format: ## Put the code in order, as far as a program can
	@.ci/environment dev
	@$(BIN)/ruff check --fix --quiet .; $(BIN)/ruff format .

bench: ## Measure pages and posts beside a floor, and the inbox at 100,000 cases beside 1,000 (ARGS=inbox: that alone)
	@.ci/environment dev
	@.ci/system
	$(BIN)/python .ci/benchmark $(ARGS)

words: ## Bring the nynorsk catalogue up to date with the sources, and say what waits to be written
	@.ci/environment dev
	@$(BIN)/python -m tests.house.catalogue

lock: ## Make requirements.txt and .ci/requirements-dev.txt anew from pyproject.toml (ARGS=--upgrade for newer)
	@.ci/environment dev
	@.ci/lock $(ARGS)

advisories: ## Ask an advisory service about the pinned parts: ends with 0 (none), 1 (some) or 3 (could not be asked)
	@.ci/environment dev
	@.ci/advisories

image: ## Build the image of web and worker, with docker or buildah (IMAGE names it)
	@.ci/environment dev
	@.ci/image $(IMAGE)
