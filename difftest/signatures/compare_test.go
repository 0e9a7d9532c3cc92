//go:build generated

// The comparison.

package signatures

import (
	"cmp"
	"context"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
)

// atLeast is how many requests of a service have to be compared.
const atLeast = 5000

// operations are the methods of a client that make a call.
func operations(client any) []string {
	var names []string
	t := reflect.TypeOf(client)
	for i := range t.NumMethod() {
		m := t.Method(i)
		if m.Type.NumIn() == 4 && m.Type.IsVariadic() && m.Type.NumOut() == 2 && m.Type.In(2).Kind() == reflect.Pointer &&
			m.Type.In(3) == reflect.TypeFor[[]rt.CallOption]() && m.Type.Out(0).Kind() == reflect.Pointer {
			names = append(names, m.Name)
		}
	}
	return names
}

// call makes a call of a client of either side. What comes back does not matter.
func call(t *testing.T, client any, name string, in reflect.Value) {
	reflect.ValueOf(client).MethodByName(name).Call([]reflect.Value{reflect.ValueOf(t.Context()), in})
}

func TestGenerated(t *testing.T) {
	t.Parallel()
	for name := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := fnv.New64a()
			_, _ = h.Write([]byte(name))
			r := rand.New(rand.NewPCG(20260301, h.Sum64()))
			s := newService(t, name)
			names := operations(s.ours)
			var signed, many, alike int
			for i := 0; signed < atLeast || i < 3*len(names); i++ {
				if i > 20*atLeast {
					t.Fatalf("of %d inputs only %d are sent", i, signed)
				}
				operation := names[i%len(names)]
				in := reflect.New(reflect.ValueOf(s.ours).MethodByName(operation).Type().In(1).Elem())
				fill(r, in.Elem(), "", 0)
				s.ourWire.request, s.peerWire.request, s.unsigned = nil, nil, nil
				call(t, s.ours, operation, in)
				if s.ourWire.request == nil {
					continue
				}
				if !s.checkOurs(t, operation, &many) {
					return
				}
				signed++
				if s.checkPeers(t, operation, in) {
					alike++
				}
			}
			if alike < atLeast/2 {
				t.Errorf("only %d requests of both sides were compared", alike)
			}
			t.Logf("%s: %d operations, %d signatures are equal, %d of them for many Regions; %d whole requests of the peer's client are too",
				name, len(names), signed, many, alike)
		})
	}
}

// checkOurs has the request that the generated client sends signed by the peer's signer.
func (s *service) checkOurs(t *testing.T, operation string, many *int) bool {
	t.Helper()
	sent := s.ourWire.request
	authorization := sent.Header.Get("Authorization")
	again := s.unsigned
	if hash := sent.Header["X-Amz-Content-Sha256"]; hash != nil {
		again.Header["X-Amz-Content-Sha256"] = hash
	}
	if strings.HasPrefix(authorization, "AWS4-ECDSA") {
		*many++
		return verify(t, sent)
	}
	name, scope := scopeOf(authorization)
	if authorization == "" || !s.sign(t, again, name, scope) {
		t.Errorf("%s: the request has no signature: %s", operation, authorization)
		return false
	}
	if got := again.Header.Get("Authorization"); got != authorization {
		t.Errorf("%s: %s %s\n%q\nis signed\n%s, and by the peer\n%s", operation, sent.Method, sent.URL, sent.Header, authorization, got)
		return false
	}
	return true
}

// scopeOf returns the service and the Region of a signature.
func scopeOf(authorization string) (service, region string) {
	_, rest, _ := strings.Cut(authorization, "/")
	parts := strings.SplitN(rest, "/", 4)
	if len(parts) < 4 {
		return "", ""
	}
	return parts[2], parts[1]
}

// payloadHash is the hash of a body, or what stands for it, as a signature has it.
func (w *wire) payloadHash() string {
	return cmp.Or(w.request.Header.Get("X-Amz-Content-Sha256"), w.hash)
}

// sign signs a request with the peer's signer, at the time and with the hash of the one that was sent.
func (s *service) sign(t *testing.T, r *http.Request, name, region string) bool {
	t.Helper()
	at, err := time.Parse("20060102T150405Z", s.ourWire.request.Header.Get("X-Amz-Date"))
	if err != nil {
		t.Error(err)
		return false
	}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = s.plain })
	if err := signer.SignHTTP(t.Context(), credentials, r, s.ourWire.payloadHash(), name, region, at); err != nil {
		t.Error(err)
		return false
	}
	return true
}

// checkPeers makes the same call with the peer's client, compares where it goes, and has it signed by our signer. It reports
// whether there was something to compare.
func (s *service) checkPeers(t *testing.T, operation string, in reflect.Value) bool {
	t.Helper()
	method := reflect.ValueOf(s.peers).MethodByName(operation)
	if !method.IsValid() {
		return false
	}
	theirs := reflect.New(method.Type().In(1).Elem())
	if !same(theirs.Elem(), in.Elem()) {
		return false
	}
	call(t, s.peers, operation, theirs)
	peer, ours := s.peerWire.request, s.ourWire.request
	if peer == nil {
		return false
	}
	if got, want := address(ours), address(peer); got != want {
		t.Errorf("%s goes to\n%s, and the peer's to\n%s", operation, got, want)
	}
	authorization := peer.Header.Get("Authorization")
	if strings.HasPrefix(authorization, "AWS4-ECDSA") {
		return verify(t, peer)
	}
	// The peer adds some headers once the request is signed.
	_, list, _ := strings.Cut(authorization, "SignedHeaders=")
	list, _, _ = strings.Cut(list, ",")
	names := strings.Split(list, ";")
	again := peer.Clone(context.Background())
	for name := range again.Header {
		if lower := strings.ToLower(name); !slices.Contains(names, lower) {
			delete(again.Header, name)
		}
	}
	at, err := time.Parse("20060102T150405Z", peer.Header.Get("X-Amz-Date"))
	if err != nil {
		t.Error(err)
		return false
	}
	if !slices.Contains(names, "content-length") {
		again.ContentLength = 0
	}
	name, scope := scopeOf(authorization)
	signing := rt.Signing{Request: again, PayloadHash: s.peerWire.payloadHash(), At: at, Scheme: &endpoints.AuthScheme{SigningName: name, SigningRegion: scope}}
	if err := s.signer.Sign(t.Context(), &signing); err != nil {
		t.Error(err)
		return false
	}
	if got := again.Header.Get("Authorization"); got != authorization {
		t.Errorf("%s: %s %s\n%q\nof the peer is signed\n%s, and by us\n%s", operation, peer.Method, peer.URL, peer.Header, authorization, got)
	}
	return true
}

// address is where a request goes: what of it a signature covers, but for headers and body.
func address(r *http.Request) string {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return err.Error()
	}
	for _, values := range query {
		slices.Sort(values)
	}
	path := r.URL.EscapedPath()
	if strings.Count(path, "/") == 2 {
		path = strings.TrimSuffix(path, "/") // of a bucket in the path: the peer leaves it out, and both mean the bucket
	}
	return r.Method + " " + r.URL.Scheme + "://" + r.URL.Host + path + "?" + query.Encode()
}
