// Endpoints that a service gives out by operation and by resource. The package is one of the printer's goldens.

package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	cells "github.com/smithwright/smithwright/internal/emit/testdata/discovery"
	"github.com/smithwright/smithwright/rt"
)

// redirected sends all requests to a server, whatever their address, and keeps those.
type redirected struct {
	to    *script
	hosts []string
}

func (r *redirected) Do(req *http.Request) (*http.Response, error) {
	r.hosts = append(r.hosts, req.URL.Host)
	again := req.Clone(req.Context())
	again.URL.Scheme, again.URL.Host = "http", strings.TrimPrefix(r.to.URL, "http://")
	return http.DefaultClient.Do(again)
}

func TestDiscoveryByResource(t *testing.T) {
	t.Parallel()
	cell := func(host string) http.HandlerFunc {
		return answer(200, `{"Endpoints": [{"Address": "`+host+`", "CachePeriodInMinutes": 5}]}`)
	}
	s := serve(t,
		cell("one.example.com"), answer(200, "{}"), answer(200, "{}"), // two things of a shelf
		cell("two.example.com"), answer(200, "{}"), // one of another
		answer(200, "{}"),                            // Ping goes where it always went
		cell("three.example.com"), answer(200, "{}"), // ListThings, since the client wants it so
		answer(421, `{"__type": "WrongCell"}`), // a shelf has moved
		cell("four.example.com"), answer(200, "{}"),
	)
	to := &redirected{to: s}
	c, err := cells.New(cells.Config{
		Region: "us-west-2", Credentials: credentials, EndpointDiscovery: true, Options: rt.Options{HTTPClient: to, Retryer: fast()},
	})
	if err != nil {
		t.Fatal(err)
	}
	thing := func(shelf, id string) {
		t.Helper()
		if _, err := c.GetThing(t.Context(), &cells.GetThingInput{Shelf: shelf, Id: id}); err != nil {
			t.Fatal(err)
		}
	}
	thing("a", "1")
	thing("a", "2")
	thing("b", "1")
	if _, err := c.Ping(t.Context(), &cells.PingInput{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ListThings(t.Context(), &cells.ListThingsInput{}); err != nil {
		t.Fatal(err)
	}
	thing("a", "3")
	const usual = "cells.us-west-2.amazonaws.com"
	if diff := cmp.Diff([]string{
		usual, "one.example.com", "one.example.com", usual, "two.example.com", usual, usual, "three.example.com",
		"one.example.com", usual, "four.example.com",
	}, to.hosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
	var asked []string
	for i, r := range s.all() {
		if to.hosts[i] == usual {
			asked = append(asked, r.Body)
		}
	}
	if diff := cmp.Diff([]string{
		`{"Operation":"GetThing","Identifiers":{"Shelf":"a"}}`, `{"Operation":"GetThing","Identifiers":{"Shelf":"b"}}`, "{}",
		`{"Operation":"ListThings"}`, `{"Operation":"GetThing","Identifiers":{"Shelf":"a"}}`,
	}, asked); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
}
