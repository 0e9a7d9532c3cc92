// Reading lists, maps and unions.

package cborfmt

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

func (d *decoder) list(c *schema.Collection, p unsafe.Pointer) error {
	g, err := d.open(isArray, "a list")
	if err != nil {
		return err
	}
	if !c.Elem.Ptr {
		switch c.Elem.Kind { // of which there are many, and which take little memory each
		case schema.Float64:
			return d.floats(g, (*[]float64)(p))
		case schema.Timestamp:
			return d.timestamps(g, (*[]time.Time)(p))
		case schema.String:
			return d.strings(g, (*[]string)(p))
		}
	}
	list := d.arena.SliceAt(c.Go, p)
	list.Reserve(min(g.count(), maxReserve))
	for i := 0; ; i++ {
		ok, err := d.more(&g)
		if !ok || err != nil {
			return err
		}
		if err := d.arena.Check(); err != nil {
			return err
		}
		if d.null() {
			if c.Sparse {
				list.Append()
			}
			continue
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, list.Append())); err != nil {
			return at.Within(at.Index(i), err)
		}
	}
}

// maxReserve is for how many elements there is room before they come: a structure takes more memory than the byte that it
// may be on the wire.
const maxReserve = 1024

// What the elements of lists take that are not made by package mem.
const (
	floatSize  = int(unsafe.Sizeof(0.0))
	timeSize   = int(unsafe.Sizeof(time.Time{}))
	stringSize = int(unsafe.Sizeof(""))
	unionSize  = int(unsafe.Sizeof(mem.Union{}))
)

// room counts the memory for the elements of a list, and returns how many there are if the list says so.
func (d *decoder) room(g group, size int) (int, error) {
	n := g.count()
	d.arena.Take(n * size)
	return n, d.arena.Check()
}

// grow counts the memory for more elements in a list of n, if it has room for no more.
func (d *decoder) grow(n, room, size int) error {
	if n == room {
		d.arena.Take(max(n, 4) * size)
	}
	return d.arena.Check()
}

// floats reads a list of doubles. Nearly all are in double precision, in a list that says how many there are.
func (d *decoder) floats(g group, p *[]float64) error {
	n, err := d.room(g, floatSize)
	if err != nil {
		return err
	}
	list := make([]float64, 0, n)
	for {
		for g.left > 0 && d.left() >= 9 && d.data[d.pos] == byteDouble {
			list = append(list, math.Float64frombits(binary.BigEndian.Uint64(d.data[d.pos+1:])))
			d.pos += 9
			g.left--
			d.claimed--
		}
		ok, err := d.more(&g)
		if !ok || err != nil {
			*p = list
			return err
		}
		if d.null() {
			continue
		}
		if err := d.grow(len(list), cap(list), floatSize); err != nil {
			return err
		}
		f, err := d.float64()
		if err != nil {
			return at.Within(at.Index(len(list)), err)
		}
		list = append(list, f)
	}
}

// timestamps reads a list of timestamps.
func (d *decoder) timestamps(g group, p *[]time.Time) error {
	n, err := d.room(g, timeSize)
	if err != nil {
		return err
	}
	list := make([]time.Time, 0, n)
	for {
		for g.left > 0 && d.left() >= usualSize {
			t, size, err := usualTimestamp(d.data[d.pos : d.pos+usualSize])
			if err != nil {
				return at.Within(at.Index(len(list)), err)
			}
			if size == 0 {
				break
			}
			list = append(list, t)
			d.pos += size
			g.left--
			d.claimed--
		}
		ok, err := d.more(&g)
		if !ok || err != nil {
			*p = list
			return err
		}
		if d.null() {
			continue
		}
		if err := d.grow(len(list), cap(list), timeSize); err != nil {
			return err
		}
		t, err := d.timestamp()
		if err != nil {
			return at.Within(at.Index(len(list)), err)
		}
		list = append(list, t)
	}
}

// usualSize is the most bytes that the usual forms of a timestamp take.
const usualSize = 10

// usualTimestamp reads a timestamp in one of the two forms that nearly all have: whole seconds in four bytes, or double
// precision. It returns how many bytes that takes, 0 if it is another form.
func usualTimestamp(b []byte) (t time.Time, size int, err error) {
	if b[0] != byte(isTag)<<5|tagEpoch {
		return t, 0, nil
	}
	switch b[1] {
	case byte(isUnsigned)<<5 | info32:
		return time.Unix(int64(binary.BigEndian.Uint32(b[2:])), 0).UTC(), 6, nil
	case byteDouble:
		t, err = times.OfSeconds(math.Float64frombits(binary.BigEndian.Uint64(b[2:])))
		return t, 10, err
	default:
		return t, 0, nil
	}
}

func (d *decoder) strings(g group, p *[]string) error {
	n, err := d.room(g, stringSize)
	if err != nil {
		return err
	}
	list := make([]string, 0, n)
	for {
		ok, err := d.more(&g)
		if !ok || err != nil {
			*p = list
			return err
		}
		if d.null() {
			continue
		}
		if err := d.grow(len(list), cap(list), stringSize); err != nil {
			return err
		}
		b, err := d.text()
		if err != nil {
			return at.Within(at.Index(len(list)), err)
		}
		list = append(list, d.arena.Text(b))
	}
}

// entries calls read at the value of each key of a map; key is good until read moves on.
func (d *decoder) entries(g group, read func(key []byte) error) error {
	for {
		ok, err := d.more(&g)
		if !ok || err != nil {
			return err
		}
		if err := d.arena.Check(); err != nil {
			return err
		}
		key, err := d.text()
		if err != nil {
			return at.Within("a key", err)
		}
		if err := read(key); err != nil {
			return err
		}
	}
}

func (d *decoder) mapping(c *schema.Collection, p unsafe.Pointer) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	g, err := d.open(isMap, "a map")
	if err != nil {
		return err
	}
	switch {
	case c.Elem.Kind == schema.String && !c.Elem.Ptr:
		return d.stringMap(g, (*map[string]string)(p))
	case c.Elem.Kind == schema.Union && !c.Sparse:
		return d.unionMap(c, g, (*map[string]mem.Union)(p))
	}
	m := d.arena.MapAt(c.Go, p)
	return d.entries(g, func(key []byte) error {
		k := d.arena.Text(key)
		entry := m.Entry()
		if d.null() {
			if c.Sparse {
				m.Set(k)
			}
			return nil
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, entry)); err != nil {
			return at.Within(at.Key(k), err)
		}
		m.Set(k)
		return nil
	})
}

// stringMap reads a map of strings, whatever the types of its keys and values are called.
func (d *decoder) stringMap(g group, p *map[string]string) error {
	room := min(g.count(), maxReserve)
	d.arena.TakeMap(room, stringSize)
	m := make(map[string]string, room)
	*p = m
	return d.entries(g, func(key []byte) error {
		k := d.arena.Text(key)
		if d.null() {
			return nil
		}
		b, err := d.text()
		if err != nil {
			return at.Within(at.Key(k), err)
		}
		if len(m) >= room {
			d.arena.TakeEntry(len(m), stringSize)
		}
		m[k] = d.arena.Text(b)
		return nil
	})
}

// unionMap reads a map of unions, whatever their type.
func (d *decoder) unionMap(c *schema.Collection, g group, p *map[string]mem.Union) error {
	room := min(g.count(), maxReserve)
	d.arena.TakeMap(room, unionSize)
	m := make(map[string]mem.Union, room)
	*p = m
	s := c.Elem.Of.SmithySchema()
	return d.entries(g, func(key []byte) error {
		k := d.arena.Text(key)
		if d.null() {
			return nil
		}
		u, err := d.union(s)
		if err != nil {
			return at.Within(at.Key(k), err)
		}
		if len(m) >= room {
			d.arena.TakeEntry(len(m), unionSize)
		}
		m[k] = u
		return nil
	})
}

// union reads a map with one entry that is not null; what the model does not know is kept. It is nil if there is no such
// entry.
func (d *decoder) union(s *schema.Struct) (u mem.Union, err error) {
	g, err := d.open(isMap, "a union")
	if err != nil {
		return u, err
	}
	seen := ""
	err = d.entries(g, func(key []byte) error {
		if d.null() {
			return nil
		}
		i := find(s, key, 0)
		if i < 0 && string(key) == "__type" {
			return d.skip()
		}
		name := string(key)
		if seen != "" {
			return fmt.Errorf("a union has both %.40q and %.40q", seen, name)
		}
		seen = name
		if i >= 0 {
			u, err = d.variant(s, &s.Members[i])
			return err
		}
		v, err := d.any()
		if err != nil {
			return at.Within(at.Key(name), err)
		}
		u = d.arena.UnknownVariant(s, name, v)
		return nil
	})
	return u, err
}

// variant reads the value of a union's member.
func (d *decoder) variant(s *schema.Struct, m *schema.Member) (mem.Union, error) {
	u, p := d.arena.NewVariant(s, m)
	if err := d.value(&m.Type, d.arena.Store(&m.Type, p)); err != nil {
		return u, at.Within(m.Name, err)
	}
	return u, nil
}
