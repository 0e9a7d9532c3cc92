// Reading JSON into the structs that the tables describe.

package jsonfmt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

type decoder struct {
	scanner
	Options
	arena    mem.Arena
	gathered gathered
	before   [8]*alike // maps of unions, by depth; nil where there was none
	learned  int       // how many of their entries were kept
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

// DecodeBody reads an object into those members of the struct at p that stand in an HTTP message's body. Members that the
// table does not know are skipped, nulls leave a member absent, the last of two equal keys wins. Errors name the member.
// Text that is not UTF-8 is an error, as all is that is not JSON. Nothing of data is kept.
func DecodeBody(data []byte, s *schema.Struct, p unsafe.Pointer, o *Options) error {
	if err := checkUTF8(data); err != nil {
		return err
	}
	return decode(data, o, func(d *decoder) error { return d.structure(s, p, !o.Unbound) })
}

// DecodeValue reads one value of type t into p.
func DecodeValue(data []byte, t *schema.Type, p unsafe.Pointer, o *Options) error {
	if err := checkUTF8(data); err != nil {
		return err
	}
	return decode(data, o, func(d *decoder) error {
		if d.next() == isNull && t.Kind != schema.Document {
			return d.word("null")
		}
		return d.value(t, d.arena.Store(t, p))
	})
}

// checkUTF8 fails for a text that is not UTF-8, which no JSON is.
func checkUTF8(data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return fmt.Errorf("what stands at byte %d is not UTF-8", i)
		}
		i += size
	}
}

func decode(data []byte, o *Options, read func(d *decoder) error) error {
	d, _ := decoders.Get().(*decoder)
	defer d.release()
	d.Options, d.data = *o, data
	d.arena.Reset(len(data), o.Memory)
	if err := read(d); err != nil {
		return err
	}
	if err := d.end(); err != nil {
		return err
	}
	return d.arena.Check()
}

// release keeps the decoder, and nothing that it read, for the next reply.
func (d *decoder) release() {
	*d = decoder{scanner: scanner{plainText: d.plainText[:0]}, gathered: d.gathered.empty()}
	decoders.Put(d)
}

func (d *decoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	if err := d.open('{', "an object"); err != nil {
		return err
	}
	next := 0
	for first := true; ; first = false {
		ok, err := d.more('}', first)
		if err != nil {
			return err
		}
		if !ok {
			if d.Fill && !bound {
				return d.arena.Fill(s, base)
			}
			return nil
		}
		i, err := d.member(s, next)
		if err != nil {
			return err
		}
		if i < 0 || bound && !d.read(s.Members[i].Bind) {
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		next = i + 1
		if err := d.field(&s.Members[i], base); err != nil {
			return at.Within(s.Members[i].Name, err)
		}
	}
}

// field reads a member's value into the struct at base.
func (d *decoder) field(m *schema.Member, base unsafe.Pointer) error {
	if d.blank() == 'n' {
		return d.word("null")
	}
	p := unsafe.Add(base, m.Offset)
	if m.Kind == schema.String && m.Ptr { // most members of most replies
		b, err := d.str()
		*(**string)(p) = d.arena.String(b)
		return err
	}
	return d.value(&m.Type, d.arena.Store(&m.Type, p))
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
		*(*document.Number)(p), err = d.big()
	case schema.Document:
		*(*document.Value)(p), err = d.document()
	case schema.List:
		err = d.list(t.Elem, p)
	case schema.Map:
		err = d.mapping(t.Elem, p)
	case schema.Structure:
		err = d.structure(t.Of.SmithySchema(), p, false)
	case schema.Union:
		*(*mem.Union)(p), err = d.union(t.Of.SmithySchema())
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
	d.arena.Take(len(b))
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
		f, err := strconv.ParseFloat(string(text), bits)
		if err != nil { // it is a number as JSON has them
			err = fmt.Errorf("%.40s is out of range", text)
		}
		return f, err
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
	return document.Number(d.arena.Text(n)), err
}

// big reads a bigInteger or bigDecimal, which is a string in some protocols.
func (d *decoder) big() (document.Number, error) {
	if !d.BigText || d.next() != isString {
		return d.decimal()
	}
	s, err := d.str()
	if n := document.Number(d.arena.Text(s)); err != nil || n.Valid() {
		return n, err
	}
	return "", fmt.Errorf("%.40q is not a number", s)
}

func (d *decoder) bigInteger() (*big.Int, error) {
	n, err := d.big()
	if err != nil {
		return nil, err
	}
	i, err := simple.BigInteger(n)
	if err != nil {
		return nil, err
	}
	d.arena.TakeBig(i)
	return i, d.arena.Check()
}

// timestamp takes the format that is due, and also the one that its JSON type implies: services have been seen to send
// strings where numbers are due.
func (d *decoder) timestamp(t *schema.Type) (time.Time, error) {
	format := d.format(t)
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

var replacement = []byte("\ufffd")

// Strings calls found with each member of the object data whose value is a string. It is for errors, whose code counts whatever
// their message is: what is not UTF-8 becomes U+FFFD.
func Strings(data []byte, found func(key, value string)) error {
	return decode(data, &Options{}, func(d *decoder) error {
		return d.object(func(key []byte) error {
			if d.next() != isString {
				return d.skip()
			}
			name := string(key)
			value, err := d.str()
			if err == nil {
				found(name, string(bytes.ToValidUTF8(value, replacement)))
			}
			return err
		})
	})
}
