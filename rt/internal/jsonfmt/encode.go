// Package jsonfmt is the JSON wire format: it writes and reads Go values as the tables of package schema describe them. It
// knows nothing of HTTP; what differs between the protocols that use JSON is in [Options].
package jsonfmt

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

// maxDepth bounds the nesting that is written and read.
const maxDepth = 1000

// Options is what the protocols differ in.
type Options struct {
	JSONName bool          // obey the jsonName trait
	Time     schema.Format // of timestamps without a format of their own
	OneTime  bool          // all timestamps are as Time says, whatever their own format
	BigText  bool          // bigInteger and bigDecimal shapes are strings
	Unbound  bool          // there are no HTTP bindings: every member of a message stands in its body
	Reply    bool          // the side is a server's: AppendBody writes replies, DecodeBody reads requests
	Token    func() string // gives the value of an idempotency token that the caller left out; nil for none

	// Fill gives what a decoded structure lacks its defaults and corrects errors, as mem.Fill has it. That of a message whose
	// members are bound is left to the protocol, which has the others to read too.
	Fill bool

	// Memory bounds what decoding takes, in bytes, as mem.Budget counts it; 0 for no limit.
	Memory int64
}

// name is the member's key in an object.
func (o *Options) name(m *schema.Member) string {
	if o.JSONName && m.JSON != "" {
		return m.JSON
	}
	return m.Name
}

// format is the one of a timestamp.
func (o *Options) format(t *schema.Type) schema.Format {
	if t.Format == schema.FormatDefault || o.OneTime {
		return o.Time
	}
	return t.Format
}

// written reports whether a member stands in the body that AppendBody writes; read whether in that which DecodeBody reads.
func (o *Options) written(b schema.Bind) bool {
	if o.Reply {
		return b.InReply()
	}
	return b.InRequest()
}

func (o *Options) read(b schema.Bind) bool {
	if o.Reply {
		return b.InRequest()
	}
	return b.InReply()
}

type encoder struct {
	writer
	Options
	depth    int
	keys     []string // of the maps that are being written, those of inner maps behind those of outer ones
	variants mem.Variants
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// maxKept bounds the memory that an encoder keeps for the next message.
const (
	maxKept     = 64 << 10 // bytes of text
	maxKeptKeys = 1 << 10
)

// encode appends what write writes. It is written into memory that is used again and again, and so b grows just once.
func encode(b []byte, o *Options, write func(e *encoder) error) ([]byte, error) {
	e, _ := encoders.Get().(*encoder)
	e.buf, e.Options, e.depth = e.buf[:0], *o, 0
	err := write(e)
	b = append(b, e.buf...)
	if cap(e.buf) > maxKept || cap(e.keys) > maxKeptKeys {
		return b, err
	}
	clear(e.keys[:cap(e.keys)])
	e.Options, e.keys = Options{}, e.keys[:0]
	encoders.Put(e)
	return b, err
}

// AppendBody appends the object of those members of the struct at p that stand in an HTTP message's body.
func AppendBody(b []byte, s *schema.Struct, p unsafe.Pointer, o *Options) ([]byte, error) {
	return encode(b, o, func(e *encoder) error { return e.structure(s, p, !o.Unbound) })
}

// AppendValue appends one value of type t that lies at p.
func AppendValue(b []byte, t *schema.Type, p unsafe.Pointer, o *Options) ([]byte, error) {
	return encode(b, o, func(e *encoder) error { return e.value(t, p) })
}

// structure writes an object; bound says that members which are bound to other parts of the message stay out of it.
func (e *encoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.open('{')
	for i := range s.Members {
		m := &s.Members[i]
		if bound && !e.written(m.Bind) || m.Kind == schema.EventStream {
			continue
		}
		p, ok := mem.Present(m, base)
		switch {
		case ok:
			e.key(e.name(m))
			if err := e.value(&m.Type, p); err != nil {
				return at.Within(m.Name, err)
			}
		case m.Token && e.Token != nil:
			e.key(e.name(m))
			e.str(e.Token())
		}
	}
	e.close('}')
	e.depth--
	return nil
}

func (e *encoder) enter() error {
	if e.depth++; e.depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	return nil
}

// value writes what lies at p, which is present.
func (e *encoder) value(t *schema.Type, p unsafe.Pointer) error {
	switch t.Kind {
	case schema.Bool:
		e.boolean(*(*bool)(p))
	case schema.Int8:
		e.integer(int64(*(*int8)(p)))
	case schema.Int16:
		e.integer(int64(*(*int16)(p)))
	case schema.Int32:
		e.integer(int64(*(*int32)(p)))
	case schema.Int64:
		e.integer(*(*int64)(p))
	case schema.Float32:
		e.float(float64(*(*float32)(p)), 32)
	case schema.Float64:
		e.float(*(*float64)(p), 64)
	case schema.String:
		e.str(*(*string)(p))
	case schema.Blob:
		e.str(base64.StdEncoding.EncodeToString(*(*[]byte)(p)))
	case schema.Timestamp:
		e.timestamp(t, *(*time.Time)(p))
	case schema.BigInteger:
		return e.big(document.Number((*(**big.Int)(p)).String()))
	case schema.BigDecimal:
		return e.big(*(*document.Number)(p))
	case schema.Document:
		return e.document(*(*document.Value)(p))
	case schema.List:
		return e.list(t.Elem, p)
	case schema.Map:
		return e.mapping(t.Elem, p)
	case schema.Structure:
		return e.structure(t.Of.SmithySchema(), p, false)
	case schema.Union:
		return e.union(t.Of.SmithySchema(), p)
	default:
		return fmt.Errorf("kind %d has no form in JSON", t.Kind)
	}
	return nil
}

func (e *encoder) timestamp(t *schema.Type, when time.Time) {
	format := e.format(t)
	var buf [40]byte
	text := times.Append(buf[:0], when, format)
	if format == schema.FormatEpoch {
		e.raw(string(text))
		return
	}
	e.str(string(text))
}

// decimal writes a number that stays exact: those of documents are always numbers in JSON.
func (e *encoder) decimal(n document.Number) error {
	if !n.Valid() {
		return fmt.Errorf("%.40q is not a decimal number", string(n))
	}
	e.raw(string(n))
	return nil
}

// big writes a bigInteger or bigDecimal, which is a string in some protocols.
func (e *encoder) big(n document.Number) error {
	if e.BigText && n.Valid() {
		e.str(string(n))
		return nil
	}
	return e.decimal(n)
}

// list writes a list. Strings, of whatever type, are the usual case.
func (e *encoder) list(c *schema.Collection, p unsafe.Pointer) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.open('[')
	if c.Elem.Kind == schema.String && !c.Elem.Ptr {
		for _, s := range *(*[]string)(p) {
			e.str(s)
		}
	} else {
		first, n, size := mem.Elements(c.Go, p)
		for i := range n {
			if err := e.element(c, unsafe.Add(first, uintptr(i)*size)); err != nil {
				return at.Within(at.Index(i), err)
			}
		}
	}
	e.close(']')
	e.depth--
	return nil
}

// element writes one element of a list or map. An absent one is null if the collection is sparse; of a dense one it is
// written as an empty value, since a nil list in a list of lists is still a list.
func (e *encoder) element(c *schema.Collection, place unsafe.Pointer) error {
	p, ok := mem.Load(&c.Elem, place)
	switch {
	case ok:
		return e.value(&c.Elem, p)
	case c.Sparse || c.Elem.Kind == schema.Document:
		e.raw("null")
	case c.Elem.Kind == schema.List:
		e.raw("[]")
	case c.Elem.Kind == schema.Map:
		e.raw("{}")
	case c.Elem.Kind == schema.Blob:
		e.str("")
	default:
		return fmt.Errorf("is nil, which a list or map that is not sparse cannot hold")
	}
	return nil
}

// mapping writes a map in the order of its keys, so that equal requests are equal bytes.
func (e *encoder) mapping(c *schema.Collection, p unsafe.Pointer) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.open('{')
	if err := e.entries(c, p); err != nil {
		return err
	}
	e.close('}')
	e.depth--
	return nil
}

// entries writes the entries of a map. Maps of strings and of unions are read as what they are in memory.
func (e *encoder) entries(c *schema.Collection, p unsafe.Pointer) error {
	switch {
	case c.Elem.Kind == schema.String && !c.Elem.Ptr:
		m := *(*map[string]string)(p)
		start := gather(e, m)
		for i := start; i < len(e.keys); i++ {
			e.key(e.keys[i])
			e.str(m[e.keys[i]])
		}
		e.keys = e.keys[:start]
		return nil
	case c.Elem.Kind == schema.Union:
		m := *(*map[string]mem.Union)(p)
		u := new(mem.Union)
		start := gather(e, m)
		for i := start; i < len(e.keys); i++ {
			k := e.keys[i]
			*u = m[k]
			e.key(k)
			if err := e.element(c, unsafe.Pointer(u)); err != nil {
				return at.Within(at.Key(k), err)
			}
		}
		e.keys = e.keys[:start]
		return nil
	default:
		return mem.Entries(c.Go, p, func(k string, value unsafe.Pointer) error {
			e.key(k)
			if err := e.element(c, value); err != nil {
				return at.Within(at.Key(k), err)
			}
			return nil
		})
	}
}

// gather puts the keys of m in order behind those that are there, and returns where they begin.
func gather[T any](e *encoder, m map[string]T) int {
	start := len(e.keys)
	for k := range m {
		e.keys = append(e.keys, k)
	}
	slices.Sort(e.keys[start:])
	return start
}

// union writes an object with the one member that is set.
func (e *encoder) union(s *schema.Struct, p unsafe.Pointer) error {
	m, value, err := e.variants.Of(s, p)
	if err != nil {
		return err
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.open('{')
	e.key(e.name(m))
	if m.Kind == schema.String && !m.Ptr {
		e.str(*(*string)(value))
	} else if err := e.element(&schema.Collection{Elem: m.Type}, value); err != nil {
		return at.Within(m.Name, err)
	}
	e.close('}')
	e.depth--
	return nil
}
