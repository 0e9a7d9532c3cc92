// What was sent against what came back.

package echo_test

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"reflect"
	"strings"
	"time"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/schema"
)

// token is what every client makes of an idempotency token that is left out.
const token = "00000000-0000-4000-8000-000000000000"

// comparer collects differences. Structures may be of two types: members of the same name are held against each other.
type comparer struct {
	protocol string
	tokens   bool // what is left out came back as a token
	differ   []string
}

func (c *comparer) add(path, format string, args ...any) {
	c.differ = append(c.differ, path+": "+fmt.Sprintf(format, args...))
}

// err tells the first differences, nil if there is none.
func (c *comparer) err() error {
	if len(c.differ) == 0 {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(c.differ[:min(len(c.differ), 10)], "\n"))
}

// loose reports whether the protocol has no form for empty collections in some places.
func (c *comparer) loose() bool { return isForm(c.protocol) || c.protocol == "restXml" }

// absent reports whether a place holds nothing.
func absent(t *schema.Type, v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Interface, reflect.Pointer:
		return v.IsNil()
	}
	return t.Ptr && v.IsNil()
}

func (c *comparer) shapes(a, b schema.Shape) {
	c.structures("", a.SmithySchema(), reflect.ValueOf(a).Elem(), b.SmithySchema(), reflect.ValueOf(b).Elem())
}

func (c *comparer) structures(path string, sa *schema.Struct, a reflect.Value, sb *schema.Struct, b reflect.Value) {
	for i := range sa.Members {
		ma := &sa.Members[i]
		mb := sb.Member(ma.Name)
		if mb == nil || ma.Kind == schema.EventStream || mb.Kind == schema.EventStream {
			continue
		}
		va, vb, path := fieldAt(a, ma.Offset), fieldAt(b, mb.Offset), path+"."+ma.Name
		if absent(&ma.Type, va) || ma.Default == "" && !ma.Required && !ma.Ptr && va.Kind() != reflect.Interface && va.IsZero() {
			c.nothing(path, ma, mb, vb)
			continue
		}
		if empty(va) && absent(&mb.Type, vb) && (c.loose() || ma.Bind != schema.Body) || isForm(c.protocol) && absent(&mb.Type, vb) && hollow(va) {
			continue
		}
		c.values(path, &ma.Type, va, &mb.Type, vb)
	}
}

// nothing looks at what came where nothing was sent.
func (c *comparer) nothing(path string, ma, mb *schema.Member, b reflect.Value) {
	switch {
	case ma.Token && c.tokens:
		if s := reflect.Indirect(b); !s.IsValid() || s.String() != token {
			c.add(path, "no token was made")
		}
	case mb.Default != "":
		if absent(&mb.Type, b) {
			c.add(path, "the default %s was not filled in", mb.Default)
		}
	case ma.Bind == schema.Payload && ma.Kind == schema.Structure && c.protocol == "restJson1": // which sends {}
	case absent(&mb.Type, b), !mb.Ptr && b.IsZero(), empty(b) && (c.loose() || mb.Required || mb.Bind == schema.PrefixHeaders):
	default:
		c.add(path, "nothing was sent, and %v came", b)
	}
}

func empty(v reflect.Value) bool {
	return (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// hollow reports whether a form has nothing for the value.
func hollow(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return v.IsNil() || hollow(v.Elem())
	case reflect.Slice:
		return v.Type().Elem().Kind() != reflect.Uint8 && solid(v).Len() == 0
	case reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !hollow(v.Field(i)) {
				return false
			}
		}
		return v.Type() != reflect.TypeFor[time.Time]() && v.Type() != reflect.TypeFor[big.Int]()
	}
	return false
}

// solid returns a list without what is hollow.
func solid(list reflect.Value) reflect.Value {
	out := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		if !hollow(list.Index(i)) {
			out = reflect.Append(out, list.Index(i))
		}
	}
	return out
}

func (c *comparer) values(path string, ta *schema.Type, a reflect.Value, tb *schema.Type, b reflect.Value) {
	if absent(ta, a) || absent(tb, b) {
		if absent(ta, a) != absent(tb, b) {
			c.add(path, "%v became %v", a, b)
		}
		return
	}
	if ta.Ptr {
		a = a.Elem()
	}
	if tb.Ptr {
		b = b.Elem()
	}
	switch ta.Kind {
	case schema.List:
		c.lists(path, ta, a, tb, b)
	case schema.Map:
		c.maps(path, ta, a, tb, b)
	case schema.Structure:
		c.structures(path, ta.Of.SmithySchema(), a, tb.Of.SmithySchema(), b)
	case schema.Union:
		c.unions(path, ta.Of.SmithySchema(), a.Elem(), b.Elem())
	case schema.Reader, schema.ReadCloser:
		if text, err := io.ReadAll(b.Interface().(io.Reader)); err != nil || string(text) != streamed {
			c.add(path, "the stream became %q, %v", text, err)
		}
	default:
		if !equal(ta.Kind, a, b) {
			c.add(path, "%#v became %#v", a, b)
		}
	}
}

// equal compares values of one piece: numbers by value, NaN with itself, and documents in depth.
func equal(kind schema.Kind, a, b reflect.Value) bool {
	switch kind {
	case schema.Float32, schema.Float64:
		x, y := a.Float(), b.Float()
		return math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y)
	case schema.Timestamp:
		return a.Interface().(time.Time).Equal(b.Interface().(time.Time))
	case schema.BigInteger:
		return a.Interface().(*big.Int).Cmp(b.Interface().(*big.Int)) == 0
	case schema.BigDecimal:
		x, errX := document.Number(a.String()).Rat()
		y, errY := document.Number(b.String()).Rat()
		return errX == nil && errY == nil && x.Cmp(y) == 0
	default:
		return reflect.DeepEqual(a.Interface(), b.Interface())
	}
}

func (c *comparer) lists(path string, ta *schema.Type, a reflect.Value, tb *schema.Type, b reflect.Value) {
	if isForm(c.protocol) {
		a, b = solid(a), solid(b)
	}
	if a.Len() != b.Len() {
		c.add(path, "%d elements became %d", a.Len(), b.Len())
		return
	}
	for i := range a.Len() {
		c.values(fmt.Sprintf("%s[%d]", path, i), &ta.Elem.Elem, a.Index(i), &tb.Elem.Elem, b.Index(i))
	}
}

func (c *comparer) maps(path string, ta *schema.Type, a reflect.Value, tb *schema.Type, b reflect.Value) {
	if a.Len() != b.Len() {
		c.add(path, "%d entries became %d", a.Len(), b.Len())
		return
	}
	for _, key := range a.MapKeys() {
		value := b.MapIndex(key.Convert(b.Type().Key()))
		if !value.IsValid() {
			c.add(path, "the key %q is gone", key)
			continue
		}
		c.values(fmt.Sprintf("%s[%q]", path, key), &ta.Elem.Elem, a.MapIndex(key), &tb.Elem.Elem, value)
	}
}

func (c *comparer) unions(path string, s *schema.Struct, a, b reflect.Value) {
	if a.Type() != b.Type() {
		c.add(path, "%v became %v", a.Type(), b.Type())
		return
	}
	for i := range s.Members {
		if m := &s.Members[i]; reflect.TypeOf(m.Variant) == a.Type() {
			va, vb := fieldAt(a.Elem(), m.Offset), fieldAt(b.Elem(), m.Offset)
			if c.loose() && (hollow(va) || empty(va)) {
				continue
			}
			c.values(path+"."+m.Name, &m.Type, va, &m.Type, vb)
		}
	}
}
