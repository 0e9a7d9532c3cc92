// Package route53 is where TestSignatures puts what it generates of a service. This file keeps the folder.
package route53
