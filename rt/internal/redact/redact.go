// Package redact renders requests and replies for logs, without what the model marks as sensitive, and without texts whose names
// say that they prove who somebody is.
package redact

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

const (
	maxText  = 2 << 10 // of the whole
	maxValue = 100     // of a string
	maxDepth = 8
)

// Shape renders a shape when a log handler asks for its text, so that nothing is spent when nobody does.
type Shape struct{ Value schema.Shape }

// String returns the members that are present, such as {FunctionName:"f" Secret:***}, at most 2 KiB of them.
func (s Shape) String() string { return string(render(s.Value)) }

// MarshalText is String for the handlers that look for it.
func (s Shape) MarshalText() ([]byte, error) { return render(s.Value), nil }

func render(v schema.Shape) []byte {
	if mem.IsNil(v) {
		return []byte("{}")
	}
	return structure(nil, v.SmithySchema(), mem.Pointer(v), 0)
}

func structure(b []byte, s *schema.Struct, base unsafe.Pointer, depth int) []byte {
	if s.Union != nil {
		return union(b, s, base, depth)
	}
	b = append(b, '{')
	first := true
	for i := range s.Members {
		m := &s.Members[i]
		p, ok := mem.Present(m, base)
		if !ok {
			continue
		}
		if !first {
			b = append(b, ' ')
		}
		first = false
		b = append(append(b, m.Name...), ':')
		b = member(b, m, p, depth)
	}
	return append(b, '}')
}

func member(b []byte, m *schema.Member, p unsafe.Pointer, depth int) []byte {
	if secret(m) {
		return append(b, "***"...)
	}
	return value(b, &m.Type, p, depth+1)
}

// secretNames are what the names of members end in, in lower case, that are secrets, though models forget to say so: those of AWS
// do of some passwords and credentials, such as the SessionToken of STS and the MasterUserPassword of RDS.
var secretNames = [...]string{
	"password", "secretaccesskey", "secretkey", "clientsecret", "privatekey", "apikey",
	"sessiontoken", "authtoken", "authorizationtoken", "accesstoken", "refreshtoken", "idtoken", "bearertoken",
}

// secret reports whether what a member holds must not be shown.
func secret(m *schema.Member) bool {
	if m.Sensitive || m.Kind != schema.String {
		return m.Sensitive
	}
	for _, name := range secretNames {
		if at := len(m.Name) - len(name); at >= 0 && strings.EqualFold(m.Name[at:], name) {
			return true
		}
	}
	return false
}

func value(b []byte, t *schema.Type, p unsafe.Pointer, depth int) []byte {
	if len(b) > maxText || depth > maxDepth {
		return append(b, "…"...)
	}
	switch t.Kind {
	case schema.String, schema.BigDecimal:
		return text(b, *(*string)(p))
	case schema.Bool:
		return strconv.AppendBool(b, *(*bool)(p))
	case schema.Int8:
		return strconv.AppendInt(b, int64(*(*int8)(p)), 10)
	case schema.Int16:
		return strconv.AppendInt(b, int64(*(*int16)(p)), 10)
	case schema.Int32:
		return strconv.AppendInt(b, int64(*(*int32)(p)), 10)
	case schema.Int64:
		return strconv.AppendInt(b, *(*int64)(p), 10)
	case schema.Float32:
		return strconv.AppendFloat(b, float64(*(*float32)(p)), 'g', -1, 32)
	case schema.Float64:
		return strconv.AppendFloat(b, *(*float64)(p), 'g', -1, 64)
	case schema.Timestamp:
		return (*time.Time)(p).AppendFormat(b, time.RFC3339Nano)
	case schema.Blob:
		return fmt.Appendf(b, "(%d bytes)", len(*(*[]byte)(p)))
	case schema.List, schema.Map:
		return collection(b, t, p, depth)
	case schema.Structure, schema.Union:
		return structure(b, t.Of.SmithySchema(), p, depth)
	default:
		return append(b, "(…)"...)
	}
}

func text(b []byte, s string) []byte {
	if len(s) > maxValue {
		return append(strconv.AppendQuote(b, s[:maxValue]), "…"...)
	}
	return strconv.AppendQuote(b, s)
}

// collection renders a list's elements; of a map only the number of entries, whose keys may be secrets themselves.
func collection(b []byte, t *schema.Type, p unsafe.Pointer, depth int) []byte {
	v := reflect.NewAt(reflect.TypeOf(t.Elem.Go).Elem(), p).Elem()
	if t.Kind == schema.Map {
		return fmt.Appendf(b, "(%d entries)", v.Len())
	}
	b = append(b, '[')
	for i := range v.Len() {
		if len(b) > maxText {
			b = append(b, " …"...)
			break
		}
		if i > 0 {
			b = append(b, ' ')
		}
		if at, ok := mem.Load(&t.Elem.Elem, v.Index(i).Addr().UnsafePointer()); ok {
			b = value(b, &t.Elem.Elem, at, depth+1)
		} else {
			b = append(b, "null"...)
		}
	}
	return append(b, ']')
}

func union(b []byte, s *schema.Struct, p unsafe.Pointer, depth int) []byte {
	variant := reflect.NewAt(reflect.TypeOf(s.Union).Elem(), p).Elem().Elem()
	for i := range s.Members {
		m := &s.Members[i]
		if reflect.TypeOf(m.Variant) != variant.Type() || variant.IsNil() {
			continue
		}
		b = append(append(append(b, '{'), m.Name...), ':')
		if at, ok := mem.Load(&m.Type, unsafe.Add(variant.UnsafePointer(), m.Offset)); ok {
			b = member(b, m, at, depth)
		}
		return append(b, '}')
	}
	return append(b, "(unknown)"...)
}

// HasSecrets reports whether a struct with that table, or one below it, has a member that is a secret.
func HasSecrets(s *schema.Struct) bool { return hasSecrets(s, map[*schema.Struct]bool{}) }

func hasSecrets(s *schema.Struct, seen map[*schema.Struct]bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	for i := range s.Members {
		t := &s.Members[i].Type
		for t.Elem != nil {
			t = &t.Elem.Elem
		}
		if secret(&s.Members[i]) || t.Of != nil && hasSecrets(t.Of.SmithySchema(), seen) {
			return true
		}
	}
	return false
}
