# One word per act; `make` alone lists them. Only python3 (3.11 or later), git and make are needed.

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A stamp is as new as the last installation of its requirements.
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development

# What `manage.py check --deploy` must find clean: an environment such as production has.
PRODUCTION = env DEBUG=off ALLOWED_HOSTS=amo.example CSRF_TRUSTED_ORIGINS=https://amo.example \
	DATABASE_URL=postgres://amo@database/amo REDIS_URL=redis://broker/0 \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')

say = @printf '\n-- %s\n' "$(1)"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo code test check lint bench faults pages stop fix browser

help: ## List these words
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(RUNTIME) ## Make the virtual environment and install what the application needs
	@:

demo: $(RUNTIME) ## Run everything here with the lists of demo/ (ONCE=1, PORT=8000, VAR_DIR=var)
	@$(MANAGE) demo $(if $(filter-out 0 no off false,$(ONCE)),--once)

code: $(RUNTIME) ## Tell the sign-in code of somebody of the demonstration (USER=agent)
	@$(MANAGE) second_factor_code $(USER)

test: $(DEVELOPMENT) browser ## Run the test suite (ARGS="-k name" for a part of it)
	$(call say,tests)
	@$(BIN)/pytest -n 2 $(ARGS)

check: lint test ## Everything that must hold before a change is shared

lint: $(DEVELOPMENT)
	$(call say,format)
	@$(BIN)/ruff format --check .
	$(call say,lint)
	@$(BIN)/ruff check .
	$(call say,who may import whom)
	@$(BIN)/lint-imports
	$(call say,types)
	@$(BIN)/mypy
	$(call say,migrations)
	@$(MANAGE) makemigrations --check --dry-run
	$(call say,translations)
	@$(MANAGE) check_translations
	$(call say,deployment settings)
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(call say,docker-compose.yml)
	@$(BIN)/docker-compose --env-file .env.example -f docker-compose.yml config -q
	$(call say,Dockerfile)
	@$(BIN)/hadolint Dockerfile

bench: $(DEVELOPMENT) ## Measure (FULL=1 adds the run of 8.7 million people, ROWS=20000 is a quick look)
	@$(BIN)/python -m bench $(ARGS)

faults: $(DEVELOPMENT) ## Kill, crash, fill and repeat everything, on machines of their own
	@$(BIN)/pytest tests/faults -m "faults or not faults" -n 2 $(ARGS)

stop: ## Stop the embedded servers of this VAR_DIR
	@if [ -x $(BIN)/python ]; then $(MANAGE) stop_servers; fi

pages: $(DEVELOPMENT) browser ## Open every page of the authorisation table in a browser, both languages, two widths
	@$(BIN)/pytest tests/journeys -m pages -n 2 $(ARGS)

fix: $(DEVELOPMENT) ## Format, and correct what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

browser:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } \
		>/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then \
		printf '\n-- chromium, for the browser tests\n'; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends chromium fonts-noto-core; } >/dev/null 2>&1 </dev/null \
			|| echo 'chromium could not be installed: the browser tests are skipped.'; \
	else echo 'No chromium on this machine: the browser tests are skipped.'; fi

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo 'Installing what the tests need...'
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo 'Installing what the application needs...'
	@$(PIP) -r requirements.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Il faut Python 3.11 ou plus récent : make setup PYTHON=/chemin/vers/python3.11' >&2; \
		echo 'Python 3.11 or later is needed: make setup PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'Il manque le module venv de Python (Debian : apt-get install python3-venv).' >&2; \
		echo 'The venv module of Python is missing (Debian: apt-get install python3-venv).' >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
