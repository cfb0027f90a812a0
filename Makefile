# One command each, the same for people and CI. `make help` lists them.
# Another Python: make test PYTHON=python3.12

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/made-by-$(notdir $(PYTHON))
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --constraints constraints.txt --build-constraints constraints.txt

# Whatever environment the caller stands in, everything goes into ours.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo play test check bench storm soak format pins image imagecheck clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/app ## see the bot work on a page of this machine: no token, no network; your own: make demo FILE=my.yaml
	$(BIN)/thidua demo $(FILE)

play: $(VENV)/app ## play a campaign's year in the terminal
	$(BIN)/thidua demo --play

test: $(VENV)/dev ## run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(VENV)/dev ## format, lint, types, rooms, translations, Dockerfile, compose.yaml
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict bot handlers messages store tests
	$(BIN)/lint-imports
	$(BIN)/python -m messages.catalogue check
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml

bench: $(VENV)/dev ## measure speed, as ratios within one run; one alone: make bench BENCH=flood; a short look: QUICK=1
	$(BIN)/python -m tests.bench $(if $(QUICK),--quick) --json build/bench.json $(BENCH)

storm: $(VENV)/dev ## kill the bot at random instants while people register: make storm KILLS=200 DATABASE=postgresql
	$(BIN)/python -m tests.storm.storm --kills $(or $(KILLS),200) --database $(or $(DATABASE),sqlite)

soak: $(VENV)/dev ## everything people send, for long: memory must not grow, nothing stay open: make soak UPDATES=200000
	$(BIN)/python -m tests.storm.soak --updates $(or $(UPDATES),200000)

format: $(VENV)/dev ## put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pins: $(VENV)/uv ## renew constraints.txt from pyproject.toml: the newest of everything
	printf 'setuptools\nuv\n' | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras \
		--no-emit-index-url --no-header --no-annotate --output-file constraints.txt pyproject.toml -

image: ## build the container image
	docker build --tag thidua .

imagecheck: $(VENV)/dev ## build the image without an engine and try it, as root on Debian: minutes, by hand
	bash tests/image/build.sh build/image
	$(BIN)/python -m tests.image.check build/image

clean: ## remove everything that these commands made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Stamps: a step is done again only when what it was made from has changed.
$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or later is needed; name one with make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
		|| { echo 'This Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/uv: constraints.txt | $(MADE)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@

$(VENV)/app: pyproject.toml constraints.txt $(VENV)/uv
	$(INSTALL) --editable .
	@touch $@

$(VENV)/dev: pyproject.toml constraints.txt $(VENV)/uv
	$(INSTALL) --editable '.[test,dev]'
	@touch $(VENV)/app $@
