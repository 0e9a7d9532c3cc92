// Package cloudformation is the client for all of CloudFormation, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package cloudformation

//go:generate go run -C ../../.. ./cmd/gen --package cloudformation -o bench/testdata/cloudformation ../shared/models/smithy/cloudformation.json
