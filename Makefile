# make test      every test that ends within minutes; sets up all that it needs
# make check     types, lint, format
# make bench     the benchmarks, as ratios measured side by side
# make test-quick what a change of one line needs, in little more than a minute: units, cases, laws, golden files; no office program
# make test-long property tests with many more examples
# make coverage  branch coverage of xlplugin/ by make test; fails below the figure reached (see COVERAGE)

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# Branch coverage in %, as reached: whoever lowers it says why in the commit. Bounds of processor time are not tried meanwhile.
COVERAGE := 96.8

.PHONY: test test-quick test-long coverage check format bench office writers clean

test: $(READY) office
	$(BIN)/python -m pytest -n 2 -m "not long"

test-quick: $(READY)
	$(BIN)/python -m pytest -n 2 -q -m "not long and not office" tests/test_*.py tests/scoring tests/rubric_files tests/ooxml \
		tests/entries tests/property tests/golden tests/workbook tests/filled --ignore tests/property/test_second_engine.py

coverage: $(READY) office
	$(BIN)/python -m pytest -n 2 -q -m "not long" --ignore tests/returns/test_bounds.py --cov --cov-report=term --cov-fail-under=$(COVERAGE)

test-long: $(READY) office writers
	$(BIN)/python -m pytest -n 2 -m long

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks

# The environment of its own: pip refuses on Debian outside one.
$(READY): pyproject.toml tools/make-environment
	tools/make-environment $(PYTHON)
	touch $@

# LibreOffice, fonts, ONLYOFFICE's engine and the Open XML SDK validator, where they may be installed.
office: $(READY)
	tools/install-office

# Other programs that write workbooks, for round trips.
writers: $(READY)
	tools/install-writers

clean:
	rm -rf .venv .tools dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
