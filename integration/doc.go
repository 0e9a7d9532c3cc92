// Package integration holds the tests that call real servers: a DynamoDB (dynalite) and an S3 (s3rver), which are npm
// packages and run on this machine. It is a module of its own; `make integration` runs it, on machines that have node and npm.
//
// The test TestServers installs the packages as servers/package-lock.json has them, generates the clients of both services
// from the models in the folder shared beside the repository, and runs the tests that have the build tag servers. Those start
// the servers, by servers/start.js, and stop them. Neither server checks signatures, so servers/signature.js does: a request
// whose signature is wrong is refused, and fails the test.
package integration
