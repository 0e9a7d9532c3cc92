//go:build full

// The runtime's own way, which does more than the libraries are asked for: it fills the structs of the reply.

package jsonlib_test

import (
	"net/http"
	"testing"

	"github.com/smithwright/smithwright/bench/internal/calls"
	"github.com/smithwright/smithwright/bench/testdata/lambda"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/restjson"
)

func BenchmarkRuntime(b *testing.B) {
	reply := rt.Reply{Status: http.StatusOK, Body: calls.ListReply()}
	b.SetBytes(int64(len(reply.Body)))
	b.ReportAllocs()
	for b.Loop() {
		var out lambda.ListFunctionsResponse
		if err := (restjson.Protocol{}).Decode(nil, &reply, &out); err != nil {
			b.Fatal(err)
		}
	}
}
