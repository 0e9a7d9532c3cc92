// Statements: the bodies of the functions that stand for paths.

package plan

// StmtKind says what a statement is.
type StmtKind uint8

// The kinds of statements.
const (
	Return  StmtKind = iota // return Value
	Declare                 // var Name Type
	Assign                  // Name = Value
	Define                  // Name := Value
	Count                   // Name++
	Run                     // Value, which changes Name
	If                      // if Value { Body }
	Each                    // for _, Name := range Value { Body }; without a name: for range Value { Body }
)

// Stmt is a Go statement.
type Stmt struct {
	Kind  StmtKind
	Name  string
	Type  GoType
	Value Expr
	Body  []Stmt
}

// The kinds of expressions that only paths have.
const (
	Select ExprKind = iota + Join + 1 // the field Text of Args[0]
	Deref                             // what Args[0] points at
	Infix                             // Args with the operator Text between them
	Not                               // the negation of Args[0]
	Index                             // the element Args[1] of Args[0]
)

func selected(e Expr, field string) Expr { return Expr{Kind: Select, Text: field, Args: []Expr{e}} }
func deref(e Expr) Expr                  { return Expr{Kind: Deref, Args: []Expr{e}} }
func index(e, i Expr) Expr               { return Expr{Kind: Index, Args: []Expr{e, i}} }

func infix(op string, args ...Expr) Expr { return Expr{Kind: Infix, Text: op, Args: args} }

func notNil(e Expr) Expr { return infix("!=", e, code("nil")) }

// same reports whether two expressions are equal.
func same(a, b Expr) bool {
	if a.Kind != b.Kind || a.Path != b.Path || a.Text != b.Text || !sameType(a.Type, b.Type) || len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !same(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return len(a.Entries) == 0 && len(b.Entries) == 0
}

// sameType reports whether two types are the same.
func sameType(a, b GoType) bool {
	if a.Elem == nil || b.Elem == nil {
		return a == b
	}
	elemA, elemB := *a.Elem, *b.Elem
	a.Elem, b.Elem = nil, nil
	return a == b && sameType(elemA, elemB)
}

func isTrue(e Expr) bool  { return e.Kind == Code && e.Text == "true" }
func isFalse(e Expr) bool { return e.Kind == Code && e.Text == "false" }

// all is the condition that all conditions hold, each of which is looked at only if those before it do.
func all(conditions ...Expr) Expr { return joined("&&", "true", "false", conditions) }

// anyOf is the condition that one of the conditions holds.
func anyOf(conditions ...Expr) Expr { return joined("||", "false", "true", conditions) }

// joined joins conditions: neutral ones are left out, and repeated ones too; one that decides it stands alone.
func joined(op, neutral, decisive string, conditions []Expr) Expr {
	var kept []Expr
	var keep func(Expr)
	keep = func(e Expr) {
		if e.Kind == Infix && e.Text == op {
			for _, arg := range e.Args {
				keep(arg)
			}
			return
		}
		for _, k := range kept {
			if same(k, e) {
				return
			}
		}
		if e.Kind != Code || e.Text != neutral {
			kept = append(kept, e)
		}
	}
	for _, e := range conditions {
		if e.Kind == Code && e.Text == decisive {
			return e
		}
		keep(e)
	}
	switch len(kept) {
	case 0:
		return code(neutral)
	case 1:
		return kept[0]
	}
	return infix(op, kept...)
}

// opposite has the operators that say the opposite. (Of numbers it is so as well, since none that is not a number comes.)
var opposite = map[string]string{"==": "!=", "!=": "=="}

// not is the condition that e does not hold.
func not(e Expr) Expr {
	switch {
	case isTrue(e):
		return code("false")
	case isFalse(e):
		return code("true")
	case e.Kind == Not:
		return e.Args[0]
	case e.Kind == Infix && opposite[e.Text] != "":
		return infix(opposite[e.Text], e.Args...)
	}
	return Expr{Kind: Not, Args: []Expr{e}}
}

// uses reports whether an expression mentions a variable.
func (e Expr) uses(name string) bool {
	if e.Kind == Code && e.Text == name {
		return true
	}
	for _, arg := range e.Args {
		if arg.uses(name) {
			return true
		}
	}
	return false
}

// readsOf reports whether statements do something with a variable beside changing it.
func readsOf(list []Stmt, name string) bool {
	for _, s := range list {
		if s.Value.uses(name) && (s.Name != name || s.Kind == Each) || readsOf(s.Body, name) {
			return true
		}
	}
	return false
}

// tidy takes away the variables that nobody reads, with all that was only for them.
func tidy(body []Stmt) []Stmt {
	for {
		n := countStmts(body)
		body = tidied(body, body)
		if countStmts(body) == n {
			return body
		}
	}
}

func countStmts(list []Stmt) int {
	n := len(list)
	for _, s := range list {
		n += countStmts(s.Body)
	}
	return n
}

// tidied is the part of a function's body that has a use.
func tidied(list, body []Stmt) []Stmt {
	var kept []Stmt
	for _, s := range list {
		switch s.Kind {
		case Declare, Assign, Define, Count, Run:
			if !readsOf(body, s.Name) {
				continue
			}
		case If, Each:
			if s.Body = tidied(s.Body, body); len(s.Body) == 0 {
				continue
			}
			if s.Kind == Each && !readsOf(s.Body, s.Name) {
				s.Name = ""
			}
		}
		kept = append(kept, s)
	}
	return kept
}
