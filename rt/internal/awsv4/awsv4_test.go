package awsv4

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// form is the canonical form of a request, in lines.
func form(r *http.Request, plain bool) string {
	var s scratch
	b := append(appendPath(nil, r.URL.EscapedPath(), plain), '\n')
	b = append(s.appendQuery(b, r.URL.RawQuery), '\n')
	s.collect(r)
	b = s.appendHeaders(b, r)
	return string(s.appendNames(b))
}

// TestForm has what aws-sdk-go-v2's signer, with which package sigv4 compares, is of no help with: it leaves out, joins or
// breaks such things, or has no opinion.
func TestForm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		url    string
		host   string
		header http.Header
		want   string
	}{
		"no path":           {"https://h", "", nil, "/\n\nhost:h\nhost"},
		"broken codes":      {"https://h/?a=%&b=%4&%zz=%41", "", nil, "/\n%25zz=A&a=%25&b=%254\nhost:h\nhost"},
		"semicolon":         {"https://h/?a;b=c;d", "", nil, "/\na%3Bb=c%3Bd\nhost:h\nhost"},
		"empty parameters":  {"https://h/?&&a&=b&", "", nil, "/\n=b&a=\nhost:h\nhost"},
		"encoded order":     {"https://h/?x=a-b&x=a/b&x=a%2Fa", "", nil, "/\nx=a%2Fa&x=a%2Fb&x=a-b\nhost:h\nhost"},
		"a name's prefix":   {"https://h/?select-type=2&select", "", nil, "/\nselect=&select-type=2\nhost:h\nhost"},
		"one name twice":    {"https://h/", "", http.Header{"x-a": {"2"}, "X-A": {"1"}, "X-B": {"3"}}, "/\n\nhost:h\nx-a:1,2\nx-b:3\nhost;x-a;x-b"},
		"IPv6 with port":    {"https://[::1]:443/", "", nil, "/\n\nhost:[::1]\nhost"},
		"IPv6":              {"http://[::80]/", "", nil, "/\n\nhost:[::80]\nhost"},
		"another port":      {"https://h:80/", "", nil, "/\n\nhost:h:80\nhost"},
		"host of its own":   {"https://h/", "other:443", nil, "/\n\nhost:other\nhost"},
		"host header":       {"https://h/", "", http.Header{"Host": {"evil"}, "host": {"evil"}}, "/\n\nhost:h\nhost"},
		"spaces and no end": {"https://h/", "", http.Header{"A": {"  a   b \t", "", "   "}}, "/\n\na:a b,,\nhost:h\na;host"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u, err := url.Parse(test.url)
			if err != nil {
				t.Fatal(err)
			}
			if got := form(&http.Request{URL: u, Host: test.host, Header: test.header}, true); got != test.want {
				t.Errorf("%q, not\n%q", got, test.want)
			}
		})
	}
}

// TestRenew: of many calls that are refused at once, none gives up while there are new credentials, and the provider is not asked
// for more than one set.
func TestRenew(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	i := NewIdentity(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		n := asked.Add(1)
		return aws.Credentials{AccessKeyID: fmt.Sprint("id", n), SecretAccessKey: "s", SessionToken: "t"}, nil
	}))
	first, err := i.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if !i.Renew(t.Context(), "ExpiredToken", first.AccessKeyID, first.SessionToken) {
				t.Error("there are no new credentials")
			}
		})
	}
	wait.Wait()
	if n := asked.Load(); n != 2 {
		t.Errorf("the provider was asked %d times", n)
	}
	if i.Renew(t.Context(), "AccessDenied", first.AccessKeyID, first.SessionToken) {
		t.Error("what has not expired is renewed")
	}
	none := NewIdentity(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("nobody is there")
	}))
	if none.Renew(t.Context(), "ExpiredToken", "id", "") {
		t.Error("there are no credentials, and they are new")
	}
}

// TestRenewOfSessions: another session of the same key is another identity, and the same again is none.
func TestRenewOfSessions(t *testing.T) {
	t.Parallel()
	token := "first"
	i := NewIdentity(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "s", SessionToken: token}, nil
	}))
	if _, err := i.Retrieve(t.Context()); err != nil {
		t.Fatal(err)
	}
	if i.Renew(t.Context(), "ExpiredToken", "id", "first") {
		t.Error("the same credentials are new")
	}
	token = "second"
	if !i.Renew(t.Context(), "ExpiredToken", "id", "first") {
		t.Error("another session is nothing new")
	}
	if c, err := i.Retrieve(t.Context()); err != nil || c.SessionToken != "second" {
		t.Errorf("%s, %v", c.SessionToken, err)
	}
	if !i.Renew(t.Context(), "ExpiredToken", "id", "first") { // of a call that took longer
		t.Error("the session that there is now is nothing new")
	}
}

func FuzzForm(f *testing.F) {
	f.Add("/a/../%2F", "a=b&%zz=+&;", "value  x")
	f.Fuzz(func(t *testing.T, path, query, value string) {
		r := &http.Request{URL: &url.URL{Scheme: "https", Host: "h", Path: path, RawQuery: query}, Header: http.Header{"X-A": {value}}}
		got := form(r, false)
		if again := form(r, false); again != got {
			t.Fatalf("%q, then %q", got, again)
		}
		if !strings.HasSuffix(got, "host;x-a") {
			t.Fatalf("%q", got)
		}
	})
}
