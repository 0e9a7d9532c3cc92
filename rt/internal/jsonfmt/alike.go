// Maps of unions that are alike, as the items of a database are: they have much the same keys in the same order, with values
// of the same variants. Reading such a page of items is mostly reading such maps.

package jsonfmt

import (
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

const (
	maxAlike   = 16 // entries of a map that the next one is held against
	maxLearned = 64 // entries of a reply that are kept for that: more means that its maps are not alike
)

// alike is what the map before had, at some depth.
type alike struct {
	table   *schema.Struct // of the union that its values are
	size    int
	entries [maxAlike]alikeEntry // the first ones
}

// alikeEntry is an entry of the map before. The same text means the same again.
type alikeEntry struct {
	text    string // from the key's first quote to the value of the union's member
	key     string
	variant *schema.Member
}

// unionMap reads a map of unions, whatever their type.
func (d *decoder) unionMap(c *schema.Collection, p *map[string]mem.Union) error {
	if err := d.open('{', "an object"); err != nil {
		return err
	}
	s, before := c.Elem.Of.SmithySchema(), d.before[d.depth%len(d.before)]
	if before == nil {
		before = new(alike)
		d.before[d.depth%len(d.before)] = before
	}
	if before.table != s {
		*before = alike{table: s}
	}
	room := before.size
	before.size = 0 // a map within this one must not be made as large
	d.arena.TakeMap(room, gatheredSize)
	m := make(map[string]mem.Union, room)
	*p = m
	for i := 0; ; i++ {
		ok, err := d.more('}', i == 0)
		if err != nil {
			return err
		}
		if !ok {
			before.size = len(m)
			return nil
		}
		if i >= room {
			if err := d.takeEntry(len(m)); err != nil {
				return err
			}
		}
		if i < maxAlike {
			if e := &before.entries[i]; e.text != "" && d.comes(e.text) {
				u, err := d.again(s, e)
				if err != nil {
					return at.Within(at.Key(e.key), err)
				}
				m[e.key] = u
				continue
			}
		}
		if err := d.unionEntry(s, before, i, m); err != nil {
			return err
		}
	}
}

// takeEntry counts an entry of a map that has no room for it.
func (d *decoder) takeEntry(length int) error {
	d.arena.TakeEntry(length, gatheredSize)
	return d.arena.Check()
}

// comes reports whether that text is next.
func (d *decoder) comes(text string) bool {
	rest := d.data[d.pos:]
	return len(rest) >= len(text) && string(rest[:len(text)]) == text
}

// again reads an entry that begins as e did in the map before.
func (d *decoder) again(s *schema.Struct, e *alikeEntry) (mem.Union, error) {
	d.pos += len(e.text)
	if e.variant.Kind == schema.String && !e.variant.Ptr {
		if u, ok := d.shortUnion(s, e.variant); ok {
			return u, nil
		}
	}
	if err := d.enter(); err != nil {
		return mem.Union{}, err
	}
	return d.firstVariant(s, e.variant)
}

// unionEntry reads an entry that is not as expected into m, and expects it of the next map.
func (d *decoder) unionEntry(s *schema.Struct, before *alike, i int, m map[string]mem.Union) error {
	d.blank()
	start := d.pos
	key, err := d.key()
	if err != nil {
		return err
	}
	k := d.arena.Text(key)
	if d.blank() == 'n' {
		return d.word("null")
	}
	if variant := d.variantDue(s); variant != nil && i < maxAlike && d.learned < maxLearned {
		d.learned++
		end := d.pos + len(d.name(variant)) + len(`{"":`)
		before.entries[i] = alikeEntry{string(d.data[start:end]), k, variant}
	}
	u, err := d.union(s)
	if err != nil {
		return at.Within(at.Key(k), err)
	}
	m[k] = u
	return nil
}
