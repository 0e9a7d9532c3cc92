//go:build generated

// Presigned requests of both sides.

package signatures

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/smithwright/smithwright/rt"
)

// presigned are the operations that the peer presigns, and how many inputs each gets.
var presigned = map[string][]string{
	"polly": {"SynthesizeSpeech"},
	"s3":    {"GetObject", "PutObject", "UploadPart", "HeadObject", "HeadBucket", "DeleteObject", "DeleteBucket"},
	"sts":   {"GetCallerIdentity", "AssumeRole"},
}

func TestGeneratedPresigns(t *testing.T) {
	t.Parallel()
	for name, operations := range presigned {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(20260302, 1))
			s := newService(t, name)
			var alike int
			for i := range 500 * len(operations) {
				if s.checkPresigned(t, r, operations[i%len(operations)]) {
					alike++
				}
			}
			if alike < 200*len(operations) {
				t.Errorf("only %d requests of both sides were compared", alike)
			}
			t.Logf("%s: %d presigned requests are equal", name, alike)
		})
	}
}

// checkPresigned presigns the same on both sides, at the same time, and compares. It reports whether there was something to
// compare.
func (s *service) checkPresigned(t *testing.T, r *rand.Rand, operation string) bool {
	t.Helper()
	theirs := reflect.ValueOf(s.presigns).MethodByName("Presign" + operation)
	ours := reflect.ValueOf(s.ours).MethodByName("Presign" + operation)
	in := reflect.New(ours.Type().In(1).Elem())
	fill(r, in.Elem(), "", 0)
	for _, name := range []string{
		"Body",             // it is the sender's
		"GrantFullControl", // the peer moves it into the query, where it leaves all other grants in headers
	} {
		if field := in.Elem().FieldByName(name); field.IsValid() {
			field.SetZero()
		}
	}
	there := reflect.New(theirs.Type().In(1).Elem())
	if !same(there.Elem(), in.Elem()) {
		return false
	}
	results := theirs.Call([]reflect.Value{reflect.ValueOf(t.Context()), there})
	want, _ := results[0].Interface().(*v4.PresignedHTTPRequest)
	if err, _ := results[1].Interface().(error); err != nil {
		return false
	}
	target, err := url.Parse(want.URL)
	if err != nil {
		t.Error(err)
		return false
	}
	if s.now, err = time.Parse("20060102T150405Z", target.Query().Get("X-Amz-Date")); err != nil {
		t.Error(err)
		return false
	}
	results = ours.Call([]reflect.Value{reflect.ValueOf(t.Context()), in, reflect.ValueOf(15 * time.Minute)})
	got, _ := results[0].Interface().(*rt.PresignedRequest)
	if err, _ := results[1].Interface().(error); err != nil {
		var refused *rt.CallError
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", operation, err)
		}
		return false
	}
	delete(want.SignedHeader, "Host")
	many := strings.Contains(want.URL, "X-Amz-Region-Set=")
	if g, w := parts(t, got.URL), parts(t, want.URL); g != w || got.Method != want.Method || !many && fmt.Sprint(got.Header) != fmt.Sprint(want.SignedHeader) {
		t.Errorf("%s\n%s %s\n%v\nof the peer is\n%s %s\n%v", operation, got.Method, g, got.Header, want.Method, w, want.SignedHeader)
	}
	return true
}

// parts are an address with its query in order.
func parts(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	values := mustParse(t, u.RawQuery)
	path := u.EscapedPath()
	switch bucket := strings.TrimSuffix(path, "/"); {
	case strings.HasPrefix(values.Get("X-Amz-Algorithm"), "AWS4-ECDSA"):
		// The signature is another each time, and the peer has older rules here for which headers move into the query.
		values = url.Values{"": {values.Get("X-Amz-Credential"), values.Get("X-Amz-Region-Set"), values.Get("X-Amz-Expires")}}
	case strings.Count(bucket, "/") == 1 && strings.HasPrefix(u.Host, "s3."):
		path = bucket // see address
		values.Del("X-Amz-Signature")
	}
	if !strings.Contains(u.Host, "s3") { // the peer lets them last as long as the service has it
		values.Del("X-Amz-Expires")
		values.Del("X-Amz-Signature")
	}
	for _, list := range values {
		slices.Sort(list)
	}
	return u.Scheme + "://" + u.Host + path + "\n" + strings.ReplaceAll(values.Encode(), "&", "\n")
}
