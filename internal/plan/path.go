// Paths: the JMESPath expressions of a model as functions of Go with types. path_eval.go walks an expression, path_func.go has
// the functions of JMESPath, path_value.go what is known of a value on the way, path_names.go how things are called.

package plan

import (
	"errors"
	"fmt"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

// PathFunc is a function that finds in an input or a reply what an expression of JMESPath stands for.
type PathFunc struct {
	Name   string
	Path   string // the expression, as the model has it
	Kind   PathResult
	Doc    []string
	Params []PathParam
	Result GoType
	Body   []Stmt
	sure   bool // what it looks at is never null
}

// PathParam is a parameter: a pointer to a struct of the package.
type PathParam struct{ Name, Type string }

// PathResult says what a function of a path returns.
type PathResult uint8

// The results. What is null, as JMESPath has it for all that is absent, shows as the comments say.
const (
	PathText    PathResult = iota // string; null is ""
	PathTextPtr                   // *string; null is nil
	PathBoolPtr                   // *bool; null is nil
	PathTrue                      // bool: the value is true, and not null
	PathFalse                     // bool: the value is false, and not null
	PathTexts                     // []string; null is nil. An element that is null is left out if it must be equal to nothing, else ""
)

// pathResults are the Go types of the results.
var pathResults = [...]GoType{
	PathText: {Name: "string"}, PathTextPtr: PointerTo(GoType{Name: "string"}), PathBoolPtr: PointerTo(GoType{Name: "bool"}),
	PathTrue: {Name: "bool"}, PathFalse: {Name: "bool"}, PathTexts: SliceOf(GoType{Name: "string"}),
}

// pathError is a part of an expression that has no Go.
type pathError struct {
	start, end int
	text       string
}

func (e *pathError) Error() string { return e.text }

// inputPath plans a function of the input of an operation, for the parameters of its endpoint: name is the function's name,
// path the text of the expression in the model, and result [PathTextPtr], [PathBoolPtr] or [PathTexts]. The function takes
// one parameter, in, a pointer to the operation's input that is not nil. It allocates no more than its result needs.
//
// It returns nil where the expression cannot be had with types; a warning, at the expression's place in the model, says why,
// and ends with what that leads to, such as "the parameter X stays unset".
func (b *builder) inputPath(op *shape.Shape, name string, path shape.Node, result PathResult, so string) *PathFunc {
	return b.path(pathRequest{name: name, path: path, result: result, in: op.Input, operation: op, so: so})
}

// pathRequest says which function is wanted. At least one of in and out is set. With in alone or out alone, the expression is
// applied to it; with both, to an object with the fields input and output.
type pathRequest struct {
	name      string
	doc       []string
	path      shape.Node
	result    PathResult
	in, out   *shape.Shape
	operation *shape.Shape
	so        string
}

// path plans a function, or adds a warning and returns nil.
func (b *builder) path(r pathRequest) *PathFunc {
	f, err := b.compilePath(r)
	if err == nil {
		return f
	}
	span := r.path.Span()
	if at := (*pathError)(nil); errors.As(err, &at) {
		span = r.path.TextSpan(at.start, at.end)
	} else if at := (*jmespath.SyntaxError)(nil); errors.As(err, &at) {
		span = r.path.TextSpan(at.Offset, at.Offset+1)
	}
	if span.IsZero() {
		span = r.operation.Span
	}
	b.diags.Add(diag.Diagnostic{
		Code: "path.unsupported", Severity: diag.Warning, Span: span, Shape: string(r.operation.ID),
		Message: fmt.Sprintf("%s: in the path %s, %v", r.so, oneLine(r.path.Str()), err),
	})
	return nil
}

// compilePath plans a function.
func (b *builder) compilePath(r pathRequest) (f *PathFunc, err error) {
	e, err := jmespath.Parse(r.path.Str())
	if err != nil {
		return nil, err
	}
	c := &pathCompiler{b: b, result: r.result, block: &[]Stmt{}, locals: newScope(pathTaken, []string{"in", "out"})}
	f = &PathFunc{Name: r.name, Path: r.path.Str(), Kind: r.result, Doc: r.doc, Result: pathResults[r.result]}
	in := pathValue{kind: jmespath.Object, x: code("in"), shape: r.in}
	out := pathValue{kind: jmespath.Object, x: code("out"), shape: r.out}
	root := in
	switch {
	case r.in != nil && r.out != nil:
		root = pathValue{kind: jmespath.Object, fields: []namedValue{{"input", in}, {"output", out}}}
	case r.out != nil:
		root = out
	case r.in == nil:
		return nil, errors.New("there is nothing that it could be applied to")
	}
	if r.in != nil {
		f.Params = append(f.Params, PathParam{"in", b.names.shapes[r.in]})
	}
	if r.out != nil {
		f.Params = append(f.Params, PathParam{"out", b.names.shapes[r.out]})
	}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *pathError: // of fail
			f, err = nil, p
		default:
			panic(p)
		}
	}()
	v := c.eval(e, root)
	f.sure = len(v.guards) == 0
	c.finish(e, v)
	f.Body = tidy(*c.block)
	return f, nil
}

// pathCompiler writes the body of one function. The values that it has on the way are expressions without side effects; what
// needs statements, such as loops, goes into the block before the expression is used.
type pathCompiler struct {
	b      *builder
	result PathResult
	block  *[]Stmt
	locals scope
	steps  int
}

// What an expression may come to. Those that are written by people need a hundredth of it.
const (
	maxPathSteps  = 10_000
	maxPathGuards = 64
)

// fail ends the compilation: the part e of the expression cannot be had.
func (c *pathCompiler) fail(e jmespath.Expr, format string, args ...any) {
	start, end := e.Span()
	panic(&pathError{start, end, fmt.Sprintf(format, args...)})
}

// finish adds the statements that return a value.
func (c *pathCompiler) finish(e jmespath.Expr, v pathValue) {
	want := jmespath.String
	switch c.result {
	case PathTrue, PathFalse, PathBoolPtr:
		want = jmespath.Boolean
	case PathTexts:
		want = jmespath.Array
	}
	if v.kind != want {
		c.fail(e, "the value is %s, not %s", v.kind, want)
	}
	switch c.result {
	case PathText:
		c.returnGuarded(v, v.text(), text(""))
	case PathTextPtr:
		c.returnGuarded(v, pointerTo(v.text()), code("nil"))
	case PathBoolPtr:
		c.returnGuarded(v, pointerTo(v.x), code("nil"))
	case PathTrue:
		c.returns(v.true())
	case PathFalse:
		c.returns(all(append(v.guards, not(v.x))...))
	case PathTexts:
		c.returns(c.texts(e, v))
	}
}

// pointerTo is a pointer to a value: that of a field as it is, else to a copy.
func pointerTo(e Expr) Expr {
	if e.Kind == Deref {
		return e.Args[0]
	}
	return call(code("new"), e)
}

func (c *pathCompiler) add(s Stmt) { *c.block = append(*c.block, s) }

func (c *pathCompiler) returns(e Expr) { c.add(Stmt{Kind: Return, Value: e}) }

// returnGuarded returns e where v is not null, and otherwise something else.
func (c *pathCompiler) returnGuarded(v pathValue, e, otherwise Expr) {
	guards := v.guards
	if n := len(guards); n > 0 && isNotNil(guards[n-1], e) && otherwise.Kind == Code && otherwise.Text == "nil" {
		guards = guards[:n-1] // where it is nil, nil is returned
	}
	if len(guards) == 0 {
		c.returns(e)
		return
	}
	c.when(guards, func() { c.returns(e) })
	c.returns(otherwise)
}

// isNotNil reports whether a condition is that e is not nil.
func isNotNil(cond, e Expr) bool {
	return cond.Kind == Infix && cond.Text == "!=" && cond.Args[1].Text == "nil" && same(cond.Args[0], e)
}

// when runs body, whose statements come to stand under the conditions.
func (c *pathCompiler) when(conditions []Expr, body func()) {
	cond := all(conditions...)
	if isTrue(cond) {
		body()
		return
	}
	c.add(Stmt{Kind: If, Value: cond, Body: c.inner(body)})
}

// inner returns the statements that body adds.
func (c *pathCompiler) inner(body func()) []Stmt {
	outer, block := c.block, []Stmt{}
	c.block = &block
	body()
	c.block = outer
	return block
}

// texts is v as a []string.
func (c *pathCompiler) texts(e jmespath.Expr, v pathValue) Expr {
	if v.elem != nil { // it is a slice already
		elem := v.elem(code(""))
		if elem.kind == jmespath.String && len(elem.guards) == 0 && v.typ.Elem != nil && *v.typ.Elem == (GoType{Name: "string"}) {
			if len(v.guards) == 0 || len(v.guards) == 1 && isNotNil(v.guards[0], v.x) {
				return v.x
			}
		}
	}
	list := c.local("values")
	c.add(Stmt{Kind: Declare, Name: list, Type: SliceOf(GoType{Name: "string"})})
	c.each(v, func(elem pathValue) {
		if elem.kind != jmespath.String && elem.kind != jmespath.Null {
			c.fail(e, "an element is %s, not %s", elem.kind, jmespath.String)
		}
		c.appendText(list, elem)
	})
	return code(list)
}

// appendText appends a string, or "" for one that is null: what must be equal to a text is so noticed.
func (c *pathCompiler) appendText(list string, elem pathValue) {
	push := func(e Expr) {
		c.add(Stmt{Kind: Assign, Name: list, Value: call(code("append"), code(list), e)})
	}
	if elem.kind == jmespath.Null {
		push(text(""))
		return
	}
	if len(elem.guards) == 0 {
		push(elem.text())
		return
	}
	one := c.local("text")
	c.add(Stmt{Kind: Declare, Name: one, Type: GoType{Name: "string"}})
	c.when(elem.guards, func() { c.add(Stmt{Kind: Assign, Name: one, Value: elem.text()}) })
	push(code(one))
}
