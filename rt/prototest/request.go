// Requests: what was sent, beside what a case of httpRequestTests wants.

package prototest

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Request is what a request must be. What is left empty is not looked at, but for Method and Path.
type Request struct {
	Method        string
	Path          string            // percent-encoded
	Host          string            // of the Host header
	Query         []string          // "name=value" as on the wire: each name has these values, in this order, and no other
	ForbidQuery   []string          // names that must not be there
	RequireQuery  []string          // names that must be there
	Header        map[string]string // values; several of a name joined by ", "
	ForbidHeader  []string          // names that must not be there
	RequireHeader []string          // names that must be there
	Body          Body              // nil: not looked at
}

// CheckRequest fails t unless the call that ended with err sent what want says.
func (e *Exchange) CheckRequest(t testing.TB, err error, want Request) {
	t.Helper()
	if e.request == nil {
		t.Fatalf("nothing was sent: %v", err)
	}
	e.checkEnd(t, err)
	want.differences(e.request, e.sent).report(t, "the request")
}

// checkEnd fails t if the call ended with err for another reason than that the exchange gives no reply.
func (e *Exchange) checkEnd(t testing.TB, err error) {
	t.Helper()
	if e.Status == 0 && !errors.Is(err, errNoReply) {
		t.Errorf("the call ended with %v", err)
	}
}

func (r *Request) differences(req *http.Request, body []byte) differences {
	var d differences
	if req.Method != r.Method {
		d.add("method", "%s, not %s", req.Method, r.Method)
	}
	if got := req.URL.EscapedPath(); got != r.Path {
		d.add("path", "%s, not %s", got, r.Path)
	}
	if r.Host != "" && (req.Host != r.Host || req.URL.Host != r.Host) {
		d.add("host", "%s (of the URL: %s), not %s", req.Host, req.URL.Host, r.Host)
	}
	r.query(&d, req.URL.RawQuery)
	r.header(&d, req)
	if req.ContentLength >= 0 && req.ContentLength != int64(len(body)) {
		d.add("body", "has %d bytes, and a length of %d is announced", len(body), req.ContentLength)
	}
	if r.Body != nil {
		r.Body.compare(&d, body)
	}
	return d
}

// query compares parameters as they stand on the wire. Only values of one name have an order, and names that the case does
// not mention may be there. A name without "=" has the empty value.
func (r *Request) query(d *differences, raw string) {
	got := map[string][]string{}
	for pair := range strings.SplitSeq(raw, "&") {
		if name, value, _ := strings.Cut(pair, "="); pair != "" {
			got[name] = append(got[name], value)
		}
	}
	want := map[string][]string{}
	for _, pair := range r.Query {
		name, value, _ := strings.Cut(pair, "=")
		want[name] = append(want[name], value)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !slices.Equal(got[name], want[name]) {
			d.add("query "+name, "%q, not %q, in ?%s", got[name], want[name], raw)
		}
	}
	for _, name := range r.ForbidQuery {
		if _, there := got[name]; there {
			d.add("query "+name, "must not be there, in ?%s", raw)
		}
	}
	for _, name := range r.RequireQuery {
		if _, there := got[name]; !there {
			d.add("query "+name, "must be there, in ?%s", raw)
		}
	}
}

func (r *Request) header(d *differences, req *http.Request) {
	header := sent(req)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		values, want := header.Values(name), r.Header[name]
		if got := strings.Join(values, ", "); got != want || len(values) == 0 {
			d.add("header "+name, "%q, not %q", values, want)
		}
	}
	for _, name := range r.ForbidHeader {
		if values := header.Values(name); len(values) > 0 {
			d.add("header "+name, "must not be there, and is %q", values)
		}
	}
	for _, name := range r.RequireHeader {
		if len(header.Values(name)) == 0 {
			d.add("header "+name, "must be there")
		}
	}
}

// sent is the header of a request with what net/http adds to it on its way.
func sent(req *http.Request) http.Header {
	header := req.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Host", req.Host)
	switch n := req.ContentLength; {
	case n > 0, n == 0 && (req.Method == http.MethodPost || req.Method == http.MethodPut || req.Method == http.MethodPatch):
		header.Set("Content-Length", strconv.FormatInt(n, 10))
	case n < 0:
		header.Set("Transfer-Encoding", "chunked")
	}
	return header
}
