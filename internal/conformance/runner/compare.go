// Comparing what was sent or received with what a case wants.

package runner

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// differences are sentences about what is not as a case wants it.
type differences []string

func (d *differences) add(path, format string, args ...any) {
	*d = append(*d, strings.TrimPrefix(path+": "+fmt.Sprintf(format, args...), ": "))
}

// compareRequest holds a request against a case.
func compareRequest(t *request, req *http.Request, body []byte) []string {
	var d differences
	if req.Method != t.Method {
		d.add("method", "%s, not %s", req.Method, t.Method)
	}
	if got := req.URL.EscapedPath(); got != t.URI {
		d.add("path", "%s, not %s", got, t.URI)
	}
	if host := req.Host; t.ResolvedHost != "" && (host != t.ResolvedHost || req.URL.Host != host) {
		d.add("host", "%s, not %s", host, t.ResolvedHost)
	}
	d.query(t, req.URL.RawQuery)
	d.headers(t, req)
	if t.Body != nil {
		d.body(t, body)
	}
	return d
}

// query compares parameters as they stand on the wire; their order is open but for equal names.
func (d *differences) query(t *request, raw string) {
	var got []string
	names := map[string]bool{}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair != "" {
			got = append(got, pair)
			name, _, _ := strings.Cut(pair, "=")
			names[name] = true
		}
	}
	for _, want := range t.QueryParams {
		i := slices.IndexFunc(got, func(pair string) bool {
			return pair == want || strings.TrimSuffix(pair, "=") == strings.TrimSuffix(want, "=")
		})
		if i < 0 {
			d.add("query", "%s is not in %s", want, raw)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, name := range t.ForbidQueryParams {
		if names[name] {
			d.add("query", "%s must not be in %s", name, raw)
		}
	}
	for _, name := range t.RequireQueryParams {
		if !names[name] {
			d.add("query", "%s must be in %s", name, raw)
		}
	}
	for _, pair := range got {
		name, _, _ := strings.Cut(pair, "=")
		if !slices.Contains(t.RequireQueryParams, name) {
			d.add("query", "%s is more than is due", pair)
		}
	}
}

func (d *differences) headers(t *request, req *http.Request) {
	header := req.Header.Clone()
	if req.ContentLength > 0 || req.ContentLength == 0 && (req.Method == http.MethodPost || req.Method == http.MethodPut) {
		header.Set("Content-Length", fmt.Sprint(req.ContentLength)) // net/http adds it
	}
	if req.ContentLength < 0 {
		header.Set("Transfer-Encoding", "chunked")
	}
	for name, want := range t.Headers {
		values := header.Values(name)
		if got := strings.Join(values, ", "); got != want || len(values) == 0 {
			d.add("header "+name, "%q, not %q", values, want)
		}
	}
	for _, name := range t.ForbidHeaders {
		if len(header.Values(name)) > 0 {
			d.add("header "+name, "must not be there")
		}
	}
	for _, name := range t.RequireHeaders {
		if len(header.Values(name)) == 0 {
			d.add("header "+name, "must be there")
		}
	}
}

func (d *differences) body(t *request, body []byte) {
	want := []byte(*t.Body)
	same := string(body) == string(want)
	if t.BodyMediaType == "application/json" && len(want) > 0 {
		same = sameJSON(body, want)
	}
	if !same {
		d.add("body", "%q, not %q", body, want)
	}
}

// structure compares the fields of a struct with parameters. A plain scalar may be zero where they have nothing.
func (d *differences) structure(path string, s *schema.Struct, v reflect.Value, params map[string]any) {
	for name := range params {
		if s.Member(name) == nil {
			d.add(path, "%s has no member %s", s.Name, name)
		}
	}
	for i := range s.Members {
		m := &s.Members[i]
		param, wanted := params[m.Name]
		field := fieldOf(v, m)
		at := strings.TrimPrefix(path+"."+m.Name, ".")
		switch {
		case wanted && param != nil:
			d.value(at, &m.Type, field, param)
		case m.Kind == schema.ReadCloser:
			d.value(at, &m.Type, field, "")
		case !field.IsZero():
			d.add(at, "is %v, and should be absent", field)
		}
	}
}

// value compares a value that should be there.
func (d *differences) value(path string, t *schema.Type, v reflect.Value, param any) {
	if k := v.Kind(); (k == reflect.Pointer || k == reflect.Slice || k == reflect.Map || k == reflect.Interface) && v.IsNil() {
		if param != nil {
			d.add(path, "is absent, not %v", param)
		}
		return
	}
	if t.Ptr {
		v = v.Elem()
	}
	switch t.Kind {
	case schema.Structure:
		params, _ := param.(map[string]any)
		d.structure(path, t.Of.SmithySchema(), v, params)
	case schema.Union:
		d.union(path, t.Of.SmithySchema(), v.Elem(), param)
	case schema.List:
		d.list(path, t.Elem, v, param)
	case schema.Map:
		d.mapping(path, t.Elem, v, param)
	case schema.Document:
		if !reflect.DeepEqual(v.Interface(), documentOf(param)) {
			d.add(path, "%#v, not %#v", v.Interface(), documentOf(param))
		}
	default:
		d.simple(path, t.Kind, v.Interface(), param)
	}
}

func (d *differences) union(path string, s *schema.Struct, v reflect.Value, param any) {
	params, _ := param.(map[string]any)
	for name, value := range params {
		m := s.Member(name)
		if m == nil || reflect.TypeOf(m.Variant) != v.Type() {
			d.add(path, "is a %s, not the variant %s", v.Type(), name)
			continue
		}
		d.value(path+"."+name, &m.Type, fieldOf(v.Elem(), m), value)
	}
}

func (d *differences) list(path string, c *schema.Collection, v reflect.Value, param any) {
	params, _ := param.([]any)
	if v.Len() != len(params) {
		d.add(path, "%v, not %v", v, params)
		return
	}
	for i := range params {
		d.element(fmt.Sprintf("%s[%d]", path, i), c, v.Index(i), params[i])
	}
}

func (d *differences) mapping(path string, c *schema.Collection, v reflect.Value, param any) {
	params, _ := param.(map[string]any)
	if v.Len() != len(params) {
		d.add(path, "%v, not %v", v, params)
		return
	}
	for key, value := range params {
		at := fmt.Sprintf("%s[%q]", path, key)
		elem := v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key()))
		if !elem.IsValid() {
			d.add(at, "is missing")
			continue
		}
		d.element(at, c, elem, value)
	}
}

func (d *differences) element(path string, c *schema.Collection, v reflect.Value, param any) {
	if param == nil && v.IsZero() {
		return
	}
	d.value(path, &c.Elem, v, param)
}

func (d *differences) simple(path string, k schema.Kind, got, param any) {
	if stream, ok := got.(io.ReadCloser); ok {
		data, err := io.ReadAll(stream)
		if closeErr := stream.Close(); err == nil {
			err = closeErr
		}
		if err != nil || string(data) != fmt.Sprint(param) {
			d.add(path, "%q (%v), not %q", data, err, param)
		}
		return
	}
	want, err := simpleOf(k, param)
	if err != nil {
		d.add(path, "the case's parameter: %v", err)
		return
	}
	if !sameSimple(got, want) {
		d.add(path, "%v, not %v", got, want)
	}
}

// sameSimple compares a field's value with a case's, which may be of a wider type.
func sameSimple(got, want any) bool {
	switch want := want.(type) {
	case time.Time:
		t, ok := got.(time.Time)
		return ok && t.Equal(want)
	case *big.Int:
		i, ok := got.(*big.Int)
		return ok && i.Cmp(want) == 0
	case []byte:
		b, ok := got.([]byte)
		return ok && string(b) == string(want)
	case float64:
		f := reflect.ValueOf(got).Float()
		if _, narrow := got.(float32); narrow {
			want = float64(float32(want))
		}
		return f == want || math.IsNaN(f) && math.IsNaN(want)
	default:
		return reflect.DeepEqual(reflect.ValueOf(got).Convert(reflect.TypeOf(want)).Interface(), want)
	}
}

// sameValue compares decoded JSON; numbers by value.
func sameValue(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		n, ok := b.(json.Number)
		return ok && sameNumber(a, n)
	case []any:
		list, ok := b.([]any)
		return ok && slices.EqualFunc(a, list, sameValue)
	case map[string]any:
		m, ok := b.(map[string]any)
		if !ok || len(a) != len(m) {
			return false
		}
		for key := range a {
			if value, ok := m[key]; !ok || !sameValue(a[key], value) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}

func sameNumber(a, b json.Number) bool {
	x, errX := document.Number(a).Rat()
	y, errY := document.Number(b).Rat()
	return errX == nil && errY == nil && x.Cmp(y) == 0
}
