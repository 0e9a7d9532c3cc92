// CBOR: a small reader of RFC 8949, independent of the runtime's. It is for the short bodies of tests.

package prototest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
)

// tagged is an item with a tag before it.
type tagged struct {
	tag   uint64
	value any
}

// String shows the item in a message.
func (t tagged) String() string { return fmt.Sprintf("tag %d of %v", t.tag, t.value) }

// undefined is CBOR's value of that name.
type undefined struct{}

// String shows the value in a message.
func (undefined) String() string { return "undefined" }

// maxCBORDepth bounds how deep items may be nested.
const maxCBORDepth = 200

var (
	errCBORShort = errors.New("CBOR: the item is cut short")
	errCBORDeep  = errors.New("CBOR: the item is nested too deeply")
)

// readCBOR gives nil, bool, string, []byte, *big.Int, float64, []any, map[string]any, tagged and undefined. Floats of all
// sizes are float64; a map's keys must be strings that differ.
func readCBOR(data []byte) (any, error) {
	r := &cborReader{data: data}
	v, err := r.item(0)
	if err == nil && len(r.data) > 0 {
		err = fmt.Errorf("CBOR: %d bytes follow the item", len(r.data))
	}
	return v, err
}

type cborReader struct{ data []byte }

// The major types.
const (
	cborUint = iota
	cborNegative
	cborBytes
	cborText
	cborArray
	cborMap
	cborTag
	cborSimple
)

// indefinite is the additional information of a length that is left open, and in major type 7 the end of such an item.
const indefinite = 31

// head reads an item's first byte and its argument.
func (r *cborReader) head() (major int, info byte, argument uint64, err error) {
	if len(r.data) == 0 {
		return 0, 0, 0, errCBORShort
	}
	first := r.data[0]
	r.data = r.data[1:]
	major, info = int(first>>5), first&31
	switch {
	case info < 24:
		return major, info, uint64(info), nil
	case info == indefinite:
		return major, info, 0, nil
	case info > 27:
		return 0, 0, 0, fmt.Errorf("CBOR: no item begins with byte %#x", first)
	}
	size := 1 << (info - 24)
	raw, err := r.take(uint64(size))
	if err != nil {
		return 0, 0, 0, err
	}
	var wide [8]byte
	copy(wide[8-size:], raw)
	return major, info, binary.BigEndian.Uint64(wide[:]), nil
}

func (r *cborReader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.data)) {
		return nil, errCBORShort
	}
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken, nil
}

// item reads one item.
func (r *cborReader) item(depth int) (any, error) {
	if depth > maxCBORDepth {
		return nil, errCBORDeep
	}
	major, info, n, err := r.head()
	if err != nil {
		return nil, err
	}
	if info == indefinite && (major < cborBytes || major == cborTag || major == cborSimple) {
		return nil, errors.New("CBOR: an open length, or an end, where none can be")
	}
	switch major {
	case cborUint:
		return new(big.Int).SetUint64(n), nil
	case cborNegative:
		return new(big.Int).Not(new(big.Int).SetUint64(n)), nil
	case cborBytes, cborText:
		raw, err := r.text(major, info, n)
		if err != nil || major == cborBytes {
			return raw, err
		}
		return string(raw), nil
	case cborArray:
		return r.array(info, n, depth)
	case cborMap:
		return r.object(info, n, depth)
	case cborTag:
		v, err := r.item(depth + 1)
		return tagged{n, v}, err
	default:
		return simpleCBOR(info, n)
	}
}

// text reads a byte or text string, whose chunks follow each other where its length is open.
func (r *cborReader) text(major int, info byte, n uint64) ([]byte, error) {
	if info != indefinite {
		return r.take(n)
	}
	all := []byte{}
	for !r.ended() {
		chunk, info, n, err := r.head()
		if err != nil {
			return nil, err
		}
		if chunk != major || info == indefinite {
			return nil, errors.New("CBOR: a chunk of a string is something else")
		}
		part, err := r.take(n)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}

// ended consumes the end of an item of open length, if it is next. What is cut short never ends.
func (r *cborReader) ended() bool {
	if len(r.data) > 0 && r.data[0] == cborSimple<<5|indefinite {
		r.data = r.data[1:]
		return true
	}
	return false
}

func (r *cborReader) array(info byte, n uint64, depth int) (any, error) {
	list := []any{}
	for i := uint64(0); info == indefinite || i < n; i++ {
		if info == indefinite && r.ended() {
			break
		}
		v, err := r.item(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (r *cborReader) object(info byte, n uint64, depth int) (any, error) {
	object := map[string]any{}
	for i := uint64(0); info == indefinite || i < n; i++ {
		if info == indefinite && r.ended() {
			break
		}
		key, err := r.item(depth + 1)
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if _, twice := object[name]; !ok || twice {
			return nil, fmt.Errorf("CBOR: the key %v is there twice, or is no string", key)
		}
		if object[name], err = r.item(depth + 1); err != nil {
			return nil, err
		}
	}
	return object, nil
}

// simpleCBOR is the value of an item of major type 7.
func simpleCBOR(info byte, n uint64) (any, error) {
	switch info {
	case 20, 21:
		return info == 21, nil
	case 22:
		return nil, nil
	case 23:
		return undefined{}, nil
	case 25:
		return half(uint16(n)), nil
	case 26:
		return float64(math.Float32frombits(uint32(n))), nil
	case 27:
		return math.Float64frombits(n), nil
	}
	return nil, fmt.Errorf("CBOR: there is no simple value %d", n)
}

// half is the value of a float of 16 bits.
func half(bits uint16) float64 {
	sign, exponent, fraction := bits>>15, int(bits>>10&31), float64(bits&1023)
	var v float64
	switch {
	case exponent == 0:
		v = math.Ldexp(fraction, -24)
	case exponent < 31:
		v = math.Ldexp(fraction+1024, exponent-25)
	case fraction == 0:
		v = math.Inf(1)
	default:
		v = math.NaN()
	}
	if sign == 1 {
		v = -v
	}
	return v
}
