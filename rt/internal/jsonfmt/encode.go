// Package jsonfmt is the JSON wire format: it writes and reads Go values as the tables of package schema describe them. It
// knows nothing of HTTP; what differs between the protocols that use JSON is in [Options].
package jsonfmt

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
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
	Token    func() string // gives the value of an idempotency token that the caller left out; nil for none
}

// name is the member's key in an object.
func (o *Options) name(m *schema.Member) string {
	if o.JSONName && m.JSON != "" {
		return m.JSON
	}
	return m.Name
}

type encoder struct {
	writer
	Options
	depth int
}

// AppendBody appends the object of those members of the struct at p that stand in an HTTP message's body.
func AppendBody(b []byte, s *schema.Struct, p unsafe.Pointer, o *Options) ([]byte, error) {
	e := encoder{writer: writer{b, len(b)}, Options: *o}
	err := e.structure(s, p, true)
	return e.buf, err
}

// AppendValue appends one value of type t that lies at p.
func AppendValue(b []byte, t *schema.Type, p unsafe.Pointer, o *Options) ([]byte, error) {
	e := encoder{writer: writer{b, len(b)}, Options: *o}
	err := e.value(t, p)
	return e.buf, err
}

// structure writes an object; bound says that members which are bound to other parts of the message stay out of it.
func (e *encoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if s.Union != nil {
		return e.union(s, base)
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.open('{')
	for i := range s.Members {
		m := &s.Members[i]
		if bound && !m.Bind.InRequest() {
			continue
		}
		p, ok := mem.Present(m, base)
		switch {
		case ok:
			e.key(e.name(m))
			if err := e.value(&m.Type, p); err != nil {
				return within(m.Name, err)
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
		e.raw((*(**big.Int)(p)).String())
	case schema.BigDecimal:
		return e.decimal(*(*document.Number)(p))
	case schema.Document:
		return e.document(*(*document.Value)(p))
	case schema.List:
		return e.list(t.Elem, p)
	case schema.Map:
		return e.mapping(t.Elem, p)
	case schema.Structure, schema.Union:
		return e.structure(t.Of.SmithySchema(), p, false)
	default:
		return fmt.Errorf("kind %d has no form in JSON", t.Kind)
	}
	return nil
}

func (e *encoder) timestamp(t *schema.Type, at time.Time) {
	format := t.Format
	if format == schema.FormatDefault {
		format = e.Time
	}
	var buf [40]byte
	text := times.Append(buf[:0], at, format)
	if format == schema.FormatEpoch {
		e.raw(string(text))
		return
	}
	e.str(string(text))
}

func (e *encoder) decimal(n document.Number) error {
	if !n.Valid() {
		return fmt.Errorf("%.40q is not a decimal number", string(n))
	}
	e.raw(string(n))
	return nil
}

func (e *encoder) list(c *schema.Collection, p unsafe.Pointer) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.open('[')
	if c.Elem.Kind == schema.String && !c.Elem.Ptr {
		for _, s := range *(*[]string)(p) {
			e.str(s)
		}
	} else if err := e.elements(c, reflect.NewAt(reflect.TypeOf(c.Go).Elem(), p).Elem()); err != nil {
		return err
	}
	e.close(']')
	e.depth--
	return nil
}

func (e *encoder) elements(c *schema.Collection, list reflect.Value) error {
	for i := range list.Len() {
		if err := e.element(c, list.Index(i).Addr().UnsafePointer()); err != nil {
			return within(fmt.Sprintf("[%d]", i), err)
		}
	}
	return nil
}

// element writes one element of a list or map. An absent one is null if the collection is sparse; of a dense one it is
// written as an empty value, since a nil list in a list of lists is still a list.
func (e *encoder) element(c *schema.Collection, at unsafe.Pointer) error {
	p, ok := mem.Load(&c.Elem, at)
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
	if _, plain := c.Go.(*map[string]string); plain {
		e.stringMap(*(*map[string]string)(p))
	} else if err := e.entries(c, reflect.NewAt(reflect.TypeOf(c.Go).Elem(), p).Elem()); err != nil {
		return err
	}
	e.close('}')
	e.depth--
	return nil
}

func (e *encoder) stringMap(m map[string]string) {
	var buf [16]string
	keys := buf[:0]
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		e.key(k)
		e.str(m[k])
	}
}

func (e *encoder) entries(c *schema.Collection, m reflect.Value) error {
	elem := reflect.New(m.Type().Elem()).Elem()
	for _, k := range mem.Keys(m) {
		elem.Set(mem.Lookup(m, k))
		e.key(k)
		if err := e.element(c, elem.Addr().UnsafePointer()); err != nil {
			return within(fmt.Sprintf("[%q]", k), err)
		}
	}
	return nil
}

// union writes an object with the one member that is set.
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
		if err := e.enter(); err != nil {
			return err
		}
		e.open('{')
		e.key(e.name(m))
		c := schema.Collection{Elem: m.Type}
		if err := e.element(&c, unsafe.Add(variant.UnsafePointer(), m.Offset)); err != nil {
			return within(m.Name, err)
		}
		e.close('}')
		e.depth--
		return nil
	}
	return fmt.Errorf("a %s can be received, not sent", variant.Type())
}
