// Reading forms into the structs that the tables describe: the server's half.

package queryfmt

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"unicode/utf8"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

type decoder struct {
	pairs
	*Options
	arena mem.Arena
	depth int
}

// DecodeBody reads a form into the members of the struct at p. Pairs that the table does not know are skipped, the last of
// two equal keys wins. The elements of a list come in the order of their indexes, which may leave some out but not be greater
// than the number of pairs. Errors name the member. Nothing of data is kept.
func DecodeBody(data []byte, s *schema.Struct, p unsafe.Pointer, o *Options) error {
	all, err := parse(data)
	if err != nil {
		return fmt.Errorf("the form %w", err)
	}
	all.sort()
	d := decoder{pairs: all, Options: o}
	d.arena.Reset(len(all.text), o.Memory)
	if err := d.structure(s, p, node{end: len(all.all)}); err != nil {
		return err
	}
	return d.arena.Check()
}

// node are the pairs from start to end whose keys begin with the same way. The next step begins at that place of each key.
type node struct{ start, end, at int }

// leaf takes the pairs off n whose way ends there and returns the value of the last.
func (d *decoder) leaf(n *node) (value []byte, ok bool) {
	for ; n.start < n.end && len(d.keyOf(n.start)) < n.at; n.start++ {
		value, ok = d.valueOf(n.start), true
	}
	return value, ok
}

// next takes the pairs with the first step off n and returns it; false at the end.
func (d *decoder) next(n *node) (step []byte, child node, ok bool) {
	if n.start == n.end {
		return nil, node{}, false
	}
	step = d.step(n.start, n.at)
	child = node{n.start, n.start + 1, n.at + len(step) + 1}
	for child.end < n.end && string(d.step(child.end, n.at)) == string(step) {
		child.end++
	}
	n.start = child.end
	return step, child, true
}

// step is the step of a key that begins at a place of it.
func (d *decoder) step(i, place int) []byte {
	key := d.keyOf(i)[place:]
	for i, c := range key {
		if c == '.' {
			return key[:i]
		}
	}
	return key
}

var errValue = errors.New("is one value, where several are due")

// enter goes down into a structure, list or map, which may be an empty value when it has no parts.
func (d *decoder) enter(n *node) error {
	if d.depth++; d.depth > maxDepth {
		return errDepth
	}
	if err := d.arena.Check(); err != nil {
		return err
	}
	if value, _ := d.leaf(n); n.start == n.end && len(value) > 0 {
		return errValue
	}
	return nil
}

func (d *decoder) structure(s *schema.Struct, base unsafe.Pointer, n node) error {
	if err := d.enter(&n); err != nil {
		return err
	}
	if s.Union != nil {
		return d.union(s, base, n)
	}
	due := 0
	for {
		step, child, ok := d.next(&n)
		if !ok {
			d.depth--
			return nil
		}
		i := d.find(s, step, due)
		if i < 0 {
			continue
		}
		due = i + 1
		m := &s.Members[i]
		if err := d.value(&m.Type, m.XML, d.arena.Store(&m.Type, unsafe.Add(base, m.Offset)), child); err != nil {
			return at.Within(m.Name, err)
		}
	}
}

// find returns the index of the member that a step leads to, or -1. It looks first at the one that is due.
func (d *decoder) find(s *schema.Struct, step []byte, due int) int {
	if due < len(s.Members) && d.leadsTo(&s.Members[due], step) {
		return due
	}
	for i := range s.Members {
		if d.leadsTo(&s.Members[i], step) {
			return i
		}
	}
	return -1
}

func (d *decoder) leadsTo(m *schema.Member, step []byte) bool {
	name, capital := d.name(m)
	if len(name) != len(step) {
		return false
	}
	if capital && name != "" {
		return upper(name[0]) == step[0] && name[1:] == string(step[1:])
	}
	return name == string(step)
}

// union reads the one member; what the model does not know is kept.
func (d *decoder) union(s *schema.Struct, p unsafe.Pointer, n node) error {
	step, child, ok := d.next(&n)
	if !ok {
		return errors.New("is a union without a member")
	}
	if n.start != n.end {
		return fmt.Errorf("is a union with both %.40q and %.40q", step, d.step(n.start, n.at))
	}
	i := d.find(s, step, 0)
	if i < 0 {
		var text document.Value
		if value, ok := d.leaf(&child); ok && child.start == child.end {
			text = d.arena.Text(value)
		}
		d.arena.SetUnknown(s, p, string(step), text)
		d.depth--
		return nil
	}
	m := &s.Members[i]
	place := d.arena.Store(&m.Type, d.arena.Variant(s, m, p))
	if err := d.value(&m.Type, m.XML, place, child); err != nil {
		return at.Within(m.Name, err)
	}
	d.depth--
	return nil
}

var errParts = errors.New("has parts, where one value is due")

// value reads what n leads to into p; x is how the model wants its member to look.
func (d *decoder) value(t *schema.Type, x *schema.XML, p unsafe.Pointer, n node) error {
	switch t.Kind {
	case schema.Structure, schema.Union:
		return d.structure(t.Of.SmithySchema(), p, n)
	case schema.List:
		return d.list(t.Elem, flat(x), p, n)
	case schema.Map:
		return d.mapping(t.Elem, flat(x), p, n)
	case schema.Document:
		return errDocument
	}
	value, _ := d.leaf(&n)
	if n.start != n.end {
		return errParts
	}
	if t.Kind == schema.String {
		text, err := d.text(value)
		*(*string)(p) = text
		return err
	}
	d.arena.Take(len(value)) // all that is left fits into as many bytes, but for the exponents of whole numbers
	err := simple.Parse(string(value), t, p, schema.FormatDateTime)
	if t.Kind == schema.BigInteger && err == nil {
		d.arena.TakeBig(*(**big.Int)(p))
		return d.arena.Check()
	}
	return err
}

var errUTF8 = errors.New("is not UTF-8")

func (d *decoder) text(value []byte) (string, error) {
	if !utf8.Valid(value) {
		return "", errUTF8
	}
	return d.arena.Text(value), nil
}

// into goes from n to the only step that may follow, called name.
func (d *decoder) into(n node, name string) (node, error) {
	step, child, ok := d.next(&n)
	if !ok {
		return n, nil
	}
	if string(step) != name {
		return child, at.Within(string(step[:min(len(step), 40)]), fmt.Errorf("is not known here, where %s is due", name))
	}
	if n.start != n.end {
		return d.into(n, name)
	}
	if d.leaf(&child); child.start == child.end {
		return child, fmt.Errorf("has a %s without a number", name)
	}
	return child, nil
}

// index returns the number of an element or entry, which its step is.
func (d *decoder) index(step []byte) (int, error) {
	i, err := strconv.Atoi(string(step))
	if err != nil || i < 1 || step[0] < '1' || step[0] > '9' {
		return 0, fmt.Errorf("has the index %.40q, where a number from 1 on is due", step)
	}
	if i > len(d.all) {
		return 0, fmt.Errorf("has the index %d, and there are only %d pairs", i, len(d.all))
	}
	return i, nil
}

func (d *decoder) list(c *schema.Collection, flat bool, p unsafe.Pointer, n node) error {
	if err := d.enter(&n); err != nil {
		return err
	}
	if !flat && !d.EC2 {
		var err error
		if n, err = d.into(n, nameOf(c.XML, memberName)); err != nil {
			return err
		}
	}
	list := d.arena.SliceAt(c.Go, p)
	for {
		step, child, ok := d.next(&n)
		if !ok {
			d.depth--
			return nil
		}
		i, err := d.index(step)
		if err == nil {
			err = d.arena.Check()
		}
		if err != nil {
			return err
		}
		if err := d.value(&c.Elem, nil, d.arena.Store(&c.Elem, list.Append()), child); err != nil {
			return at.Within(at.Index(i-1), err)
		}
	}
}

func (d *decoder) mapping(c *schema.Collection, flat bool, p unsafe.Pointer, n node) error {
	if d.EC2 {
		return errMap
	}
	if err := d.enter(&n); err != nil {
		return err
	}
	if !flat {
		var err error
		if n, err = d.into(n, entryName); err != nil {
			return err
		}
	}
	entries := d.arena.MapAt(c.Go, p)
	for {
		step, child, ok := d.next(&n)
		if !ok {
			d.depth--
			return nil
		}
		i, err := d.index(step)
		if err == nil {
			err = d.arena.Check()
		}
		if err != nil {
			return err
		}
		key, value, err := d.entry(c, child)
		if err != nil {
			return at.Within(at.Index(i-1), err)
		}
		if err := d.value(&c.Elem, nil, d.arena.Store(&c.Elem, entries.Entry()), value); err != nil {
			return at.Within(at.Key(key), err)
		}
		entries.Set(key)
	}
}

// entry returns the key of a map's entry and what leads to its value. A structure or map whose pairs are missing is empty:
// there is no other form for that.
func (d *decoder) entry(c *schema.Collection, n node) (key string, value node, err error) {
	d.leaf(&n)
	keyStep, valueStep := nameOf(c.Key, keyName), nameOf(c.XML, valueName)
	var text []byte
	hasKey, hasValue := false, c.Elem.Kind == schema.Structure || c.Elem.Kind == schema.Map
	for {
		step, child, ok := d.next(&n)
		if !ok {
			break
		}
		switch string(step) {
		case keyStep:
			text, hasKey = d.leaf(&child)
		case valueStep:
			value, hasValue = child, true
		}
	}
	if !hasKey {
		return "", value, errors.New("is an entry without a " + keyStep)
	}
	if !hasValue {
		return "", value, errors.New("is an entry without a " + valueStep)
	}
	if key, err = d.text(text); err != nil {
		err = at.Within(keyStep, err)
	}
	return key, value, err
}
