// Reading lists, maps and unions.

package jsonfmt

import (
	"fmt"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// A page of results is a list in the object that is the whole reply. Nearly all of the reply is its elements, so how many
// there are can be told from the length of the first.
const (
	pageDepth  = 2
	maxReserve = 128 // elements
)

func (d *decoder) list(c *schema.Collection, p unsafe.Pointer) error {
	switch {
	case c.Elem.Kind == schema.String && !c.Elem.Ptr:
		return d.strings((*[]string)(p))
	case c.Elem.Kind == schema.Union && !c.Sparse:
		return d.unions(c, (*[]mem.Union)(p))
	}
	list, start := d.arena.SliceAt(c.Go, p), d.pos
	return d.array(func(i int) error {
		if err := d.arena.Check(); err != nil {
			return err
		}
		if i == 1 && d.depth == pageDepth {
			list.Reserve(min(maxReserve, len(d.data)/(d.pos-start)))
		}
		if d.blank() == 'n' && c.Elem.Kind != schema.Document {
			if c.Sparse {
				list.Append()
			}
			return d.word("null")
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, list.Append())); err != nil {
			return at.Within(at.Index(i), err)
		}
		return nil
	})
}

// strings reads a list of strings, whatever their type. Elements are gathered before the list is made, so that it has just
// the room that it needs.
func (d *decoder) strings(list *[]string) error {
	start := len(d.gathered.texts)
	err := d.array(func(i int) error {
		if d.blank() == 'n' {
			return d.word("null")
		}
		s, err := d.text()
		if err != nil {
			return at.Within(at.Index(i), err)
		}
		if i%gathering == gathering-1 {
			if err := d.gatheredMore(); err != nil {
				return err
			}
		}
		d.gathered.texts = append(d.gathered.texts, s)
		return nil
	})
	*list = take(&d.gathered.texts, start)
	d.arena.Take(len(*list) * gatheredSize)
	return err
}

// unions reads a list of unions, whatever their type.
func (d *decoder) unions(c *schema.Collection, list *[]mem.Union) error {
	s, start := c.Elem.Of.SmithySchema(), len(d.gathered.unions)
	err := d.array(func(i int) error {
		if d.blank() == 'n' {
			return d.word("null")
		}
		u, err := d.union(s)
		if err != nil {
			return at.Within(at.Index(i), err)
		}
		if i%gathering == gathering-1 {
			if err := d.gatheredMore(); err != nil {
				return err
			}
		}
		d.gathered.unions = append(d.gathered.unions, u)
		return nil
	})
	*list = take(&d.gathered.unions, start)
	d.arena.Take(len(*list) * gatheredSize)
	return err
}

// gathered are the elements of lists that are being read, those of inner lists behind those of outer ones.
type gathered struct {
	texts  []string
	unions []mem.Union
}

// gatheredSize is what an element takes, a string or a union, in the list that it goes to.
const gatheredSize = int(unsafe.Sizeof(""))

// gathering is after how many elements it is counted what those take that are gathered. Their list is counted when it is made.
const gathering = 1 << 10

func (d *decoder) gatheredMore() error {
	d.arena.Take(gathering * gatheredSize)
	return d.arena.Check()
}

// maxGathered is how many elements there is room for when nothing is being read.
const maxGathered = 1 << 10

// empty returns the room of g, without what an error left in it.
func (g *gathered) empty() gathered {
	if cap(g.texts) > maxGathered || cap(g.unions) > maxGathered {
		return gathered{}
	}
	clear(g.texts)
	clear(g.unions)
	return gathered{g.texts[:0], g.unions[:0]}
}

// take returns what was gathered from start on as a list of its own, which is not nil.
func take[T any](all *[]T, start int) []T {
	part := (*all)[start:]
	list := make([]T, len(part))
	copy(list, part)
	clear(part) // what is gathered next must not hold on to it
	*all = (*all)[:start]
	return list
}

func (d *decoder) mapping(c *schema.Collection, p unsafe.Pointer) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	switch {
	case c.Elem.Kind == schema.String && !c.Elem.Ptr:
		return d.stringMap((*map[string]string)(p))
	case c.Elem.Kind == schema.Union && !c.Sparse:
		return d.unionMap(c, (*map[string]mem.Union)(p))
	}
	m := d.arena.MapAt(c.Go, p)
	return d.object(func(key []byte) error {
		if err := d.arena.Check(); err != nil {
			return err
		}
		k := d.arena.Text(key)
		entry := m.Entry()
		if d.blank() == 'n' && c.Elem.Kind != schema.Document {
			if c.Sparse {
				m.Set(k)
			}
			return d.word("null")
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, entry)); err != nil {
			return at.Within(at.Key(k), err)
		}
		m.Set(k)
		return nil
	})
}

// stringMap reads a map of strings, whatever the types of its keys and values are called.
func (d *decoder) stringMap(p *map[string]string) error {
	m := map[string]string{}
	*p = m
	d.arena.TakeMap(0, 0)
	return d.object(func(key []byte) error {
		k := d.arena.Text(key)
		if d.blank() == 'n' {
			return d.word("null")
		}
		s, err := d.text()
		if err != nil {
			return at.Within(at.Key(k), err)
		}
		d.arena.TakeEntry(len(m), gatheredSize)
		m[k] = s
		return d.arena.Check()
	})
}

// union reads an object with one member that is not null; what the model does not know is kept as it came. It is nil if there
// is no such member.
func (d *decoder) union(s *schema.Struct) (mem.Union, error) {
	m := d.variantDue(s)
	if m == nil {
		if err := d.open('{', "an object"); err != nil {
			return mem.Union{}, err
		}
		return d.variants(s, mem.Union{}, "", true)
	}
	d.pos += len(d.name(m)) + len(`{"":`)
	if m.Kind == schema.String && !m.Ptr {
		if u, ok := d.shortUnion(s, m); ok {
			return u, nil
		}
	}
	if err := d.enter(); err != nil {
		return mem.Union{}, err
	}
	return d.firstVariant(s, m)
}

// firstVariant reads the value of a union's first member, and those that follow.
func (d *decoder) firstVariant(s *schema.Struct, m *schema.Member) (u mem.Union, err error) {
	if d.blank() == 'n' {
		if err := d.word("null"); err != nil {
			return u, err
		}
		return d.variants(s, u, "", false)
	}
	if u, err = d.variant(s, m); err != nil {
		return u, err
	}
	return d.variants(s, u, m.Name, false)
}

// variants reads the members of a union that still come. u and seen are the one that is not null, if it has come.
func (d *decoder) variants(s *schema.Struct, u mem.Union, seen string, first bool) (mem.Union, error) {
	for ; ; first = false {
		ok, err := d.more('}', first)
		if !ok || err != nil {
			return u, err
		}
		key, err := d.key()
		if err != nil {
			return u, err
		}
		i, null := d.find(s, key, 0), d.blank() == 'n'
		if null || i < 0 && string(key) == "__type" {
			if err := d.skip(); err != nil {
				return u, err
			}
			continue
		}
		if seen != "" {
			return u, fmt.Errorf("a union has both %.40q and %.40q", seen, key)
		}
		if i < 0 {
			seen = string(key)
			u, err = d.unknown(s, seen)
		} else {
			seen = s.Members[i].Name
			u, err = d.variant(s, &s.Members[i])
		}
		if err != nil {
			return u, err
		}
	}
}

// variantDue returns the member of a union that comes next, if it does so without white space and escapes; else nil. It reads
// nothing.
func (d *decoder) variantDue(s *schema.Struct) *schema.Member {
	rest := d.data[d.pos:]
	if len(rest) < len(`{"":""}`) || rest[0] != '{' || rest[1] != '"' {
		return nil
	}
	rest = rest[2:]
	for i := range s.Members {
		name := d.name(&s.Members[i])
		if n := len(name); len(rest) > n+1 && rest[n] == '"' && rest[n+1] == ':' && string(rest[:n]) == name {
			return &s.Members[i]
		}
	}
	return nil
}

// shortUnion reads the rest of a union that holds nothing but a string, the member m, from the string on. It returns false,
// and has read nothing, if that is not what comes, or if it holds white space or escapes.
func (d *decoder) shortUnion(s *schema.Struct, m *schema.Member) (u mem.Union, ok bool) {
	if d.pos >= len(d.data) || d.data[d.pos] != '"' {
		return u, false
	}
	start := d.pos + 1
	end := plain(d.data, start)
	if end+1 >= len(d.data) || d.data[end] != '"' || d.data[end+1] != '}' {
		return u, false
	}
	d.pos = end + 2
	u, p := d.arena.NewVariant(s, m)
	*(*string)(p) = d.arena.Text(d.data[start:end])
	return u, true
}

// variant reads the value of a union's member.
func (d *decoder) variant(s *schema.Struct, m *schema.Member) (mem.Union, error) {
	u, p := d.arena.NewVariant(s, m)
	if err := d.value(&m.Type, d.arena.Store(&m.Type, p)); err != nil {
		return u, at.Within(m.Name, err)
	}
	return u, nil
}

func (d *decoder) unknown(s *schema.Struct, name string) (mem.Union, error) {
	v, err := d.document()
	if err != nil {
		return mem.Union{}, at.Within(at.Key(name), err)
	}
	return d.arena.UnknownVariant(s, name, v), nil
}
