// Endpoints: what an endpoint says beside its address, as Go values. What is the same for every call stands in a variable.

package plan

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/rules"
)

// statics are the package-level variables for values that do not change.
type statics struct {
	list  []RuleStatic
	names map[string]string // by the value
}

// of returns the variable for a value, whose name begins with kind.
func (s *statics) of(kind, value string) string {
	if name, ok := s.names[value]; ok {
		return name
	}
	n := 1
	for _, v := range s.list {
		if strings.HasPrefix(v.Name, kind) {
			n++
		}
	}
	name := kind + strconv.Itoa(n)
	if value == "true" || value == "false" {
		name = kind
	}
	s.names[value] = name
	s.list = append(s.list, RuleStatic{name, value})
	return name
}

// goValue is a Go expression, and whether it is made of constants only.
type goValue struct {
	text     string
	constant bool
}

// endpoint is the value that a rule ends with.
func (b *before) endpoint(e *rules.Endpoint) *RuleEndpoint {
	result := &RuleEndpoint{URL: b.expr(&e.URL)}
	if len(e.Headers) > 0 {
		var items []goValue
		for _, h := range e.Headers {
			values := b.list1("[]string", h.Values, b.value)
			items = append(items, goValue{"{Name: " + quoted(http.CanonicalHeaderKey(h.Name)) + ", Values: " + values.text + "}", values.constant})
		}
		result.Headers = b.shared("resolvedHeaders", compositeOf("[]endpoints.Header", items))
	}
	var others []goValue
	for _, f := range e.Properties {
		if f.Name == "authSchemes" {
			var schemes []goValue
			for i := range f.Value.Parts {
				schemes = append(schemes, b.scheme(&f.Value.Parts[i]))
			}
			result.Auth = b.shared("resolvedAuth", compositeOf("[]endpoints.AuthScheme", schemes))
			continue
		}
		others = append(others, b.property(f))
	}
	if len(others) > 0 {
		result.Properties = b.shared("resolvedProperties", compositeOf("[]endpoints.Property", others))
	}
	return result
}

// shared is the value, or a variable that holds it where it is constant.
func (b *before) shared(kind string, v goValue) string {
	if v.constant {
		return b.statics.of(kind, v.text)
	}
	return v.text
}

// compositeOf is the composite literal of elements.
func compositeOf(typ string, items []goValue) goValue {
	all := goValue{constant: true}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = item.text
		all.constant = all.constant && item.constant
	}
	all.text = typ + "{" + strings.Join(texts, ", ") + "}"
	return all
}

// list1 is the composite literal of expressions.
func (b *before) list1(typ string, list []rules.Expr, value func(*rules.Expr) goValue) goValue {
	items := make([]goValue, len(list))
	for i := range list {
		items[i] = value(&list[i])
	}
	return compositeOf(typ, items)
}

// value is a property's value.
func (b *before) value(e *rules.Expr) goValue {
	switch e.Kind {
	case rules.ExprArray:
		return b.list1("[]any", e.Parts, b.value)
	case rules.ExprObject:
		items := make([]goValue, len(e.Fields))
		for i, f := range e.Fields {
			items[i] = b.property(f)
		}
		return compositeOf("[]endpoints.Property", items)
	case rules.ExprInt:
		return goValue{"int64(" + strconv.Itoa(e.Int) + ")", true}
	default:
		_, constant := b.constant(e)
		return goValue{b.expr(e), constant}
	}
}

func (b *before) property(f rules.Field) goValue {
	v := b.value(&f.Value)
	return goValue{"{Name: " + quoted(f.Name) + ", Value: " + v.text + "}", v.constant}
}

// schemeFields are the fields of endpoints.AuthScheme, by what the rules call them.
var schemeFields = []struct {
	rule, field string
	kind        rules.TypeKind
}{
	{"name", "Name", rules.String},
	{"signingName", "SigningName", rules.String},
	{"signingRegion", "SigningRegion", rules.String},
	{"signingRegionSet", "SigningRegionSet", rules.StringArray},
	{"disableDoubleEncoding", "DisableDoubleEncoding", rules.Bool},
}

// scheme is an element of the property authSchemes.
func (b *before) scheme(e *rules.Expr) goValue {
	var fields []string
	constant := true
	known := map[string]bool{}
	for _, s := range schemeFields {
		for i := range e.Fields {
			f := &e.Fields[i]
			if f.Name != s.rule || !fits(&f.Value, s.kind) {
				continue
			}
			known[f.Name] = true
			v := b.value(&f.Value)
			if s.kind == rules.StringArray {
				v = b.list1("[]string", f.Value.Parts, b.value)
				v.text = b.shared("resolvedRegions", v)
			}
			constant = constant && v.constant
			if v.text != "false" {
				fields = append(fields, s.field+": "+v.text)
			}
		}
	}
	var others []goValue
	for _, f := range e.Fields {
		if !known[f.Name] {
			others = append(others, b.property(f))
		}
	}
	if len(others) > 0 {
		v := compositeOf("[]endpoints.Property", others)
		constant = constant && v.constant
		fields = append(fields, "Properties: "+v.text)
	}
	return goValue{"{" + strings.Join(fields, ", ") + "}", constant}
}

// fits reports whether a value is of the kind that a field holds.
func fits(e *rules.Expr, kind rules.TypeKind) bool {
	switch kind {
	case rules.StringArray:
		for i := range e.Parts {
			if e.Parts[i].Kind != rules.ExprString {
				return false
			}
		}
		return e.Kind == rules.ExprArray
	case rules.Bool:
		return e.Kind == rules.ExprBool
	default:
		return e.Type.Kind == kind
	}
}
