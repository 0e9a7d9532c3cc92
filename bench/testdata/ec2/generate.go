// Package ec2 is the client for all of EC2, from the model that AWS publishes.
//
// Only this file is committed. The line below makes the others; what needs them has the build tag full.
package ec2

//go:generate go run -C ../../.. ./cmd/gen --package ec2 -o bench/testdata/ec2 ../shared/models/c2j/ec2
