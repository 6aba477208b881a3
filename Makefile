# Every entry point of Shpalta. They all make the environment first, from the lock; see include/embedded/ for what they do.

# A name of an interpreter that is new enough, or nothing.
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11

# Spark is left out: half a gigabyte that only tests of Spark need.
DEV_EXTRAS := dev embedded embeddings spacy train

.DEFAULT_GOAL := help
.PHONY: help setup spark run stop airflow env test check bench docs lock

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup:  ## the environment alone, in .venv/
	@test -n "$(PYTHON)" || { echo "Shpalta needs Python 3.11 or newer: neither python3 nor python3.11 to python3.14 is one" >&2; exit 1; }
	@$(PYTHON) -P include/embedded/install.py

spark: setup  ## PySpark and Airflow's Spark provider into .venv/, for the tests of Spark; it needs Java 17, too
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-spark.txt

run: setup  ## a day of news, end to end: [DATE=YYYY-MM-DD] [SOURCES=file.yaml, or sample]
	@$(BIN)/python -m embedded run $(if $(DATE),--date "$(DATE)") $(if $(SOURCES),--sources "$(SOURCES)")

stop: setup  ## the end of the stack that `make run` left up
	@$(BIN)/python -m embedded stop

airflow: setup  ## Airflow's own command line on that stack: ARGS="dags list"
	@$(BIN)/python -m embedded airflow $(ARGS)

env:  ## .env with generated secrets, for docker-compose.yaml
	@test -n "$(PYTHON)" || { echo "make env needs Python 3.11 or newer" >&2; exit 1; }
	@PYTHONPATH=include $(PYTHON) -m embedded.team_env

test: setup  ## every test; nothing but loopback is contacted
	@$(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder $(ARGS)

bench: setup  ## what is measured: quality and speed, side by side
	@for script in bench/parse.py bench/fields.py bench/fetch.py bench/deduplicate.py bench/enrich.py; do $(BIN)/python $$script || exit 1; done

check: setup  ## style, types, and docs in step with the code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python docs/generate_dags.py --check
	@$(BIN)/python -m shpalta.docs --check

docs: setup  ## the pages in docs/ that are made from the code
	@$(BIN)/python docs/generate_dags.py
	@$(BIN)/python -m shpalta.docs

lock: setup  ## the requirements files anew, after a change in pyproject.toml
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) $(DEV_EXTRAS:%=--extra %) --constraint requirements.txt --output-file requirements-dev.txt
	@$(LOCK) --extra spark --constraint requirements-dev.txt --output-file requirements-spark.txt
