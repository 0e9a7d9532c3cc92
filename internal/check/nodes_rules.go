// Values held against the constraints of their shapes and members.

package check

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// constraints holds a value to the constraint traits of one shape or member, whose own type is that of the value.
func (w *valueWalk) constraints(traits shape.Traits, of shape.Subject, v shape.Node, at *step) {
	if traits.Len() > manyTraits {
		traits = w.p.constraintsOf(of, traits)
	}
	for t := range traits.All() {
		switch t.ID {
		case traitLength:
			w.length(t.Value, of, v, at)
		case traitRange:
			w.inRange(t.Value, of, v, at)
		case traitPattern:
			w.matches(t.Value.Str(), v, at)
		case traitUniqueItems:
			w.unique(v, at)
		case traitIDRef:
			w.idRef(t.Value, v, at)
		case traitEnum:
			w.enumTrait(t.Value, of, v, at)
		}
	}
}

// manyTraits is the number of traits above which the constraints among them are not looked for again with every value.
const manyTraits = 16

// constraintsOf returns those traits of a subject that constrain values.
func (p *pass) constraintsOf(of shape.Subject, traits shape.Traits) shape.Traits {
	if found, known := p.values.constraints[of]; known {
		return found
	}
	var list []shape.Trait
	for t := range traits.All() {
		switch t.ID {
		case traitLength, traitRange, traitPattern, traitUniqueItems, traitIDRef, traitEnum:
			list = append(list, t)
		}
	}
	if p.values.constraints == nil {
		p.values.constraints = map[shape.Subject]shape.Traits{}
	}
	p.values.constraints[of] = shape.NewTraits(list...)
	return p.values.constraints[of]
}

// length applies smithy.api#length; that of a string counts code points.
func (w *valueWalk) length(limits shape.Node, of shape.Subject, v shape.Node, at *step) {
	var size int
	var unit, units string
	switch kind := dataKind(of); {
	case kind == shape.List && v.Kind() == shape.NodeArray:
		size, unit, units = v.Len(), "element", "elements"
	case kind == shape.Map && v.Kind() == shape.NodeObject:
		size, unit, units = v.Len(), "entry", "entries"
	case kind == shape.Blob && v.Kind() == shape.NodeString:
		size, unit, units = len(v.Str()), "byte", "bytes"
		if w.c.base64 {
			decoded, err := base64.StdEncoding.DecodeString(v.Str())
			if err != nil {
				return // which blob reports
			}
			size = len(decoded)
		}
	case (kind == shape.String || kind == shape.Enum) && v.Kind() == shape.NodeString:
		size, unit, units = utf8.RuneCountInString(v.Str()), "character", "characters"
	default:
		return
	}
	if least, ok := intField(limits, "min"); ok && int64(size) < least {
		w.breaks(at, v.Span(), "", "must have at least %d %s, but has %d", least, plural(least, unit, units), size)
	}
	if most, ok := intField(limits, "max"); ok && int64(size) > most {
		w.breaks(at, v.Span(), "", "must have at most %d %s, but has %d", most, plural(most, unit, units), size)
	}
}

// intField returns a whole number of an object.
func intField(v shape.Node, name string) (int64, bool) {
	f, ok := v.Field(name)
	if !ok {
		return 0, false
	}
	return f.Int64()
}

// dataKind is the kind of a shape, or of what a member targets.
func dataKind(s shape.Subject) shape.Kind {
	if s.Member != nil {
		return s.Member.Target.Kind
	}
	return s.Shape.Kind
}

// inRange applies smithy.api#range.
func (w *valueWalk) inRange(limits shape.Node, of shape.Subject, v shape.Node, at *step) {
	suffix := ".Target.InvalidRange"
	if of.Member != nil {
		suffix = ".Member.InvalidRange"
	}
	least, hasMin := limits.Field("min")
	most, hasMax := limits.Field("max")
	switch {
	case v.Kind() == shape.NodeNumber:
		if w.c.zeroFits && isZero(v) {
			lenient := *w
			c := *w.c
			c.lenient, lenient.c = true, &c
			w = &lenient
		}
		if hasMin && compareNumbers(v, least) < 0 {
			w.breaks(at, v.Span(), suffix, "must be at least %s, but is %s", least.Num(), v.Num())
		}
		if hasMax && compareNumbers(v, most) > 0 {
			w.breaks(at, v.Span(), suffix, "must be at most %s, but is %s", most.Num(), v.Num())
		}
	case v.Str() == "NaN":
		w.breaks(at, v.Span(), "", "must be a number, since it has a range, but is NaN")
	case v.Str() == "-Infinity" && hasMin:
		w.breaks(at, v.Span(), suffix, "must be at least %s, but is -Infinity", least.Num())
	case v.Str() == "Infinity" && hasMax:
		w.breaks(at, v.Span(), suffix, "must be at most %s, but is Infinity", most.Num())
	}
}

// matches applies smithy.api#pattern. A pattern that cannot be run says nothing about values: it is reported where it stands.
func (w *valueWalk) matches(expr string, v shape.Node, at *step) {
	if v.Kind() != shape.NodeString {
		return
	}
	if !w.p.mayMatch(expr, v.Str()) {
		w.breaks(at, v.Span(), "", "must match the pattern %s", expr)
	}
}

// unique applies smithy.api#uniqueItems: it reports the first element that is there already.
func (w *valueWalk) unique(v shape.Node, at *step) {
	elems := v.Elems()
	if len(elems) < 2 {
		return
	}
	known := make(map[string]int, len(elems))
	for i, e := range elems {
		key := canonical(e)
		if first, ok := known[key]; ok {
			w.wrong(at, e.Span(), "must have unique elements, but element %d equals element %d: remove one of them", i, first)
			return
		}
		known[key] = i
	}
}

// canonical returns a text that equal values share and no others.
func canonical(v shape.Node) string {
	if v.Kind() == shape.NodeString {
		return strconv.Quote(v.Str())
	}
	var b strings.Builder
	writeCanonical(&b, v)
	return b.String()
}

// writeCanonical writes the text that equal values share.
func writeCanonical(b *strings.Builder, v shape.Node) {
	switch v.Kind() {
	case shape.NodeNull:
		b.WriteString("null")
	case shape.NodeBool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case shape.NodeNumber:
		b.WriteString(canonicalNumber(v))
	case shape.NodeString:
		b.WriteString(strconv.Quote(v.Str()))
	case shape.NodeArray:
		b.WriteByte('[')
		for _, e := range v.Elems() {
			writeCanonical(b, e)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case shape.NodeObject:
		fields := slices.Clone(v.FieldList())
		slices.SortFunc(fields, func(x, y shape.Field) int { return strings.Compare(x.Name, y.Name) })
		b.WriteByte('{')
		for _, f := range fields {
			b.WriteString(strconv.Quote(f.Name))
			b.WriteByte(':')
			writeCanonical(b, f.Value)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	}
}

// idRef applies smithy.api#idRef.
func (w *valueWalk) idRef(rule shape.Node, v shape.Node, at *step) {
	if v.Kind() != shape.NodeString {
		return
	}
	id := shape.ID(v.Str())
	if !id.Valid() {
		w.malformed(diag.Error, at, v.Span(), "must be an absolute shape id such as smithy.example#Name, but is %q", v.Str())
		return
	}
	custom, _ := rule.Field("errorMessage")
	missing, _ := rule.Field("failWhenMissing")
	target := w.p.m.Subject(id)
	switch {
	case target.ID() == "" && !missing.Bool():
	case target.ID() == "":
		w.wrong(at, v.Span(), "names the shape %s, which nothing declares%s",
			id, because(cmp.Or(custom.Str(), w.p.hint(v.Str(), w.p.shapeIDs(), "correct the id or declare the shape"))))
	default:
		text, _ := rule.Field("selector")
		if text.Str() == "" || text.Str() == "*" {
			return
		}
		sel, err := w.p.env().Parse(text.Str())
		if err == nil && !sel.MatchesOne(w.p.env(), target) {
			w.wrong(at, v.Span(), "names %s, which the selector %s does not match%s", id, clipped(text.Str()), because(custom.Str()))
		}
	}
}

// enumValues are the values of an enumeration.
type enumValues struct {
	list []string
	set  map[string]bool
}

// enumOf returns the values of an enumeration, which list collects when it is first asked for.
func (p *pass) enumOf(of shape.Subject, list func() []string) *enumValues {
	e := p.values.enums[of]
	if e == nil {
		e = &enumValues{list: list()}
		e.set = make(map[string]bool, len(e.list))
		for _, value := range e.list {
			e.set[value] = true
		}
		if p.values.enums == nil {
			p.values.enums = map[shape.Subject]*enumValues{}
		}
		p.values.enums[of] = e
	}
	return e
}

// enumTrait applies smithy.api#enum, the form that enums have in Smithy 1.0.
func (w *valueWalk) enumTrait(definitions shape.Node, of shape.Subject, v shape.Node, at *step) {
	if v.Kind() != shape.NodeString {
		return
	}
	w.oneOfEnum(v.Str(), v, at, w.p.enumOf(of, func() []string {
		values := make([]string, 0, definitions.Len())
		for _, d := range definitions.Elems() {
			value, _ := d.Field("value")
			values = append(values, value.Str())
		}
		return values
	}))
}

// enum demands a value of an enum or intEnum.
func (w *valueWalk) enum(s *shape.Shape, v shape.Node, at *step) {
	value := v.Str()
	if s.Kind == shape.IntEnum {
		value = canonicalNumber(v)
	}
	w.oneOfEnum(value, v, at, w.p.enumOf(s.Subject(), func() []string {
		values := make([]string, 0, len(s.Members))
		for _, m := range s.Members {
			v, _ := m.Traits.Get(traitEnumValue)
			if v.Kind() == shape.NodeNumber {
				values = append(values, canonicalNumber(v))
			} else {
				values = append(values, v.Str())
			}
		}
		return values
	}))
}

// oneOfEnum demands a value of an enumeration.
func (w *valueWalk) oneOfEnum(value string, v shape.Node, at *step, e *enumValues) {
	switch {
	case e.set[value]:
	case v.Kind() == shape.NodeNumber:
		w.wrong(at, v.Span(), "must be one of %s, not %s", listed(e.list), v.Num())
	default:
		hint := because(w.p.hint(value, slices.Values(e.list), ""))
		w.wrong(at, v.Span(), "must be one of %s, not %q%s", listed(e.list), value, hint)
	}
}

// blob demands base64, where blobs are written so.
func (w *valueWalk) blob(v shape.Node, at *step) {
	if !w.c.base64 {
		return
	}
	if _, err := base64.StdEncoding.DecodeString(v.Str()); err != nil {
		w.wrong(at, v.Span(), "must be base64, since it stands for a blob")
	}
}
