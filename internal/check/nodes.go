// Values held against shapes: those of traits, defaults, examples, tests and metadata.

package check

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// valueCheck says on whose behalf values are held against shapes, and how strictly.
type valueCheck struct {
	code  string        // event id of what is wrong, to which findings of some kinds add further parts
	form  string        // event id of a value that is not of its shape's type or lacks a member; code if ""
	about shape.Subject // what the findings are about
	what  string        // begins each message: "the value of the trait http"
	span  source.Span   // where, for values without a place of their own

	lenient  bool // what breaks a constraint is a warning (allowConstraintErrors of examples)
	zeroFits bool // a zero outside of a range is a warning: models of Smithy 1.0 have such defaults
	base64   bool // blobs are base64
	epoch    bool // timestamps are numbers, whatever their format
	nulls    bool // optional members may be null

	report func(finding, string) // receives the findings; the pass if nil
}

// checkValue reports what keeps value from being a value of the shape or member given. Documents fit always and are not looked
// into.
func (p *pass) checkValue(c valueCheck, value shape.Node, against shape.Subject) {
	w := valueWalk{p: p, c: &c}
	switch {
	case against.Member != nil:
		w.member(against.Member, value, nil)
	case against.Shape != nil:
		w.shape(against.Shape, value, nil, nil)
	}
}

// valueState is what the checks of values of one model remember.
type valueState struct {
	patterns    patternState
	enums       map[shape.Subject]*enumValues
	pending     []pendingFinding // of trait values, until their validator's turn
	required    map[*shape.Shape][]*shape.Member
	constraints map[shape.Subject]shape.Traits // of subjects with many traits
	found       [diag.Error + 1]int            // findings by severity
}

// requiredOf returns the required members of a structure.
func (p *pass) requiredOf(s *shape.Shape) []*shape.Member {
	list, known := p.values.required[s]
	if known {
		return list
	}
	for _, m := range s.Members {
		if m.Traits.Has(traitRequired) {
			list = append(list, m)
		}
	}
	if p.values.required == nil {
		p.values.required = map[*shape.Shape][]*shape.Member{}
	}
	p.values.required[s] = list
	return list
}

// valueWalk is one value on its way through its shape.
type valueWalk struct {
	p *pass
	c *valueCheck
}

// step is a step on the way from a value to a part of it.
type step struct {
	up    *step
	name  string // of a member or key; "" for an element
	index int
}

// String returns the names and numbers from the value to its part, joined by dots.
func (s *step) String() string {
	var parts []string
	for ; s != nil; s = s.up {
		if s.name != "" {
			parts = append(parts, s.name)
		} else {
			parts = append(parts, strconv.Itoa(s.index))
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
		if i > 0 {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// wrong reports an error of a value. The format and its arguments go on from "it".
func (w *valueWalk) wrong(at *step, span source.Span, format string, args ...any) {
	w.add(diag.Error, w.c.code, at, span, format, args...)
}

// malformed reports a value that has not the form of its shape.
func (w *valueWalk) malformed(severity diag.Severity, at *step, span source.Span, format string, args ...any) {
	code := w.c.form
	if code == "" {
		code = w.c.code
	}
	w.add(severity, code, at, span, format, args...)
}

// breaks reports a value that breaks a constraint; suffix is added to the event id.
func (w *valueWalk) breaks(at *step, span source.Span, suffix, format string, args ...any) {
	severity := diag.Error
	if w.c.lenient {
		severity = diag.Warning
	}
	w.add(severity, w.c.code+suffix, at, span, format, args...)
}

// add reports a finding about the part of the value at a step, the value itself if that is nil.
func (w *valueWalk) add(severity diag.Severity, code string, at *step, span source.Span, format string, args ...any) {
	if span.IsZero() {
		span = w.c.span
	}
	if w.tooMany(severity) {
		return
	}
	w.p.values.found[severity]++
	text := fmt.Sprintf(format, quoted(args)...)
	if at != nil {
		text = w.c.what + " is wrong at " + strconv.Quote(at.String()) + ": it " + text
	} else {
		text = w.c.what + " " + text
	}
	f := finding{code: code, severity: severity, about: w.c.about, span: span}
	if w.c.report != nil {
		w.c.report(f, text)
		return
	}
	w.p.report(f, "%s", text)
}

// maxFindings is the number of findings of one severity in all values of a model. Values and what they are held against can
// ask for the product of their sizes: where so much is wrong, what else is wrong is of no interest.
const maxFindings = 100_000

// tooMany reports whether no further finding of a severity counts.
func (w *valueWalk) tooMany(severity diag.Severity) bool {
	return w.p.values.found[severity] >= maxFindings
}

// member checks the value of a member: by the member's own constraints, and by its target.
func (w *valueWalk) member(m *shape.Member, v shape.Node, at *step) {
	if v.Kind() == shape.NodeNull && w.c.nulls && m.Nullable(shape.Client) {
		return
	}
	w.constraints(m.Traits, m.Subject(), v, at)
	w.shape(m.Target, v, at, m)
}

// shape checks a value of a shape, which via targets unless it is nil.
func (w *valueWalk) shape(s *shape.Shape, v shape.Node, at *step, via *shape.Member) {
	if s.Kind == shape.Document || s.Kind == shape.Invalid {
		if via != nil && v.Kind() == shape.NodeNull && via.Traits.Has(traitRequired) {
			w.wrong(at, v.Span(), "is null, though it is required: give it a value")
		}
		return
	}
	if v.Kind() == shape.NodeNull && via == nil && w.c.nulls {
		return
	}
	switch s.Kind {
	case shape.Timestamp:
		w.timestamp(s, v, at, via)
		return
	case shape.Service, shape.Resource, shape.Operation:
		w.malformed(diag.Error, at, v.Span(), "is held against %s, %s, which has no values", s.ID, s.Kind)
		return
	}
	if !w.fits(s, v, at) {
		return
	}
	w.constraints(s.Traits, s.Subject(), v, at)
	switch s.Kind {
	case shape.Enum, shape.IntEnum:
		w.enum(s, v, at)
	case shape.Blob:
		w.blob(v, at)
	case shape.List:
		w.list(s, v, at)
	case shape.Map:
		w.mapEntries(s, v, at)
	case shape.Structure:
		w.structure(s, v, at)
	case shape.Union:
		w.union(s, v, at)
	}
}

// fits reports whether a value has the type of its shape, and complains if not.
func (w *valueWalk) fits(s *shape.Shape, v shape.Node, at *step) bool {
	var want shape.NodeKind
	switch s.Kind {
	case shape.String, shape.Enum, shape.Blob:
		want = shape.NodeString
	case shape.Boolean:
		want = shape.NodeBool
	case shape.List:
		want = shape.NodeArray
	case shape.Map, shape.Structure, shape.Union:
		want = shape.NodeObject
	default:
		return w.number(s, v, at)
	}
	if v.Kind() == want {
		return true
	}
	w.malformed(diag.Error, at, v.Span(), "must be %s, not %s", want, v.Kind())
	return false
}

// list checks the elements of a list.
func (w *valueWalk) list(s *shape.Shape, v shape.Node, at *step) {
	m := s.Member("member")
	if m == nil || m.Target.Kind == shape.Document {
		return
	}
	sparse := s.Traits.Has(traitSparse)
	for i, e := range v.Elems() {
		if !sparse || e.Kind() != shape.NodeNull {
			w.member(m, e, &step{up: at, index: i})
		}
	}
}

// mapEntries checks the keys and values of a map.
func (w *valueWalk) mapEntries(s *shape.Shape, v shape.Node, at *step) {
	key, value := s.Member("key"), s.Member("value")
	if key == nil || value == nil {
		return
	}
	sparse := s.Traits.Has(traitSparse)
	for _, f := range v.FieldList() {
		w.member(key, shape.StringNode(f.Name, f.Span), &step{up: at, name: f.Name + " (key)"})
		if !sparse || f.Value.Kind() != shape.NodeNull {
			w.member(value, f.Value, &step{up: at, name: f.Name})
		}
	}
}

// structure checks the members of a structure, and that it has those that are required.
func (w *valueWalk) structure(s *shape.Shape, v shape.Node, at *step) {
	fields := v.FieldList()
	for _, f := range fields {
		if m := s.Member(f.Name); m != nil {
			w.member(m, f.Value, &step{up: at, name: f.Name})
			continue
		}
		w.add(diag.Warning, w.c.code+".UnknownMember."+string(s.ID)+"."+f.Name, at, f.Span,
			"has a member %q, which %s does not have: %s", f.Name, s.ID, w.p.hint(f.Name, memberNames(s), "remove it"))
	}
	severity := diag.Error
	if w.c.lenient {
		severity = diag.Warning
	}
	has := fieldFinder(v)
	for _, m := range w.p.requiredOf(s) {
		if has(m.Name) {
			continue
		}
		if w.tooMany(severity) {
			break
		}
		w.malformed(severity, at, v.Span(), "lacks %q, which is required: add it", m.Name)
	}
}

// manyFields is the number of entries of an object from which on they are looked up in a map.
const manyFields = 16

// fieldFinder returns a function that tells which entries an object has.
func fieldFinder(v shape.Node) func(name string) bool {
	fields := v.FieldList()
	if len(fields) < manyFields {
		return func(name string) bool {
			_, ok := v.Field(name)
			return ok
		}
	}
	names := make(map[string]bool, len(fields))
	for _, f := range fields {
		names[f.Name] = true
	}
	return func(name string) bool { return names[name] }
}

// union checks the one member of a union.
func (w *valueWalk) union(s *shape.Shape, v shape.Node, at *step) {
	if n := v.Len(); n > 1 {
		w.malformed(diag.Error, at, v.Span(), "must have one member only, since %s is a union, not %d", s.ID, n)
		return
	}
	for _, f := range v.FieldList() {
		if m := s.Member(f.Name); m != nil {
			w.member(m, f.Value, &step{up: at, name: f.Name})
			continue
		}
		w.malformed(diag.Error, at, f.Span, "has a member %q, which the union %s does not have: %s",
			f.Name, s.ID, w.p.hint(f.Name, memberNames(s), "remove it"))
	}
}
