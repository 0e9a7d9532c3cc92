// Package s3 is where the test puts the client that the generator makes of the model of the service. This file keeps the
// folder, so that what imports it resolves before; the others are never committed. The folder is in testdata, so that nobody
// vets or lints what stands in it: its text is not this repository's.
package s3

import (
	// What the generated files import beyond the tests: go.mod must be the same whether they are there or not.
	_ "github.com/smithwright/smithwright/rt/events"
	_ "github.com/smithwright/smithwright/rt/validate/ecma"
)
