// Enumerations, as shapes and in the form of Smithy 1.0.

package check

import (
	"math"
	"strconv"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkEnumShapes checks the names and values of enums and intEnums.
func (p *pass) checkEnumShapes() {
	for _, s := range p.shapes {
		if s.Kind != shape.Enum && s.Kind != shape.IntEnum {
			continue
		}
		known := make(map[string]*shape.Member, len(s.Members))
		for _, m := range s.Members {
			value, ok := p.enumMemberValue(m)
			if !ok {
				if s.Kind == shape.Enum {
					p.enumName(m)
				}
				continue
			}
			f := finding{code: "EnumShape", severity: diag.Error, about: m.Subject()}
			if first := known[value]; first != nil {
				f.notes = []diag.Note{{Span: first.Span, Text: "this member has it too"}}
				p.report(f, "%s has the value %s, which %s has already: give each member a value of its own", m.ID, value, first.Name)
			} else {
				known[value] = m
			}
			p.enumName(m)
		}
	}
}

// enumMemberValue returns the value of a member of an enum or intEnum as it is written, and whether it has one that is fit.
func (p *pass) enumMemberValue(m *shape.Member) (string, bool) {
	f := finding{code: "EnumShape", severity: diag.Error, about: m.Subject(), span: traitSpan(m.Subject(), traitEnumValue)}
	v, has := m.Traits.Get(traitEnumValue)
	if m.Parent.Kind == shape.Enum {
		switch {
		case v.Kind() != shape.NodeString:
			p.report(f, "the value of %s must be a string, not %s: put it in quotes, or make %s an intEnum", m.ID, v.Kind(), m.Parent.ID)
			return "", false
		case v.Str() == "":
			p.report(f, "the value of %s must not be empty: write one, or remove it to make it %s", m.ID, m.Name)
		}
		return strconv.Quote(v.Str()), true
	}
	n, isInt := v.Int64()
	switch {
	case !has:
		f.span = m.Span
		p.report(f, "%s has no value: give it a whole number, as all members of an intEnum need one", m.ID)
	case v.Kind() != shape.NodeNumber:
		p.report(f, "the value of %s must be a whole number, not %s", m.ID, v.Kind())
	case !isWhole(v):
		p.report(f, "the value of %s must be a whole number, not %s", m.ID, v.Num())
	case !isInt || n < math.MinInt32 || n > math.MaxInt32:
		p.report(f, "the value of %s must fit into 32 bits, but is %s", m.ID, v.Num())
	default:
		return strconv.FormatInt(n, 10), true
	}
	return "", false
}

// isConstantName reports whether a name is of the form recommended for constants.
func isConstantName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c < 'A' || c > 'Z') && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

// constantNames says of which form names should be.
const constantNames = "names of enum members should be upper-case letters, digits and underscores, and begin with a letter"

// enumName warns of the name of an enum member that constants do not usually have.
func (p *pass) enumName(m *shape.Member) {
	if !isConstantName(m.Name) {
		p.report(finding{code: "EnumShape", severity: diag.Warning, about: m.Subject()},
			"%s is an unusual name: %s", m.Name, constantNames)
	}
}

// checkEnumTraits checks the definitions of enum traits.
func (p *pass) checkEnumTraits() {
	p.subjects(func(s shape.Subject) {
		v, ok := s.Traits().Get(traitEnum)
		if !ok {
			return
		}
		f := finding{code: "EnumTrait", severity: diag.Error, about: s, span: traitSpan(s, traitEnum)}
		names, values := map[string]bool{}, map[string]bool{}
		var unnamed []string
		for _, d := range v.Elems() {
			value, _ := d.Field("value")
			if values[value.Str()] {
				p.report(at(f, value), "the value %q is there twice: remove one of the two", value.Str())
			}
			values[value.Str()] = true
			name, named := d.Field("name")
			if !named {
				unnamed = append(unnamed, value.Str())
				continue
			}
			if names[name.Str()] {
				p.report(at(f, name), "the name %s is there twice: rename one of the two", name.Str())
				continue
			}
			names[name.Str()] = true
			if !isConstantName(name.Str()) {
				w := at(f, name)
				w.severity, w.code = diag.Warning, f.code+"."+name.Str()
				p.report(w, "%s is an unusual name: %s", name.Str(), constantNames)
			}
		}
		if len(names) == 0 {
			f.code, f.severity = "EnumNamesPresent", diag.Warning
			p.report(f, "the values of %s have no names: give each a name, so that generated code can have constants", s.ID())
			return
		}
		for _, value := range unnamed {
			p.report(f, "the value %q has no name, but others have: give each a name", value)
		}
	})
}
