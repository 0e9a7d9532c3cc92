// Calls of functions.

package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// signature is what is known of a function. Those whose types depend on their arguments list none.
type signature struct {
	name   string
	args   []TypeKind
	result Type
	minor  int // the version 1.minor has it first
}

// functions are the signatures by Fn.
var functions = [...]signature{
	FnIsSet:                 {name: "isSet"},
	FnNot:                   {name: "not", args: []TypeKind{Bool}, result: Type{Kind: Bool}},
	FnGetAttr:               {name: "getAttr"},
	FnBooleanEquals:         {name: "booleanEquals", args: []TypeKind{Bool, Bool}, result: Type{Kind: Bool}},
	FnStringEquals:          {name: "stringEquals", args: []TypeKind{String, String}, result: Type{Kind: Bool}},
	FnIsValidHostLabel:      {name: "isValidHostLabel", args: []TypeKind{String, Bool}, result: Type{Kind: Bool}},
	FnParseURL:              {name: "parseURL", args: []TypeKind{String}, result: Type{URL, true}},
	FnSubstring:             {name: "substring", args: []TypeKind{String, Int, Int, Bool}, result: Type{String, true}},
	FnURIEncode:             {name: "uriEncode", args: []TypeKind{String}, result: Type{Kind: String}},
	FnCoalesce:              {name: "coalesce", minor: 1},
	FnIte:                   {name: "ite", minor: 1},
	FnSplit:                 {name: "split", minor: 1, args: []TypeKind{String, String, Int}, result: Type{Kind: StringArray}},
	FnPartition:             {name: "aws.partition", args: []TypeKind{String}, result: Type{Partition, true}},
	FnParseARN:              {name: "aws.parseArn", args: []TypeKind{String}, result: Type{ARN, true}},
	FnVirtualHostableBucket: {name: "aws.isVirtualHostableS3Bucket", args: []TypeKind{String, Bool}, result: Type{Kind: Bool}},
}

// String returns the function's name in the rules language.
func (f Fn) String() string {
	if int(f) < len(functions) {
		return functions[f].name
	}
	return ""
}

// call reads a call of a function: a condition, or an expression with fn and argv.
func (p *parser) call(n shape.Node, depth int, maybe bool) (Expr, bool) {
	e := Expr{Kind: ExprCall, Span: n.Span()}
	name, ok := p.field(n, "fn", shape.NodeString)
	if !ok {
		return e, false
	}
	i := slices.IndexFunc(functions[:], func(s signature) bool { return s.name == name.Str() && s.name != "" })
	if i < 0 {
		p.invalid(name.Span(), "there is no function %q: %s", diag.Clip(name.Str(), 60), functionHint(name.Str()))
		return e, false
	}
	e.Fn = Fn(i)
	argv, ok := p.field(n, "argv", shape.NodeArray)
	if !ok {
		return e, false
	}
	f := &functions[i]
	p.since(f.minor, f.name, n.Span())
	switch args := argv.Elems(); e.Fn {
	case FnIsSet:
		ok = p.isSet(args, &e, depth)
	case FnGetAttr:
		ok = p.getAttr(args, &e, depth)
	case FnCoalesce:
		ok = p.coalesce(args, &e, depth)
	case FnIte:
		ok = p.ite(args, &e, depth)
	default:
		e.Type = f.result
		ok = p.count(args, len(f.args), f.name, argv.Span()) && p.arguments(&e, args, f.args, depth)
	}
	if ok && e.Type.Optional && !maybe {
		p.invalid(n.Span(), "the result of %s may be missing: assign it in a condition of its own, and use the variable", f.name)
		return e, false
	}
	return e, ok
}

// functionHint says what a name that is no function could mean.
func functionHint(name string) string {
	names := func(yield func(string) bool) {
		for _, f := range functions {
			if f.name != "" && !yield(f.name) {
				return
			}
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "take one of " + strings.Join(slices.Collect(names), ", ")
}

// since reports the use of what a version 1.minor brought in a program of an earlier one.
func (p *parser) since(minor int, what string, at source.Span) {
	if !p.prog.Version.AtLeast(1, minor) && p.prog.Version != (Version{}) {
		p.report(CodeVersion, at, "%s needs version 1.%d of the rules, which declare %s: declare the later one",
			what, minor, p.prog.Version)
	}
}

// count reports a wrong number of arguments.
func (p *parser) count(args []shape.Node, want int, name string, at source.Span) bool {
	if len(args) != want {
		p.invalid(at, "%s takes %d arguments and gets %d", name, want, len(args))
		return false
	}
	return true
}

// arguments reads the arguments of a function of fixed types, all of which must have values.
func (p *parser) arguments(e *Expr, args []shape.Node, types []TypeKind, depth int) bool {
	ok := true
	e.Args = make([]Expr, len(args))
	for i, n := range args {
		arg, good := p.expr(n, depth+1, false)
		e.Args[i] = arg
		ok = good && p.fits(&arg, types[i], "argument "+strconv.Itoa(i+1)+" of "+e.Fn.String()) && ok
	}
	return ok
}

// isSet reads the arguments of isSet, which is a question of anything that may be missing.
func (p *parser) isSet(args []shape.Node, e *Expr, depth int) bool {
	e.Type.Kind = Bool
	if !p.count(args, 1, "isSet", e.Span) {
		return false
	}
	arg, ok := p.expr(args[0], depth+1, true)
	e.Args = []Expr{arg}
	return ok
}

// coalesce reads the arguments of coalesce: two or more of one type, each of which may be missing.
func (p *parser) coalesce(args []shape.Node, e *Expr, depth int) bool {
	if len(args) < 2 {
		p.invalid(e.Span, "coalesce takes two arguments or more and gets %d", len(args))
		return false
	}
	return p.same(args, e, depth)
}

// same reads arguments of one type, which is that of the call: of coalesce, where it is optional if all of them are.
func (p *parser) same(args []shape.Node, e *Expr, depth int) bool {
	optional := true
	for i, n := range args {
		arg, ok := p.expr(n, depth+1, true)
		if !ok {
			return false
		}
		if i > 0 && arg.Type.Kind != e.Type.Kind {
			p.invalid(n.Span(), "%s gets values of types %s and %s: they must be of one type", e.Fn, e.Type.Kind, arg.Type.Kind)
			return false
		}
		e.Type.Kind = arg.Type.Kind
		e.Args = append(e.Args, arg)
		optional = optional && arg.Type.Optional
	}
	e.Type.Optional = optional
	return true
}

// ite reads the arguments of ite: a boolean, and two values of one type which may be missing.
func (p *parser) ite(args []shape.Node, e *Expr, depth int) bool {
	if !p.count(args, 3, "ite", e.Span) {
		return false
	}
	question, ok := p.expr(args[0], depth+1, false)
	if !ok || !p.fits(&question, Bool, "argument 1 of ite") || !p.same(args[1:], e, depth) {
		return false
	}
	e.Type.Optional = e.Args[0].Type.Optional || e.Args[1].Type.Optional
	e.Args = slices.Insert(e.Args, 0, question)
	return true
}

// getAttr reads the arguments of getAttr: a value with parts, and the path as a string that is no template.
func (p *parser) getAttr(args []shape.Node, e *Expr, depth int) bool {
	if !p.count(args, 2, "getAttr", e.Span) || !p.is(args[1], "the path of getAttr", shape.NodeString) {
		return false
	}
	base, ok := p.expr(args[0], depth+1, false)
	if !ok {
		return false
	}
	out, ok := p.attr(base, args[1].Str(), args[1].Span())
	out.Span = e.Span
	*e = out
	return ok
}

// attr makes a call of getAttr with a path: the name of a field, an index in brackets, or both.
func (p *parser) attr(base Expr, path string, at source.Span) (Expr, bool) {
	e := Expr{Kind: ExprCall, Fn: FnGetAttr, Args: []Expr{base}, Type: base.Type, Span: at}
	name, index, indexed := strings.Cut(path, "[")
	bad := func(format string, args ...any) (Expr, bool) {
		p.invalid(at, "the path %q does not fit: %s", diag.Clip(path, 60), fmt.Sprintf(format, args...))
		return e, false
	}
	if path == "" || base.Type.Optional {
		return bad("it starts from a %s", base.Type)
	}
	if name != "" {
		fields := RecordFields(base.Type.Kind)
		i := slices.IndexFunc(fields, func(f RecordField) bool { return f.Name == name })
		if i < 0 {
			return bad("a value of type %s %s", base.Type, fieldHint(fields))
		}
		e.Attr, e.Type.Kind = name, fields[i].Type
	}
	if !indexed {
		return e, true
	}
	digits, closed := strings.CutSuffix(index, "]")
	v, err := strconv.ParseInt(digits, 10, 32)
	switch {
	case !closed || err != nil:
		return bad("an index is a number in brackets, at the end")
	case e.Type.Kind != StringArray:
		return bad("an index is taken of a %s", e.Type)
	case v < 0:
		p.since(1, "getAttr with an index from the end", at)
	}
	e.Index, e.Indexed = int(v), true
	e.Type = Type{String, true}
	return e, true
}

// fieldHint says which fields there are.
func fieldHint(fields []RecordField) string {
	if fields == nil {
		return "has no fields"
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return "has " + strings.Join(names, ", ")
}
