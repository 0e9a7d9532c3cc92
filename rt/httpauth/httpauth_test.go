package httpauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/smithy-go/auth/bearer"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/httpauth"
)

var errNobody = errors.New("nobody is there")

func TestSign(t *testing.T) {
	t.Parallel()
	keyIn := func(in httpauth.KeyIn) rt.AuthScheme { return httpauth.APIKey(httpauth.Key("k+/y é"), in) }
	for name, test := range map[string]struct {
		scheme     rt.AuthScheme
		id         string
		name, want string // of the header
		query      string
		says       string
	}{
		"basic":           {httpauth.Basic(httpauth.Login{Username: "Aladdin", Password: "open sesame"}), rt.BasicAuth, "Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "a=b", ""},
		"basic, UTF-8":    {httpauth.Basic(httpauth.Login{Username: "test", Password: "123£"}), rt.BasicAuth, "Authorization", "Basic dGVzdDoxMjPCow==", "a=b", ""},
		"no name":         {httpauth.Basic(httpauth.Login{Password: "x"}), rt.BasicAuth, "Authorization", "Basic Ong=", "a=b", ""},
		"a function":      {httpauth.Basic(httpauth.LoginFunc(func(context.Context) (httpauth.Login, error) { return httpauth.Login{Username: "a"}, nil })), rt.BasicAuth, "Authorization", "Basic YTo=", "a=b", ""},
		"a colon":         {httpauth.Basic(httpauth.Login{Username: "a:b", Password: "secret"}), rt.BasicAuth, "", "", "", "has a colon"},
		"a line break":    {httpauth.Basic(httpauth.Login{Username: "a", Password: "secret\n"}), rt.BasicAuth, "", "", "", "control characters"},
		"in the name":     {httpauth.Basic(httpauth.Login{Username: "a\x7f", Password: "secret"}), rt.BasicAuth, "", "", "", "control characters"},
		"no login":        {httpauth.Basic(httpauth.Login{}), rt.BasicAuth, "", "", "", "the login is empty"},
		"login fails":     {httpauth.Basic(httpauth.LoginFunc(func(context.Context) (httpauth.Login, error) { return httpauth.Login{}, errNobody })), rt.BasicAuth, "", "", "", "getting the login: nobody is there"},
		"bearer":          {httpauth.Bearer(httpauth.Token("mF_9.B5f-4.1JqM")), rt.BearerAuth, "Authorization", "Bearer mF_9.B5f-4.1JqM", "a=b", ""},
		"smithy-go's":     {httpauth.Bearer(bearer.StaticTokenProvider{Token: bearer.Token{Value: "t"}}), rt.BearerAuth, "Authorization", "Bearer t", "a=b", ""},
		"token function":  {httpauth.Bearer(httpauth.TokenFunc(func(context.Context) (string, error) { return "t", nil })), rt.BearerAuth, "Authorization", "Bearer t", "a=b", ""},
		"no token":        {httpauth.Bearer(httpauth.Token("")), rt.BearerAuth, "", "", "", "getting the token: it is empty"},
		"token in lines":  {httpauth.Bearer(httpauth.Token("secret\r\nX: y")), rt.BearerAuth, "", "", "", "control characters"},
		"token fails":     {httpauth.Bearer(httpauth.TokenFunc(func(context.Context) (string, error) { return "", errNobody })), rt.BearerAuth, "", "", "", "nobody is there"},
		"key":             {keyIn(httpauth.KeyIn{Header: "X-Api-Key"}), rt.APIKeyAuth, "X-Api-Key", "k+/y é", "a=b", ""},
		"key with scheme": {keyIn(httpauth.KeyIn{Header: "Authorization", Scheme: "ApiKey"}), rt.APIKeyAuth, "Authorization", "ApiKey k+/y é", "a=b", ""},
		"key in query":    {keyIn(httpauth.KeyIn{Query: "api key"}), rt.APIKeyAuth, "", "", "a=b&api+key=k%2B%2Fy+%C3%A9", ""},
		"no key":          {httpauth.APIKey(httpauth.Key(""), httpauth.KeyIn{Query: "k"}), rt.APIKeyAuth, "", "", "", "getting the API key: it is empty"},
		"key fails":       {httpauth.APIKey(httpauth.KeyFunc(func(context.Context) (string, error) { return "", errNobody }), httpauth.KeyIn{Query: "k"}), rt.APIKeyAuth, "", "", "", "nobody is there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.scheme.SchemeID(); got != test.id {
				t.Errorf("the scheme is %s", got)
			}
			req := &http.Request{URL: &url.URL{Scheme: "https", Host: "example.com", RawQuery: "a=b"}, Header: http.Header{}}
			err := test.scheme.Sign(t.Context(), &rt.Signing{Request: req})
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "secret") || len(req.Header) > 0 {
					t.Errorf("%v, with %v", err, req.Header)
				}
				return
			}
			if err != nil || req.URL.RawQuery != test.query {
				t.Fatalf("%v; the query is %s", err, req.URL.RawQuery)
			}
			if test.name != "" && (len(req.Header) != 1 || req.Header.Get(test.name) != test.want) || test.name == "" && len(req.Header) > 0 {
				t.Errorf("%v", req.Header)
			}
		})
	}
}

// TestNil: what is not configured is no scheme, and no interface that holds one.
func TestNil(t *testing.T) {
	t.Parallel()
	for i, s := range []rt.AuthScheme{httpauth.Basic(nil), httpauth.Digest(nil), httpauth.Bearer(nil), httpauth.APIKey(nil, httpauth.KeyIn{})} {
		if s != nil {
			t.Errorf("scheme %d is %v", i, s)
		}
	}
}

// TestSecretsDoNotPrint: a configuration that ends in a log shows none of them.
func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	config := struct {
		Login  httpauth.LoginProvider
		Token  httpauth.TokenProvider
		APIKey httpauth.KeyProvider
		Plain  httpauth.Login
	}{httpauth.Login{Username: "u", Password: "hush"}, httpauth.Token("hush"), httpauth.Key("hush"), httpauth.Login{Password: "hush"}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		for _, value := range []any{config, &config, config.Login, config.Token, config.APIKey} {
			got := fmt.Sprintf(verb, value)
			if strings.Contains(got, "hush") || strings.Contains(got, fmt.Sprintf("%x", "hush")) {
				t.Errorf("%s prints %s", verb, got)
			}
		}
	}
}
