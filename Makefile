# `make` alone lists the targets. Everything runs in .venv, made here with
# `python3 -m venv` and pip from the hash-locked requirements.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo check fix test golden docs site bench bench-peers \
    bench-full bench-docs pictures audit soak lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

$(READY): pyproject.toml requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "vaultkit needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY) ## copy the example vault to build/demo and build its pages
	rm -rf $(DEMO)
	$(BIN)/vaultkit demo $(DEMO)

check: $(READY) ## everything CI runs: format, lint, types, docs, site, example pages, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/vaultkit build example-vault --check
	$(MAKE) --no-print-directory site
	$(BIN)/python requirements/audit.py
	@echo 'docs, pages, format, lint and types are in order; now the tests'
	$(BIN)/pytest -n auto -q

test: $(READY) ## the tests alone
	$(BIN)/pytest -n auto -q

fix: $(READY) ## format, and repair what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(READY) ## rewrite expected pages and output; then read the diff
	$(BIN)/pytest -q --update-golden

docs: $(READY) ## refresh the generated parts of the docs
	$(BIN)/python docs/generate.py

site: $(READY) ## build the docs as a site in build/site; a broken link fails
	$(BIN)/python docs/gather.py
	$(BIN)/zensical build --strict --clean --config-file build/zensical.toml

bench: $(READY) ## what it costs beside the floor and others, as a table; minutes
	$(BIN)/python -m bench

bench-peers: $(READY) ## install the others in build/peers (needs package indexes)
	$(BIN)/python -m bench.peers

bench-full: bench-peers ## all of it at three sizes, kept in the docs; hours
	$(BIN)/python -m bench --full --into docs/performance.json
	$(MAKE) --no-print-directory bench-docs

bench-docs: $(READY) ## write the tables of the docs from what was kept
	$(BIN)/python -m bench.report

pictures: $(READY) ## draw all pages with the real Mermaid (needs npm and Chromium)
	$(BIN)/python bench/pictures.py

audit: $(READY) ## ask about known vulnerabilities of what is locked
	$(BIN)/python requirements/audit.py

soak: $(READY) ## long property runs and fuzzing; hours, not minutes
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/fuzz.lock \
	    || echo 'no atheris for this Python: readers are fuzzed by damage alone'
	$(BIN)/pytest -n auto -q -m soak --timeout 0
	rm -rf build/editing
	$(BIN)/python -m tests.editing build/editing

lock: ## renew requirements/dev.lock for every platform (needs a package index)
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	    --no-emit-index-url --python-version 3.11 --group dev pyproject.toml \
	    -o requirements/dev.lock
	echo pip-audit > build/lock/audit.in
	for one in build/lock/audit.in requirements/fuzz.in; do \
	    build/lock/bin/uv pip compile --quiet --universal --generate-hashes \
	    --no-header --no-emit-index-url --python-version 3.11 \
	    "$$one" -o "requirements/$$(basename "$$one" .in).lock"; done

clean: ## remove what make made
	rm -rf .venv build dist
