// Checks: what is validated of a request before it is sent.

package plan

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/pattern"
	"github.com/smithwright/smithwright/internal/shape"
)

// findValidated finds the structures and unions of requests that have a constraint somewhere below. It starts with those
// that have one themselves and goes on to what holds them until nothing is added.
func (b *builder) findValidated() {
	for changed := true; changed; {
		changed = false
		for _, s := range b.reached {
			if b.isInput[s] && !b.validated[s] && (s.Kind == shape.Structure || s.Kind == shape.Union) && b.anyConstraint(s) {
				b.validated[s], changed = true, true
			}
		}
	}
}

func (b *builder) anyConstraint(s *shape.Shape) bool {
	for _, m := range s.Members {
		if isEvents(m.Target) {
			continue // each event is checked by itself
		}
		required := s.Kind == shape.Structure && m.Traits.Has("smithy.api#required")
		if required && requirable(m) || b.constrained(m) {
			return true
		}
	}
	return false
}

// requirable reports whether the lack of a required member can be seen in Go: not that of a plain number or string.
func requirable(m *shape.Member) bool {
	if m.Traits.Has("smithy.api#clientOptional") || m.Traits.Has("smithy.api#httpLabel") {
		return true
	}
	switch m.Target.Kind {
	case shape.Boolean, shape.Byte, shape.Short, shape.Integer, shape.IntEnum, shape.Long, shape.Float, shape.Double, shape.String, shape.BigDecimal:
		return false
	default:
		return true
	}
}

var constraints = []shape.ID{"smithy.api#length", "smithy.api#range", "smithy.api#pattern", "smithy.api#uniqueItems"}

// constrained reports whether something is checked of the member's value if it is there.
func (b *builder) constrained(m *shape.Member) bool {
	if m.Target.Traits.Has("smithy.api#streaming") {
		return false
	}
	for _, id := range constraints {
		if _, ok := m.Trait(id); ok {
			return true
		}
	}
	t := m.Target
	if t.Kind == shape.List || t.Kind == shape.Map {
		for _, part := range t.Members {
			if b.constrained(part) {
				return true
			}
		}
	}
	return b.validated[t]
}

// check plans the checks of a field; nil if there are none.
func (b *builder) check(m *shape.Member, f Field) *Check {
	c := b.valueCheck(m, f.Row.Type.Kind)
	if m.Traits.Has("smithy.api#required") && !f.Row.Token {
		c.Label = f.Row.Bind == "Label" && f.Row.Type.Kind == "String" && !f.Row.Type.Ptr
		c.Required = f.Row.Default == "" && !c.Label && (requirable(m) && f.Row.Bind != "Label" || f.Row.Type.Ptr || f.Row.Type.Kind == "Timestamp")
	}
	c.Guard, c.Zero, c.Deref = guard(f, c), zero(f.Row.Type.Kind), f.Row.Type.Ptr
	if !c.any() {
		return nil
	}
	return c
}

// guard says when a field's value is absent.
func guard(f Field, c *Check) Guard {
	switch {
	case f.Row.Type.Ptr || nilable(f.Row.Type.Kind):
		return NotNil
	case f.Row.Required && c.Required && f.Row.Type.Kind == "Timestamp":
		return TimeGiven
	case f.Row.Required && c.Required:
		return EnumGiven
	case f.Row.Required:
		return Always
	default:
		return NotZero
	}
}

// zero is the zero value of a scalar in Go.
func zero(kind string) string {
	switch kind {
	case "String", "BigDecimal":
		return `""`
	case "Bool":
		return "false"
	default:
		return "0"
	}
}

func (c *Check) any() bool {
	return c.Required || c.Label || c.deep()
}

// deep reports whether something is checked of a value that is there.
func (c *Check) deep() bool {
	return c.Length != nil || c.Bytes != nil || c.Size != nil || c.Range != nil || c.Pattern != "" || c.Unique || c.Nested ||
		c.Elem != nil || c.Key != nil
}

// Deep is deep for the printer.
func (c *Check) Deep() bool { return c != nil && c.deep() }

// valueCheck plans what is checked of a value that is there.
func (b *builder) valueCheck(m *shape.Member, kind string) *Check {
	c := &Check{Secret: isSensitive(m, nil)}
	if m.Target.Traits.Has("smithy.api#streaming") {
		return c
	}
	if v, ok := m.Trait("smithy.api#length"); ok {
		span := lengthOf(v)
		switch kind {
		case "String":
			c.Length = span
		case "Blob":
			c.Bytes = span
		case "List", "Map":
			c.Size = span
		}
	}
	if v, ok := m.Trait("smithy.api#range"); ok {
		c.Range = rangeOf(v, kind)
	}
	if v, ok := m.Trait("smithy.api#pattern"); ok && kind == "String" {
		c.Pattern = b.pattern(m, v)
	}
	switch m.Target.Kind {
	case shape.List:
		_, c.Unique = m.Trait("smithy.api#uniqueItems")
		c.Elem = b.partCheck(m.Target.Member("member"))
	case shape.Map:
		c.Key, c.Elem = b.partCheck(m.Target.Member("key")), b.partCheck(m.Target.Member("value"))
	case shape.Structure, shape.Union:
		c.Nested = b.validated[m.Target]
		c.Recursive = c.Nested && b.isRecursive(m.Target)
		if c.Nested && m.Target.Kind == shape.Union {
			c.Union = b.names.shapes[m.Target]
		}
	}
	return c
}

// isRecursive reports whether a value of the shape may hold others of it.
func (b *builder) isRecursive(s *shape.Shape) bool {
	if known, ok := b.recursive[s]; ok {
		return known
	}
	var below []*shape.Shape
	for _, m := range s.Members {
		below = append(below, m.Target)
	}
	b.recursive[s] = slices.Contains(b.model.Closure(below), s)
	return b.recursive[s]
}

// partCheck plans the checks of an element, key or entry; nil if there are none.
func (b *builder) partCheck(m *shape.Member) *Check {
	if !b.constrained(m) {
		return nil
	}
	_, row := b.value(m)
	c := b.valueCheck(m, row.Kind)
	c.Deref = m.Parent.Traits.Has("smithy.api#sparse") && m.Name != "key" && !nilable(row.Kind)
	if c.Deref || nilable(row.Kind) {
		c.Guard = NotNil
	}
	if !c.deep() {
		return nil
	}
	return c
}

func lengthOf(v shape.Node) *Span {
	span := &Span{Max: -1}
	if n, ok := v.Field("min"); ok {
		span.Min, _ = n.Int64()
	}
	if n, ok := v.Field("max"); ok {
		// What no request can reach is no bound, and would not fit an int everywhere.
		if high, whole := n.Int64(); whole && high <= math.MaxInt32 {
			span.Max = high
		}
	}
	return span
}

// rangeOf reads a range. Bounds of whole numbers that are fractions are rounded inwards.
func rangeOf(v shape.Node, kind string) *Range {
	r := &Range{}
	switch kind {
	case "Float32", "Float64":
		r.Kind = Floats
	case "BigInteger":
		r.Kind = BigIntegers
	case "BigDecimal":
		r.Kind = Decimals
	}
	if n, ok := v.Field("min"); ok {
		r.Min = fitting(bound(n.Num(), r.Kind, true), kind)
	}
	if n, ok := v.Field("max"); ok {
		r.Max = fitting(bound(n.Num(), r.Kind, false), kind)
	}
	if r.Min == "" && r.Max == "" {
		return nil
	}
	return r
}

// extremes are the largest values of the types that have one.
var extremes = map[string]float64{
	"Int8": math.MaxInt8, "Int16": math.MaxInt16, "Int32": math.MaxInt32, "Int64": math.MaxInt64,
	"Float32": math.MaxFloat32, "Float64": math.MaxFloat64,
}

// fitting drops a bound that the Go type cannot express, because no value of it can be beyond.
func fitting(literal, kind string) string {
	limit, limited := extremes[kind]
	if !limited || literal == "" {
		return literal
	}
	f, err := strconv.ParseFloat(literal, 64)
	if kind == "Int64" {
		_, err = strconv.ParseInt(literal, 10, 64)
	}
	if err != nil || math.Abs(f) > limit {
		return ""
	}
	return literal
}

// bound returns a bound as a literal of its sort of number.
func bound(literal string, kind RangeKind, lower bool) string {
	if kind == Floats || kind == Decimals {
		return literal
	}
	if !strings.ContainsAny(literal, ".eE") {
		return literal
	}
	r, ok := new(big.Rat).SetString(literal)
	if !ok {
		return ""
	}
	whole := new(big.Int).Div(r.Num(), r.Denom()) // rounds down, since denominators are positive
	if lower && !r.IsInt() {
		whole.Add(whole, big.NewInt(1))
	}
	return whole.String()
}

// pattern returns the name of the variable that holds a pattern; equal patterns share one. One that no engine can run is
// left out, with a warning.
func (b *builder) pattern(m *shape.Member, v shape.Node) string {
	text := v.Str()
	if name, ok := b.patterns[text]; ok {
		return name
	}
	result, err := pattern.Translate(text)
	if err != nil {
		b.diags.Add(diag.Diagnostic{
			Code: "pattern.unsupported", Severity: diag.Warning, Span: v.Span(), Shape: string(m.ID),
			Message: "the pattern is not checked, since it is not a regular expression that can be run: " + err.Error(),
		})
		b.patterns[text] = ""
		return ""
	}
	if result.Always() {
		b.patterns[text] = ""
		return ""
	}
	owner := exported(m.Parent.ID.Name()) + exported(m.Name)
	if m.Target.Traits.Has("smithy.api#pattern") && !m.Traits.Has("smithy.api#pattern") {
		owner = exported(shapeName(b.service, m.Target))
	}
	name := b.patternVars.take("pattern"+owner, "Pattern")
	b.patterns[text] = name
	p := Pattern{Var: name, Expr: result.Expr, Min: result.Min, Max: result.Max, ECMA: result.Engine == pattern.ECMA}
	p.RE2 = !p.ECMA && !result.Lean
	if result.Expr != text {
		p.Model = text
	}
	b.pkg.Patterns = append(b.pkg.Patterns, p)
	return name
}

// words says a length or range in words for documentation.
func (s *Span) words() string {
	switch {
	case s.Max < 0:
		return "at least " + strconv.FormatInt(s.Min, 10)
	case s.Min == 0:
		return "at most " + strconv.FormatInt(s.Max, 10)
	case s.Min == s.Max:
		return "exactly " + strconv.FormatInt(s.Min, 10)
	default:
		return strconv.FormatInt(s.Min, 10) + " to " + strconv.FormatInt(s.Max, 10)
	}
}

func (r *Range) words() string {
	switch {
	case r.Max == "":
		return "at least " + r.Min
	case r.Min == "":
		return "at most " + r.Max
	default:
		return r.Min + " to " + r.Max
	}
}
