// The functions of the rules language, at their edges.

package endpoints_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/endpoints"
)

func TestIsValidHostLabel(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63)
	for _, c := range []struct {
		label            string
		alone, subdomain bool
	}{
		{"us-west-2", true, true},
		{"3aws4", true, true},
		{"A", true, true},
		{"", false, false},
		{"a.b", false, true},
		{"a.", false, false},
		{".a", false, false},
		{"a..b", false, false},
		{"-a", false, false},
		{"a-", false, false},
		{"a.-b", false, false},
		{"a-.b", false, false},
		{"a_b", false, false},
		{"a b", false, false},
		{"a/b", false, false},
		{"a\x00", false, false},
		{"münchen", false, false},
		{long, true, true},
		{long + "a", false, false},
		{long + "." + long, false, true},
		{"a." + long + "a", false, false},
	} {
		if got := endpoints.IsValidHostLabel(c.label, false); got != c.alone {
			t.Errorf("%q alone: %t", c.label, got)
		}
		if got := endpoints.IsValidHostLabel(c.label, true); got != c.subdomain {
			t.Errorf("%q with subdomains: %t", c.label, got)
		}
	}
}

func TestIsVirtualHostableS3Bucket(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		bucket           string
		alone, subdomain bool
	}{
		{"bucket", true, true},
		{"bucket--use1-az1--x-s3", true, true},
		{"123", true, true},
		{"ab", false, false},
		{"a.b", false, true},
		{"my.bucket", false, true},
		{"Bucket", false, false},
		{"my.Bucket", false, false},
		{"my_bucket", false, false},
		{"-bucket", false, false},
		{"127.0.0.1", false, false},
		{"1.2.3.4.5", false, true},
		{"1.2.3", false, true},
		{"a27.0.0.1", false, true},
		{strings.Repeat("a", 63), true, true},
		{strings.Repeat("a", 64), false, false},
		{strings.Repeat("a", 32) + "." + strings.Repeat("b", 31), false, false},
	} {
		if got := endpoints.IsVirtualHostableS3Bucket(c.bucket, false); got != c.alone {
			t.Errorf("%q alone: %t", c.bucket, got)
		}
		if got := endpoints.IsVirtualHostableS3Bucket(c.bucket, true); got != c.subdomain {
			t.Errorf("%q with subdomains: %t", c.bucket, got)
		}
	}
}

func TestSubstring(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in         string
		start, end int
		reverse    bool
		want       string
		ok         bool
	}{
		{"abcdef", 0, 4, false, "abcd", true},
		{"abcdef", 0, 6, false, "abcdef", true},
		{"abcdef", 0, 4, true, "cdef", true},
		{"abcdef", 1, 4, true, "cde", true},
		{"abcdef", 0, 7, false, "", false},
		{"abcdef", 4, 4, false, "", false},
		{"abcdef", 4, 3, false, "", false},
		{"abcdef", -1, 3, false, "", false},
		{"", 0, 1, true, "", false},
		{"ab\x7f", 0, 3, false, "ab\x7f", true},
		{"abcdé", 0, 3, false, "", false},
	} {
		got, ok := endpoints.Substring(c.in, c.start, c.end, c.reverse)
		if got != c.want || ok != c.ok {
			t.Errorf("%q from %d to %d, reverse %t: %q %t", c.in, c.start, c.end, c.reverse, got, ok)
		}
	}
}

func TestURIEncode(t *testing.T) {
	t.Parallel()
	in := "AZaz09-_.~ /:,?#[]{}|@! $&'()*+;=%<>\"^`\\\né"
	want := "AZaz09-_.~%20%2F%3A%2C%3F%23%5B%5D%7B%7D%7C%40%21%20%24%26%27%28%29%2A%2B%3B%3D%25%3C%3E%22%5E%60%5C%0A%C3%A9"
	if got := endpoints.URIEncode(in); got != want {
		t.Error(cmp.Diff(want, got))
	}
}

func TestParseURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]endpoints.URL{
		"https://example.com":                    {Scheme: "https", Authority: "example.com"},
		"https://example.com/":                   {Scheme: "https", Authority: "example.com", Path: "/"},
		"http://example.com:80/foo/bar":          {Scheme: "http", Authority: "example.com:80", Path: "/foo/bar"},
		"https://user:secret@example.com/a":      {Scheme: "https", Authority: "example.com", Path: "/a"},
		"https://99_ab-.com":                     {Scheme: "https", Authority: "99_ab-.com"},
		"https://127.0.0.1":                      {Scheme: "https", Authority: "127.0.0.1", IsIP: true},
		"https://127.0.0.1:8443/a%20b":           {Scheme: "https", Authority: "127.0.0.1:8443", Path: "/a%20b", IsIP: true},
		"https://999.0.0.1":                      {Scheme: "https", Authority: "999.0.0.1"},
		"https://[fe80::1]":                      {Scheme: "https", Authority: "[fe80::1]", IsIP: true},
		"https://[fe80::1]:443/x":                {Scheme: "https", Authority: "[fe80::1]:443", Path: "/x", IsIP: true},
		"https://1.example":                      {Scheme: "https", Authority: "1.example"},
		"https://example.com:8443?foo=bar":       {},
		"https://example.com/#a":                 {},
		"https://":                               {},
		"https:///path":                          {},
		"https://:80":                            {},
		"https://a:b:80":                         {},
		"https://a:8x":                           {},
		"https://[fe80::1":                       {},
		"https://fe80::1]":                       {},
		"https://[127.0.0.1]":                    {},
		"https://[]":                             {},
		"https://[::1]x":                         {},
		"https://a b":                            {},
		"https://a\\b":                           {},
		"https://a\r\nHost: b":                   {},
		"https://é.com":                          {},
		"ftp://example.com":                      {},
		"example.com":                            {},
		"":                                       {},
		"https://user@" + strings.Repeat("@", 9): {},
	} {
		got, ok := endpoints.ParseURL(in)
		if diff := cmp.Diff(want, got); diff != "" || ok != (want.Scheme != "") {
			t.Errorf("%q: %t (-want +got):\n%s", in, ok, diff)
		}
	}
	for path, want := range map[string]string{"": "/", "/": "/", "/a": "/a/", "/a/": "/a/", "a": "/a/"} {
		u := endpoints.URL{Path: path}
		if got := u.NormalizedPath(); got != want {
			t.Errorf("%q: %q", path, got)
		}
	}
}

func TestParseARN(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]endpoints.ARN{
		"arn:aws:sns:us-west-2:012345678910:topic": {
			Partition: "aws", Service: "sns", Region: "us-west-2", AccountID: "012345678910", Resource: "topic",
		},
		"arn:aws:s3:::bucket_name":             {Partition: "aws", Service: "s3", Resource: "bucket_name"},
		"arn:aws:iam::012345678910:user/a:b":   {Partition: "aws", Service: "iam", AccountID: "012345678910", Resource: "user/a:b"},
		"arn:aws:s3:::":                        {},
		"arn::s3:::a":                          {},
		"arn:aws::::a":                         {},
		"arn:aws:s3::a":                        {},
		"arn":                                  {},
		"arn:":                                 {},
		"":                                     {},
		"11111111-2222-3333-4444-555555555555": {},
		"\tarn:aws:s3:::bucket":                {},
		"urn:aws:sns:us-west-2:012345678910:name": {},
	} {
		got, ok := endpoints.ParseARN(in)
		ok = ok == (want.Service != "")
		if want.Service == "" {
			got = endpoints.ARN{}
		}
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	resource := func(s string) endpoints.List { a := endpoints.ARN{Resource: s}; return a.ResourceID() }
	for name, c := range map[string]struct {
		list endpoints.List
		want []string
	}{
		"absent":            {endpoints.ListOf(nil), nil},
		"empty":             {endpoints.ListOf([]string{}), []string{}},
		"given":             {endpoints.ListOf([]string{"a", ""}), []string{"a", ""}},
		"split":             {endpoints.Split("a--b--c", "--", 0), []string{"a", "b", "c"}},
		"at most two":       {endpoints.Split("a--b--c", "--", 2), []string{"a", "b--c"}},
		"at most one":       {endpoints.Split("a--b--c", "--", 1), []string{"a--b--c"}},
		"nothing to split":  {endpoints.Split("", "--", 0), []string{""}},
		"separators only":   {endpoints.Split("----", "--", 0), []string{"", "", ""}},
		"no separator":      {endpoints.Split("abc", "", 0), []string{"abc"}},
		"resource":          {resource("accesspoint:my/name"), []string{"accesspoint", "my", "name"}},
		"resource of one":   {resource("bucket"), []string{"bucket"}},
		"resource with end": {resource("a/:"), []string{"a", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, c.list.Strings()); diff != "" || c.list.Len() != len(c.want) || c.list.IsSet() != (c.want != nil) {
				t.Errorf("%d strings, set %t (-want +got):\n%s", c.list.Len(), c.list.IsSet(), diff)
			}
			for i := -len(c.want) - 1; i <= len(c.want); i++ {
				at := i
				if at < 0 {
					at += len(c.want)
				}
				want, ok := "", at >= 0 && at < len(c.want)
				if ok {
					want = c.want[at]
				}
				if got, found := c.list.At(i); got != want || found != ok {
					t.Errorf("at %d: %q %t", i, got, found)
				}
			}
		})
	}
}

func TestPartitionOf(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"us-west-2": "aws", "us-east-99": "aws", "eu-isoe-west-1": "aws-iso-e", "us-gov-west-1": "aws-us-gov", "cn-north-1": "aws-cn",
		"cn-new_place-7": "aws-cn", "us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b", "aws-cn-global": "aws-cn",
		"aws-global": "aws", "eusc-de-east-1": "aws-eusc", "eusc-fr-east-1": "aws",
		"": "aws", "-": "aws", "--1": "aws", "cn-north-": "aws", "cn--1": "aws", "cn-north-1x": "aws", "xcn-north-1": "aws", "cn-nörth-1": "aws",
	} {
		p, ok := endpoints.PartitionOf(region)
		if !ok || p.Name != want {
			t.Errorf("%q: %s %t", region, p.Name, ok)
		}
	}
}

func TestHelpers(t *testing.T) {
	t.Parallel()
	if v, ok := endpoints.Value(new("a")); v != "a" || !ok {
		t.Errorf("the value is %q, %t", v, ok)
	}
	if v, ok := endpoints.Value[string](nil); v != "" || ok {
		t.Errorf("the value of nil is %q, %t", v, ok)
	}
	if endpoints.Or(nil, true) != true || endpoints.Or(new(false), true) != false {
		t.Error("Or takes the wrong value")
	}
	if endpoints.If(true, 1, 2) != 1 || endpoints.If(false, 1, 2) != 2 {
		t.Error("If takes the wrong value")
	}
	if endpoints.Given("") != nil || *endpoints.Given("a") != "a" {
		t.Error("Given takes what is empty for something, or something for nothing")
	}
	if *endpoints.AccountMode("") != "preferred" || *endpoints.AccountMode("disabled") != "disabled" {
		t.Error("AccountMode takes the wrong value")
	}
	if _, ok := errors.AsType[endpoints.Error](endpoints.Missing("Region")); !ok {
		t.Error("Missing is no Error")
	}
	e := endpoints.Endpoint{Properties: []endpoints.Property{{Name: "a", Value: 1}}}
	if e.Property("a") != 1 || e.Property("b") != nil {
		t.Error("Property finds the wrong one")
	}
}

// FuzzFunctions looks for panics, and for what would lead a request to another host than the rules mean.
func FuzzFunctions(f *testing.F) {
	for _, s := range []string{"https://example.com:80/a", "arn:aws:s3:us-west-2:1:accesspoint/a", "us-west-2", "a--b--x-s3", "https://[::1]/", ""} {
		f.Add(s, 2, -1)
	}
	f.Fuzz(func(t *testing.T, s string, limit, index int) {
		if endpoints.IsValidHostLabel(s, true) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != "" {
			t.Errorf("%q is no host", s)
		}
		if endpoints.IsVirtualHostableS3Bucket(s, true) && !endpoints.IsValidHostLabel(s, true) {
			t.Errorf("%q is no host", s)
		}
		if strings.Trim(endpoints.URIEncode(s), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%") != "" {
			t.Errorf("%q is encoded as %q", s, endpoints.URIEncode(s))
		}
		if u, ok := endpoints.ParseURL(s); ok {
			if strings.ContainsAny(u.Authority, "/?#@\\ ") || u.Authority == "" {
				t.Errorf("the authority of %q is %q", s, u.Authority)
			}
			if n := u.NormalizedPath(); n[0] != '/' || n[len(n)-1] != '/' {
				t.Errorf("the path of %q is %q", s, n)
			}
		}
		lists := []endpoints.List{endpoints.Split(s, "-", limit)}
		if a, ok := endpoints.ParseARN(s); ok {
			lists = append(lists, a.ResourceID())
		}
		for _, l := range lists {
			all := l.Strings()
			want, ok := endpoints.At(all, index)
			if got, found := l.At(index); got != want || found != ok || l.Len() != len(all) {
				t.Errorf("%q at %d: %q %t, want %q %t", all, index, got, found, want, ok)
			}
		}
		if p, ok := endpoints.PartitionOf(s); p == nil || !ok {
			t.Errorf("%q has no partition", s)
		}
		if part, ok := endpoints.Substring(s, index, limit, true); ok && len(part) != limit-index {
			t.Errorf("the part of %q from %d to %d is %q", s, index, limit, part)
		}
	})
}
