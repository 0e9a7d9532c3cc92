// Package e2e tests a generated client over real HTTP: generated/lambda against servers on this machine that look at each
// request and answer as the service does, or as it never should.
package e2e
