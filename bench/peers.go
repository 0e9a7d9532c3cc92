//go:build peers

// What keeps the peer's EC2 in go.mod: it is compiled and counted, never linked, and nothing sets this tag.

package main

import _ "github.com/aws/aws-sdk-go-v2/service/ec2"
