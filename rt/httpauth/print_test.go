package httpauth_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/httpauth"
)

// TestSchemesPrintNothing: package fmt shows what fields hold that are not exported, and passes their String by.
func TestSchemesPrintNothing(t *testing.T) {
	t.Parallel()
	login := httpauth.Login{Username: "me", Password: "hunter2"}
	o := rt.Options{AuthSchemes: []rt.AuthScheme{
		httpauth.Basic(login), httpauth.Digest(login), httpauth.Bearer(httpauth.Token("hunter2")),
		httpauth.APIKey(httpauth.Key("hunter2"), httpauth.KeyIn{Header: "X-Key"}),
	}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, value := range []any{o, &o, o.AuthSchemes, o.AuthSchemes[0], o.AuthSchemes[1], o.AuthSchemes[2], o.AuthSchemes[3]} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, "hunter2") || strings.Contains(text, "68756e74657232") {
				t.Errorf("%s: %s", verb, text)
			}
		}
	}
}
