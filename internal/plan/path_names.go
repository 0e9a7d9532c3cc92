// What the variables and functions of paths are called.

package plan

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/smithwright/smithwright/internal/shape"
)

// pathTaken are names that mean something else in the functions of paths.
var pathTaken = []string{
	"append", "len", "new", "nil", "true", "false", "string", "bool", "float64", "int", "int64", "error",
	"service", "path", "slices", "strings", "maps", "math", "utf8", "rt", "iter", "time", "context",
	"break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if", "import",
	"interface", "map", "package", "range", "return", "select", "struct", "switch", "type", "var",
}

// local is a name of a variable that the function does not have yet.
func (c *pathCompiler) local(name string) string { return c.locals.count(name) }

// count returns name, or the first of name2, name3… that is free.
func (s scope) count(name string) string {
	candidate := name
	for i := 2; s[candidate]; i++ {
		candidate = name + strconv.Itoa(i)
	}
	s[candidate] = true
	return candidate
}

// pathName is what the function of a path of an operation's reply is called.
func pathName(path, operation string, result PathResult) string {
	name := "result"
	words := strings.FieldsFunc(path, func(r rune) bool { return !isWordRune(r) && r != '_' })
	switch {
	case result == PathTrue || result == PathFalse:
		name = "condition"
	case len(words) > 0 && !strings.ContainsAny(path, "()|&!=<>`'*?,{"):
		if word := camel(strings.ReplaceAll(words[len(words)-1], "_", "-")); word != "" && unicode.IsLetter(rune(word[0])) {
			name = lowerFirst(word)
		}
	}
	return name + "Of" + operation
}

// topLevel are the names that the package's declarations have, of those that begin with a small letter.
func (b *builder) topLevel() scope {
	taken := newScope([]string{"service"})
	for _, op := range b.pkg.Operations {
		taken[op.Var] = true
	}
	for _, t := range b.pkg.Types {
		if t.Struct != nil {
			taken[t.Struct.Table] = true
		} else {
			taken[t.Union.Table] = true
		}
	}
	for _, e := range b.pkg.Errors {
		taken[e.Table] = true
	}
	for _, c := range b.pkg.Collections {
		taken[c.Var] = true
	}
	for _, p := range b.pkg.Patterns {
		taken[p.Var] = true
	}
	return taken
}

// byName are the operations that were chosen, by the names of their methods.
func (b *builder) byName() []*shape.Shape {
	return slices.SortedFunc(slices.Values(b.chosen), func(x, y *shape.Shape) int {
		return strings.Compare(exported(shapeName(b.service, x)), exported(shapeName(b.service, y)))
	})
}

// itemName is what an element of a list is called, after the field that has the list.
func itemName(list Expr) string {
	name := list.Text
	if list.Kind == Index && len(list.Args) == 2 {
		name = list.Args[1].Text
	}
	for i := len(name) - 1; i > 0; i-- { // its last word
		if unicode.IsUpper(rune(name[i])) && unicode.IsLower(rune(name[i-1])) {
			name = name[i:]
			break
		}
	}
	name = lowerFirst(strings.Map(func(r rune) rune {
		if !isWordRune(r) {
			return -1
		}
		return r
	}, name))
	singular, ok := strings.CutSuffix(name, "s")
	switch {
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"), strings.HasSuffix(name, "uses"), strings.HasSuffix(name, "xes"):
		return strings.TrimSuffix(name, "es")
	case !ok || singular == "" || strings.HasSuffix(singular, "s") || !unicode.IsLetter(rune(singular[0])):
		return "item"
	}
	return singular
}

// lowerFirst begins a name with a lower-case word: Table becomes table, DBInstances dbInstances, ARN arn.
func lowerFirst(name string) string {
	upper := 0
	for upper < len(name) && name[upper] >= 'A' && name[upper] <= 'Z' {
		upper++
	}
	if upper > 1 && upper < len(name) && name[upper] >= 'a' && name[upper] <= 'z' && name[upper:] != "s" {
		upper--
	}
	return strings.ToLower(name[:upper]) + name[upper:]
}
