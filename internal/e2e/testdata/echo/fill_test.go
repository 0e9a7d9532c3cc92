// Requests and replies for every table: values of each kind, the odd ones among them, with a seed.

package echo_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// mode says how much of a structure is filled.
type mode int

const (
	everything mode = iota
	necessary       // what is required
	some
)

// The depths from which on only what is required is filled, and from which on collections are empty.
const (
	deep    = 4
	deepest = 6
)

// filler fills structures as their tables say.
type filler struct {
	rand     *rand.Rand
	mode     mode
	protocol string
	depth    int
}

func newFiller(s service, m mode, seed uint64) *filler {
	return &filler{rand: rand.New(rand.NewPCG(seed, 1)), mode: m, protocol: s.protocol}
}

// fieldAt returns the field of a struct at an offset.
func fieldAt(v reflect.Value, offset uintptr) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Offset == offset {
			return v.Field(i)
		}
	}
	panic(fmt.Sprintf("%v has no field at %d", v.Type(), offset))
}

// shape fills what a pointer to a generated struct points at, and returns it.
func (f *filler) shape(s schema.Shape) schema.Shape {
	f.structure(s.SmithySchema(), reflect.ValueOf(s).Elem())
	return s
}

func (f *filler) structure(s *schema.Struct, v reflect.Value) {
	f.depth++
	defer func() { f.depth-- }()
	filled := false
	for i := range s.Members {
		m := &s.Members[i]
		if m.Kind == schema.EventStream || m.Bind == schema.StatusCode || !m.Required && f.leavesOut(m) {
			continue
		}
		f.value(&m.Type, fieldAt(v, m.Offset), m)
		filled = filled || !hollow(fieldAt(v, m.Offset))
	}
	for i := 0; i < len(s.Members) && !filled && isForm(f.protocol); i++ { // what holds nothing has no form there
		if m := &s.Members[i]; m.Kind <= schema.BigDecimal {
			f.value(&m.Type, fieldAt(v, m.Offset), m)
			filled = true
		}
	}
}

// isForm reports whether requests of the protocol are forms, which tell an empty value from none in few places.
func isForm(protocol string) bool { return strings.HasSuffix(protocol, "Query") }

func (f *filler) leavesOut(m *schema.Member) bool {
	switch {
	case m.Kind == schema.Reader || m.Kind == schema.ReadCloser:
		return false
	case f.mode == necessary || f.depth > deep:
		return true
	}
	return f.mode == some && f.rand.IntN(3) == 0 || f.depth > 2 && f.rand.IntN(2) == 0
}

// value fills the place of a value; m is its member, nil in collections of a body.
func (f *filler) value(t *schema.Type, v reflect.Value, m *schema.Member) {
	if t.Ptr {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch t.Kind {
	case schema.List:
		f.list(t.Elem, v, m)
	case schema.Map:
		f.entries(t.Elem, v, m)
	case schema.Structure:
		f.structure(t.Of.SmithySchema(), v)
	case schema.Union:
		f.union(t.Of.SmithySchema(), v)
	case schema.Reader:
		v.Set(reflect.ValueOf(strings.NewReader(streamed)))
	case schema.ReadCloser:
		v.Set(reflect.ValueOf(io.NopCloser(strings.NewReader(streamed))))
	default:
		f.simple(t, v, m)
	}
}

const streamed = "a stream of bytes"

// one picks an element.
func one[T any](f *filler, list ...T) T { return list[f.rand.IntN(len(list))] }

func (f *filler) simple(t *schema.Type, v reflect.Value, m *schema.Member) {
	switch t.Kind {
	case schema.Bool:
		v.SetBool(one(f, true, false))
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		bits := v.Type().Bits()
		v.SetInt(one(f, 0, 1<<(bits-1)-1, -1<<(bits-1), int64(f.rand.IntN(256)-128)))
	case schema.Float32:
		v.SetFloat(float64(one(f, 0, 1.5, 0.1, float32(math.Inf(1)), float32(math.NaN()), math.MaxFloat32, math.SmallestNonzeroFloat32, 16777216)))
	case schema.Float64:
		v.SetFloat(one(f, 0, -2.25, 0.1, 1e21, math.Inf(-1), math.NaN(), math.MaxFloat64, math.SmallestNonzeroFloat64, math.Copysign(0, -1)))
	case schema.String:
		v.SetString(f.text(m))
	case schema.Blob:
		v.SetBytes(one(f, []byte{}, []byte("hello"), []byte{0, 255, 1, 254}, bytes.Repeat([]byte("xyz"), 50)))
	case schema.Timestamp:
		v.Set(reflect.ValueOf(f.time(t.Format, m)))
	case schema.BigInteger:
		n, _ := new(big.Int).SetString(one(f, "0", "-1", "18446744073709551616", "-123456789012345678901234567890"), 10)
		v.Set(reflect.ValueOf(n))
	case schema.BigDecimal:
		v.SetString(one(f, "0", "1.5", "-0.1", "1E+40", "-1.23456789012345678901234567890e-30", "123456789012345678901234567890.1"))
	case schema.Document:
		v.Set(reflect.ValueOf(one[document.Value](f, "text", "", true, document.Number("1.50"), []document.Value{"a", document.Number("1"), []document.Value{}},
			map[string]document.Value{"k": "v", "n": nil, "m": map[string]document.Value{}})))
	default:
		panic(fmt.Sprint("a value of the kind ", t.Kind))
	}
}

// time is one that its format can hold.
func (f *filler) time(format schema.Format, m *schema.Member) time.Time {
	t := time.Unix(one(f, 0, f.rand.Int64N(4e9)-1e9), 0).UTC()
	if format == schema.FormatHTTPDate || format == schema.FormatDefault && m != nil && m.Bind != schema.Body {
		return t
	}
	return t.Add(time.Duration(one(f, 0, f.rand.IntN(1000))) * time.Millisecond)
}

// text is a string that the place can hold.
func (f *filler) text(m *schema.Member) string {
	s := one(f, "a", "", "plain text", "é😀\u2028", `q"u\o`, "<a>&amp;'", "line\nbreak\ttab", " edge ", "null", "1", "a,b", "{}", "\r\nx\r", "]]>", "%20+&=", "\u00a0", "\x7f", "\ufeff")
	if m == nil {
		return s
	}
	switch m.Bind {
	case schema.Header, schema.PrefixHeaders:
		if m.MediaType != "" {
			return s
		}
		s = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r >= 0x7f {
				return -1
			}
			return r
		}, s))
		return orElse(s, "header")
	case schema.Label:
		if m.Name == "other" {
			return "host"
		}
		return orElse(s, "l/x//y")
	case schema.Payload:
		return orElse(s, "payload") // an empty one is none
	}
	if m.Name == "account" {
		return "host"
	}
	return s
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (f *filler) list(c *schema.Collection, v reflect.Value, m *schema.Member) {
	list := reflect.MakeSlice(v.Type(), f.size(), deepest)
	for i := range list.Len() {
		if !f.hole(c) {
			f.value(&c.Elem, list.Index(i), m)
		}
	}
	v.Set(list)
}

func (f *filler) entries(c *schema.Collection, v reflect.Value, m *schema.Member) {
	if f.protocol == "ec2Query" {
		return // it has none
	}
	entries := reflect.MakeMap(v.Type())
	for range f.size() {
		key := f.text(nil)
		if m != nil && m.Bind != schema.Body {
			key = "k" + strconv.Itoa(f.rand.IntN(4))
		}
		value := reflect.New(v.Type().Elem()).Elem()
		if !f.hole(c) {
			f.value(&c.Elem, value, m)
		}
		entries.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
	}
	v.Set(entries)
}

// hole reports whether an element is to be nil.
func (f *filler) hole(c *schema.Collection) bool {
	return c.Sparse && !isForm(f.protocol) && f.rand.IntN(3) == 0
}

func (f *filler) size() int {
	switch {
	case f.depth > 3 || f.mode == necessary && !isForm(f.protocol):
		return 0
	case isForm(f.protocol):
		return 1 + f.rand.IntN(2)
	}
	return f.rand.IntN(4)
}

// union picks a variant: one that ends the recursion where it is deep, and one that has a form.
func (f *filler) union(s *schema.Struct, v reflect.Value) {
	f.depth++
	defer func() { f.depth-- }()
	m := &s.Members[f.rand.IntN(len(s.Members))]
	for range 50 {
		if !f.unfit(m) {
			break
		}
		m = &s.Members[f.rand.IntN(len(s.Members))]
	}
	variant := reflect.New(reflect.TypeOf(m.Variant).Elem())
	f.value(&m.Type, fieldAt(variant.Elem(), m.Offset), nil)
	v.Set(variant)
}

func (f *filler) unfit(m *schema.Member) bool {
	switch {
	case f.depth > deep && m.Kind >= schema.List, isForm(f.protocol) && f.depth > 2 && (m.Kind == schema.List || m.Kind == schema.Map):
		return true // and in a form, an empty one leaves no trace
	case m.XML != nil && m.XML.Flat && f.protocol == "restXml": // an empty one leaves no trace
		return true
	case m.Kind == schema.Map && f.protocol == "ec2Query":
		return true
	}
	return m.Kind == schema.Structure && isForm(f.protocol) && len(m.Of.SmithySchema().Members) == 0
}
