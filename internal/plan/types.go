// Types: from shapes to structs, unions, enums, and their tables.

package plan

import (
	"slices"
	"strconv"

	"github.com/smithwright/smithwright/internal/shape"
)

// kindOf has, for each simple shape, its constant of rt/schema and its Go type.
var kindOf = map[shape.Kind]struct {
	kind string
	typ  GoType
}{
	shape.Boolean:    {"Bool", GoType{Name: "bool"}},
	shape.Byte:       {"Int8", GoType{Name: "int8"}},
	shape.Short:      {"Int16", GoType{Name: "int16"}},
	shape.Integer:    {"Int32", GoType{Name: "int32"}},
	shape.IntEnum:    {"Int32", GoType{}},
	shape.Long:       {"Int64", GoType{Name: "int64"}},
	shape.Float:      {"Float32", GoType{Name: "float32"}},
	shape.Double:     {"Float64", GoType{Name: "float64"}},
	shape.String:     {"String", GoType{Name: "string"}},
	shape.Enum:       {"String", GoType{}},
	shape.Blob:       {"Blob", SliceOf(GoType{Name: "byte"})},
	shape.Timestamp:  {"Timestamp", GoType{Path: "time", Name: "Time"}},
	shape.BigInteger: {"BigInteger", PointerTo(GoType{Path: "math/big", Name: "Int"})},
	shape.BigDecimal: {"BigDecimal", GoType{Path: runtimePath + "/document", Name: "Number"}},
	shape.Document:   {"Document", GoType{Path: runtimePath + "/document", Name: "Value"}},
}

// value returns the type of a value that a member, of a structure or a collection, holds: not optional.
func (b *builder) value(m *shape.Member) (GoType, RowType) {
	t := m.Target
	switch t.Kind {
	case shape.Structure:
		name := b.names.shapes[t]
		return GoType{Name: name}, RowType{Kind: "Structure", Of: name}
	case shape.Union:
		name := b.names.shapes[t]
		return GoType{Name: name}, RowType{Kind: "Union", Of: b.names.unknowns[t]}
	case shape.List, shape.Map:
		c := b.collection(t)
		kind := "List"
		if t.Kind == shape.Map {
			kind = "Map"
		}
		return c.Type, RowType{Kind: kind, Elem: c.Var}
	}
	k := kindOf[t.Kind]
	if k.typ.Name == "" && k.typ.Elem == nil {
		k.typ.Name = b.names.shapes[t]
	}
	return k.typ, RowType{Kind: k.kind, Format: timestampFormat(m)}
}

// timestampFormat returns the constant for a timestamp with a format of its own.
func timestampFormat(m *shape.Member) string {
	v, ok := m.Trait("smithy.api#timestampFormat")
	if !ok || m.Target.Kind != shape.Timestamp {
		return ""
	}
	return map[string]string{"date-time": "FormatDateTime", "http-date": "FormatHTTPDate", "epoch-seconds": "FormatEpoch"}[v.Str()]
}

// nilable reports whether the kind's Go type has a nil that means absent.
func nilable(kind string) bool {
	return slices.Contains([]string{"Blob", "List", "Map", "Union", "Document", "BigInteger", "Reader", "ReadCloser"}, kind)
}

// collection returns the table of a list or map, planning it on first sight. Recursion always passes through a
// structure or union, which are reached by name.
func (b *builder) collection(s *shape.Shape) Collection {
	if c, ok := b.collections[s]; ok {
		return c
	}
	c := Collection{Var: "list", Sparse: s.Traits.Has("smithy.api#sparse")}
	elem := s.Member("member")
	if s.Kind == shape.Map {
		c.Var = "map"
		elem = s.Member("value")
		c.Key = b.memberXML(s.Member("key"))
	}
	// Two namespaces may each have a list of the same name.
	c.Var = b.collectionVars.take(c.Var+exported(shapeName(b.service, s)), "Other")
	c.XML = b.memberXML(elem)
	typ, row := b.value(elem)
	if c.Sparse && !nilable(row.Kind) {
		typ, row.Ptr = PointerTo(typ), true
	}
	c.Elem = row
	if s.Kind == shape.Map {
		key, _ := b.value(s.Member("key"))
		c.Type = MapOf(key.Name, typ)
	} else {
		c.Type = SliceOf(typ)
	}
	b.collections[s] = c
	b.pkg.Collections = append(b.pkg.Collections, c)
	return c
}

func (b *builder) structure(s *shape.Shape) *Struct {
	name := b.names.shapes[s]
	st := &Struct{Name: name, ShapeName: s.ID.Name(), Table: "schema" + name, Validated: b.validated[s], XML: b.xmlOf(s.Traits)}
	taken := newScope(methods)
	if v, ok := s.Trait("smithy.api#error"); ok {
		st.Error = modelledError(s, v.Str())
		taken = newScope(methods, errorMethods)
	}
	for _, m := range s.Members {
		if b.sentApart(s, m) {
			continue
		}
		f := b.field(s, m, taken)
		b.fields[m] = f
		st.Fill = st.Fill || b.isReply[s] && filled(f)
		st.Fields = append(st.Fields, f)
	}
	st.Doc = b.typeDoc(s, st)
	return st
}

func modelledError(s *shape.Shape, fault string) *Error {
	e := &Error{Server: fault == "server"}
	if v, ok := s.Trait("smithy.api#httpError"); ok {
		status, _ := v.Int64()
		e.Status = int(status)
	}
	if v, ok := s.Trait("aws.protocols#awsQueryError"); ok {
		e.QueryCode = field(v, "code")
		if status, _ := v.Field("httpResponseCode"); e.Status == 0 {
			n, _ := status.Int64()
			e.Status = int(n)
		}
	}
	if v, ok := s.Trait("smithy.api#retryable"); ok {
		e.Retryable = true
		throttling, _ := v.Field("throttling")
		e.Throttling = throttling.Bool()
	}
	return e
}

// field plans a member of a structure.
func (b *builder) field(s *shape.Shape, m *shape.Member, taken scope) Field {
	typ, row := b.value(m)
	f := Field{Name: taken.take(exported(m.Name), "Value")}
	if isEvents(m.Target) {
		return b.streamField(m, f)
	}
	f.Row = Row{Member: m.Name, Type: row}
	required := m.Traits.Has("smithy.api#required") && !m.Traits.Has("smithy.api#clientOptional")
	f.Row.Required = required
	f.Row.Token = m.Traits.Has("smithy.api#idempotencyToken")
	f.Row.Sensitive = isSensitive(m, nil)
	f.Row.XML = b.memberXML(m)
	if !b.arguments[s] {
		f.Row.Default = defaultValue(m)
	}
	bind(m, &f.Row)
	switch {
	case m.Target.Traits.Has("smithy.api#streaming"):
		f.Row.Type.Kind, typ = "Reader", GoType{Path: "io", Name: "Reader"}
		if b.isOutput[s] {
			f.Row.Type.Kind, typ = "ReadCloser", GoType{Path: "io", Name: "ReadCloser"}
		}
	case nilable(row.Kind):
	case row.Kind == "Structure", !plain(m, required, f.Row.Default) || f.Row.Token, b.arguments[s] && !required:
		// Of an input's own members, a default is sent only if the caller gives it: zero must differ from absent.
		typ, f.Row.Type.Ptr = PointerTo(typ), true
	}
	f.Type = typ
	if b.isInput[s] {
		f.Check = b.check(m, f)
	}
	b.specializeField(m, &f)
	f.Doc = b.fieldDoc(m, f)
	return f
}

// plain reports whether a scalar is held by value: it is required, or its default is the zero value. A required one with
// another default, which clients fill in where a reply leaves it out, is not: zero could not be told from absent.
func plain(m *shape.Member, required bool, filledIn string) bool {
	if required && filledIn == "" {
		return true
	}
	v, ok := m.Traits.Get("smithy.api#default")
	if !ok || m.Traits.Has("smithy.api#clientOptional") || m.Target.Kind == shape.Timestamp {
		return false
	}
	switch v.Kind() {
	case shape.NodeBool:
		return !v.Bool()
	case shape.NodeNumber:
		n, err := strconv.ParseFloat(v.Num(), 64)
		return err == nil && n == 0
	case shape.NodeString:
		return v.Str() == ""
	default:
		return false
	}
}

// isSensitive looks through lists and maps for the sensitive trait.
func isSensitive(m *shape.Member, seen []*shape.Shape) bool {
	if _, ok := m.Trait("smithy.api#sensitive"); ok {
		return true
	}
	t := m.Target
	if t.Kind != shape.List && t.Kind != shape.Map || slices.Contains(seen, t) {
		return false
	}
	return slices.ContainsFunc(t.Members, func(m *shape.Member) bool { return isSensitive(m, append(seen, t)) })
}

// bind sets where in an HTTP message the member stands.
func bind(m *shape.Member, row *Row) {
	for _, t := range []struct {
		trait shape.ID
		bind  string
	}{
		{"smithy.api#httpLabel", "Label"},
		{"smithy.api#httpQuery", "Query"},
		{"smithy.api#httpQueryParams", "QueryParams"},
		{"smithy.api#httpHeader", "Header"},
		{"smithy.api#httpPrefixHeaders", "PrefixHeaders"},
		{"smithy.api#httpPayload", "Payload"},
		{"smithy.api#httpResponseCode", "StatusCode"},
		{"smithy.api#eventHeader", "EventHeader"},
		{"smithy.api#eventPayload", "EventPayload"},
	} {
		if v, ok := m.Traits.Get(t.trait); ok {
			row.Bind, row.Wire = t.bind, v.Str()
		}
	}
	if v, ok := m.Traits.Get("smithy.api#jsonName"); ok {
		row.JSON = v.Str()
	}
	if row.Bind == "Header" || row.Bind == "Payload" || row.Bind == "EventPayload" {
		v, _ := m.Trait("smithy.api#mediaType")
		row.MediaType = v.Str()
	}
}

func (b *builder) union(s *shape.Shape) *Union {
	name := b.names.shapes[s]
	u := &Union{
		Name: name, ShapeName: s.ID.Name(), Table: "schema" + name, Marker: "is" + name,
		Unknown: b.names.unknowns[s], Validated: b.validated[s] && !isEvents(s),
	}
	for _, m := range s.Members {
		typ, row := b.value(m)
		if b.endsStream(s, m) {
			u.Endings = append(u.Endings, Row{Member: m.Name, Type: row})
			continue
		}
		v := Variant{Name: b.names.members[m]}
		v.Field = Field{Name: "Value", Type: typ, Row: Row{Member: m.Name, Type: row, Sensitive: isSensitive(m, nil), Required: true}}
		if row.Kind == "Structure" {
			v.Type, v.Row.Type.Ptr = PointerTo(typ), true
		}
		v.Row.XML = b.memberXML(m)
		if j, ok := m.Traits.Get("smithy.api#jsonName"); ok {
			v.Row.JSON = j.Str()
		}
		if b.isInput[s] {
			v.Check = b.check(m, v.Field)
		}
		b.fields[m] = v.Field
		v.Doc = b.variantDoc(m, v, name)
		u.Variants = append(u.Variants, v)
	}
	u.Doc = b.unionDoc(s, u)
	return u
}

func (b *builder) enum(s *shape.Shape) Enum {
	name := b.names.shapes[s]
	e := Enum{Name: name, Int: s.Kind == shape.IntEnum}
	for _, m := range s.Members {
		v := EnumValue{Name: b.names.members[m]}
		value, _ := m.Traits.Get("smithy.api#enumValue")
		v.String = value.Str()
		if value.Kind() != shape.NodeString {
			v.String = m.Name
		}
		v.Int, _ = value.Int64()
		v.Doc = b.constantDoc(m, v)
		e.Values = append(e.Values, v)
	}
	e.Doc = b.enumDoc(s, e)
	return e
}
