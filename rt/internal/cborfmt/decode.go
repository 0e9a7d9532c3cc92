// Reading CBOR into the structs that the tables describe.

package cborfmt

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"sync"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

type decoder struct {
	scanner
	Options
	arena mem.Arena
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

// DecodeBody reads a map into the members of the struct at p that stand in a message's body. Members that the table does not
// know are skipped, null and undefined leave a member absent, the last of two equal keys wins. Errors name the member. Nothing
// of data is kept.
func DecodeBody(data []byte, s *schema.Struct, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder) error { return d.structure(s, p, !o.Unbound) })
}

// DecodeValue reads one value of type t into p.
func DecodeValue(data []byte, t *schema.Type, p unsafe.Pointer, o *Options) error {
	return decode(data, o, func(d *decoder) error {
		if d.null() {
			return nil
		}
		return d.value(t, d.arena.Store(t, p))
	})
}

// Strings calls found with each member of the map data whose value is text.
func Strings(data []byte, found func(key, value string)) error {
	return decode(data, &Options{}, func(d *decoder) error {
		g, err := d.open(isMap, "a structure")
		if err != nil {
			return err
		}
		return d.entries(g, func(key []byte) error {
			if d.left() > 0 && major(d.data[d.pos]>>5) != isText {
				return d.skip()
			}
			name := string(key)
			value, err := d.text()
			if err == nil {
				found(name, string(value))
			}
			return err
		})
	})
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
	*d = decoder{scanner: scanner{joined: d.joined[:0]}}
	decoders.Put(d)
}

func (d *decoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if err := d.arena.Check(); err != nil {
		return err
	}
	g, err := d.open(isMap, "a structure")
	if err != nil {
		return err
	}
	for next := 0; ; {
		ok, err := d.more(&g)
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
	if d.null() {
		return nil
	}
	p := unsafe.Add(base, m.Offset)
	if m.Kind == schema.String && m.Ptr {
		b, err := d.text()
		*(**string)(p) = d.arena.String(b)
		return err
	}
	return d.value(&m.Type, d.arena.Store(&m.Type, p))
}

// member reads a key and returns the index of the member that it names, or -1. Services mostly send members in the model's
// order: it holds the one that is due against the key first.
func (d *decoder) member(s *schema.Struct, next int) (int, error) {
	if next < len(s.Members) {
		name, rest := s.Members[next].Name, d.data[d.pos:]
		if n := len(name); len(rest) > n && n < info8 && rest[0] == byte(isText)<<5|byte(n) && string(rest[1:n+1]) == name {
			d.pos += n + 1
			return next, nil
		}
	}
	key, err := d.text()
	if err != nil {
		return -1, at.Within("a member's name", err)
	}
	return find(s, key, next), nil
}

// find returns the index of the member with that name, or -1. It looks from the one that is due to the end, then at those
// before.
func find(s *schema.Struct, key []byte, next int) int {
	for i := next; i < len(s.Members); i++ {
		if s.Members[i].Name == string(key) {
			return i
		}
	}
	for i := range min(next, len(s.Members)) {
		if s.Members[i].Name == string(key) {
			return i
		}
	}
	return -1
}

// value reads a value that is not null into p.
func (d *decoder) value(t *schema.Type, p unsafe.Pointer) (err error) {
	switch t.Kind {
	case schema.Bool:
		*(*bool)(p), err = d.boolean()
	case schema.Int8, schema.Int16, schema.Int32, schema.Int64:
		err = d.integer(t.Kind, p)
	case schema.Float32:
		*(*float32)(p), err = d.float32()
	case schema.Float64:
		*(*float64)(p), err = d.float64()
	case schema.String:
		var b []byte
		b, err = d.text()
		*(*string)(p) = d.arena.Text(b)
	case schema.Blob:
		*(*[]byte)(p), err = d.blob()
	case schema.Timestamp:
		*(*time.Time)(p), err = d.timestamp()
	case schema.BigInteger:
		*(**big.Int)(p), err = d.bigInteger()
	case schema.BigDecimal:
		*(*document.Number)(p), err = d.bigDecimal()
	case schema.Document:
		err = errDocument
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

// errDocument is of what the protocol has no form for.
var errDocument = errors.New("is a document, which the protocol rpcv2Cbor cannot carry: use another protocol of the service")

func (d *decoder) boolean() (bool, error) {
	h, err := d.item()
	if err != nil {
		return false, err
	}
	if h.major == isSimple && (h.info == infoTrue || h.info == infoFalse) {
		return h.info == infoTrue, nil
	}
	return false, h.isnt("a bool")
}

// integer reads a whole number, which may be written as a float, into the place of that kind.
func (d *decoder) integer(k schema.Kind, p unsafe.Pointer) error {
	h, err := d.item()
	if err != nil {
		return err
	}
	n, err := h.int64()
	if err != nil {
		return err
	}
	if spare := 64 - 8<<(k-schema.Int8); n<<spare>>spare != n {
		return fmt.Errorf("%d is out of range", n)
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

// int64 is the value of an item that is a whole number.
func (h head) int64() (int64, error) {
	switch {
	case h.major == isUnsigned && h.arg <= math.MaxInt64:
		return int64(h.arg), nil
	case h.major == isNegative && h.arg <= math.MaxInt64:
		return ^int64(h.arg), nil
	case h.major <= isNegative:
		return 0, errors.New("is out of range")
	case h.isFloat():
		if f := h.float(); f == math.Trunc(f) && f >= -1<<63 && f < 1<<63 {
			return int64(f), nil
		}
		return 0, errors.New("is not a whole number that fits")
	default:
		return 0, h.isnt("a whole number")
	}
}

// float64 reads a float of any width, or a whole number.
func (d *decoder) float64() (float64, error) {
	h, err := d.item()
	if err != nil {
		return 0, err
	}
	switch {
	case h.isFloat():
		return h.float(), nil
	case h.major == isUnsigned:
		return float64(h.arg), nil
	case h.major == isNegative:
		return -1 - float64(h.arg), nil
	default:
		return 0, h.isnt("a number")
	}
}

func (d *decoder) float32() (float32, error) {
	f, err := d.float64()
	if err == nil && math.Abs(f) > math.MaxFloat32 && !math.IsInf(f, 0) && math.IsInf(float64(float32(f)), 0) {
		err = fmt.Errorf("%g is out of range", f)
	}
	return float32(f), err
}

func (d *decoder) blob() ([]byte, error) {
	h, err := d.item()
	if err != nil {
		return nil, err
	}
	if h.major != isBytes {
		return nil, h.isnt("bytes")
	}
	b, err := d.str(h)
	if err != nil {
		return nil, err
	}
	d.arena.Take(len(b))
	return append([]byte{}, b...), nil
}

// timestamp reads seconds since 1970 to the millisecond, as the protocol has it. The tag that says so may be missing.
func (d *decoder) timestamp() (time.Time, error) {
	h, err := d.item()
	if err != nil {
		return time.Time{}, err
	}
	if h.isFloat() {
		return times.OfSeconds(h.float())
	}
	if h.major > isNegative {
		return time.Time{}, h.isnt("a timestamp")
	}
	seconds, err := h.int64()
	if err != nil {
		return time.Time{}, err
	}
	return times.OfUnix(seconds)
}
