# Everything that a contributor runs. `make site` and `make test` set up .venv by themselves.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: site preview test check format docs bench lock clean

site: $(STAMP)  ## Ingest the sample documents and build the sample archive.
	@$(BIN)/site-gen build
	@echo
	@echo "The archive is in output/. Look at it:"
	@echo "  open output/index.html in a browser (it works from disk), or"
	@echo "  make preview             (shows edits as you save them)"

preview: $(STAMP)  ## Serve the sample archive and show edits as they are saved.
	@$(BIN)/site-gen serve

test: $(STAMP)  ## Run the tests.
	@$(BIN)/pytest

check: $(STAMP)  ## Run linters, type checker and tests.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

format: $(STAMP)  ## Format the code.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(STAMP)  ## Bring the generated parts of docs/ up to date.
	$(BIN)/python tests/unit/test_docs.py

bench: $(STAMP)  ## Measure builds beside other generators: ARTICLES=10000 RUNS=5 PEERS="hugo pelican".
	$(BIN)/python benchmarks/bench.py --articles $(or $(ARTICLES),10000) --runs $(or $(RUNS),5) --peers $(or $(PEERS),hugo)

lock: $(STAMP)  ## Pin the newest versions of all dependencies that pyproject.toml allows.
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--upgrade --extra test pyproject.toml -o requirements.lock

clean:  ## Remove what the other targets made; documents and content stay.
	rm -rf $(VENV) .site-gen dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find output -mindepth 1 -not -name .gitignore -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is as new as what was installed from; without a change this costs nothing.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "site-gen needs Python 3.11 or newer; name one: make PYTHON=python3.13 …"; exit 1; }
	@echo "Setting up $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)
