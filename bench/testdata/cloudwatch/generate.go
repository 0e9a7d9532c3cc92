// Package cloudwatch is the client for all of CloudWatch, which speaks CBOR, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package cloudwatch

//go:generate go run -C ../../.. ./cmd/gen --package cloudwatch -o bench/testdata/cloudwatch ../shared/models/c2j/cloudwatch
