//go:build full

// Both sides must send the same, or the one that sends less is faster for it.

package calls

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/smithy-go/encoding/cbor"
	"github.com/google/go-cmp/cmp"
)

// recorder keeps the last request.
type recorder struct {
	stub
	sent map[string]any
}

func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	query := req.URL.Query()
	query.Del("x-id") // the peer names S3's operations with it
	said, err := bodyOf(req.Header, body)
	path := strings.Trim(strings.TrimPrefix(req.URL.Path, "/"+bucket), "/") // which the peer has in the host's name
	r.sent = map[string]any{"method": req.Method, "path": path, "query": query, "body": said}
	if err != nil {
		return nil, err
	}
	return r.stub.Do(req)
}

// bodyOf is what a body says, by its type.
func bodyOf(h http.Header, body []byte) (v any, err error) {
	switch kind, _, _ := strings.Cut(h.Get("Content-Type"), ";"); {
	case len(body) == 0:
	case strings.Contains(kind, "json"):
		err = json.Unmarshal(body, &v)
	case strings.Contains(kind, "cbor"):
		var c cbor.Value
		if c, err = cbor.Decode(body); err == nil {
			v = fromCBOR(c)
		}
	case strings.Contains(kind, "form"):
		v, err = url.ParseQuery(string(body))
	case strings.Contains(kind, "xml"):
		v, err = fromXML(body)
	default:
		v = string(body)
	}
	return v, err
}

// fromCBOR makes one number of the forms that a number can have.
func fromCBOR(v cbor.Value) any {
	switch v := v.(type) {
	case cbor.Map:
		out := map[string]any{}
		for key, e := range v {
			out[key] = fromCBOR(e)
		}
		return out
	case cbor.List:
		out := []any{}
		for _, e := range v {
			out = append(out, fromCBOR(e))
		}
		return out
	case *cbor.Tag:
		return []any{v.ID, fromCBOR(v.Value)}
	case cbor.Uint:
		return float64(v)
	case cbor.Float32:
		return float64(v)
	case cbor.Float64:
		return float64(v)
	default:
		return v
	}
}

// fromXML lists the tokens, of elements without the prefixes of namespaces.
func fromXML(body []byte) ([]string, error) {
	var out []string
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			out = append(out, "<"+t.Name.Space+" "+t.Name.Local)
		case xml.EndElement:
			out = append(out, ">"+t.Name.Local)
		case xml.CharData:
			out = append(out, string(t))
		}
	}
}

func TestRequestsAgree(t *testing.T) {
	t.Parallel()
	for _, c := range append(updates, full...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{stub: stub{c.reply}}
			pair, err := c.make(r)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := pair.Ours(t.Context()); err != nil {
				t.Fatal(err)
			}
			ours := r.sent
			if _, err := pair.Peer(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r.sent, ours); diff != "" {
				t.Errorf("what is sent (-peer +ours):\n%s", diff)
			}
		})
	}
}
