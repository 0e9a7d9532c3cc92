// Endpoints: the expressions of rules, as Go. All functions of the rules are pure and none fails, so that where Go needs a
// statement for a part of an expression, that can stand before it.

package plan

import (
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/rules"
)

// before takes the statements that an expression needs before it.
type before struct {
	*ruleWriter
	list []string
	temp scope // names that the function uses
}

// name returns a name for a variable that is not used yet.
func (b *before) name(name string) string { return b.temp.take(name, "2") }

// expr is an expression whose value is there.
func (b *before) expr(e *rules.Expr) string {
	if s, ok := b.constant(e); ok {
		return s
	}
	switch e.Kind {
	case rules.ExprString:
		parts := make([]string, len(e.Parts))
		for i := range e.Parts {
			parts[i] = b.expr(&e.Parts[i])
		}
		return strings.Join(parts, " + ")
	case rules.ExprArray:
		return "endpoints.ListOf([]string{" + b.items(e.Parts) + "})"
	case rules.ExprRef:
		return b.ref(e.Var)
	default:
		return b.call(e)
	}
}

// items is a list of expressions.
func (b *before) items(elems []rules.Expr) string {
	list := make([]string, len(elems))
	for i := range elems {
		list[i] = b.expr(&elems[i])
	}
	return strings.Join(list, ", ")
}

// constant is the Go literal of a string, a boolean or an integer.
func (w *ruleWriter) constant(e *rules.Expr) (string, bool) {
	switch {
	case e.Kind == rules.ExprString && len(e.Parts) == 0:
		return quoted(e.Text), true
	case e.Kind == rules.ExprBool:
		return strconv.FormatBool(e.Bool), true
	case e.Kind == rules.ExprInt:
		return strconv.Itoa(e.Int), true
	}
	return "", false
}

// quoted is a string as a Go literal.
func quoted(s string) string {
	if strings.ContainsAny(s, "\"\\") && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// stringSlice is a []string of constants.
func stringSlice(e *rules.Expr) string {
	list := make([]string, len(e.Parts))
	for i := range e.Parts {
		list[i] = quoted(e.Parts[i].Text)
	}
	return "[]string{" + strings.Join(list, ", ") + "}"
}

// ref is the value of a variable.
func (w *ruleWriter) ref(v *rules.Var) string {
	p := w.params[v]
	switch {
	case p == nil:
		return w.prefix + w.locals[v.Name]
	case p.Plain():
		return w.self + p.Name
	case v.Type == rules.StringArray:
		return "endpoints.ListOf(" + w.self + p.Name + ")"
	default:
		return "*" + w.self + p.Name
	}
}

// call is a function's result, which is there.
func (b *before) call(e *rules.Expr) string {
	switch e.Fn {
	case rules.FnIsSet, rules.FnNot, rules.FnBooleanEquals, rules.FnStringEquals:
		return b.condition(e, false)
	case rules.FnGetAttr:
		return b.attribute(e)
	case rules.FnIsValidHostLabel:
		return "endpoints.IsValidHostLabel(" + b.items(e.Args) + ")"
	case rules.FnVirtualHostableBucket:
		return "endpoints.IsVirtualHostableS3Bucket(" + b.items(e.Args) + ")"
	case rules.FnURIEncode:
		return "endpoints.URIEncode(" + b.items(e.Args) + ")"
	case rules.FnSplit:
		return "endpoints.Split(" + b.items(e.Args) + ")"
	case rules.FnIte:
		return "endpoints.If(" + b.items(e.Args) + ")"
	case rules.FnCoalesce:
		return b.coalesce(e)
	default:
		value, _ := b.pair(e)
		return value
	}
}

// attributes are the Go names of the fields of records.
var attributes = map[rules.TypeKind]map[string]string{
	rules.Partition: {
		"name": "Name", "dnsSuffix": "DNSSuffix", "dualStackDnsSuffix": "DualStackDNSSuffix", "supportsFIPS": "SupportsFIPS",
		"supportsDualStack": "SupportsDualStack", "implicitGlobalRegion": "ImplicitGlobalRegion",
	},
	rules.URL: {
		"scheme": "Scheme", "authority": "Authority", "path": "Path", "normalizedPath": "NormalizedPath()", "isIp": "IsIP",
	},
	rules.ARN: {
		"partition": "Partition", "service": "Service", "region": "Region", "accountId": "AccountID", "resourceId": "ResourceID()",
	},
}

// attribute is the field of a record, without an index.
func (b *before) attribute(e *rules.Expr) string {
	from := &e.Args[0]
	record := b.expr(from)
	if e.Attr == "" {
		return record
	}
	name := attributes[from.Type.Kind][e.Attr]
	if from.Kind == rules.ExprCall && strings.HasSuffix(name, ")") { // a method of what has no address
		temp := b.name("record")
		b.list = append(b.list, temp+" := "+record)
		record = temp
	}
	return record + "." + name
}

// coalesce is the function of that name where its result is there.
func (b *before) coalesce(e *rules.Expr) string {
	first, last := &e.Args[0], &e.Args[len(e.Args)-1]
	if !first.Type.Optional {
		return b.expr(first)
	}
	if len(e.Args) == 2 && first.Kind == rules.ExprRef && strings.HasPrefix(b.ref(first.Var), "*") {
		return "endpoints.Or(" + b.ref(first.Var)[1:] + ", " + b.expr(last) + ")"
	}
	if two, ok := b.two(first); ok && len(e.Args) == 2 && isZero(last) {
		v := b.name(tempName(first))
		b.list = append(b.list, v+", _ := "+two)
		return v
	}
	v, _ := b.firstOf(e)
	return v
}

// isZero reports whether an expression is its type's zero value.
func isZero(e *rules.Expr) bool {
	return e.Kind == rules.ExprString && e.Text == "" && len(e.Parts) == 0 || e.Kind == rules.ExprBool && !e.Bool
}

// firstOf makes statements that find the first argument which is there, and returns the names of its value and of whether
// there was one.
func (b *before) firstOf(e *rules.Expr) (v, ok string) {
	v, ok = b.name("first"), b.name("found")
	for i := range e.Args {
		two := b.assignable(&e.Args[i])
		switch {
		case i == 0:
			b.list = append(b.list, v+", "+ok+" := "+two)
		default:
			b.list = append(b.list, "if !"+ok+" {\n"+v+", "+ok+" = "+two+"\n}")
		}
		if !e.Args[i].Type.Optional {
			break
		}
	}
	return v, ok
}

// assignable is what two variables can be set to: an expression's value, and whether it is there.
func (b *before) assignable(e *rules.Expr) string {
	if !e.Type.Optional {
		return b.expr(e) + ", true"
	}
	if two, ok := b.two(e); ok {
		return two
	}
	value, present := b.pair(e)
	return value + ", " + present
}

// two is the call of a Go function that returns a value and whether there is one.
func (b *before) two(e *rules.Expr) (string, bool) {
	switch {
	case e.Kind == rules.ExprRef && b.params[e.Var] != nil && e.Var.Type != rules.StringArray:
		return "endpoints.Value(" + b.ref(e.Var)[1:] + ")", true
	case e.Kind != rules.ExprCall:
		return "", false
	}
	switch e.Fn {
	case rules.FnSubstring:
		return "endpoints.Substring(" + b.items(e.Args) + ")", true
	case rules.FnParseURL:
		return "endpoints.ParseURL(" + b.items(e.Args) + ")", true
	case rules.FnParseARN:
		return "endpoints.ParseARN(" + b.items(e.Args) + ")", true
	case rules.FnPartition:
		return "endpoints.PartitionOf(" + b.items(e.Args) + ")", true
	case rules.FnGetAttr:
		return b.element(e), e.Indexed
	}
	return "", false
}

// element is the call that gets an element of a list.
func (b *before) element(e *rules.Expr) string {
	index := strconv.Itoa(e.Index)
	if from := &e.Args[0]; e.Attr == "" && from.Kind == rules.ExprRef {
		if p := b.params[from.Var]; p != nil {
			return "endpoints.At(" + b.self + p.Name + ", " + index + ")"
		}
	}
	return b.attribute(e) + ".At(" + index + ")"
}

// pair is an expression that may be absent: its value, and what tells whether it is there.
func (b *before) pair(e *rules.Expr) (value, present string) {
	switch {
	case !e.Type.Optional && e.Kind != rules.ExprCall:
		return b.expr(e), "true"
	case e.Kind == rules.ExprRef:
		return b.ref(e.Var), b.present(e.Var)
	}
	if two, ok := b.two(e); ok {
		v, ok := b.name(tempName(e)), b.name("found")
		b.list = append(b.list, v+", "+ok+" := "+two)
		return v, ok
	}
	switch {
	case !e.Type.Optional:
		return b.call(e), "true"
	case e.Fn == rules.FnIte:
		v, ok := b.name("chosen"), b.name("found")
		b.list = append(b.list, v+", "+ok+" := "+b.assignable(&e.Args[2]),
			"if "+b.condition(&e.Args[0], false)+" {\n"+v+", "+ok+" = "+b.assignable(&e.Args[1])+"\n}")
		return v, ok
	default:
		return b.firstOf(e)
	}
}

// tempName is the name of a variable for the result of a call.
func tempName(e *rules.Expr) string {
	switch e.Fn {
	case rules.FnSubstring:
		return "part"
	case rules.FnGetAttr:
		return "item"
	default:
		return "value"
	}
}

// present is what tells whether a variable has a value.
func (w *ruleWriter) present(v *rules.Var) string {
	switch p := w.params[v]; {
	case p != nil && p.Plain():
		return "true"
	case p != nil:
		return w.self + p.Name + " != nil"
	case v.Optional:
		return w.prefix + w.locals[v.Name] + "Set"
	default:
		return "true"
	}
}

// condition is a boolean that is there, or its opposite.
func (b *before) condition(e *rules.Expr, not bool) string {
	if e.Kind == rules.ExprBool {
		return strconv.FormatBool(e.Bool != not)
	}
	if e.Kind == rules.ExprCall {
		switch e.Fn {
		case rules.FnNot:
			return b.condition(&e.Args[0], !not)
		case rules.FnIsSet:
			return negated(b.presence(&e.Args[0]), not)
		case rules.FnBooleanEquals:
			x, y := &e.Args[0], &e.Args[1]
			if x.Kind == rules.ExprBool {
				x, y = y, x
			}
			if y.Kind == rules.ExprBool {
				return b.condition(x, not == y.Bool)
			}
			list := b.list
			if known := b.condition(x, false); known == "true" || known == "false" {
				return b.condition(y, not == (known == "true"))
			}
			b.list = list
			return b.equal(x, y, not)
		case rules.FnStringEquals:
			return b.equal(&e.Args[0], &e.Args[1], not)
		case rules.FnCoalesce:
			if first := &e.Args[0]; !first.Type.Optional {
				return b.condition(first, not)
			}
		}
	}
	return negated(b.expr(e), not)
}

func (b *before) equal(x, y *rules.Expr, not bool) string {
	if _, constant := b.constant(x); constant {
		x, y = y, x
	}
	if not {
		return b.operand(x) + " != " + b.operand(y)
	}
	return b.operand(x) + " == " + b.operand(y)
}

// operand is an expression that can stand beside ==.
func (b *before) operand(e *rules.Expr) string {
	s := b.expr(e)
	if e.Type.Kind == rules.Bool && e.Kind == rules.ExprCall {
		return "(" + s + ")"
	}
	return s
}

// negated is the opposite, if not, of a condition that is no comparison but with nil.
func negated(s string, not bool) string {
	switch before, asked := strings.CutSuffix(s, " != nil"); {
	case !not:
		return s
	case s == "true":
		return "false"
	case asked:
		return before + " == nil"
	default:
		return "!" + s
	}
}

// presence is what tells whether an expression has a value.
func (b *before) presence(e *rules.Expr) string {
	switch {
	case e.Kind == rules.ExprRef:
		return b.present(e.Var)
	case !e.Type.Optional:
		return "true"
	}
	if two, ok := b.two(e); ok {
		found := b.name("found")
		b.list = append(b.list, "_, "+found+" := "+two)
		return found
	}
	if e.Fn == rules.FnIte {
		return "endpoints.If(" + b.condition(&e.Args[0], false) + ", " + b.presence(&e.Args[1]) + ", " + b.presence(&e.Args[2]) + ")"
	}
	var any []string // of coalesce
	for i := range e.Args {
		any = withCondition(any, b.presence(&e.Args[i]))
	}
	if len(any) == 1 {
		return any[0]
	}
	return "(" + strings.Join(any, " || ") + ")"
}
