# Two commands do all of their own set-up: `make map` and `make test`.
# Needed: Python >= 3.11 with venv and pip, make, a shell. Nothing else for `make map`;
# `make test` opens maps in Chromium and checks the page's modules with Node where there is one.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

ARTICLE ?= examples/north-west-syria.md
MAP ?= output/map.html
REPORT ?= output/report.json

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help map test docs format clean python-is-new-enough browser javascript javascript-checks

help: ## Say what there is
	@echo "make map     set up, then write $(MAP) from $(ARTICLE)"
	@echo "make test    set up, then run every check: lint, format, types, layers, tests"
	@echo "make javascript  the checks of the page's modules alone: lint, types, tests"
	@echo "make docs    set up, then build the documentation into output/site"
	@echo "make format  put the code into its format"
	@echo "make clean   remove the virtual environment and what was written"
	@echo "Other Python: make map PYTHON=python3.12. Other article: make map ARTICLE=report.txt"

map: $(VENV)/.run ## Write the map of the example article
	$(BIN)/conflict-map map $(ARTICLE) -o $(MAP) --report $(REPORT)

test: $(VENV)/.test browser javascript ## Run every check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

docs: $(VENV)/.docs ## Build the documentation's site
	$(BIN)/python -m docs.site.build output/site

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) node_modules build dist output/site output/*.html output/*.json

# The stamps stand for what is installed: a second run starts at once, and a changed
# pyproject.toml installs again. The package itself is editable, so its code needs no stamp.
$(VENV)/bin/python: | python-is-new-enough
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test,docs]'
	@touch $@ $(VENV)/.run $(VENV)/.docs

$(VENV)/.docs: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@ $(VENV)/.run

python-is-new-enough:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"conflict-map needs Python >= 3.11, but $(PYTHON) is {v[0]}.{v[1]}: run make PYTHON=python3.12, say")'

# Page tests need a real Chromium. Without one they are skipped, and this line says so;
# where CI=true nothing may be skipped in silence.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null || { \
	    echo "no chromium found: tests marked 'page' will be skipped (Debian: apt-get install chromium)"; \
	    test "$$CI" != true; }

# The page's modules are linted, typed and tested with tools that no user needs and no page holds.
# Without Node these checks are skipped, and this line says so; where CI=true nothing is.
javascript:
	@if command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null; then \
	    $(MAKE) --no-print-directory javascript-checks; \
	  else \
	    echo "no node >= 18 with npm found: the checks of the page's modules will be skipped (Debian: apt-get install nodejs npm)"; \
	    test "$$CI" != true; \
	  fi

# The tests read what Python writes today, so that the two sides cannot drift apart.
javascript-checks: node_modules/.installed $(VENV)/.test
	npm run --silent lint
	npm run --silent types
	$(BIN)/python -m tests.web.write_payloads .cache/payloads
	npm run --silent test

node_modules/.installed: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
