// Package conformance runs the official protocol compliance suite of the Smithy project through generated clients.
//
// The suite is a model: services whose operations and errors carry, as traits, the HTTP messages that their parameters
// must become (smithy.test#httpRequestTests) and the parameters that come out of messages (smithy.test#httpResponseTests).
// The test generates a package of each service into a module of its own, builds it with a small main program around
// package runner, runs that, and holds the result against testdata/known_failures.txt.
package conformance
