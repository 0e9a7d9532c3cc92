// Package s3 is where TestSignatures puts what it generates of a service. This file keeps the folder.
package s3
