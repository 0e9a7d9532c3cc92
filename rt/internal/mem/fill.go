// What a peer left out: the values of the default trait, and what stands for required members that never came.

package mem

import (
	"encoding/base64"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

// maxFill bounds the nesting of required structures that are made where they are missing. A valid model has none that
// require themselves.
const maxFill = 32

// Fill is [Arena.Fill] with a limit of its own for what it makes, in bytes; 0 for none.
func Fill(s *schema.Struct, base unsafe.Pointer, limit int64) error {
	if !s.Fill {
		return nil
	}
	var a Arena
	a.Reset(0, limit)
	return a.Fill(s, base)
}

// Fill gives the absent members of the struct at base their defaults, and makes empty values of required ones whose nil
// would surprise: lists, maps, blobs, structures, numbers and the time 0. It implements the error correction of clients that
// https://smithy.io/2.0/spec/aggregate-types.html asks for. It does nothing unless s.Fill is set. The error is that of
// [Budget.Check]: a few bytes on the wire may stand for a tree of required structures.
func (a *Arena) Fill(s *schema.Struct, base unsafe.Pointer) error { return a.fill(s, base, 0) }

func (a *Arena) fill(s *schema.Struct, base unsafe.Pointer, depth int) error {
	if !s.Fill || depth > maxFill {
		return nil
	}
	for i := range s.Members {
		m := &s.Members[i]
		at := unsafe.Add(base, m.Offset)
		if _, ok := Load(&m.Type, at); ok && (m.Ptr || nilable(m.Kind)) {
			continue
		}
		switch {
		case m.Default != "":
			if m.Ptr || nilable(m.Kind) {
				parseDefault(m.Default, &m.Type, a.Store(&m.Type, at))
			}
		case m.Required && m.Kind == schema.Structure:
			if err := a.fill(m.Of.SmithySchema(), a.Store(&m.Type, at), depth+1); err != nil {
				return err
			}
		case m.Required:
			correct(&m.Type, at)
		}
		if nilable(m.Kind) {
			a.Take(mapSize + len(m.Default)) // of what is made, none takes more
		}
	}
	return a.Check()
}

// nilable reports whether values of a kind have a nil of their own.
func nilable(k schema.Kind) bool {
	switch k {
	case schema.Blob, schema.List, schema.Map, schema.BigInteger, schema.Document, schema.Union:
		return true
	default:
		return false
	}
}

// correct writes an empty value over an absent one.
func correct(t *schema.Type, at unsafe.Pointer) {
	switch t.Kind {
	case schema.Blob:
		*(*[]byte)(at) = []byte{}
	case schema.List:
		makeList(at)
	case schema.Map:
		makeMap(t.Elem.Go, at)
	case schema.BigInteger:
		*(**big.Int)(at) = new(big.Int)
	case schema.BigDecimal:
		if p := (*document.Number)(at); *p == "" {
			*p = "0"
		}
	case schema.Timestamp:
		if p := (*time.Time)(at); p.IsZero() {
			*p = time.Unix(0, 0).UTC()
		}
	}
}

// defaultOf makes the default value of a member.
func defaultOf(m *schema.Member) unsafe.Pointer {
	var p unsafe.Pointer
	switch m.Kind {
	case schema.Blob:
		p = unsafe.Pointer(new([]byte))
	case schema.List, schema.Map:
		p = reflect.New(reflect.TypeOf(m.Elem.Go).Elem()).UnsafePointer()
	case schema.BigInteger:
		p = unsafe.Pointer(new(*big.Int))
	case schema.Document:
		p = unsafe.Pointer(new(document.Value))
	default:
		p = alloc(&m.Type)
	}
	parseDefault(m.Default, &m.Type, p)
	return p
}

// parseDefault reads the text of a default into the value at p. The generator wrote the text, so that what cannot be read
// stays zero.
func parseDefault(text string, t *schema.Type, p unsafe.Pointer) {
	plain, isString := unquote(text)
	switch t.Kind {
	case schema.Bool:
		*(*bool)(p) = text == "true"
	case schema.Int8:
		*(*int8)(p) = int8(whole(text, 8))
	case schema.Int16:
		*(*int16)(p) = int16(whole(text, 16))
	case schema.Int32:
		*(*int32)(p) = int32(whole(text, 32))
	case schema.Int64:
		*(*int64)(p) = whole(text, 64)
	case schema.Float32:
		f, _ := strconv.ParseFloat(plain, 32)
		*(*float32)(p) = float32(f)
	case schema.Float64:
		*(*float64)(p), _ = strconv.ParseFloat(plain, 64)
	case schema.String:
		*(*string)(p) = plain
	case schema.Blob:
		*(*[]byte)(p), _ = base64.StdEncoding.AppendDecode([]byte{}, []byte(plain))
	case schema.Timestamp:
		format := t.Format
		if !isString {
			format = schema.FormatEpoch
		} else if format != schema.FormatHTTPDate {
			format = schema.FormatDateTime
		}
		*(*time.Time)(p), _ = times.Parse(plain, format)
	case schema.BigInteger:
		*(**big.Int)(p), _ = new(big.Int).SetString(text, 10)
	case schema.BigDecimal:
		*(*document.Number)(p) = document.Number(text)
	case schema.List:
		makeList(p)
	case schema.Map:
		makeMap(t.Elem.Go, p)
	case schema.Document:
		*(*document.Value)(p) = defaultDocument(text)
	}
}

func whole(text string, bits int) int64 {
	n, _ := strconv.ParseInt(text, 10, bits)
	return n
}

// unquote returns what stands between the quotes of a default's text.
func unquote(text string) (string, bool) {
	if plain, ok := strings.CutPrefix(text, `"`); ok {
		return strings.TrimSuffix(plain, `"`), true
	}
	return text, false
}

// defaultDocument reads a document's default: the model allows scalars and empty lists and maps.
func defaultDocument(text string) document.Value {
	if plain, ok := unquote(text); ok {
		return plain
	}
	switch text {
	case "true", "false":
		return text == "true"
	case "[]":
		return []document.Value{}
	case "{}":
		return map[string]document.Value{}
	default:
		return document.Number(text)
	}
}
