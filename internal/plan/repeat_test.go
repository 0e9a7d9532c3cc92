package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/plan"
)

// TestIdempotent: what a client may repeat without harm, by what the model says.
func TestIdempotent(t *testing.T) {
	t.Parallel()
	const (
		cbor  = `"smithy.protocols#rpcv2Cbor":{}`
		ofAWS = `,"aws.api#service":{"sdkId":"Some"}`
		token = `"t":{"target":"smithy.api#String","traits":{"smithy.api#idempotencyToken":{}}}`
	)
	method := func(m string) string { return `"smithy.api#http":{"method":"` + m + `","uri":"/"}` }
	for _, test := range []struct {
		name, service, operation, members string
		want                              bool
	}{
		{"Send", cbor, "", "", false},
		{"Send", cbor, `"smithy.api#idempotent":{}`, "", true},
		{"Send", cbor, `"smithy.api#readonly":{}`, "", true},
		{"Send", cbor, "", token, true},
		{"Send", cbor, `"smithy.waiters#waitable":{"Done":{"acceptors":[{"state":"success","matcher":{"success":true}}]}}`, "", true},
		{"Send", restJSON, method("POST"), "", false},
		{"Send", restJSON, method("POST") + `,"smithy.api#idempotent":{}`, "", true},
		{"Send", restJSON, method("PUT") + `,"smithy.api#idempotent":{}`, "", false}, // the runtime knows the method
		{"Send", restJSON, method("GET") + `,"smithy.api#readonly":{}`, "", false},
		{"GetThing", cbor, "", "", false},
		{"GetThing", cbor + ofAWS, "", "", true},
		{"Query", cbor + ofAWS, "", "", true},
		{"TransactGetItems", cbor + ofAWS, "", "", true},
		{"Getaway", cbor + ofAWS, "", "", false},
		{"BatchWriteItem", cbor + ofAWS, "", "", false},
		{"GetActivityTask", cbor + ofAWS, "", "", false},
	} {
		model := strings.ReplaceAll(service(test.service, test.operation, test.members, ""), "a#Op", "a#"+test.name)
		p, reported := build(t, model, plan.Options{})
		what := fmt.Sprintf("%s with %s of %s", test.name, test.operation+test.members, test.service)
		if p == nil || len(p.Operations) != 1 {
			t.Fatalf("%s: %v", what, reported)
		}
		if got := p.Operations[0].Idempotent; got != test.want {
			t.Errorf("%s: %v", what, got)
		}
		if want := strings.Contains(test.service, ofAWS); p.Transient != want {
			t.Errorf("%s: transient is %v", what, p.Transient)
		}
	}
}
