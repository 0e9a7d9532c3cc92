// Writing the structs that the tables describe as XML.

package xmlfmt

import (
	"errors"
	"reflect"
	"slices"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

type encoder struct {
	writer
	*Options
	depth int
}

// AppendRoot appends a document: the element called name, in the namespace of x if it has one, of those members of the struct
// at p that stand in a message's body. Characters that XML does not have are an error.
func AppendRoot(b []byte, name string, x *schema.XML, s *schema.Struct, p unsafe.Pointer, o *Options) ([]byte, error) {
	e := encoder{writer: writer{b}, Options: o}
	err := e.structure(name, x, s, p, !o.Unbound)
	return e.buf, err
}

// AppendValue appends a document: the element called name, in the namespace of x if it has one, of the value of type t that
// lies at p. The elements of a list or map have one around them.
func AppendValue(b []byte, name string, x *schema.XML, t *schema.Type, p unsafe.Pointer, o *Options) ([]byte, error) {
	e := encoder{writer: writer{b}, Options: o}
	err := e.value(name, x, t, p)
	return e.buf, err
}

// value writes the element of what lies at p, which is present.
func (e *encoder) value(name string, x *schema.XML, t *schema.Type, p unsafe.Pointer) error {
	switch t.Kind {
	case schema.Structure, schema.Union:
		return e.structure(name, x, t.Of.SmithySchema(), p, false)
	case schema.Document:
		return errors.New("is a document, which has no form in XML")
	case schema.List, schema.Map:
		if err := e.enter(); err != nil {
			return err
		}
		e.start(name, x)
		e.raw(">")
		err := e.collection("", nil, t, p)
		e.close(name)
		e.depth--
		return err
	}
	e.start(name, x)
	e.raw(">")
	err := e.simple(t, p, false)
	e.close(name)
	return err
}

func (e *encoder) enter() error {
	if e.depth++; e.depth > maxDepth {
		return errDepth
	}
	return nil
}

// simple writes the text of a simple value.
func (e *encoder) simple(t *schema.Type, p unsafe.Pointer, attribute bool) error {
	if t.Kind == schema.String {
		return e.text(*(*string)(p), attribute)
	}
	var err error
	e.buf, err = simple.Append(e.buf, t, p, e.time()) // of letters, digits and signs that mean nothing in XML
	return err
}

// structure writes the element of a structure or union; bound says that members which are bound to other parts of the message
// stay out of it.
func (e *encoder) structure(name string, x *schema.XML, s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.start(name, x)
	if s.Union != nil {
		e.raw(">")
		if err := e.union(s, base); err != nil {
			return err
		}
	} else {
		if err := e.attributes(s, base, bound); err != nil {
			return err
		}
		e.raw(">")
		if err := e.members(s, base, bound); err != nil {
			return err
		}
	}
	e.close(name)
	e.depth--
	return nil
}

// attributes writes the members that are attributes into the start tag.
func (e *encoder) attributes(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	for i := range s.Members {
		m := &s.Members[i]
		if !isAttribute(m) || bound && !e.written(m.Bind) {
			continue
		}
		p, ok := mem.Present(m, base)
		if !ok {
			continue
		}
		e.raw(" ")
		e.raw(nameOf(m.XML, m.Name))
		e.raw(`="`)
		if err := e.simple(&m.Type, p, true); err != nil {
			return at.Within(m.Name, err)
		}
		e.raw(`"`)
	}
	return nil
}

// members writes the members that are elements.
func (e *encoder) members(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	for i := range s.Members {
		m := &s.Members[i]
		if isAttribute(m) || bound && !e.written(m.Bind) {
			continue
		}
		p, ok := mem.Present(m, base)
		if !ok && m.Token && e.Token != nil {
			token := e.Token()
			p, ok = unsafe.Pointer(&token), true
		}
		if !ok {
			continue
		}
		if err := e.member(m, p); err != nil {
			return at.Within(m.Name, err)
		}
	}
	return nil
}

// member writes the element of a member, or the elements of a flat list or map.
func (e *encoder) member(m *schema.Member, p unsafe.Pointer) error {
	name := nameOf(m.XML, m.Name)
	if flat(m) {
		return e.collection(name, m.XML, &m.Type, p)
	}
	return e.value(name, m.XML, &m.Type, p)
}

// collection writes the elements of a list or map. name and x are those of a flat one's member: it has its elements under the
// member's name.
func (e *encoder) collection(name string, x *schema.XML, t *schema.Type, p unsafe.Pointer) error {
	v := reflect.NewAt(reflect.TypeOf(t.Elem.Go).Elem(), p).Elem()
	if t.Kind == schema.Map {
		if name == "" {
			name = "entry"
		}
		return e.entries(name, x, t.Elem, v)
	}
	if name == "" {
		name, x = nameOf(t.Elem.XML, "member"), t.Elem.XML
	} else if x.URI == "" {
		x = t.Elem.XML
	}
	for i := range v.Len() {
		if err := e.element(name, x, t.Elem, v.Index(i).Addr().UnsafePointer()); err != nil {
			return at.Within(at.Index(i), err)
		}
	}
	return nil
}

// entries writes a map in the order of its keys, so that equal requests are equal bytes.
func (e *encoder) entries(name string, x *schema.XML, c *schema.Collection, m reflect.Value) error {
	elem := reflect.New(m.Type().Elem()).Elem()
	for _, k := range mem.Keys(m) {
		elem.Set(mem.Lookup(m, k))
		e.start(name, x)
		e.raw(">")
		keyName := nameOf(c.Key, "key")
		e.start(keyName, c.Key)
		e.raw(">")
		err := e.text(k, false)
		e.close(keyName)
		if err == nil {
			err = e.element(nameOf(c.XML, "value"), c.XML, c, elem.Addr().UnsafePointer())
		}
		if err != nil {
			return at.Within(at.Key(k), err)
		}
		e.close(name)
	}
	return nil
}

// emptyKinds are the kinds whose nil, as an element of a list or map, is an empty value: a nil list in a list of lists is
// still a list.
var emptyKinds = [...]schema.Kind{schema.List, schema.Map, schema.Blob}

// element writes an element of a list or the value of an entry.
func (e *encoder) element(name string, x *schema.XML, c *schema.Collection, place unsafe.Pointer) error {
	p, ok := mem.Load(&c.Elem, place)
	switch {
	case ok:
		return e.value(name, x, &c.Elem, p)
	case c.Sparse:
		e.start(name, x)
		e.raw(` xmlns:xsi="` + xsi + `" xsi:nil="true">`)
		e.close(name)
		return nil
	case slices.Contains(emptyKinds[:], c.Elem.Kind):
		e.start(name, x)
		e.raw(">")
		e.close(name)
		return nil
	default:
		return errors.New("is nil, which a list or map that is not sparse cannot hold")
	}
}

// union writes the one member that is set.
func (e *encoder) union(s *schema.Struct, p unsafe.Pointer) error {
	m, place, err := mem.VariantOf(s, p)
	if err != nil {
		return err
	}
	if p, ok := mem.Load(&m.Type, place); ok {
		err = e.member(m, p)
	} else {
		c := schema.Collection{Elem: m.Type}
		err = e.element(nameOf(m.XML, m.Name), m.XML, &c, place)
	}
	if err != nil {
		return at.Within(m.Name, err)
	}
	return nil
}
