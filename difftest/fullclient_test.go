//go:build fulllambda

// The client of the full model, which is there once TestFullModel or `go generate` made it.

package difftest

import (
	"testing"

	"github.com/smithwright/smithwright/difftest/testdata/fulllambda"
)

func init() {
	fullClient = func(t *testing.T) any {
		t.Helper()
		client, err := fulllambda.New(fulllambda.Config{Region: region, Credentials: static, Options: options()})
		if err != nil {
			t.Fatal(err)
		}
		return client
	}
}
