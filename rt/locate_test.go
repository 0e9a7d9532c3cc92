// Where calls go.

package rt_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/schema"
)

// params is what the rules of these tests look at.
type params struct{ Bucket, Custom, Account, Extra string }

// member is a scheme whose credentials belong to whoever calls now.
type member struct {
	mark
	account *string
}

func (m member) AccountID(context.Context) (string, error) {
	if *m.account == "" {
		return "", errors.New("nobody is there")
	}
	return *m.account, nil
}

// travels is a client whose calls note where they go.
func travels(t *testing.T, spec rt.Spec) (*rt.Client, *[]string) {
	t.Helper()
	went := new([]string)
	spec.Protocol, spec.Service = restjson.Protocol{}, &rt.Service{ID: "Test", Version: "1", Auth: []string{rt.SigV4, rt.NoAuth}}
	spec.Options.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		*went = append(*went, r.URL.Scheme+"://"+r.URL.Host)
		return reply(200, "{}"), nil
	})
	c, err := rt.NewClient(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c, went
}

// TestRules: the rules run once for what they cannot tell apart, and for each call where they can.
func TestRules(t *testing.T) {
	t.Parallel()
	ran := 0
	resolve := func(p *params) (endpoints.Endpoint, error) {
		ran++
		if p.Custom != "" {
			return endpoints.Endpoint{URL: p.Custom}, nil
		}
		if p.Bucket == "none" {
			return endpoints.Endpoint{}, endpoints.ErrExhausted
		}
		return endpoints.Endpoint{URL: "https://" + p.Bucket + p.Account + p.Extra + ".example"}, nil
	}
	ofBucket := opUpload
	ofBucket.Endpoint = func(in schema.Shape, given any) {
		if p, ok := given.(*params); ok {
			p.Bucket = in.(*upload).Bucket
		}
	}
	c, went := travels(t, rt.Spec{Endpoints: &rt.Rules[params]{
		Base: params{Bucket: "base"}, Resolve: resolve, Custom: func(p *params, address string) { p.Custom = address },
	}})
	add := func(text string) rt.CallOption {
		return rt.WithEndpointParameters(func(p *params) { p.Extra += text })
	}
	for i, step := range []struct {
		op   *rt.Operation
		in   schema.Shape
		opts []rt.CallOption
		want string
		ran  int
	}{
		{&opFetch, &login{}, nil, "https://base.example", 1},
		{&opFetch, &login{}, nil, "https://base.example", 1},
		{&ofBucket, &upload{Bucket: "one"}, nil, "https://one.example", 2},
		{&ofBucket, &upload{Bucket: "two"}, nil, "https://two.example", 3},
		{&opFetch, &login{}, []rt.CallOption{add("-a"), add("-b"), rt.WithEndpointParameters(func(*http.Request) { t.Error("others' parameters are changed") })}, "https://base-a-b.example", 4},
		{&opFetch, &login{}, []rt.CallOption{rt.WithEndpoint("http://localhost:1")}, "http://localhost:1", 5},
		{&opFetch, &login{}, nil, "https://base.example", 5},
		{&ofBucket, &upload{Bucket: "none"}, nil, "", 6},
		{&opFetch, &login{}, []rt.CallOption{rt.WithEndpoint("nonsense")}, "", 7},
	} {
		*went = nil
		_, err := rt.Invoke[login](t.Context(), c, step.op, step.in, step.opts)
		if got := strings.Join(*went, ", "); got != step.want || (err == nil) != (step.want != "") || ran != step.ran {
			t.Errorf("step %d: to %q, not %q; the rules ran %d times, not %d: %v", i, got, step.want, ran, step.ran, err)
		}
	}
}

// TestRulesOfAccounts: the account of the credentials is that of the call, and not that of the one before.
func TestRulesOfAccounts(t *testing.T) {
	t.Parallel()
	account := "1"
	c, went := travels(t, rt.Spec{
		Auth: []rt.AuthScheme{member{mark{id: rt.SigV4}, &account}},
		Endpoints: &rt.Rules[params]{
			Resolve: func(p *params) (endpoints.Endpoint, error) {
				return endpoints.Endpoint{URL: "https://" + p.Account + ".example"}, nil
			},
			Account: func(p *params, id string) { p.Account = id },
		},
	})
	for _, account = range []string{"1", "2", "1", ""} {
		_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, []rt.CallOption{rt.Once()})
		if (err == nil) != (account != "") {
			t.Errorf("account %q: %v", account, err)
		}
	}
	if want := []string{"https://1.example", "https://2.example", "https://1.example"}; !slices.Equal(*went, want) {
		t.Errorf("the calls went to %v", *went)
	}
}

// TestEndpointOfCall: a call can go elsewhere than its client, which goes where it went.
func TestEndpointOfCall(t *testing.T) {
	t.Parallel()
	for name, spec := range map[string]rt.Spec{
		"fixed": {Endpoint: "https://usual.example"},
		"rules without custom": {Endpoints: &rt.Rules[params]{Resolve: func(*params) (endpoints.Endpoint, error) {
			return endpoints.Endpoint{URL: "https://usual.example"}, nil
		}}},
	} {
		c, went := travels(t, spec)
		for _, address := range []string{"", "http://127.0.0.1:4566", "", "https://user:hunter2@own.example", "own.example"} {
			opts := []rt.CallOption{}
			if address != "" {
				opts = append(opts, rt.WithEndpoint(address))
			}
			_, err := rt.Invoke[login](t.Context(), c, &opFetch, &login{}, opts)
			if bad := strings.Contains(address, "own."); (err != nil) != bad || err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s, %q: %v", name, address, err)
			}
		}
		if want := []string{"https://usual.example", "http://127.0.0.1:4566", "https://usual.example"}; !slices.Equal(*went, want) {
			t.Errorf("%s: the calls went to %v", name, *went)
		}
	}
}
