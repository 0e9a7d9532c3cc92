// The key that a signer keeps.

package sigv4_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// TestKeptKey: whoever calls whatever when, a signer that has signed before signs as a new one does.
func TestKeptKey(t *testing.T) {
	t.Parallel()
	used := signer(t)
	midnight := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	seen := map[string]string{}
	for range 2 {
		for _, at := range []time.Time{midnight.Add(-1), midnight, midnight.Add(24*time.Hour - 1), midnight.Add(24 * time.Hour), midnight.In(time.FixedZone("west", -3600))} {
			for _, secret := range []string{"one", "two"} {
				for _, scheme := range []*endpoints.AuthScheme{nil, {SigningRegion: "eu-west-1"}, {SigningName: "other"}, {SigningName: "other", SigningRegion: "eu-west-1"}} {
					got, want := signature(t, used, secret, at, scheme), signature(t, signer(t), secret, at, scheme)
					if got != want {
						t.Errorf("%v, %s, %+v: %s, not %s", at, secret, scheme, got, want)
					}
					if before := seen[got]; before != "" && before != secret {
						t.Errorf("two secrets give %s", got)
					}
					seen[got] = secret
				}
			}
		}
	}
	if len(seen) != 4*2*4 { // midnight is the same everywhere
		t.Errorf("%d signatures", len(seen))
	}
}

func signer(t *testing.T) *sigv4.Signer {
	t.Helper()
	s, err := sigv4.New("service", "us-west-2", example{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func signature(t *testing.T, s *sigv4.Signer, secret string, at time.Time, scheme *endpoints.AuthScheme) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r := &rt.Signing{Request: req, PayloadHash: "UNSIGNED-PAYLOAD", At: at, Scheme: scheme}
	if err := s.SignAs(t.Context(), aws.Credentials{AccessKeyID: "id", SecretAccessKey: secret}, r); err != nil {
		t.Fatal(err)
	}
	return req.Header.Get("Authorization")
}
