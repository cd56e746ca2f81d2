# Two commands matter: `make demo` shows the portal, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
export SITE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: setup
setup: ## Install what is missing, create the embedded database, load reference and demonstration data
	@ops/install.sh base
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_reference
	@$(MANAGE) load_demo --once

.PHONY: demo
demo: setup ## Serve the demonstration on http://127.0.0.1:8000 (PORT=… changes it)
	@echo "Portail ACIA : $(SITE_URL)/demo/ (Ctrl-C pour arrêter)"
	@DEBUG=0 $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

.PHONY: dev
dev: ## Install the development tools too
	@ops/install.sh dev

.PHONY: check
check: dev ## Lint, types, import law, migrations, deployment settings
	@ops/check.sh

.PHONY: test
test: dev ## Whole suite: SQLite, PostgreSQL, Redis and Celery, Chromium
	@ops/test.sh

.PHONY: faults
faults: dev ## Only the tests that kill processes and stop services
	@ops/test.sh faults

.PHONY: browser
browser: dev ## Only the journeys in Chromium, on what production serves (PostgreSQL, Redis)
	@ops/test.sh browser

.PHONY: rehearse
rehearse: dev static ## Start web, worker and beat with the prod settings on local PostgreSQL and Redis, and play a batch
	@$(PYTHON) ops/rehearse.py

.PHONY: bench
bench: dev ## Measure what must be fast, against floors of the same run, into build/bench.json and docs/benchmarks.md
	@$(PYTHON) -m bench.run

.PHONY: bench-smoke
bench-smoke: dev ## The same at a tenth of the size, within a minute
	@$(PYTHON) -m bench.run --scale 0.1

.PHONY: screens
screens: dev ## Photograph the main pages of each persona into build/screens/
	@$(PYTHON) ops/screens.py

.PHONY: static
static: ## Collect and compress the static files for production
	@ops/collect_static.sh

.PHONY: permissions
permissions: ## Write docs/permissions.md from the code
	@$(MANAGE) write_permissions docs/permissions.md

.PHONY: lock
lock: ## Pin the requirements again, with hashes
	@for name in base dev; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --upgrade requirements/$$name.in --output-file requirements/$$name.txt; done

.PHONY: clean
clean: ## Remove what can be rebuilt; the database under var/ stays
	@rm -rf build staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
