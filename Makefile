# What is done to this repository by command. `make` alone lists it; CI runs `make check` and nothing else.

# The modules: the product, and those beside it that keep what only tests need out of its go.mod.
MODULES := . otel difftest difftest/signatures integration bench examples/update

# The linter's version is in tools/go.mod. It is built from source the first time, in one to two minutes.
LINT := go tool -modfile=$(CURDIR)/tools/go.mod golangci-lint

# How long each fuzz test runs.
FUZZTIME ?= 10s

# in-each runs a command in each module's folder and stops at the first that fails.
in-each = @set -e; for module in $(MODULES); do echo "[$$module] $(1)"; (cd $$module && $(1)); done

.PHONY: help
help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: check
check: format-check tidy-check generate-check vet lint test examples race differential integration ## all that CI runs

.PHONY: test
test: ## the tests of the product
	go test -timeout 20m ./... # more than Go's 10m: one of them compiles every service of AWS
	cd otel && go test ./...

.PHONY: examples
examples: ## the program that the README shows, and what the benchmarks measure
	cd examples/update && go test -count=1 ./... # it runs a program, which the test cache does not see
	cd bench && go test ./...

.PHONY: race
race: ## the tests of what reads fields at offsets, with the race detector and its pointer checks
	go test -race ./rt/... ./generated/... ./internal/e2e/...

.PHONY: conformance
conformance: ## the official protocol suite, through the tests that gen --tests prints: a table of what passes
	go test -count=1 -v -run 'TestSuite$$' ./internal/conformance

.PHONY: differential
differential: ## requests of the generated clients against those of the peer, aws-sdk-go-v2
	cd difftest && go test -count=1 ./... # its tests run the generator, which the test cache does not see
	cd difftest/signatures && go test -count=1 ./...

.PHONY: integration
integration: ## the generated clients against real servers, which npm installs; nothing where node and npm are not
	cd integration && go test -count=1 -v ./... # it installs, generates and runs, which the test cache does not see

.PHONY: bench
bench: ## the table of ratios: this project and its peers, side by side in one run
	cd bench && go run .

.PHONY: fuzz
fuzz: ## each fuzz test for a while: FUZZTIME, 10s unless set
	@set -e; for package in $$(go list ./...); do \
		for name in $$(go test -run '^$$' -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$package; \
		done; \
	done

.PHONY: generate
generate: ## write generated/ anew from models/
	go generate ./...

.PHONY: partitions
partitions: ## write the table of AWS's partitions anew: make partitions FILE=partitions.json
	@new=$$(mktemp) && trap 'rm -f "$$new"' EXIT && go run ./internal/partitions "$(FILE)" >"$$new" && cat "$$new" >rt/endpoints/partitions.go

.PHONY: generate-check
generate-check: ## is generated/ what the generator writes now?
	go run ./cmd/gen --check

.PHONY: format
format: ## format all Go files
	gofmt -w .

.PHONY: format-check
format-check: ## are all Go files formatted?
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { printf 'not formatted; run make format:\n%s\n' "$$unformatted"; exit 1; }

.PHONY: vet
vet: ## go vet, in all modules
	$(call in-each,go vet ./...)

.PHONY: lint
lint: ## golangci-lint as .golangci.yml says, in all modules
	$(call in-each,$(LINT) run)

.PHONY: tidy-check
tidy-check: ## do the go.mod files say what is used?
	$(call in-each,go mod tidy -diff)
