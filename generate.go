// Package smithwright is the root of a generator that reads Smithy service models and writes Go for them: clients,
// types, validators. The command is in cmd/gen, the runtime that generated code imports in rt, and what the command
// makes of the models in models/ is in generated/. This package itself holds one thing, the line that says how
// generated/ is made, so that `go generate ./...` at the root makes it again.
package smithwright

//go:generate go run ./cmd/gen
