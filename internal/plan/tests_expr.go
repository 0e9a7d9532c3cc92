// Expressions: the Go values that stand in printed tests, with every name and type decided.

package plan

// ExprKind says what an expression is.
type ExprKind uint8

// The kinds of expressions.
const (
	Code      ExprKind = iota // Text, as it is: a number, true, nil, a name of the package
	Text                      // the string literal of Text
	Name                      // Text of the package at Path, instantiated with Type if that is set
	Call                      // Args[0] called with the other arguments
	Method                    // the method Text of Args[0], called without arguments
	Address                   // & of Args[0]
	Composite                 // a composite literal of Type
	Convert                   // Args[0] as a Type
	Join                      // the sum of Args, which are strings
)

// Expr is a Go expression.
type Expr struct {
	Kind    ExprKind
	Path    string
	Text    string
	Type    GoType
	Elided  bool // of Composite: the type is that of the elements around it and is left out
	Args    []Expr
	Entries []Entry // of Composite
}

// Entry is an element of a composite literal: a field, an element of a list or of a map.
type Entry struct {
	Field string // of a struct
	Key   *Expr  // of a map
	Value Expr
}

func code(text string) Expr        { return Expr{Kind: Code, Text: text} }
func text(s string) Expr           { return Expr{Kind: Text, Text: s} }
func address(e Expr) Expr          { return Expr{Kind: Address, Args: []Expr{e}} }
func of(path, name string) Expr    { return Expr{Kind: Name, Path: path, Text: name} }
func method(e Expr, n string) Expr { return Expr{Kind: Method, Text: n, Args: []Expr{e}} }

func call(f Expr, args ...Expr) Expr {
	return Expr{Kind: Call, Args: append([]Expr{f}, args...)}
}

func convert(t GoType, e Expr) Expr { return Expr{Kind: Convert, Type: t, Args: []Expr{e}} }

func composite(t GoType, entries ...Entry) Expr {
	return Expr{Kind: Composite, Type: t, Entries: entries}
}

// elided leaves out the type of an element of a list or map, where Go allows it: T{} and &T{} become {}.
func elided(e Expr) Expr {
	if e.Kind == Address && e.Args[0].Kind == Composite {
		e = e.Args[0]
	}
	if e.Kind == Composite {
		e.Elided = true
	}
	return e
}

// texts is a literal of []string; false if it would be empty.
func texts(list []string) (Expr, bool) {
	e := composite(SliceOf(GoType{Name: "string"}))
	for _, s := range list {
		e.Entries = append(e.Entries, Entry{Value: text(s)})
	}
	return e, len(list) > 0
}
