package special_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/special"
)

// object is an input as generated code would have it.
type object struct {
	Bucket   string
	Endpoint *string
	Size     int64
}

func (*object) SmithySchema() *schema.Struct { return &schemaObject }

var schemaObject = schema.Struct{Name: "Object", Members: []schema.Member{
	{Name: "Bucket", Offset: unsafe.Offsetof(object{}.Bucket), Type: schema.Type{Kind: schema.String}, Bind: schema.Label, Required: true},
	{Name: "Endpoint", Offset: unsafe.Offsetof(object{}.Endpoint), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "Size", Offset: unsafe.Offsetof(object{}.Size), Type: schema.Type{Kind: schema.Int64}},
}}

// request is a message to an endpoint.
func request(t *testing.T, endpoint, path string) *rt.Request {
	t.Helper()
	u, err := rt.ParseEndpoint(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return &rt.Request{Path: path, Header: http.Header{}, Endpoint: u}
}

func TestEndpointOf(t *testing.T) {
	t.Parallel()
	const own = "https://example.com"
	for name, test := range map[string]struct {
		value      *string
		want, says string
	}{
		"absent":    {nil, own, ""},
		"empty":     {new(""), own, ""},
		"set":       {new("https://custom.example.com/"), "https://custom.example.com/", ""},
		"no scheme": {new("custom.example.com"), "", `Endpoint: the endpoint "custom.example.com" is not an absolute http or https URL`},
		"query":     {new("https://example.com?a=b"), "", "must have no user, query or fragment"},
		"no URL":    {new("https://%zz"), "", "is not a URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request(t, own, "/")
			err := (&special.EndpointOf{Member: "Endpoint"}).Apply(&object{Endpoint: test.value}, r)
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v", err)
				}
			} else if err != nil || r.Endpoint.String() != test.want {
				t.Errorf("%v, %v", r.Endpoint, err)
			}
		})
	}
}

// TestOddMembers names members that a step cannot use: they count as absent.
func TestOddMembers(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"Size", "Nothing"} {
		r := request(t, "https://example.com", "/1")
		if err := (&special.EndpointOf{Member: member}).Apply(&object{Size: 1}, r); err != nil || r.Endpoint.Host != "example.com" {
			t.Errorf("%s: %v, %v", member, r.Endpoint, err)
		}
	}
}

func TestWithoutPrefix(t *testing.T) {
	t.Parallel()
	step := special.WithoutPrefix{Prefixes: []string{"%2Fhostedzone%2F", "%2Fchange%2F"}}
	for path, want := range map[string]string{
		"/v1/hostedzone/Z1":                        "/v1/hostedzone/Z1",
		"/v1/hostedzone/%2Fhostedzone%2FZ1/rrset":  "/v1/hostedzone/Z1/rrset",
		"/v1/change/%2Fchange%2FC1":                "/v1/change/C1",
		"/v1/hostedzone/Z%2Fhostedzone%2FZ1":       "/v1/hostedzone/Z%2Fhostedzone%2FZ1",
		"/v1/key/%2Fhostedzone%2FZ1/mine/activate": "/v1/key/Z1/mine/activate",
	} {
		r := &rt.Request{Path: path}
		if err := step.Apply(&object{}, r); err != nil || r.Path != want {
			t.Errorf("%s became %s, not %s: %v", path, r.Path, want, err)
		}
	}
}

// treeOf is the tree hash by its definition, with all hashes of a row in memory.
func treeOf(data []byte) string {
	var row [][]byte
	for len(row) == 0 || len(data) > 0 {
		n := min(len(data), 1<<20)
		sum := sha256.Sum256(data[:n])
		row, data = append(row, sum[:]), data[n:]
	}
	for len(row) > 1 {
		var next [][]byte
		for i := 0; i < len(row); i += 2 {
			if i+1 == len(row) {
				next = append(next, row[i])
				continue
			}
			sum := sha256.Sum256(bytes.Join(row[i:i+2], nil))
			next = append(next, sum[:])
		}
		row = next
	}
	return hex.EncodeToString(row[0])
}

func TestTreeHash(t *testing.T) {
	t.Parallel()
	const leaf = 1 << 20
	data := make([]byte, 9*leaf+1)
	for i := range data {
		data[i] = byte(i / 1000)
	}
	for _, n := range []int{0, 1, leaf - 1, leaf, leaf + 1, 2 * leaf, 3*leaf + 5, 4 * leaf, 5 * leaf, 6*leaf + 1, 7 * leaf, 9*leaf + 1} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			want := treeOf(data[:n])
			for _, step := range []int{n + 1, 700_001, leaf} {
				d := special.TreeHash()
				for rest := data[:n]; len(rest) > 0; rest = rest[min(step, len(rest)):] {
					if wrote, err := d.Write(rest[:min(step, len(rest))]); err != nil || wrote != min(step, len(rest)) {
						t.Fatal(wrote, err)
					}
				}
				h := http.Header{}
				d.SetHeaders(h)
				if got := h.Get("X-Amz-Sha256-Tree-Hash"); got != want {
					t.Errorf("in steps of %d: %s, not %s", step, got, want)
				}
			}
		})
	}
}

func TestTreeHashOfTheCaller(t *testing.T) {
	t.Parallel()
	h := http.Header{"X-Amz-Sha256-Tree-Hash": {"mine"}}
	special.TreeHash().SetHeaders(h)
	if got := h.Get("X-Amz-Sha256-Tree-Hash"); got != "mine" {
		t.Errorf("the caller's became %s", got)
	}
}
