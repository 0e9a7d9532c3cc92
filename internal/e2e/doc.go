// Package e2e tests a generated client over real HTTP: generated/lambda against servers on this machine that look at each
// request and answer as the service does, or as it never should. The tests in testdata/streams do the same with packages of
// services that stream events, which they generate from published models; those in testdata/echo with packages of models that
// were made to be hard, by every protocol.
package e2e
