// Package difftest holds the differential test: the same call through a generated client and through aws-sdk-go-v2's
// service/lambda, both with the same clock, credentials and source of random bytes, must send the same request, and must
// make the same of a reply. It is a module of its own, so that the peer stays out of the product's go.mod.
//
// Two generated packages are tested: the committed one, and that of the full model of AWS Lambda, which is generated into
// testdata/fulllambda when the test runs and is not committed. `go test ./...` does all of it. The headers of bodies are
// compared in the same way, of some operations of Amazon S3 and service/s3.
//
// The inputs and replies are random, but the same in each run unless -seed says otherwise; -inputs sets how many there
// are. What may differ stands in a table with the reason, and an entry of it that no longer occurs fails the test.
package difftest

//go:generate go run -C .. ./cmd/gen -o difftest/testdata/fulllambda --package fulllambda ../shared/models/smithy/lambda.json
