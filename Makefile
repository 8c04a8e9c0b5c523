# The tasks of the project; `make help` lists them.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))
STATIC := src/boligsocial/portal/static/vendor

FRONTEND := package-lock.json $(wildcard frontend/*.* frontend/styles/*) src/boligsocial/portal/theme.json
CATALOGUES := $(patsubst %.po,%.mo,$(shell find src/boligsocial -name django.po))

.DEFAULT_GOAL := help
.PHONY: help run test lint bench lock assets catalogue

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup-run assets catalogue ## Set everything up, prepare the demo and serve it on http://localhost:8000
	$(PYTHON) -m boligsocial demo
	$(PYTHON) -m boligsocial serve

test: setup-test assets catalogue lint ## Set everything up, check the code and run all tests
	$(PYTHON) -m pytest -n auto --dist loadfile

lint: ## Check style, types, the floors between rooms and the Danish catalogue
	$(BIN)ruff check
	$(BIN)ruff format --check
	$(BIN)mypy
	$(BIN)lint-imports
	$(PYTHON) scripts/catalogue.py --check

bench: setup-test ## Measure what is claimed to be fast, each beside a peer
	for script in benchmarks/*.py; do $(PYTHON) $$script; done

lock: ## Renew the lock file of the Python packages
	$(BIN)uv pip compile --quiet --universal --generate-hashes --no-header --upgrade --group dev --extra spark pyproject.toml --output-file requirements.lock

setup-%:
	@scripts/setup.sh $*

assets: $(STATIC)/stamp.txt ## Build the pages' styles, scripts, fonts and map

$(STATIC)/stamp.txt: $(FRONTEND)
	PYTHON=$(PYTHON) scripts/assets.sh

catalogue: $(CATALOGUES) ## Compile the Danish sentences

%.mo: %.po
	$(BIN)pybabel --quiet compile -l da -i $< -o $@
