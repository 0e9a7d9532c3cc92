// Package s3 is the client for all of S3, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package s3

//go:generate go run -C ../../.. ./cmd/gen --package s3 -o bench/testdata/s3 ../shared/models/smithy/s3.json
