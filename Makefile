# Everything a person types. Each target sets up what it needs, from nothing, and starts at once when that is there.

python := .venv/bin/python
made := .venv/.made

.DEFAULT_GOAL := help
.PHONY: help demo test hunt night cluster emulator lint lock clean

help: ## List what can be typed
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

demo: window-system $(made) ## Open a working desk with a ledger, sample people, a printer and a card terminal of its own
	@$(python) main.py demo

# The programs under test start by the hundred: none compiles the same modules anew, whoever forbade it to others.
unexport PYTHONDONTWRITEBYTECODE

# A process for each of up to eight processors; the tests of a file share what they set up, so a file stays in one.
pytest := $(python) -m pytest --numprocesses logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# Order and examples are the same in every run: what passed here passes there, and what fails can be looked at.
test: test-system lint ## Run every check and every test
	@$(pytest) --randomly-seed=1 --hypothesis-profile=same

hunt: test-system $(made) ## Run every test in an order and with examples that no run has had yet
	@$(pytest)

night: test-system $(made) ## Kill desks, simulate bad days and try the card terminal for hours, from seeds: SEED=1
	@$(python) -m tests.night --seed $(or $(SEED),1)
	@CARD_HISTORIES=10000 CUT_EVERY=1 $(python) -m pytest --timeout 0 tests/usecases/test_card_conserved.py tests/devices

cluster: cluster-system $(made) ## Build a ledger on several machines here, kill its primary twice, and prove that nothing is lost
	@$(python) -m tests.cluster

emulator: test-system $(made) ## Try receipt printing on a printer that is not ours; needs Python 3.13 or newer
	@$(python) -m tests.emulator

lint: $(made) ## Check style, types and who may know whom
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-logo

lock: $(made) ## Choose the versions anew within pyproject.toml and write them down with their hashes
	@$(python) -m uv export --quiet --upgrade --no-header --no-emit-project --all-groups --all-extras \
	    --format requirements.txt --output-file requirements.lock
	@rm -f uv.lock

clean: ## Remove the environment and every cache, never any data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: window-system test-system cluster-system
window-system:
	@.ci/system window

test-system:
	@.ci/system tests

cluster-system:
	@.ci/system cluster

$(made): requirements.lock | window-system
	@echo "Setting up the environment; the first time this takes a few minutes."
	@interpreter=$$(.ci/system python) && $$interpreter -m venv .venv
	@$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
