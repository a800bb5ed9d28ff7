# `make run` and `make test` need only Python 3.11-3.13, pip and make; they set everything else up in .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps
UV = index=$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}; \
	$(BIN)/uv pip install -q --no-deps --require-hashes $${index:+--default-index "$$index"}
ENTERPRISES ?= 1109
# uv does not compile: where this is set, each process would compile Airflow and dbt anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run up test faults proofs lint style compare contract docs bench clean

run: $(READY)  ## one sample night: AS_OF=2025-12-31 for another day, DOWN=tax for a night without a source
	@$(BIN)/python scripts/sample_night.py --enterprises $(ENTERPRISES) $(if $(AS_OF),--as-of $(AS_OF)) $(addprefix --down ,$(DOWN))

up: $(READY)  ## Airflow with scheduler and pages over the sample exchange, until Ctrl-C: PORT=8080
	@$(BIN)/python scripts/airflow_server.py --enterprises $(ENTERPRISES) --port $(or $(PORT),8080)

test: $(READY) lint  ## everything CI runs
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

faults: $(READY)  ## planted faults and kills in their full number (tests marked `faults`; `make test` runs a short form)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m faults

proofs: $(READY)  ## whole nights and builds more, Spark beside DuckDB, a larger zone (tests marked `proofs`)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m proofs

compare: $(READY)  ## what changed schemes and measures do to a synthetic zone: BASE=origin/main
	@$(BIN)/python scripts/compare_schemes.py $(or $(BASE),HEAD~1)
	@$(BIN)/python scripts/compare_measures.py $(or $(BASE),HEAD~1)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf var/lint && mkdir -p var/lint
	INNOPOINTS_CANDIDATE=:memory: $(BIN)/dbt --quiet --warn-error-options '{"error": ["Deprecations"]}' parse --no-partial-parse \
		--project-dir dbt_project --profiles-dir dbt_project --target-path $(CURDIR)/var/lint --log-path $(CURDIR)/var/lint \
		--vars '{as_of_date: 2026-06-30}'

style: $(READY)  ## the style of SQL, a minute: all models, or MODELS="a.sql b.sql"
	$(BIN)/sqlfluff lint --disable-progress-bar -q -p 2 $(or $(MODELS),dbt_project/models)

bench: $(READY)  ## how fast, side by side with something bare: one file a bench in scripts/bench/
	@for each in scripts/bench/*.py; do $(BIN)/python $$each || exit 1; done

docs: $(READY)  ## every table, column, check and where it comes from as one page: var/docs/static_index.html; after make run
	@test -e var/warehouse/innopoints.duckdb || { echo "there is no warehouse yet; first: make run"; exit 1; }
	@mkdir -p var/docs && cp var/warehouse/innopoints.duckdb var/docs/shown.duckdb
	@INNOPOINTS_CANDIDATE=$(CURDIR)/var/docs/shown.duckdb $(BIN)/dbt --quiet docs generate --static --project-dir dbt_project \
		--profiles-dir dbt_project --target-path $(CURDIR)/var/docs --log-path $(CURDIR)/var/docs --vars '{as_of_date: 2026-06-30}'
	@rm var/docs/shown.duckdb && echo var/docs/static_index.html

contract: $(READY) .venv-contract/.ready  ## each bank's newest delivery against its contract, by datacontract-cli; after make run
	@$(BIN)/python scripts/contract_reader/read.py .venv-contract/bin/datacontract

.venv-contract/.ready: scripts/contract_reader/requirements.lock | $(READY)
	@echo "setting up .venv-contract (440 MB, once): the pins of datacontract-cli and ours do not go together"
	@$(PYTHON) -m venv .venv-contract
	@$(UV) -p .venv-contract/bin/python -r $<
	@touch $@

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "innopoints needs Python 3.11, 3.12 or 3.13, this is %s; try: make PYTHON=python3.12" % sys.version.split()[0])'
	@echo "setting up .venv from requirements.lock (once)"
	@$(PYTHON) -m venv .venv
	@awk '/^uv==/,!/\\$$/' requirements.lock >.venv/installer.lock
	@$(PIP) --require-hashes -r .venv/installer.lock
	@$(UV) -p $(BIN)/python -r requirements.lock \
		|| { echo "uv could not install; once more with pip, which takes minutes"; $(PIP) --require-hashes -r requirements.lock; }
	@$(PIP) --no-build-isolation -e .
	@touch $@

clean:  ## forget all data and the environment
	rm -rf var .venv .venv-contract dbt_project/target dbt_project/logs
