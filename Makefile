# Everything here needs only Python 3.11 or later (with venv) and make; the rest is set up in .venv on first use.
# PYTHON=/path/to/python make test    uses another interpreter for the set-up.

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint format bench referee docs pictures schema clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '%-18s %s\n' "$$name" "$$what"; done

demo: $(VENV)/.base ## can the TB3 fly from an Izumo? real data, real flights, one page
	$(BIN)/shortdeck assess bayraktar-tb3 izumo

test: $(VENV)/.test ## all tests but the long studies
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-slow: $(VENV)/.test ## the long studies
	$(BIN)/python -m pytest -n $(WORKERS) -m slow

lint: $(VENV)/.lint ## style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.lint ## let ruff lay out the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.test ## speeds, as ratios to a peer timed in the same run
	$(BIN)/python -m pytest benchmarks
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python scripts/write_speed_table.py

referee: $(VENV)/.base ## count mishaps of two launches by brute force (hours; goes on where it stopped)
	$(BIN)/python scripts/referee.py

docs: $(VENV)/.docs ## the documentation, in docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

pictures: $(VENV)/.base ## the pictures of README and docs, from flights
	$(BIN)/python scripts/make_pictures.py
	$(BIN)/python scripts/make_compare_picture.py

schema: $(VENV)/.base ## the JSON Schemas of the catalogue's files, from the models
	$(BIN)/python scripts/write_schemas.py

clean: ## all that was built, and .venv
	rm -rf $(VENV) docs/_build build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for each set of packages: set-up is repeated only when pyproject.toml changes.
$(VENV)/.base: pyproject.toml
	@$(ensure-venv)
	$(PIP_INSTALL) --editable '.[parking]'
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.docs: $(VENV)/.%: pyproject.toml
	@$(ensure-venv)
	$(PIP_INSTALL) --editable '.[$*]'
	@touch $@

# Keeps a .venv whose Python runs and is new enough; makes one otherwise.
define ensure-venv
set -e; \
new_enough='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; \
if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
  chosen=; \
  for candidate in $(if $(PYTHON),"$(PYTHON)",python3.11 python3); do \
    if "$$candidate" -c "$$new_enough" 2>/dev/null; then chosen=$$candidate; break; fi; \
  done; \
  if [ -z "$$chosen" ]; then \
    echo "shortdeck needs Python 3.11 or later with its venv module; found none as $(if $(PYTHON),$(PYTHON),python3.11 or python3)." >&2; \
    echo "On Debian or Ubuntu: apt install python3.11-venv. Elsewhere: make PYTHON=/path/to/python3.11 ..." >&2; \
    exit 1; \
  fi; \
  echo "Making $(VENV) with $$("$$chosen" --version)"; \
  "$$chosen" -m venv --clear $(VENV); \
fi; \
$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
echo "Installing shortdeck and what it needs into $(VENV) (one to three minutes the first time)"
endef
