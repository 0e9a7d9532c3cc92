// Where calls go.

package prototest

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt/endpoints"
)

// Account is made-up credentials of the account with that id.
type Account string

// Retrieve returns the credentials.
func (a Account) Retrieve(ctx context.Context) (aws.Credentials, error) {
	c, err := Credentials{}.Retrieve(ctx)
	c.AccountID = string(a)
	return c, err
}

// CheckEndpoint compares what a package's ResolveEndpoint returned with what it should. The order of headers and of properties
// does not matter.
func CheckEndpoint(t testing.TB, err error, got, want endpoints.Endpoint) {
	t.Helper()
	switch {
	case err != nil:
		t.Errorf("there is no endpoint: %v\nwant: %+v", err, want)
	case !reflect.DeepEqual(inOrder(got), inOrder(want)):
		t.Errorf("the endpoint is %+v\nwant: %+v", got, want)
	}
}

// CheckNoEndpoint wants the error of the rules that says message.
func CheckNoEndpoint(t testing.TB, err error, message string) {
	t.Helper()
	if broken, ok := errors.AsType[endpoints.Error](err); !ok || string(broken) != message {
		t.Errorf("the error is: %v\nwant: %s", err, message)
	}
}

// inOrder is the endpoint with nil for what is empty, and with its lists in the order of their names.
func inOrder(e endpoints.Endpoint) endpoints.Endpoint {
	e.Headers = append([]endpoints.Header(nil), e.Headers...)
	slices.SortFunc(e.Headers, func(x, y endpoints.Header) int { return cmp.Compare(x.Name, y.Name) })
	e.Auth = append([]endpoints.AuthScheme(nil), e.Auth...)
	for i := range e.Auth {
		e.Auth[i].Properties = sorted(e.Auth[i].Properties)
	}
	e.Properties = sorted(e.Properties)
	return e
}

func sorted(list []endpoints.Property) []endpoints.Property {
	list = append([]endpoints.Property(nil), list...)
	slices.SortFunc(list, func(x, y endpoints.Property) int { return cmp.Compare(x.Name, y.Name) })
	for i := range list {
		list[i].Value = inside(list[i].Value)
	}
	return list
}

func inside(v any) any {
	switch v := v.(type) {
	case []endpoints.Property:
		return sorted(v)
	case []any:
		v = slices.Clone(v)
		for i := range v {
			v[i] = inside(v[i])
		}
		return v
	}
	return v
}

// CheckEndpoint compares where the request of a call went with where it should. The model may put something before the host's
// name, and an operation adds its path. A signature must be for the Region and the name that the endpoint has for it.
func (e *Exchange) CheckEndpoint(t testing.TB, err error, want endpoints.Endpoint) {
	t.Helper()
	if e.request == nil {
		t.Fatalf("nothing was sent: %v\nwant: %+v", err, want)
	}
	host, path, _ := strings.Cut(want.URL[strings.Index(want.URL, "://")+len("://"):], "/")
	got := e.request.URL
	if scheme, _, _ := strings.Cut(want.URL, "://"); got.Scheme != scheme || got.Host != host && !strings.HasSuffix(got.Host, "."+host) {
		t.Errorf("the request went to %s://%s\nwant: %s", got.Scheme, got.Host, want.URL)
	}
	if !strings.HasPrefix(strings.TrimPrefix(got.EscapedPath(), "/"), path) {
		t.Errorf("the path is %s\nwant: %s", got.EscapedPath(), want.URL)
	}
	for _, h := range want.Headers {
		if !slices.Equal(e.request.Header[h.Name], h.Values) {
			t.Errorf("the header %s is %q\nwant: %q", h.Name, e.request.Header[h.Name], h.Values)
		}
	}
	e.checkScope(t, want.Auth)
}

// checkScope looks for the scheme that a signature is of among those of an endpoint, and whether it signs what that says.
func (e *Exchange) checkScope(t testing.TB, schemes []endpoints.AuthScheme) {
	t.Helper()
	signature := e.request.Header.Get("Authorization")
	for _, s := range schemes {
		if s.SigningRegion == "" || !strings.HasPrefix(signature, "AWS4-HMAC-SHA256 ") {
			continue
		}
		scope := "/" + s.SigningRegion + "/" + s.SigningName
		if !strings.Contains(signature, scope) {
			t.Errorf("the signature is %s\nwant one for %s", signature, scope)
		}
		return
	}
}
