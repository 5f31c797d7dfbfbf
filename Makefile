# The two commands that matter: `make report` and `make test`. All of them live in run.py, so that
# Windows, which has no make, runs the same: `py run.py report`.

# The first Python on this machine that is new enough; run.py says so when there is none.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$p; exit; fi; done; echo python3)

COMMANDS := report test lab spark refresh lock browser slow clean

.PHONY: help $(COMMANDS)
.DEFAULT_GOAL := help

help $(COMMANDS):
	@$(PYTHON) run.py $@
