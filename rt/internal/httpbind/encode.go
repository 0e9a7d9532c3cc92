// Package httpbind puts members into the path, query and headers of an HTTP message and takes them out again, as Smithy's
// HTTP binding traits have it. Bodies are the protocols' matter.
package httpbind

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

// ErrEmptyLabel says that a label's value is empty, which would address another resource.
var ErrEmptyLabel = errors.New("is part of the path and must not be empty")

// errDots says that a label would be taken for a step in the path, which no percent-encoding prevents.
var errDots = errors.New("is part of the path and must not be . or .., which are steps")

// Host fills the labels of a host prefix with string members of the struct at base. A label must be one that a host's name
// can hold.
func Host(template string, s *schema.Struct, base unsafe.Pointer) (string, error) {
	var b strings.Builder
	for template != "" {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		m := s.Member(name)
		if m == nil || m.Kind != schema.String {
			return "", fmt.Errorf("no string member fills the host label %s", name)
		}
		p, ok := mem.Load(&m.Type, unsafe.Add(base, m.Offset))
		if !ok || !hostLabel(*(*string)(p)) {
			return "", fmt.Errorf("%s: is part of the host's name and must be 1 to 63 letters, digits and hyphens", name)
		}
		b.WriteString(*(*string)(p))
		template = after
	}
	return b.String(), nil
}

func hostLabel(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 63
}

// Target fills the labels of a path template with the members of the struct at base and collects the query. Both come back
// percent-encoded. token, if not nil, gives the value of an idempotency token that the caller left out.
func Target(template string, s *schema.Struct, base unsafe.Pointer, token func() string) (path, query string, err error) {
	template, literal, _ := strings.Cut(template, "?")
	buf := make([]byte, 0, 128)
	for {
		start := strings.IndexByte(template, '{')
		if start < 0 {
			break
		}
		end := strings.IndexByte(template, '}')
		if end < start {
			return "", "", fmt.Errorf("the path template %q is broken", template)
		}
		name, greedy := strings.CutSuffix(template[start+1:end], "+")
		buf = append(buf, template[:start]...)
		if buf, err = label(buf, s, base, name, greedy, token); err != nil {
			return "", "", fmt.Errorf("%s: %w", name, err)
		}
		template = template[end+1:]
	}
	buf = append(buf, template...)
	end := len(buf)
	if buf, err = appendQuery(buf, literal, s, base, token); err != nil {
		return "", "", err
	}
	both := string(buf)
	return both[:end], both[end:], nil
}

func label(b []byte, s *schema.Struct, base unsafe.Pointer, name string, greedy bool, token func() string) ([]byte, error) {
	m := s.Member(name)
	if m == nil {
		return b, fmt.Errorf("no member fills this label")
	}
	p, ok := mem.Present(m, base)
	if !ok && m.Token && token != nil {
		return escape(b, token(), greedy), nil
	}
	if !ok {
		return b, ErrEmptyLabel
	}
	var buf [64]byte
	text, err := simple.Append(buf[:0], &m.Type, p, schema.FormatDateTime)
	if err != nil {
		return b, err
	}
	if len(text) == 0 {
		return b, ErrEmptyLabel
	}
	if s := string(text); !greedy && (s == "." || s == "..") {
		return b, errDots
	}
	return escape(b, string(text), greedy), nil
}

// escape percent-encodes all but RFC 3986's unreserved characters, and slashes if they may stay.
func escape(b []byte, s string, slashes bool) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~', slashes && c == '/':
			b = append(b, c)
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}

// appendQuery writes the template's own parameters, then the members bound one by one, then those of maps, which do not
// replace the others.
func appendQuery(b []byte, literal string, s *schema.Struct, base unsafe.Pointer, token func() string) ([]byte, error) {
	q := query{buf: append(b, literal...), start: len(b)}
	maps := hasMaps(s)
	if maps {
		for pair := range strings.SplitSeq(literal, "&") {
			key, _, _ := strings.Cut(pair, "=")
			q.taken = append(q.taken, key)
		}
	}
	for i := range s.Members {
		m := &s.Members[i]
		if m.Bind != schema.Query {
			continue
		}
		p, ok := mem.Present(m, base)
		if !ok {
			if m.Token && token != nil {
				q.add(m.Wire, token())
			}
			continue
		}
		if maps {
			q.taken = append(q.taken, m.Wire)
		}
		if err := q.member(m.Wire, &m.Type, p); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	for i := range s.Members {
		if m := &s.Members[i]; m.Bind == schema.QueryParams {
			q.params(m, unsafe.Add(base, m.Offset))
		}
	}
	return q.buf, nil
}

// hasMaps reports whether a member is bound to all of the query that no other takes.
func hasMaps(s *schema.Struct) bool {
	for i := range s.Members {
		if s.Members[i].Bind == schema.QueryParams {
			return true
		}
	}
	return false
}

type query struct {
	buf   []byte
	start int      // where it begins in buf
	taken []string // keys that maps must not set again
}

func (q *query) add(key, value string) {
	if len(q.buf) > q.start {
		q.buf = append(q.buf, '&')
	}
	q.buf = escape(q.buf, key, false)
	q.buf = append(q.buf, '=')
	q.buf = escape(q.buf, value, false)
}

// member writes one parameter, or one for each element of a list.
func (q *query) member(key string, t *schema.Type, p unsafe.Pointer) error {
	var scratch [64]byte
	if t.Kind != schema.List {
		text, err := simple.Append(scratch[:0], t, p, schema.FormatDateTime)
		q.add(key, string(text))
		return err
	}
	return eachElement(t.Elem, p, func(elem *schema.Type, at unsafe.Pointer) error {
		text, err := simple.Append(scratch[:0], elem, at, schema.FormatDateTime)
		q.add(key, string(text))
		return err
	})
}

// params writes a map of strings or of lists of strings, in the order of its keys.
func (q *query) params(m *schema.Member, p unsafe.Pointer) {
	v := reflect.NewAt(reflect.TypeOf(m.Elem.Go).Elem(), p).Elem()
	for _, k := range mem.Keys(v) {
		if slices.Contains(q.taken, k) {
			continue
		}
		value := mem.Lookup(v, k)
		if value.Kind() != reflect.Slice {
			q.add(k, indirect(value))
			continue
		}
		for i := range value.Len() {
			q.add(k, indirect(value.Index(i)))
		}
	}
}

func indirect(v reflect.Value) string {
	if v.Kind() != reflect.Pointer {
		return v.String()
	}
	if v.IsNil() {
		return ""
	}
	return v.Elem().String()
}

// eachElement calls f for each element of the list at p that is not nil.
func eachElement(c *schema.Collection, p unsafe.Pointer, f func(*schema.Type, unsafe.Pointer) error) error {
	list := reflect.NewAt(reflect.TypeOf(c.Go).Elem(), p).Elem()
	for i := range list.Len() {
		at, ok := mem.Load(&c.Elem, list.Index(i).Addr().UnsafePointer())
		if !ok {
			continue
		}
		if err := f(&c.Elem, at); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

// Headers sets the headers that members of the struct at base are bound to. Empty strings and empty lists are sent as
// empty headers, absent members not at all.
func Headers(h http.Header, s *schema.Struct, base unsafe.Pointer, token func() string) error {
	for i := range s.Members {
		m := &s.Members[i]
		switch m.Bind {
		case schema.PrefixHeaders:
			if err := prefixHeaders(h, m, unsafe.Add(base, m.Offset)); err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
		case schema.Header:
			p, ok := mem.Present(m, base)
			if !ok {
				if m.Token && token != nil {
					h.Set(m.Wire, token())
				}
				continue
			}
			text, err := headerText(m, p)
			if err == nil {
				err = set(h, m.Wire, text)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
		}
	}
	return nil
}

// set sets a header, or says why it cannot be sent: net/http would call that a failed exchange, which is tried again.
func set(h http.Header, name, value string) error {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) }) {
		return fmt.Errorf("%.40q cannot be the name of a header", name)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return errors.New("holds a line break or another control character, which a header cannot")
	}
	h.Set(name, value)
	return nil
}

func headerText(m *schema.Member, p unsafe.Pointer) (string, error) {
	if m.Kind == schema.String && m.MediaType != "" {
		return base64.StdEncoding.EncodeToString([]byte(*(*string)(p))), nil
	}
	if m.Kind != schema.List {
		text, err := simple.Append(nil, &m.Type, p, schema.FormatHTTPDate)
		return string(text), err
	}
	var list []byte
	err := eachElement(m.Elem, p, func(elem *schema.Type, at unsafe.Pointer) error {
		text, err := simple.Append(nil, elem, at, schema.FormatHTTPDate)
		if err != nil {
			return err
		}
		if list != nil {
			list = append(list, ", "...)
		}
		list = appendListItem(list, elem, string(text))
		return nil
	})
	return string(list), err
}

// appendListItem quotes a string that would not come out of a list as it went in.
func appendListItem(b []byte, elem *schema.Type, s string) []byte {
	if elem.Kind != schema.String || s != "" && !strings.ContainsAny(s, `,"`) && strings.TrimSpace(s) == s {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

func prefixHeaders(h http.Header, m *schema.Member, p unsafe.Pointer) error {
	v := reflect.NewAt(reflect.TypeOf(m.Elem.Go).Elem(), p).Elem()
	for _, k := range mem.Keys(v) {
		name := m.Wire + k
		if _, taken := h[http.CanonicalHeaderKey(name)]; !taken {
			if err := set(h, name, indirect(mem.Lookup(v, k))); err != nil {
				return fmt.Errorf("[%.40q]: %w", k, err)
			}
		}
	}
	return nil
}
