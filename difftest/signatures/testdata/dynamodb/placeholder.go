// Package dynamodb is where TestSignatures puts what it generates of a service. This file keeps the folder.
package dynamodb
