# Everything one types on Linux or macOS; the README has the same lines for Windows.
# A stamp file in .venv says what is installed, so a second run installs nothing.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# One thread a process: sums that do not depend on the machine, and two test workers that do not fight.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: report reports report-north-west test test-slow lab lock lint clean

report: .venv/.installed
	$(BIN)/outturn run params/halton-2012-13-q2.yaml

# The five reports of public documents, each into its own folder of outputs/.
REPORTS := halton-2012-13-q2 chorley-2011-12-q2 cheshire-west-ni18-2009-10 worcestershire-ni18-2008-11 \
	reducing-reoffending-2008
reports: .venv/.installed
	@set -e; for name in $(REPORTS); do $(BIN)/outturn run params/$$name.yaml; done

# Public data that are no part of the project; `shared` in pyproject.toml says where they lie.
SHARED := $(or $(OUTTURN_SHARED),$(shell sed -n 's/^shared = "\(.*\)"/\1/p' pyproject.toml))
report-north-west: .venv/.installed
	@if [ -d "$(SHARED)/data" ]; then \
	  $(BIN)/outturn run params/north-west-crime-2021-22.yaml && $(BIN)/outturn run params/north-west-health.yaml; \
	else echo "$(SHARED)/data is not there, so no report of the North West is made."; fi

test: .venv/.installed-test
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist worksteal
	$(BIN)/python -m pytest --nbval-lax --nbval-cell-timeout=120 notebooks

test-slow: .venv/.installed-test
	$(BIN)/python -m pytest -m slow -n 2 --dist worksteal

lab: .venv/.installed-lab
	$(BIN)/jupyter lab notebooks

lint: .venv/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Needs uv. The lock files name versions and hashes and no address, so any index can serve them.
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --no-header --extra build
lock:
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --extra test pyproject.toml --output-file requirements-test.lock
	$(COMPILE) --extra lab pyproject.toml --output-file requirements-lab.lock

clean:
	rm -rf .venv outputs/*

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/.installed-test: requirements-test.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements-test.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/.installed-lab: requirements-lab.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements-lab.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@
