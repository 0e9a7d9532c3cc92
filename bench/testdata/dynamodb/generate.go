// Package dynamodb is the client for all of DynamoDB, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package dynamodb

//go:generate go run -C ../../.. ./cmd/gen --package dynamodb -o bench/testdata/dynamodb ../shared/models/smithy/dynamodb.json
