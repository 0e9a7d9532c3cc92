// Two requests, compared: method, address, headers, body by value, signature.

package difftest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// difference is something in which two requests or replies are not the same.
type difference struct {
	operation    string
	what         string // such as "path" or "header Content-Type"
	ours, theirs string
	input        record
}

func (d difference) String() string {
	return fmt.Sprintf("%s: %s differs\n\t  ours: %s\n\ttheirs: %s\n\t input: %s", d.operation, d.what, d.ours, d.theirs, brief(d.input))
}

// brief renders an input, cut to a length that can be read.
func brief(in record) string {
	const most = 2000
	text := fmt.Sprintf("%#v", in)
	text = strings.ReplaceAll(text, "difftest.record", "")
	if len(text) > most {
		text = text[:most] + "…"
	}
	return text
}

// compareRequests lists the differences of two requests that were sent.
func compareRequests(ours, theirs exchange) []difference {
	var list []difference
	differ := func(what, a, b string) {
		if a != b {
			list = append(list, difference{what: what, ours: a, theirs: b})
		}
	}
	a, b := ours.sent, theirs.sent
	differ("signed headers", signedHeaders(a), signedHeaders(b))
	differ("method", a.Method, b.Method)
	differ("host", a.URL.Scheme+"://"+host(a), b.URL.Scheme+"://"+host(b))
	differ("path", a.URL.EscapedPath(), b.URL.EscapedPath())
	differ("query", queryOf(a), queryOf(b))
	for _, name := range headerNames(a, b) {
		differ("header "+name, fmt.Sprintf("%q", a.Header[name]), fmt.Sprintf("%q", b.Header[name]))
	}
	if a.Header.Get("Content-Type") == "application/json" {
		differ("body", canonical(ours.body), canonical(theirs.body))
	} else {
		differ("body", string(ours.body), string(theirs.body))
	}
	return list
}

// host is what a request is addressed to on the wire.
func host(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}

// queryOf lists a query's parameters by name, and the values of each in order: the peer's signer leaves them so, and the
// order in which this client sends them is the protocol suite's to judge.
func queryOf(r *http.Request) string {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return "broken: " + err.Error()
	}
	for _, list := range values {
		slices.Sort(list)
	}
	return values.Encode()
}

// uncompared are the headers that may differ: who is calling, and the signature, which is compared by itself.
var uncompared = []string{"User-Agent", "Authorization"}

func headerNames(a, b *http.Request) []string {
	names := map[string]bool{}
	for name := range a.Header {
		names[name] = true
	}
	for name := range b.Header {
		names[name] = true
	}
	for _, name := range uncompared {
		delete(names, name)
	}
	return slices.Sorted(maps.Keys(names))
}

// signedHeaders are the names that the Authorization header lists.
func signedHeaders(r *http.Request) string {
	_, list, _ := strings.Cut(r.Header.Get("Authorization"), "SignedHeaders=")
	list, _, _ = strings.Cut(list, ",")
	return list
}

// canonical writes JSON in one form: equal texts are equal values. Numbers are exact.
func canonical(body []byte) string {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return fmt.Sprintf("not JSON: %v: %q", err, body)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Sprintf("more than one JSON text: %q", body)
	}
	text, err := json.Marshal(exact(v))
	if err != nil {
		return fmt.Sprintf("not JSON: %v: %q", err, body)
	}
	return string(text)
}

// exact replaces the numbers of v by fractions.
func exact(v any) any {
	switch v := v.(type) {
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok {
			return map[string]string{"number": r.RatString()}
		}
	case []any:
		for i := range v {
			v[i] = exact(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = exact(v[key])
		}
	}
	return v
}

// checkSignatures finds that both requests are signed for what they carry, and that both signatures are the same. Where
// the same JSON is not the same bytes, the peer's request is signed with our bytes for that.
func checkSignatures(t *testing.T, operation string, ours, theirs exchange) (sameBytes bool) {
	t.Helper()
	for side, x := range map[string]exchange{"our": ours, "the peer's": theirs} {
		if want, got := sign(t, x.sent, x.body), x.sent.Header.Get("Authorization"); want != got {
			t.Errorf("%s: %s request is not signed for what it carries:\n\t got %s\n\twant %s", operation, side, got, want)
		}
	}
	want := theirs.sent.Header.Get("Authorization")
	sameBytes = bytes.Equal(ours.body, theirs.body)
	if !sameBytes {
		want = sign(t, theirs.sent, ours.body)
	}
	if got := ours.sent.Header.Get("Authorization"); got != want {
		t.Errorf("%s: the signature differs\n\t got %s\n\twant %s", operation, got, want)
	}
	return sameBytes
}

// sign returns the Authorization header that belongs to the request with this body.
func sign(t *testing.T, r *http.Request, body []byte) string {
	t.Helper()
	again := r.Clone(t.Context())
	again.ContentLength = int64(len(body))
	for _, name := range []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"} {
		again.Header.Del(name)
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(t.Context(), identity, again, hex.EncodeToString(sum[:]), service, region, clock); err != nil {
		t.Fatal(err)
	}
	return again.Header.Get("Authorization")
}

// same lists the differences of two values: what a reply says, or what came out of a client.
func same(path string, a, b any) []difference {
	if unsure(a, b) || unsure(b, a) {
		return nil
	}
	switch a := a.(type) {
	case record:
		if b, ok := b.(record); ok {
			return sameMembers(path, a, b)
		}
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return sameEntries(path, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			var list []difference
			for i := range a {
				list = append(list, same(fmt.Sprintf("%s[%d]", path, i), a[i], b[i])...)
			}
			return list
		}
	case float64:
		if b, ok := b.(float64); ok && math.IsNaN(a) && math.IsNaN(b) {
			return nil
		}
	}
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return []difference{{what: path, ours: fmt.Sprintf("%#v", a), theirs: fmt.Sprintf("%#v", b)}}
}

// sameMembers compares structures: a member that is not there is nil.
func sameMembers(path string, a, b record) []difference {
	names := maps.Clone(a)
	maps.Copy(names, b)
	var list []difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		list = append(list, same(path+"."+name, a[name], b[name])...)
	}
	return list
}

// sameEntries compares maps, which must have the same keys.
func sameEntries(path string, a, b map[string]any) []difference {
	keys, others := slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))
	if !slices.Equal(keys, others) {
		return []difference{{what: "the keys of " + path, ours: fmt.Sprintf("%q", keys), theirs: fmt.Sprintf("%q", others)}}
	}
	var list []difference
	for _, key := range keys {
		list = append(list, same(fmt.Sprintf("%s[%q]", path, key), a[key], b[key])...)
	}
	return list
}

// unsure reports whether a is a plain scalar that is zero, and b absent or zero too.
func unsure(a, b any) bool {
	if _, ok := a.(maybeZero); !ok {
		return false
	}
	if _, ok := b.(maybeZero); ok || b == nil {
		return true
	}
	return reflect.ValueOf(b).IsZero()
}
