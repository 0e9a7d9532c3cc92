// Package lambda is the client for all of Lambda, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package lambda

//go:generate go run -C ../../.. ./cmd/gen --package lambda -o bench/testdata/lambda ../shared/models/smithy/lambda.json

import _ "github.com/smithwright/smithwright/rt/validate/ecma" // the generated files need it: so it stays in go.mod without them
