// The type checker.

package jmespath

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
)

// Problem is something that is wrong with an expression that reads well. An Error makes it unusable; a Danger is a part that
// can only be null; a Warning is a comparison that can't hold.
type Problem struct {
	Severity   diag.Severity
	Start, End int // offsets in the expression
	Message    string

	missing string // the name of a field that is not there
	of      Type   // of what has it not
}

// Hint says what could be meant, as the end of a sentence that Message begins; "" if there is nothing to say. It compares
// the names of all fields, which takes a while where there are thousands.
func (p Problem) Hint() string {
	if p.of == nil {
		return ""
	}
	names := p.of.Fields()
	if near := diag.Nearest(p.missing, slices.Values(names)); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) == 0 {
		return "it has no fields"
	}
	return "it has " + listed(names)
}

// Result is what is known of an expression that is applied to a value of a known type.
type Result struct {
	// Type is that of the expression's value.
	Type Type
	// Types has the type of every node of the tree, but for references, which have no value.
	Types map[Expr]Type
	// Problems are in the order of the source, [MaxProblems] at most.
	Problems []Problem
}

// Check works out the types of an expression that is applied to values of type root, and finds what is wrong with it. A
// mistake is reported once: what depends on it is taken to be right.
func Check(e Expr, root Type) Result {
	c := &checker{types: map[Expr]Type{}}
	t := c.visit(e, root)
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return a.Start - b.Start })
	return Result{Type: t, Types: c.types, Problems: c.problems}
}

// MaxProblems is the number of problems that are looked for in one expression.
const MaxProblems = 20

type checker struct {
	types    map[Expr]Type
	problems []Problem
}

func (c *checker) report(severity diag.Severity, e Expr, format string, args ...any) {
	start, end := e.Span()
	c.add(Problem{Severity: severity, Start: start, End: end, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) add(p Problem) {
	if len(c.problems) < MaxProblems {
		c.problems = append(c.problems, p)
	}
}

// visit returns the type of an expression that is applied to a value of type current.
func (c *checker) visit(e Expr, current Type) Type {
	t := c.typeOf(e, current)
	c.types[e] = t
	return t
}

func (c *checker) typeOf(e Expr, current Type) Type {
	switch e := e.(type) {
	case *Current:
		return current
	case *Field:
		return c.field(e, current)
	case *Literal:
		return typeOf(e.Value)
	case *Sub:
		return c.visit(e.Right, c.visit(e.Left, current))
	case *Index:
		return c.elem(e, c.visit(e.Left, current), "an index is taken of")
	case *Slice:
		return ArrayOf(c.elem(e, c.visit(e.Left, current), "a slice is taken of"))
	case *Flatten:
		return c.flatten(e, c.visit(e.Left, current))
	case *Project:
		return ArrayOf(c.visit(e.Right, c.elem(e, c.visit(e.Left, current), "a projection goes over")))
	case *ObjectProject:
		return ArrayOf(c.visit(e.Right, c.values(e, c.visit(e.Left, current))))
	case *Filter:
		elem := c.elem(e, c.visit(e.Left, current), "a filter goes over")
		c.visit(e.Condition, elem)
		return ArrayOf(c.visit(e.Right, elem))
	case *List:
		return c.list(e, current)
	case *Hash:
		return c.hash(e, current)
	case *And:
		return c.either(e.Left, e.Right, current)
	case *Or:
		return c.either(e.Left, e.Right, current)
	case *Not:
		c.visit(e.Operand, current)
		return Scalar(Boolean)
	case *Compare:
		return c.compare(e, current)
	case *Call:
		return c.call(e, current)
	}
	return Unknown
}

// field returns the type of a field of the current value.
func (c *checker) field(e *Field, current Type) Type {
	switch current.Kind() {
	case Any:
		return Unknown
	case Object:
		if t, ok := current.Field(e.Name); ok {
			return t
		}
		c.add(Problem{diag.Danger, e.start, e.end, "there is no field " + e.Name + " here", e.Name, current})
	default:
		c.report(diag.Danger, e, "the field %s is taken of %s, which has none", e.Name, current.Kind())
	}
	return Unknown
}

// listed joins names, the first of them if there are many.
func listed(names []string) string {
	const most = 8
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// elem returns the type of the elements of an array; what says what is done with it.
func (c *checker) elem(e Expr, array Type, what string) Type {
	switch array.Kind() {
	case Array:
		return array.Elem()
	case Any:
	default:
		c.report(diag.Danger, e, "%s %s, which is no array", what, array.Kind())
	}
	return Unknown
}

// values returns the type of the values of an object.
func (c *checker) values(e Expr, object Type) Type {
	switch object.Kind() {
	case Object:
		return object.Elem()
	case Any:
	default:
		c.report(diag.Danger, e, "a projection of an object's values goes over %s, which is no object", object.Kind())
	}
	return Unknown
}

// flatten returns the type of an array in which the elements that are arrays gave way to their own elements.
func (c *checker) flatten(e Expr, array Type) Type {
	elem := c.elem(e, array, "brackets flatten")
	if elem.Kind() == Array {
		return ArrayOf(elem.Elem())
	}
	return ArrayOf(elem)
}

func (c *checker) list(e *List, current Type) Type {
	var elem Type
	for _, item := range e.Items {
		t := c.visit(item, current)
		if elem == nil {
			elem = t
		} else {
			elem = join(elem, t)
		}
	}
	return ArrayOf(elem)
}

func (c *checker) hash(e *Hash, current Type) Type {
	names := make([]string, len(e.Entries))
	types := make([]Type, len(e.Entries))
	for i, entry := range e.Entries {
		names[i], types[i] = entry.Name, c.visit(entry.Value, current)
	}
	return StructOf(names, types)
}

// either returns the type of a value that is one of two.
func (c *checker) either(left, right Expr, current Type) Type {
	l := c.visit(left, current)
	return join(l, c.visit(right, current))
}

// compare returns the type of a comparison: only numbers have an order, and what else is put into one gives null.
func (c *checker) compare(e *Compare, current Type) Type {
	left, right := c.visit(e.Left, current).Kind(), c.visit(e.Right, current).Kind()
	if e.Op == Equal || e.Op == NotEqual {
		return Scalar(Boolean)
	}
	for _, k := range []Kind{left, right} {
		if k != Number && k != Any && k != Null {
			c.report(diag.Warning, e, "%s compares %s with %s, but only numbers have an order: use == or !=", e.Op, left, right)
			return Scalar(Null)
		}
	}
	return Scalar(Boolean)
}

// call checks the arguments of a function against its parameters.
func (c *checker) call(e *Call, current Type) Type {
	f, known := functions[e.Name]
	args := c.arguments(e, current)
	switch {
	case !known:
		hint := "see the functions of the JMESPath specification"
		if near := diag.Nearest(e.Name, maps.Keys(functions)); near != "" {
			hint = "did you mean " + near + "?"
		}
		c.report(diag.Error, e, "there is no function %s: %s", e.Name, hint)
		return Unknown
	case len(args) < len(f.params) || len(args) > len(f.params) && !f.variadic:
		c.report(diag.Error, e, "the function %s takes %s, not %d", e.Name, f.arity(), len(args))
		return Unknown
	}
	for i, arg := range e.Args {
		c.argument(e, i, f.params[min(i, len(f.params)-1)], arg, args[i])
	}
	return f.result(args)
}

// arguments returns the types of the arguments. References are checked last: they are applied to the elements of the array
// among the others.
func (c *checker) arguments(e *Call, current Type) []Type {
	args := make([]Type, len(e.Args))
	elem := Unknown
	for i, arg := range e.Args {
		if _, ok := arg.(*Ref); ok {
			continue
		}
		args[i] = c.visit(arg, current)
		if args[i].Kind() == Array {
			elem = args[i].Elem()
		}
	}
	for i, arg := range e.Args {
		if ref, ok := arg.(*Ref); ok {
			args[i] = c.visit(ref.Body, elem)
		}
	}
	return args
}

// argument reports an argument that does not fit its parameter.
func (c *checker) argument(call *Call, i int, p param, arg Expr, t Type) {
	_, isRef := arg.(*Ref)
	switch {
	case isRef != p.ref:
		what := "must not be an expression with &"
		if p.ref {
			what = "must be an expression with & before it"
		}
		c.report(diag.Error, arg, "argument %d of the function %s %s", i+1, call.Name, what)
	case p.ref || p.kinds == nil || t.Kind() == Any:
	case !slices.Contains(p.kinds, t.Kind()):
		want := make([]string, len(p.kinds))
		for i, k := range p.kinds {
			want[i] = k.String()
		}
		c.report(diag.Error, arg, "argument %d of the function %s must be %s, not %s",
			i+1, call.Name, strings.Join(want, " or "), t.Kind())
	case p.elem != Any && t.Elem().Kind() != Any && t.Elem().Kind() != p.elem:
		c.report(diag.Error, arg, "argument %d of the function %s must be an array whose elements are each %s, not %s",
			i+1, call.Name, p.elem, t.Elem().Kind())
	}
}
