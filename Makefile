# `make help` lists what there is. Set-up that several targets need is in packaging/bootstrap.py.

# A name that runs and is CPython 3.11 or newer; PYTHON=... on the command line chooses another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done)
BOOTSTRAP = $(if $(PYTHON),$(PYTHON),$(error Archive App needs CPython 3.11 or newer, and none was found: install \
	it, or name one with "make PYTHON=/path/to/python3.12 ...")) packaging/bootstrap.py
VENV = .venv/bin
READY = .venv/ready

.DEFAULT_GOAL := help
.PHONY: help run test test-slow bench check check-whoosh format screenshots translations package clean moved

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(READY) ## open the app on the sample archive; where there is no screen, play the tour in a virtual one
	@$(BOOTSTRAP) run

test: $(READY) ## the whole test suite, without what takes minutes
	@$(BOOTSTRAP) offscreen $(VENV)/pytest -q -n 3 --dist worksteal -m "not slow" $(ARGS)

test-slow: $(READY) ## the tests that take minutes
	@$(BOOTSTRAP) offscreen $(VENV)/pytest -q -m slow $(ARGS)

bench: $(READY) ## measure against the budgets: prints a table, writes bench.json
	@$(BOOTSTRAP) offscreen $(VENV)/python -m tests.benchmarks $(ARGS)

check: $(READY) ## ruff, mypy --strict, import-linter
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy archive_app packaging/*.py
	$(VENV)/lint-imports

check-whoosh: $(READY) ## the search tests on Whoosh-Reloaded, which we could change to
	@$(BOOTSTRAP) offscreen $(VENV)/python packaging/other_whoosh.py $(ARGS)

format: $(READY) ## format the code and mend what ruff can mend
	$(VENV)/ruff check --fix-only --quiet .
	$(VENV)/ruff format .

translations: $(READY) ## bring the catalogues up to the words in the code
	@$(VENV)/python packaging/translations.py

screenshots: $(READY) ## draw every view, light and dark, into resources/screenshots
	@$(BOOTSTRAP) virtual $(VENV)/python packaging/screenshots.py $(ARGS)

package: $(READY) ## build the app as one folder, dist/archive-app, that runs without Python
	$(VENV)/python -m pip install --disable-pip-version-check -qq --editable '.[package]'
	$(VENV)/pyinstaller --noconfirm --clean --log-level WARN packaging/archive-app.spec

clean: ## remove everything that make made, .venv too
	rm -rf .venv build dist tour bench.json .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made again when pyproject.toml changes, and when the folder was moved: .venv holds absolute paths.
$(READY): pyproject.toml $(if $(filter-out "$(CURDIR)","$(shell cat $(READY) 2>/dev/null)"),moved)
	@$(BOOTSTRAP) install
