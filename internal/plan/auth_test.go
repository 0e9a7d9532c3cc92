package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/plan"
)

// ids are the schemes of a list, as their names.
func ids(list []plan.AuthID) string {
	var names []string
	for _, a := range list {
		names = append(names, a.ID.Name())
	}
	return strings.Join(names, " ")
}

const (
	schemes = `,"smithy.api#httpDigestAuth":{},"smithy.api#httpBasicAuth":{},"smithy.api#httpBearerAuth":{}`
	own     = `,"a#own":{"type":"structure","members":{},"traits":{"smithy.api#trait":{},"smithy.api#authDefinition":{}}},
"a#other":{"type":"structure","members":{},"traits":{"smithy.api#trait":{}}}`
)

// TestAuthLists holds the examples of the specification, and what it leaves open.
func TestAuthLists(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		service, operation, more string
		list, of                 string // of the service, and of the operation where that differs
		needed                   bool
	}{
		"nothing":               {"", "", "", "", "", false},
		"operation A":           {schemes, "", "", "httpBasicAuth httpBearerAuth httpDigestAuth", "", true},
		"operation B":           {schemes, `,"smithy.api#auth":["smithy.api#httpDigestAuth"]`, "", "httpBasicAuth httpBearerAuth httpDigestAuth", "httpDigestAuth", true},
		"operation C":           {schemes + `,"smithy.api#auth":["smithy.api#httpDigestAuth","smithy.api#httpBasicAuth"]`, "", "", "httpDigestAuth httpBasicAuth", "", true},
		"operation D":           {schemes + `,"smithy.api#auth":["smithy.api#httpBasicAuth"]`, `,"smithy.api#auth":["smithy.api#httpBearerAuth"]`, "", "httpBasicAuth", "httpBearerAuth", true},
		"operation E":           {schemes, `,"smithy.api#auth":[]`, "", "httpBasicAuth httpBearerAuth httpDigestAuth", "noAuth", false},
		"optional":              {schemes + `,"smithy.api#auth":["smithy.api#httpBasicAuth"]`, `,"smithy.api#optionalAuth":{}`, "", "httpBasicAuth", "httpBasicAuth noAuth", false},
		"both":                  {schemes, `,"smithy.api#auth":[],"smithy.api#optionalAuth":{}`, "", "httpBasicAuth httpBearerAuth httpDigestAuth", "noAuth", false},
		"optional, of none":     {"", `,"smithy.api#optionalAuth":{}`, "", "", "", false},
		"the service says none": {schemes + `,"smithy.api#auth":[]`, "", "", "noAuth", "", false},
		"all but this":          {schemes + `,"smithy.api#auth":[]`, `,"smithy.api#auth":["smithy.api#httpBasicAuth"]`, "", "noAuth", "httpBasicAuth", true},
		"one's own":             {`,"a#own":{},"a#other":{},"aws.auth#sigv4":{"name":"x"}`, "", own, "own sigv4", "", true},
		"nobody defines it":     {`,"aws.auth#cognitoUserPools":{"providerArns":[]}`, "", "", "cognitoUserPools", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, reported := build(t, service(restJSON+test.service, post+test.operation, "", test.more), plan.Options{})
			if len(reported) > 0 {
				t.Fatal(reported)
			}
			if list, of := ids(p.AuthList), ids(p.Operations[0].Auth); list != test.list || of != test.of || p.Identity.Needed != test.needed {
				t.Errorf("the service has %q, the operation %q, needed: %t", list, of, p.Identity.Needed)
			}
		})
	}
}

// TestIdentity looks at what a client is configured with.
func TestIdentity(t *testing.T) {
	t.Parallel()
	const sigv4 = `,"aws.auth#sigv4":{"name":"svc"},"aws.api#service":{"sdkId":"S"}`
	rules := func(name string) string {
		return sigv4 + `,"smithy.rules#endpointRuleSet":{"version":"1.0","parameters":{},"rules":[{"type":"endpoint","conditions":[],
"endpoint":{"url":"https://x","properties":{"authSchemes":[{"name":"` + name + `"}]}}}]}`
	}
	key := func(value string) string { return `,"smithy.api#httpApiKeyAuth":` + value }
	for name, test := range map[string]struct {
		service, operation, more string
		schemes                  []string
		own                      []string
		presigned                bool
	}{
		"nothing":                   {"", "", "", nil, nil, false},
		"all of HTTP":               {schemes, "", "", []string{"httpauth.Bearer(cfg.Token)", "httpauth.Basic(cfg.Login)", "httpauth.Digest(cfg.Login)"}, nil, false},
		"only what operations take": {schemes + `,"smithy.api#auth":["smithy.api#httpBasicAuth"]`, "", "", []string{"httpauth.Basic(cfg.Login)"}, nil, false},
		"a signature":               {sigv4, "", "", []string{`sigv4.Scheme("svc", cfg.Region, cfg.Credentials)`}, nil, true},
		"the rules name another":    {rules("sigv4a"), "", "", []string{`sigv4.Scheme("svc", cfg.Region, cfg.Credentials)`, `sigv4a.Scheme("svc", cfg.Region, cfg.Credentials)`}, nil, true},
		"the rules name the same":   {rules("sigv4"), "", "", []string{`sigv4.Scheme("svc", cfg.Region, cfg.Credentials)`}, nil, true},
		"the newer one only":        {`,"aws.auth#sigv4a":{"name":"new"}`, "", "", []string{`sigv4a.Scheme("new", cfg.Region, cfg.Credentials)`}, nil, true},
		"unsigned":                  {sigv4, `,"smithy.api#auth":[]`, "", []string{`sigv4.Scheme("svc", cfg.Region, cfg.Credentials)`}, nil, false},
		"a key in a header":         {key(`{"name":"x-api-key","in":"header"}`), "", "", []string{`httpauth.APIKey(cfg.APIKey, httpauth.KeyIn{Header: "X-Api-Key"})`}, nil, false},
		"a key with a word":         {key(`{"name":"AUTHORIZATION","in":"header","scheme":"Key"}`), "", "", []string{`httpauth.APIKey(cfg.APIKey, httpauth.KeyIn{Header: "Authorization", Scheme: "Key"})`}, nil, false},
		"a key in the query":        {key(`{"name":"a\"b","in":"query"}`), "", "", []string{`httpauth.APIKey(cfg.APIKey, httpauth.KeyIn{Query: "a\"b"})`}, nil, false},
		"one's own":                 {`,"a#own":{}`, "", own, nil, []string{"a#own"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, reported := build(t, service(restJSON+test.service, post+test.operation, "", test.more), plan.Options{})
			if len(reported) > 0 {
				t.Fatal(reported)
			}
			if diff := cmp.Diff(test.schemes, p.Identity.Schemes); diff != "" {
				t.Errorf("schemes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.own, p.Identity.Own); diff != "" {
				t.Errorf("schemes of one's own (-want +got):\n%s", diff)
			}
			if got := p.Operations[0].Presign != nil; got != test.presigned {
				t.Errorf("presigned: %t", got)
			}
		})
	}
}
