// Reading XML into the structs that the tables describe.

package xmlfmt

import (
	"bytes"
	"fmt"
	"math/big"
	"sync"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

type decoder struct {
	scanner
	Options
	arena mem.Arena
	page  int // how deep the list stands that memory was reserved for, 0 for none
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

// Decode reads a document into those members of the struct at p that stand in a message's body. enter are the names of the
// elements to go into, the root first, an empty one for any: the last of them is that of the structure. Where the document
// has no such element below the root, nothing is read. Without any name, the root is the element of one member.
//
// Elements and attributes that the table does not know are skipped, and so is text where there should be elements alone. An
// empty element is an empty string, list, map, blob or structure, and leaves anything else absent; one with xsi:nil leaves
// its member absent. The last of two equal members or keys wins. Errors name the member. Nothing of data is kept.
func Decode(data []byte, enter []string, s *schema.Struct, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder, root tag) error {
		if len(enter) == 0 {
			return d.only(s, p, root)
		}
		if enter[0] != "" && !root.is(enter[0]) {
			return fmt.Errorf("it is a <%s>, not a <%s>", quotable(root.name), enter[0])
		}
		return d.enter(root, enter[1:], s, p)
	})
}

// DecodeValue reads a document whose root is the element of a value into the place of type t at p.
func DecodeValue(data []byte, t *schema.Type, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder, root tag) error {
		if d.null() {
			return d.skip(root)
		}
		return d.value(t, p, root)
	})
}

func decode(data []byte, o *Options, read func(d *decoder, root tag) error) error {
	d, _ := decoders.Get().(*decoder)
	defer d.release()
	d.Options, d.data = *o, data
	d.arena.Reset(len(data), o.Memory)
	root, err := d.root()
	if err == nil {
		err = read(d, root)
	}
	if err != nil {
		return err
	}
	if err := d.finish(); err != nil {
		return err
	}
	return d.arena.Check()
}

// release keeps the decoder, and nothing that it read, for the next document.
func (d *decoder) release() {
	clear(d.attributes[:cap(d.attributes)])
	clear(d.open[:cap(d.open)])
	*d = decoder{scanner: scanner{plainText: d.plainText[:0], attributes: d.attributes[:0], open: d.open[:0]}}
	decoders.Put(d)
}

// enter goes into the first element of each name, and reads the last one.
func (d *decoder) enter(t tag, names []string, s *schema.Struct, p unsafe.Pointer) error {
	if len(names) == 0 {
		return d.structure(s, p, t, !d.Unbound)
	}
	for found := false; ; {
		c, ok, err := d.child(t)
		if !ok || err != nil {
			return err
		}
		if found || names[0] != "" && !c.is(names[0]) {
			err = d.skip(c)
		} else {
			found = true
			err = d.enter(c, names[1:], s, p)
		}
		if err != nil {
			return err
		}
	}
}

// only reads an element that is the one of some member of the struct at base, or of none.
func (d *decoder) only(s *schema.Struct, base unsafe.Pointer, t tag) error {
	i, first := find(s, t, 0), 0
	if i < 0 || !d.Unbound && !d.read(s.Members[i].Bind) {
		return d.skip(t)
	}
	return d.member(&s.Members[i], unsafe.Add(base, s.Members[i].Offset), t, &first)
}

func (d *decoder) structure(s *schema.Struct, base unsafe.Pointer, t tag, bound bool) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	if s.Union != nil {
		return d.union(s, base, t)
	}
	if len(d.attributes) > 0 {
		if err := d.attributeMembers(s, base, bound); err != nil {
			return err
		}
	}
	next, first := 0, 0
	for {
		c, ok, err := d.child(t)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		i := find(s, c, next)
		if i < 0 || bound && !d.read(s.Members[i].Bind) {
			if err := d.skip(c); err != nil {
				return err
			}
			continue
		}
		m := &s.Members[i]
		if err := d.member(m, unsafe.Add(base, m.Offset), c, &first); err != nil {
			return err
		}
		if next = i; !flat(m) {
			next++
		}
	}
	if d.Fill && !bound {
		return d.arena.Fill(s, base)
	}
	return nil
}

// find returns the index of the member with an element of that name, or -1. Services mostly send members in the model's
// order: it looks from the one that is due to the end, then at those before, then at names without their prefixes.
func find(s *schema.Struct, t tag, due int) int {
	for i := due; i < len(s.Members); i++ {
		if m := &s.Members[i]; nameOf(m.XML, m.Name) == string(t.name) && !isAttribute(m) {
			return i
		}
	}
	for i := range min(due, len(s.Members)) {
		if m := &s.Members[i]; nameOf(m.XML, m.Name) == string(t.name) && !isAttribute(m) {
			return i
		}
	}
	for i := range s.Members {
		if m := &s.Members[i]; t.is(nameOf(m.XML, m.Name)) && !isAttribute(m) {
			return i
		}
	}
	return -1
}

// isAttribute reports whether a member is an attribute of its structure's element.
func isAttribute(m *schema.Member) bool { return m.XML != nil && m.XML.Attr }

// attributeMembers reads the members that are attributes.
func (d *decoder) attributeMembers(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	for i := range s.Members {
		m := &s.Members[i]
		if !isAttribute(m) || bound && !d.read(m.Bind) {
			continue
		}
		a := d.attributeOf(nameOf(m.XML, m.Name))
		if a == nil {
			continue
		}
		value := a.value
		if bytes.ContainsAny(value, "&\r") {
			value = unescape(nil, value)
		}
		if err := d.simple(&m.Type, unsafe.Add(base, m.Offset), value); err != nil {
			return at.Within(m.Name, err)
		}
	}
	return nil
}

// attributeOf returns the attribute of that name, or else one whose name is the same without prefixes.
func (d *decoder) attributeOf(name string) *attribute {
	var found *attribute
	for i := range d.attributes {
		a := &d.attributes[i]
		if string(a.name) == name {
			return a
		}
		if found == nil && a.is(name) {
			found = a
		}
	}
	return found
}

// null reports whether the element whose start tag was read last stands for null.
func (d *decoder) null() bool {
	for i := range d.attributes {
		if a := &d.attributes[i]; a.local > 0 && string(a.base()) == "nil" {
			return string(a.value) == "true" || string(a.value) == "1"
		}
	}
	return false
}

// member reads the element t of a member whose value lies at p. first is where the first element of the structure's flat list
// began.
func (d *decoder) member(m *schema.Member, p unsafe.Pointer, t tag, first *int) (err error) {
	switch {
	case len(d.attributes) > 0 && d.null() && !flat(m):
		return d.skip(t)
	case m.Kind == schema.String && m.Ptr: // most members of most replies
		var b []byte
		if b, err = d.content(t); err == nil {
			*(**string)(p) = d.arena.String(b)
		}
	case !flat(m):
		err = d.value(&m.Type, p, t)
	case m.Kind == schema.List:
		err = d.flatElement(m.Elem, p, t, first)
	default:
		err = d.entry(m.Elem, d.arena.MapMore(m.Elem.Go, p), t)
	}
	if err != nil {
		return at.Within(m.Name, err)
	}
	return nil
}

// value reads the element t into the place of that type at p.
func (d *decoder) value(t *schema.Type, p unsafe.Pointer, e tag) (err error) {
	switch t.Kind {
	case schema.Structure, schema.Union:
		return d.structure(t.Of.SmithySchema(), d.arena.Store(t, p), e, false)
	case schema.List:
		return d.list(t.Elem, p, e)
	case schema.Map:
		return d.mapping(t.Elem, p, e)
	case schema.Document:
		*(*document.Value)(p), err = d.document(e)
		return err
	}
	text, err := d.content(e)
	if err != nil {
		return err
	}
	return d.simple(t, p, text)
}

// simple reads a text into the place of that type at p. An empty text is no number, date or bool: it leaves them absent.
func (d *decoder) simple(t *schema.Type, p unsafe.Pointer, text []byte) error {
	if t.Kind == schema.String {
		*(*string)(d.arena.Store(t, p)) = d.arena.Text(text)
		return nil
	}
	text = bytes.TrimSpace(text)
	if len(text) == 0 && t.Kind != schema.Blob {
		return nil
	}
	s := unsafe.String(unsafe.SliceData(text), len(text)) // Parse keeps nothing of it, but for the one kind
	if t.Kind == schema.BigDecimal {
		s = d.arena.Text(text)
	}
	p = d.arena.Store(t, p)
	err := simple.Parse(s, t, p, d.time())
	switch {
	case t.Kind == schema.Blob:
		d.arena.Take(len(text))
	case t.Kind == schema.BigInteger && err == nil:
		d.arena.TakeBig(*(**big.Int)(p))
		return d.arena.Check()
	}
	return err
}

// list reads a list with an element around it.
func (d *decoder) list(c *schema.Collection, p unsafe.Pointer, t tag) error {
	name := nameOf(c.XML, "member")
	if c.Elem.Kind == schema.String && !c.Elem.Ptr {
		return d.strings(name, (*[]string)(p), t)
	}
	list, start := d.arena.SliceAt(c.Go, p), d.pos
	for {
		e, ok, err := d.child(t)
		if !ok || err != nil {
			return err
		}
		if e.is(name) {
			d.reserve(list, start)
			err = d.element(c, list, e)
		} else {
			err = d.skip(e)
		}
		if err != nil {
			return err
		}
	}
}

// flatElement reads an element of a list without an element around it.
func (d *decoder) flatElement(c *schema.Collection, p unsafe.Pointer, t tag, first *int) error {
	if *(*unsafe.Pointer)(p) == nil {
		*first = d.pos
	}
	list := d.arena.SliceMore(c.Go, p)
	d.reserve(list, *first)
	return d.element(c, list, t)
}

// maxReserve is the number of elements that memory is reserved for: as many as most services send a page.
const maxReserve = 1000

// reserve makes room for the elements that probably come, when the first one of the reply's largest list, which began at
// start, is known.
func (d *decoder) reserve(list mem.Slice, start int) {
	if list.Len() == 1 && (d.page == 0 || d.depth < d.page) {
		d.page = d.depth
		list.Reserve(min(maxReserve, (len(d.data)-d.pos)/max(d.pos-start, 1)))
	}
}

// element reads the element t of a list.
func (d *decoder) element(c *schema.Collection, list mem.Slice, t tag) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	if len(d.attributes) > 0 && d.null() {
		if c.Sparse {
			list.Append()
		}
		return d.skip(t)
	}
	if err := d.value(&c.Elem, list.Append(), t); err != nil {
		return at.Within(at.Index(list.Len()-1), err)
	}
	return nil
}

// strings reads a list of strings.
func (d *decoder) strings(name string, list *[]string, t tag) error {
	*list = []string{}
	for {
		e, ok, err := d.child(t)
		if !ok || err != nil {
			return err
		}
		if !e.is(name) || d.null() {
			if err := d.skip(e); err != nil {
				return err
			}
			continue
		}
		text, err := d.content(e)
		if err != nil {
			return at.Within(at.Index(len(*list)), err)
		}
		if n := len(*list); n == cap(*list) {
			d.arena.Take(max(n, 4) * int(unsafe.Sizeof("")))
		}
		if err := d.arena.Check(); err != nil {
			return err
		}
		*list = append(*list, d.arena.Text(text))
	}
}

// mapping reads a map with an element around it.
func (d *decoder) mapping(c *schema.Collection, p unsafe.Pointer, t tag) error {
	m := d.arena.MapAt(c.Go, p)
	if err := d.arena.Check(); err != nil {
		return err
	}
	for {
		e, ok, err := d.child(t)
		if !ok || err != nil {
			return err
		}
		if e.is("entry") {
			err = d.entry(c, m, e)
		} else {
			err = d.skip(e)
		}
		if err != nil {
			return err
		}
	}
}

// entry reads the element t of an entry of a map: its key and its value, in any order. An entry without a value, or with
// null, is one of a sparse map only.
func (d *decoder) entry(c *schema.Collection, m mem.Map, t tag) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	p, key, keyed, valued := m.Entry(), "", false, c.Sparse
	for {
		e, ok, err := d.child(t)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		switch {
		case e.is(nameOf(c.Key, "key")):
			var text []byte
			if text, err = d.content(e); err == nil {
				key, keyed = d.arena.Text(text), true
			}
		case !e.is(nameOf(c.XML, "value")) || d.null():
			err = d.skip(e)
		default:
			valued = true
			err = d.value(&c.Elem, p, e)
		}
		if err != nil {
			return at.Within(at.Key(key), err)
		}
	}
	if !keyed {
		return fmt.Errorf("<%s> has no <%s>", quotable(t.name), nameOf(c.Key, "key"))
	}
	if valued {
		m.Set(key)
	}
	return nil
}

// union reads an element with one member; what the model does not know is kept as it came.
func (d *decoder) union(s *schema.Struct, p unsafe.Pointer, t tag) error {
	var variant unsafe.Pointer // the value of the variant that came
	for seen, first := -2, 0; ; {
		c, ok, err := d.child(t)
		if !ok || err != nil {
			return err
		}
		if d.null() {
			if err := d.skip(c); err != nil {
				return err
			}
			continue
		}
		i := find(s, c, 0)
		switch {
		case seen == -2 && i < 0:
			err = d.unknown(s, p, c)
		case seen == -2:
			variant = d.arena.Variant(s, &s.Members[i], p)
			err = d.member(&s.Members[i], variant, c, &first)
		case i == seen && i >= 0 && flat(&s.Members[i]):
			err = d.member(&s.Members[i], variant, c, &first)
		default:
			err = fmt.Errorf("a union has a second member, <%s>", quotable(c.name))
		}
		if err != nil {
			return err
		}
		seen = i
	}
}

// unknown reads the element t of a variant that the model does not know into the union at p.
func (d *decoder) unknown(s *schema.Struct, p unsafe.Pointer, t tag) error {
	name := string(t.base())
	v, err := d.document(t)
	if err != nil {
		return at.Within(at.Key(name), err)
	}
	d.arena.SetUnknown(s, p, name, v)
	return nil
}
