// Writing the values that the tables describe as CBOR.

package cborfmt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/at"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

type encoder struct {
	buf []byte
	*Options
	depth    int
	variants mem.Variants
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// maxKept bounds the memory that an encoder keeps for the next message.
const maxKept = 64 << 10

// encode appends what write writes. It is written into memory that is used again and again, and so b grows just once.
func encode(b []byte, o *Options, write func(e *encoder) error) ([]byte, error) {
	e, _ := encoders.Get().(*encoder)
	e.buf, e.Options, e.depth = e.buf[:0], o, 0
	err := write(e)
	b = append(b, e.buf...)
	if e.Options = nil; cap(e.buf) <= maxKept {
		encoders.Put(e)
	}
	return b, err
}

// AppendBody appends the map of those members of the struct at p that stand in a message's body.
func AppendBody(b []byte, s *schema.Struct, p unsafe.Pointer, o *Options) ([]byte, error) {
	return encode(b, o, func(e *encoder) error { return e.structure(s, p, !o.Unbound) })
}

// AppendValue appends one value of type t that lies at p.
func AppendValue(b []byte, t *schema.Type, p unsafe.Pointer, o *Options) ([]byte, error) {
	return encode(b, o, func(e *encoder) error { return e.value(t, p) })
}

// structure writes a map; bound says that members which are bound to other parts of the message stay out of it.
func (e *encoder) structure(s *schema.Struct, base unsafe.Pointer, bound bool) error {
	if err := e.enter(); err != nil {
		return err
	}
	start, n := len(e.buf), 0
	e.head(isMap, 0)
	for i := range s.Members {
		m := &s.Members[i]
		if bound && !e.written(m.Bind) || m.Kind == schema.EventStream {
			continue
		}
		p, ok := mem.Present(m, base)
		switch {
		case ok:
			e.str(m.Name)
			if err := e.value(&m.Type, p); err != nil {
				return at.Within(m.Name, err)
			}
			n++
		case m.Token && e.Token != nil:
			e.str(m.Name)
			e.str(e.Token())
			n++
		}
	}
	e.setCount(start, n)
	e.depth--
	return nil
}

// setCount corrects the head of an empty map at start, behind which n entries stand.
func (e *encoder) setCount(start, n int) {
	var buf [9]byte
	head := appendHead(buf[:0], isMap, uint64(n))
	if len(head) > 1 {
		e.buf = slices.Insert(e.buf, start+1, head[1:]...)
	}
	e.buf[start] = head[0]
}

func (e *encoder) enter() error {
	if e.depth++; e.depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	return nil
}

// appendHead appends the shortest head with that argument.
func appendHead(b []byte, m major, arg uint64) []byte {
	first := byte(m) << 5
	switch {
	case arg < info8:
		return append(b, first|byte(arg))
	case arg <= math.MaxUint8:
		return append(b, first|info8, byte(arg))
	case arg <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, first|info16), uint16(arg))
	case arg <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, first|info32), uint32(arg))
	default:
		return binary.BigEndian.AppendUint64(append(b, first|info64), arg)
	}
}

func (e *encoder) head(m major, arg uint64) { e.buf = appendHead(e.buf, m, arg) }

// str writes text. Bytes that are not UTF-8 become U+FFFD, as in JSON: CBOR has no form for them.
func (e *encoder) str(s string) {
	s = strings.ToValidUTF8(s, "\ufffd")
	e.head(isText, uint64(len(s)))
	e.buf = append(e.buf, s...)
}

func (e *encoder) bytes(b []byte) {
	e.head(isBytes, uint64(len(b)))
	e.buf = append(e.buf, b...)
}

func (e *encoder) null() { e.buf = append(e.buf, byteNull) }

func (e *encoder) boolean(b bool) {
	info := uint64(infoFalse)
	if b {
		info = infoTrue
	}
	e.head(isSimple, info)
}

func (e *encoder) integer(n int64) {
	if n < 0 {
		e.head(isNegative, uint64(^n))
	} else {
		e.head(isUnsigned, uint64(n))
	}
}

// float writes the shorter of single and double precision that loses nothing.
func (e *encoder) float(f float64) {
	if narrow := float32(f); float64(narrow) == f || math.IsNaN(f) {
		e.buf = binary.BigEndian.AppendUint32(append(e.buf, byte(isSimple)<<5|info32), math.Float32bits(narrow))
		return
	}
	e.buf = binary.BigEndian.AppendUint64(append(e.buf, byteDouble), math.Float64bits(f))
}

// timestamp writes seconds since 1970, cut to milliseconds.
func (e *encoder) timestamp(when time.Time) {
	e.head(isTag, tagEpoch)
	if ms := when.UnixMilli(); ms%1000 == 0 {
		e.integer(ms / 1000)
	} else {
		e.buf = binary.BigEndian.AppendUint64(append(e.buf, byteDouble), math.Float64bits(float64(ms)/1000))
	}
}

// bigInteger writes the bytes of a number of any size, tagged.
func (e *encoder) bigInteger(n *big.Int) {
	if n.Sign() < 0 {
		e.head(isTag, tagNegative)
		n = new(big.Int).Not(n)
	} else {
		e.head(isTag, tagPositive)
	}
	e.bytes(n.Bytes())
}

// bigDecimal writes a decimal fraction.
func (e *encoder) bigDecimal(n document.Number) error {
	mantissa, exponent, err := parseDecimal(n)
	if err != nil {
		return err
	}
	e.head(isTag, tagDecimal)
	e.head(isArray, 2)
	e.integer(exponent)
	if mantissa.IsInt64() {
		e.integer(mantissa.Int64())
	} else {
		e.bigInteger(mantissa)
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
		e.float(float64(*(*float32)(p)))
	case schema.Float64:
		e.float(*(*float64)(p))
	case schema.String:
		e.str(*(*string)(p))
	case schema.Blob:
		e.bytes(*(*[]byte)(p))
	case schema.Timestamp:
		e.timestamp(*(*time.Time)(p))
	case schema.BigInteger:
		e.bigInteger(*(**big.Int)(p))
	case schema.BigDecimal:
		return e.bigDecimal(*(*document.Number)(p))
	case schema.Document:
		return errDocument
	case schema.List:
		return e.list(t.Elem, p)
	case schema.Map:
		return e.mapping(t.Elem, p)
	case schema.Structure:
		return e.structure(t.Of.SmithySchema(), p, false)
	case schema.Union:
		return e.union(t.Of.SmithySchema(), p)
	default:
		return fmt.Errorf("kind %d has no form in CBOR", t.Kind)
	}
	return nil
}

func (e *encoder) list(c *schema.Collection, p unsafe.Pointer) error {
	if err := e.enter(); err != nil {
		return err
	}
	first, n, size := mem.Elements(c.Go, p)
	e.head(isArray, uint64(n))
	for i := range n {
		if err := e.element(c, unsafe.Add(first, uintptr(i)*size)); err != nil {
			return at.Within(at.Index(i), err)
		}
	}
	e.depth--
	return nil
}

// element writes one element of a list or map. An absent one is null if the collection is sparse; of a dense one it is
// written as an empty value, since a nil list in a list of lists is still a list.
func (e *encoder) element(c *schema.Collection, place unsafe.Pointer) error {
	p, ok := mem.Load(&c.Elem, place)
	switch {
	case ok:
		return e.value(&c.Elem, p)
	case c.Sparse:
		e.null()
	case c.Elem.Kind == schema.List:
		e.head(isArray, 0)
	case c.Elem.Kind == schema.Map:
		e.head(isMap, 0)
	case c.Elem.Kind == schema.Blob:
		e.head(isBytes, 0)
	case c.Elem.Kind == schema.Document:
		return errDocument
	default:
		return errors.New("is nil, which a list or map that is not sparse cannot hold")
	}
	return nil
}

// mapping writes a map in the order of its keys, so that equal requests are equal bytes.
func (e *encoder) mapping(c *schema.Collection, p unsafe.Pointer) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.head(isMap, uint64(mem.Len(c.Go, p)))
	err := mem.Entries(c.Go, p, func(k string, value unsafe.Pointer) error {
		e.str(k)
		if err := e.element(c, value); err != nil {
			return at.Within(at.Key(k), err)
		}
		return nil
	})
	e.depth--
	return err
}

// union writes a map with the one member that is set.
func (e *encoder) union(s *schema.Struct, p unsafe.Pointer) error {
	m, value, err := e.variants.Of(s, p)
	if err != nil {
		return err
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.head(isMap, 1)
	e.str(m.Name)
	if err := e.element(&schema.Collection{Elem: m.Type}, value); err != nil {
		return at.Within(m.Name, err)
	}
	e.depth--
	return nil
}
