# A thin face of scripts/project (standard library only; on Windows: `py scripts\project run`).
PYTHON ?= python3
PROJECT = @$(PYTHON) scripts/project

.DEFAULT_GOAL := help
.PHONY: help run check test lock catalogues format clean

help:        ## say what each command does
	$(PROJECT) --help

run:         ## set everything up and serve a living demo on http://127.0.0.1:8000
	$(PROJECT) run

check:       ## the quick checks for every commit (about two minutes)
	$(PROJECT) check

test:        ## set up what tests need and run everything
	$(PROJECT) test

format:      ## put the code in the project's style
	$(PROJECT) format

catalogues:  ## refresh the translation catalogues
	$(PROJECT) catalogues

lock:        ## resolve the dependencies again and write the locks
	$(PROJECT) lock

clean:       ## remove what the set-up made, except your data
	$(PROJECT) clean
