// Package queryfmt is the wire format of the query protocols' requests: pairs of a key and a value, as HTML forms are sent
// (application/x-www-form-urlencoded). A key is the way to a value, its steps joined by points. The package writes and reads
// Go values as the tables of package schema describe them and knows nothing of HTTP; what differs between awsQuery and
// ec2Query is in [Options]. HTTP bindings of members do not count: both protocols ignore them.
//
// It implements the request serialization of https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and
// https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html.
package queryfmt

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

// maxDepth bounds the nesting that is written and read.
const maxDepth = 1000

// Options is what the protocols differ in.
type Options struct {
	EC2   bool          // ec2Query's names, lists that are always flat, and no maps
	Token func() string // gives the value of an idempotency token that the caller left out; nil for none

	// Memory bounds what decoding takes, in bytes, as mem.Budget counts it; 0 for no limit. The pairs of the form, before they
	// are decoded, take their length and 12 bytes each.
	Memory int64
}

// What the parts of collections are called where the model has no name for them.
const (
	memberName = "member"
	entryName  = "entry"
	keyName    = "key"
	valueName  = "value"
)

// nameOf is what a part of a collection is called.
func nameOf(x *schema.XML, byDefault string) string {
	if x != nil && x.Name != "" {
		return x.Name
	}
	return byDefault
}

func flat(x *schema.XML) bool { return x != nil && x.Flat }

// name is the step that leads to a member. capital says that its first letter is to be a capital one.
func (o *Options) name(m *schema.Member) (name string, capital bool) {
	if o.EC2 && m.XML != nil && m.XML.EC2 != "" {
		return m.XML.EC2, false
	}
	return nameOf(m.XML, m.Name), o.EC2
}

var (
	errNil      = errors.New("is nil, which a list or map that is not sparse cannot hold")
	errDocument = errors.New("is a document, which the query protocols have no form for")
	errMap      = errors.New("is a map, which ec2Query has no form for")
	errDepth    = errors.New("is nested more than " + strconv.Itoa(maxDepth) + " deep")
)

type encoder struct {
	buf []byte // the pairs
	key []byte // the way to the value that is due, percent-encoded
	Options
	depth int
}

// AppendBody appends the pairs of all members of the struct at p, with an ampersand before each of them but the first one of
// an empty b. Absent members and empty structures have none; of an empty list awsQuery has a pair, of an empty map neither
// protocol has. Nulls in sparse lists and maps are left out, for which there is no form. Errors name the member.
func AppendBody(b []byte, s *schema.Struct, p unsafe.Pointer, o *Options) ([]byte, error) {
	var key [128]byte
	e := encoder{buf: b, key: key[:0], Options: *o}
	err := e.structure(s, p)
	return e.buf, err
}

// AppendPair appends a pair that is no member's, such as the one that names the operation.
func AppendPair(b []byte, key, value string) []byte {
	if len(b) > 0 {
		b = append(b, '&')
	}
	return escape(append(escape(b, key), '='), value)
}

// step lengthens the way by a name. What it returns is the length to cut it back to.
func (e *encoder) step(name string, capital bool) int {
	before := len(e.key)
	if before > 0 {
		e.key = append(e.key, '.')
	}
	start := len(e.key)
	e.key = escape(e.key, name)
	if capital && len(e.key) > start {
		e.key[start] = upper(e.key[start])
	}
	return before
}

func (e *encoder) stepIndex(i int) int {
	before := len(e.key)
	e.key = append(e.key, '.')
	e.key = strconv.AppendInt(e.key, int64(i), 10)
	return before
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// pair begins a pair with the way that is due.
func (e *encoder) pair() {
	if len(e.buf) > 0 {
		e.buf = append(e.buf, '&')
	}
	e.buf = append(append(e.buf, e.key...), '=')
}

// text writes a whole pair.
func (e *encoder) text(s string) {
	e.pair()
	e.buf = escape(e.buf, s)
}

// escape percent-encodes all but the characters that RFC 3986 calls unreserved. A byte that is not UTF-8 becomes U+FFFD: a
// string of Smithy has no form for it.
func escape(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	valid := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			b = append(b, c)
		case c >= utf8.RuneSelf && !valid && !utf8.ValidString(s[i:]):
			return escape(b, string([]rune(s[i:])))
		default:
			valid = valid || c >= utf8.RuneSelf
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}

func (e *encoder) structure(s *schema.Struct, base unsafe.Pointer) error {
	if e.depth++; e.depth > maxDepth {
		return errDepth
	}
	if s.Union != nil {
		return e.union(s, base)
	}
	for i := range s.Members {
		m := &s.Members[i]
		p, ok := mem.Present(m, base)
		if !ok && (!m.Token || e.Token == nil) {
			continue
		}
		before := e.step(e.name(m))
		if !ok {
			e.text(e.Token())
		} else if err := e.value(&m.Type, m.XML, p); err != nil {
			return at.Within(m.Name, err)
		}
		e.key = e.key[:before]
	}
	e.depth--
	return nil
}

// union writes the one member that is set.
func (e *encoder) union(s *schema.Struct, p unsafe.Pointer) error {
	variant := reflect.NewAt(reflect.TypeOf(s.Union).Elem(), p).Elem().Elem()
	for i := range s.Members {
		m := &s.Members[i]
		if reflect.TypeOf(m.Variant) != variant.Type() {
			continue
		}
		if variant.IsNil() {
			return fmt.Errorf("holds a nil %s", variant.Type())
		}
		before := e.step(e.name(m))
		if err := e.element(&m.Type, false, m.XML, unsafe.Add(variant.UnsafePointer(), m.Offset)); err != nil {
			return at.Within(m.Name, err)
		}
		e.key = e.key[:before]
		e.depth--
		return nil
	}
	return fmt.Errorf("a %s can be received, not sent", variant.Type())
}

// value writes what lies at p, which is present; x is how the model wants its member to look.
func (e *encoder) value(t *schema.Type, x *schema.XML, p unsafe.Pointer) error {
	switch t.Kind {
	case schema.String:
		e.text(*(*string)(p))
		return nil
	case schema.Structure, schema.Union:
		return e.structure(t.Of.SmithySchema(), p)
	case schema.List:
		return e.list(t.Elem, flat(x), p)
	case schema.Map:
		return e.mapping(t.Elem, flat(x), p)
	case schema.Document:
		return errDocument
	}
	var scratch [64]byte
	text, err := simple.Append(scratch[:0], t, p, schema.FormatDateTime)
	if err == nil {
		e.pair()
		e.buf = escapeBytes(e.buf, text)
	}
	return err
}

// escapeBytes is escape for what is ASCII.
func escapeBytes(b, text []byte) []byte {
	return escape(b, unsafe.String(unsafe.SliceData(text), len(text)))
}

// element writes a value that may be nil. One that is absent from a sparse collection is left out by those who call.
func (e *encoder) element(t *schema.Type, sparse bool, x *schema.XML, place unsafe.Pointer) error {
	p, ok := mem.Load(t, place)
	switch {
	case ok, !t.Ptr && (t.Kind == schema.List || t.Kind == schema.Map || t.Kind == schema.Blob): // nil is empty
		return e.value(t, x, p)
	case sparse:
		return nil
	default:
		return errNil
	}
}

func (e *encoder) list(c *schema.Collection, flat bool, p unsafe.Pointer) error {
	if e.depth++; e.depth > maxDepth {
		return errDepth
	}
	before := len(e.key)
	if c.Elem.Kind == schema.String && !c.Elem.Ptr {
		list := *(*[]string)(p)
		e.enterList(c, flat, len(list))
		for i, s := range list {
			parent := e.stepIndex(i + 1)
			e.text(s)
			e.key = e.key[:parent]
		}
	} else if err := e.elements(c, flat, reflect.NewAt(reflect.TypeOf(c.Go).Elem(), p).Elem()); err != nil {
		return err
	}
	e.key = e.key[:before]
	e.depth--
	return nil
}

// enterList steps to where the indexes of n elements stand. An empty list is a pair without a value in awsQuery.
func (e *encoder) enterList(c *schema.Collection, flat bool, n int) {
	switch {
	case e.EC2:
	case n == 0:
		e.text("")
	case !flat:
		e.step(nameOf(c.XML, memberName), false)
	}
}

func (e *encoder) elements(c *schema.Collection, flat bool, list reflect.Value) error {
	e.enterList(c, flat, list.Len())
	index := 1
	for i := range list.Len() {
		place := list.Index(i).Addr().UnsafePointer()
		if _, ok := mem.Load(&c.Elem, place); !ok && c.Sparse {
			continue
		}
		parent := e.stepIndex(index)
		index++
		if err := e.element(&c.Elem, c.Sparse, nil, place); err != nil {
			return at.Within(at.Index(i), err)
		}
		e.key = e.key[:parent]
	}
	return nil
}

// mapping writes a map in the order of its keys, so that equal requests are equal bytes.
func (e *encoder) mapping(c *schema.Collection, flat bool, p unsafe.Pointer) error {
	if e.depth++; e.depth > maxDepth {
		return errDepth
	}
	if e.EC2 {
		return errMap
	}
	before := len(e.key)
	if !flat {
		e.step(entryName, false)
	}
	if _, plain := c.Go.(*map[string]string); plain {
		e.stringMap(c, *(*map[string]string)(p))
	} else if err := e.entries(c, reflect.NewAt(reflect.TypeOf(c.Go).Elem(), p).Elem()); err != nil {
		return err
	}
	e.key = e.key[:before]
	e.depth--
	return nil
}

func (e *encoder) stringMap(c *schema.Collection, m map[string]string) {
	var scratch [16]string
	keys := scratch[:0]
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		parent := e.enterEntry(c, i+1, k)
		e.text(m[k])
		e.key = e.key[:parent]
	}
}

// enterEntry writes an entry's key and steps to its value.
func (e *encoder) enterEntry(c *schema.Collection, index int, key string) int {
	parent := e.stepIndex(index)
	entry := e.step(nameOf(c.Key, keyName), false)
	e.text(key)
	e.key = e.key[:entry]
	e.step(nameOf(c.XML, valueName), false)
	return parent
}

func (e *encoder) entries(c *schema.Collection, m reflect.Value) error {
	elem := reflect.New(m.Type().Elem()).Elem()
	place := elem.Addr().UnsafePointer()
	index := 1
	for _, k := range mem.Keys(m) {
		elem.Set(mem.Lookup(m, k))
		if _, ok := mem.Load(&c.Elem, place); !ok && c.Sparse {
			continue
		}
		parent := e.enterEntry(c, index, k)
		index++
		if err := e.element(&c.Elem, c.Sparse, nil, place); err != nil {
			return at.Within(at.Key(k), err)
		}
		e.key = e.key[:parent]
	}
	return nil
}
