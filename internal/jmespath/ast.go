// Package jmespath reads the JMESPath expressions that Smithy models carry (waiters, context parameters) and works out,
// without evaluating them, of what type their values are and what is wrong with them.
//
// The steps are: lex.go splits an expression into tokens; parse.go turns these into the tree of this file; check.go walks the
// tree once, with the types of types.go in hand and the functions of functions.go. Whoever prints an expression as code
// walks the same tree and asks [Result.Types] for the type of each part.
//
// The language is that of the JMESPath specification with its compliance suite, see https://jmespath.org/specification.html.
package jmespath

// Expr is a node of an expression's tree. A part that has no text of its own in the source, such as the [Current] that a
// leading "[0]" is applied to, has an empty span.
type Expr interface {
	// Span returns the offsets in the source of the text that stands for the node: of a name for a field, of an operator
	// for what has operands. End is the offset behind it.
	Span() (start, end int)
}

// at is the place of a node.
type at struct{ start, end int }

// Span implements [Expr].
func (a at) Span() (start, end int) { return a.start, a.end }

type (
	// Current is "@": the value that an expression is applied to.
	Current struct{ at }

	// Field is an identifier: the field of that name of the current value.
	Field struct {
		at
		Name string
	}

	// Literal is a value written in backquotes as JSON, or a raw string.
	Literal struct {
		at
		// Value is nil, a bool, a json.Number, a string, a []any or a map[string]any.
		Value any
	}

	// Sub is "left.right" or "left | right": right is applied to the value of left. (That a pipe ends the projections of
	// left shows in the tree: they don't contain right.)
	Sub struct {
		at
		Left, Right Expr
	}

	// Index is "left[n]"; a negative n counts from the end.
	Index struct {
		at
		Left Expr
		N    int
	}

	// Slice is the array that "left[start:stop:step]" takes from left. In the tree it is always the left side of a Project.
	Slice struct {
		at
		Left        Expr
		Start, Stop *int // nil where left out
		Step        int  // never 0
	}

	// Flatten is the array that "left[]" makes of left: elements that are arrays give their own elements. In the tree it is
	// always the left side of a Project.
	Flatten struct {
		at
		Left Expr
	}

	// Project applies right to each element of the array left and leaves out nulls: "left[*].right", and what follows a
	// Slice or Flatten.
	Project struct {
		at
		Left, Right Expr
	}

	// ObjectProject applies right to each value of the object left and leaves out nulls: "left.*.right".
	ObjectProject struct {
		at
		Left, Right Expr
	}

	// Filter applies right to those elements of the array left for which the condition is true, and leaves out nulls:
	// "left[?condition].right".
	Filter struct {
		at
		Left, Condition, Right Expr
	}

	// List is "[a, b]": an array of the values of its items, null if the current value is.
	List struct {
		at
		Items []Expr
	}

	// Hash is "{a: x, b: y}": an object, null if the current value is null.
	Hash struct {
		at
		Entries []Entry
	}

	// And is "left && right": left if that is false or empty, else right.
	And struct {
		at
		Left, Right Expr
	}

	// Or is "left || right": left unless that is false or empty, else right.
	Or struct {
		at
		Left, Right Expr
	}

	// Not is "!operand".
	Not struct {
		at
		Operand Expr
	}

	// Compare is "left op right".
	Compare struct {
		at
		Op          Op
		Left, Right Expr
	}

	// Call is a call of a function.
	Call struct {
		at
		Name string
		Args []Expr
	}

	// Ref is "&expr", an argument that a function applies to elements itself.
	Ref struct {
		at
		Body Expr
	}
)

// Entry is one entry of a [Hash].
type Entry struct {
	Name  string
	Value Expr
}

// Op is a comparison.
type Op uint8

// The comparisons. The first two hold for all values, the others for numbers.
const (
	Equal Op = iota
	NotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
)

// String returns the operator as it is written.
func (o Op) String() string { return [...]string{"==", "!=", "<", "<=", ">", ">="}[o] }
