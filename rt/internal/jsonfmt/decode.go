// Reading JSON into the structs that the tables describe.

package jsonfmt

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

type decoder struct {
	scanner
	*Options
	arena mem.Arena
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

// DecodeBody reads an object into those members of the struct at p that stand in an HTTP message's body. Members that the
// table does not know are skipped, nulls leave a member absent, the last of two equal keys wins. Errors name the member.
// Nothing of data is kept.
func DecodeBody(data []byte, s *schema.Struct, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder) error { return d.structure(s, p, true) })
}

// DecodeValue reads one value of type t into p.
func DecodeValue(data []byte, t *schema.Type, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder) error {
		if d.next() == isNull && t.Kind != schema.Document {
			return d.word("null")
		}
		return d.value(t, d.arena.Store(t, p))
	})
}

func decode(data []byte, o *Options, read func(d *decoder) error) error {
	d, _ := decoders.Get().(*decoder)
	defer d.release()
	d.Options, d.data = o, data
	d.arena.Reset(len(data))
	if err := read(d); err != nil {
		return err
	}
	return d.end()
}

// release keeps the decoder, and nothing that it read, for the next reply.
func (d *decoder) release() {
	*d = decoder{scanner: scanner{plainText: d.plainText[:0]}}
	decoders.Put(d)
}

func (d *decoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if s.Union != nil {
		return d.union(s, base)
	}
	if err := d.open('{', "an object"); err != nil {
		return err
	}
	next := 0
	for first := true; ; first = false {
		ok, err := d.more('}', first)
		if !ok || err != nil {
			return err
		}
		i, err := d.member(s, next)
		if err != nil {
			return err
		}
		if i < 0 || bound && !s.Members[i].Bind.InReply() {
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		next = i + 1
		if err := d.field(&s.Members[i], base); err != nil {
			return within(s.Members[i].Name, err)
		}
	}
}

// field reads a member's value into the struct at base.
func (d *decoder) field(m *schema.Member, base unsafe.Pointer) error {
	if d.blank() == 'n' {
		return d.word("null")
	}
	at := unsafe.Add(base, m.Offset)
	if m.Kind == schema.String && m.Ptr { // most members of most replies
		b, err := d.str()
		*(**string)(at) = d.arena.String(b)
		return err
	}
	return d.value(&m.Type, d.arena.Store(&m.Type, at))
}

// member reads a key and its colon and returns the index of the member that it names, or -1. Services mostly send members
// in the model's order: it holds the one that is due against the key before it looks for the key's end.
func (d *decoder) member(s *schema.Struct, next int) (int, error) {
	if next < len(s.Members) && d.blank() == '"' {
		name, rest := d.name(&s.Members[next]), d.data[d.pos+1:]
		if n := len(name); len(rest) > n+1 && rest[n] == '"' && rest[n+1] == ':' && string(rest[:n]) == name {
			d.pos += n + 3
			return next, nil
		}
	}
	key, err := d.key()
	if err != nil {
		return -1, err
	}
	return d.find(s, key, next), nil
}

// find returns the index of the member with that key, or -1. It looks from the one that is due to the end, then at those
// before.
func (d *decoder) find(s *schema.Struct, key []byte, next int) int {
	for i := next; i < len(s.Members); i++ {
		if d.name(&s.Members[i]) == string(key) {
			return i
		}
	}
	for i := range min(next, len(s.Members)) {
		if d.name(&s.Members[i]) == string(key) {
			return i
		}
	}
	return -1
}

// text reads a string.
func (d *decoder) text() (string, error) {
	b, err := d.str()
	return d.arena.Text(b), err
}

// value reads a value that is not null into p.
func (d *decoder) value(t *schema.Type, p unsafe.Pointer) (err error) {
	switch t.Kind {
	case schema.Bool:
		*(*bool)(p), err = d.boolean()
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		err = d.integer(t.Kind, p)
	case schema.Float32:
		var f float64
		f, err = d.float(32)
		*(*float32)(p) = float32(f)
	case schema.Float64:
		*(*float64)(p), err = d.float(64)
	case schema.String:
		*(*string)(p), err = d.text()
	case schema.Blob:
		*(*[]byte)(p), err = d.blob()
	case schema.Timestamp:
		*(*time.Time)(p), err = d.timestamp(t)
	case schema.BigInteger:
		*(**big.Int)(p), err = d.bigInteger()
	case schema.BigDecimal:
		*(*document.Number)(p), err = d.decimal()
	case schema.Document:
		*(*document.Value)(p), err = d.document()
	case schema.List:
		err = d.list(t.Elem, p)
	case schema.Map:
		err = d.mapping(t.Elem, p)
	case schema.Structure, schema.Union:
		err = d.structure(t.Of.SmithySchema(), p, false)
	default:
		err = d.skip()
	}
	return err
}

// integer reads a whole number into the place of that kind.
func (d *decoder) integer(k schema.Kind, p unsafe.Pointer) error {
	bits := 8 << (k - schema.Int8)
	text, err := d.number()
	if err != nil {
		return err
	}
	n, ok := small(text)
	if !ok || n>>(bits-1) != 0 {
		if n, err = strconv.ParseInt(string(text), 10, bits); errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("%.40s is out of range", text)
		}
		if err != nil {
			return fmt.Errorf("%.40s is not a whole number", text)
		}
	}
	switch k {
	case schema.Int8:
		*(*int8)(p) = int8(n)
	case schema.Int16:
		*(*int16)(p) = int16(n)
	case schema.Int32:
		*(*int32)(p) = int32(n)
	default:
		*(*int64)(p) = n
	}
	return nil
}

// small returns the value of at most 18 digits, which always fit.
func small(text []byte) (int64, bool) {
	if len(text) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range text {
		if c -= '0'; c > 9 {
			return 0, false
		}
		n = 10*n + int64(c)
	}
	return n, true
}

func (d *decoder) blob() ([]byte, error) {
	text, err := d.str()
	if err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.AppendDecode([]byte{}, text)
	if err != nil {
		return nil, fmt.Errorf("is not base64: %w", err)
	}
	return b, nil
}

// float takes numbers and the three strings that Smithy has for what JSON lacks.
func (d *decoder) float(bits int) (float64, error) {
	if d.next() != isString {
		text, err := d.number()
		if err != nil {
			return 0, err
		}
		return strconv.ParseFloat(string(text), bits)
	}
	s, err := d.str()
	if err != nil {
		return 0, err
	}
	switch string(s) {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		return math.Inf(1), nil
	case "-Infinity":
		return math.Inf(-1), nil
	}
	return 0, fmt.Errorf("%.40q is not a number", s)
}

// decimal reads a number's text as it stands.
func (d *decoder) decimal() (document.Number, error) {
	if kind := d.next(); kind != isNumber {
		return "", fmt.Errorf("is a %s, not a number", kind)
	}
	n, err := d.number()
	return document.Number(n), err
}

// maxBigDigits bounds a bigInteger: converting takes quadratic time.
const maxBigDigits = 50_000

func (d *decoder) bigInteger() (*big.Int, error) {
	n, err := d.decimal()
	if err != nil {
		return nil, err
	}
	if len(n) > maxBigDigits {
		return nil, fmt.Errorf("has %d digits, more than %d", len(n), maxBigDigits)
	}
	if i, ok := new(big.Int).SetString(string(n), 10); ok {
		return i, nil
	}
	if fixed, err := n.Fixed(); err == nil {
		whole, fraction, _ := strings.Cut(fixed, ".")
		if i, ok := new(big.Int).SetString(whole, 10); ok && strings.Trim(fraction, "0") == "" {
			return i, nil
		}
	}
	return nil, fmt.Errorf("%.40q is not a whole number", string(n))
}

// timestamp takes the format that is due, and also the one that its JSON type implies: services have been seen to send
// strings where numbers are due.
func (d *decoder) timestamp(t *schema.Type) (time.Time, error) {
	format := t.Format
	if format == schema.FormatDefault {
		format = d.Time
	}
	switch kind := d.next(); kind {
	case isNumber:
		n, err := d.number()
		if err != nil {
			return time.Time{}, err
		}
		return times.Parse(string(n), schema.FormatEpoch)
	case isString:
		text, err := d.str()
		if err != nil {
			return time.Time{}, err
		}
		if format == schema.FormatEpoch {
			format = schema.FormatDateTime
		}
		return times.Parse(string(text), format)
	default:
		return time.Time{}, fmt.Errorf("is a %s, not a timestamp", kind)
	}
}

// A page of results is a list in the object that is the whole reply. Nearly all of the reply is its elements, so how many
// there are can be told from the length of the first.
const (
	pageDepth  = 2
	maxReserve = 128 // elements
)

func (d *decoder) list(c *schema.Collection, p unsafe.Pointer) error {
	if c.Elem.Kind == schema.String && !c.Elem.Ptr {
		return d.strings((*[]string)(p))
	}
	list, start := mem.SliceAt(c.Go, p), d.pos
	return d.array(func(i int) error {
		if i == 1 && d.depth == pageDepth {
			list.Reserve(min(maxReserve, len(d.data)/(d.pos-start)))
		}
		if d.next() == isNull && c.Elem.Kind != schema.Document {
			if c.Sparse {
				list.Append()
			}
			return d.word("null")
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, list.Append())); err != nil {
			return within(fmt.Sprintf("[%d]", i), err)
		}
		return nil
	})
}

func (d *decoder) strings(list *[]string) error {
	*list = []string{}
	return d.array(func(i int) error {
		if d.next() == isNull {
			return d.word("null")
		}
		s, err := d.text()
		if err != nil {
			return within(fmt.Sprintf("[%d]", i), err)
		}
		*list = append(*list, s)
		return nil
	})
}

func (d *decoder) mapping(c *schema.Collection, p unsafe.Pointer) error {
	if _, plain := c.Go.(*map[string]string); plain {
		return d.stringMap((*map[string]string)(p))
	}
	m := mem.MapAt(c.Go, p)
	return d.object(func(key []byte) error {
		k := d.arena.Text(key)
		at := m.Entry()
		if d.next() == isNull && c.Elem.Kind != schema.Document {
			if c.Sparse {
				m.Set(k)
			}
			return d.word("null")
		}
		if err := d.value(&c.Elem, d.arena.Store(&c.Elem, at)); err != nil {
			return within(fmt.Sprintf("[%q]", k), err)
		}
		m.Set(k)
		return nil
	})
}

func (d *decoder) stringMap(m *map[string]string) error {
	*m = map[string]string{}
	return d.object(func(key []byte) error {
		k := d.arena.Text(key)
		if d.next() == isNull {
			return d.word("null")
		}
		s, err := d.text()
		if err != nil {
			return within(fmt.Sprintf("[%q]", k), err)
		}
		(*m)[k] = s
		return nil
	})
}

// union reads an object with one member that is not null; what the model does not know is kept as it came.
func (d *decoder) union(s *schema.Struct, p unsafe.Pointer) error {
	target := reflect.NewAt(reflect.TypeOf(s.Union).Elem(), p).Elem()
	seen := ""
	return d.object(func(key []byte) error {
		if d.next() == isNull {
			return d.word("null")
		}
		name := string(key)
		if name == "__type" {
			return d.skip()
		}
		if seen != "" {
			return fmt.Errorf("a union has both %q and %q", seen, name)
		}
		seen = name
		i := d.find(s, key, 0)
		if i < 0 {
			return d.unknown(s, name, target)
		}
		m := &s.Members[i]
		variant := reflect.New(reflect.TypeOf(m.Variant).Elem())
		at := unsafe.Add(variant.UnsafePointer(), m.Offset)
		if err := d.value(&m.Type, d.arena.Store(&m.Type, at)); err != nil {
			return within(m.Name, err)
		}
		target.Set(variant)
		return nil
	})
}

func (d *decoder) unknown(s *schema.Struct, name string, target reflect.Value) error {
	v, err := d.document()
	if err != nil {
		return within(name, err)
	}
	variant := reflect.New(reflect.TypeOf(s.Unknown).Elem())
	*(*schema.UnknownVariant)(variant.UnsafePointer()) = schema.UnknownVariant{Tag: name, Value: v}
	target.Set(variant)
	return nil
}

// Strings calls found with each member of the object data whose value is a string.
func Strings(data []byte, found func(key, value string)) error {
	return decode(data, nil, func(d *decoder) error {
		return d.object(func(key []byte) error {
			if d.next() != isString {
				return d.skip()
			}
			name := string(key)
			value, err := d.str()
			if err == nil {
				found(name, string(value))
			}
			return err
		})
	})
}
