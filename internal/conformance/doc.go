// Package conformance runs the official protocol compliance suites through generated clients.
//
// The suite of the Smithy project is a model: services whose operations and errors carry, as traits, the HTTP messages that
// their parameters must become, the parameters that come out of messages, and the events of streams
// (smithy.test#httpRequestTests, httpResponseTests and eventStreamTests). Botocore's suite has such cases in files of its own,
// for a model in the api-2 dialect.
//
// The test does what a user does: it runs `gen --tests` for each service, and go vet and go test on what comes out. What fails
// is held against testdata/known_failures.txt, what ran against the cases that the models have, and the score against the
// table in docs/conformance.md.
package conformance
