// Printing expressions, with line breaks where a reader would make them.

package emit

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

const (
	maxLine    = 104 // columns of a statement, without its indentation
	maxLiteral = 70  // columns of a composite literal on one line, without what stands before it
)

// expression is e as Go has it.
func expression(e plan.Expr) *jen.Statement { return within(maxLiteral, e) }

// within is e as Go has it. A composite literal that takes more than most columns is broken into lines.
func within(most int, e plan.Expr) *jen.Statement {
	switch e.Kind {
	case plan.Text:
		return stringLiteral(e.Text)
	case plan.Name:
		name := jen.Qual(e.Path, e.Text)
		if e.Type != (plan.GoType{}) {
			name = name.Types(goType(e.Type))
		}
		return name
	case plan.Call:
		return expression(e.Args[0]).Add(arguments(e.Args[1:]))
	case plan.Method:
		return expression(e.Args[0]).Dot(e.Text).Call()
	case plan.Address:
		return jen.Op("&").Add(within(most, e.Args[0]))
	case plan.Convert:
		return goType(e.Type).Call(expression(e.Args[0]))
	case plan.Join:
		sum := expression(e.Args[0])
		for _, arg := range e.Args[1:] {
			sum = sum.Op("+").Line().Add(expression(arg))
		}
		return sum
	case plan.Composite:
		return compositeLiteral(min(most, maxLiteral), e)
	case plan.Select, plan.Deref, plan.Infix, plan.Not, plan.Index:
		return operation(e)
	default:
		return jen.Id(e.Text)
	}
}

// arguments are those of a call, in parentheses: each on a line of its own where there are several composite literals that one
// line does not hold.
func arguments(list []plan.Expr) jen.Code {
	literals, columns := 0, 0
	args := make([]jen.Code, len(list))
	for i, e := range list {
		if e.Kind == plan.Composite || e.Kind == plan.Address {
			literals++
		}
		columns += width(e)
		args[i] = expression(e)
	}
	return jen.Custom(jen.Options{Open: "(", Close: ")", Separator: ",", Multi: literals > 1 && columns > maxLiteral}, args...)
}

func compositeLiteral(most int, e plan.Expr) *jen.Statement {
	entries := make([]jen.Code, len(e.Entries))
	for i, entry := range e.Entries {
		value := expression(entry.Value)
		switch {
		case entry.Field != "":
			value = jen.Id(entry.Field).Op(":").Add(value)
		case entry.Key != nil:
			value = expression(*entry.Key).Op(":").Add(value)
		}
		entries[i] = value
	}
	typ := jen.Null()
	if !e.Elided {
		typ = goType(e.Type)
	}
	if width(e) > most {
		return typ.Add(lines(entries...))
	}
	return typ.Values(entries...)
}

// width estimates how many columns an expression takes on one line; far too many if it cannot stand on one.
func width(e plan.Expr) int {
	n := len(e.Text)
	switch {
	case e.Kind == plan.Text && strings.Contains(e.Text, "\n"):
		return 1 << 16
	case e.Kind == plan.Text:
		n = len(strconv.Quote(e.Text))
	case e.Kind == plan.Composite && !e.Elided, e.Kind == plan.Convert:
		n += typeWidth(e.Type)
	}
	for _, arg := range e.Args {
		n += 2 + width(arg)
	}
	for _, entry := range e.Entries {
		n += 2 + len(entry.Field) + width(entry.Value)
		if entry.Key != nil {
			n += width(*entry.Key)
		}
	}
	return n
}

func typeWidth(t plan.GoType) int {
	n := len(t.Name) + len(t.Key)
	if t.Elem != nil {
		n += 4 + typeWidth(*t.Elem)
	}
	return n
}

// maxString is how long a line of a string may be before it is broken into parts, in bytes.
const maxString = 110

// stringLiteral is a string as it reads best: quoted, between back quotes, or in several parts.
func stringLiteral(s string) *jen.Statement {
	if !tooLong(s) {
		return stringPart(s)
	}
	var parts []jen.Code
	for {
		n := partOf(s)
		if n == len(s) {
			return jen.Add(parts...).Add(stringPart(s))
		}
		parts = append(parts, stringPart(s[:n]).Op("+").Line())
		s = s[n:]
	}
}

// tooLong reports whether a string cannot stand in one piece: some line of it is too long, or it would be one long line of
// escapes.
func tooLong(s string) bool {
	if !raw(s) {
		return len(strconv.Quote(s)) > maxString
	}
	return shortLines(s) < len(s)
}

// shortLines is how many bytes the lines take that a string begins with and that are not too long.
func shortLines(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if len(line) > maxString {
			break
		}
		n += len(line)
	}
	return n
}

// partOf is how many bytes of a long string stand in its first part: lines of it, or as many words as there is room for.
func partOf(s string) int {
	if n := shortLines(s); n > 0 && raw(s[:n]) {
		return n
	} else if n > 0 {
		return min(strings.IndexByte(s+"\n", '\n')+1, len(s))
	}
	if n := strings.LastIndexByte(s[:maxString], ' ') + 1; n > maxString/2 {
		return n
	}
	n := maxString
	for n > maxString-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// stringPart is a string in one piece: between back quotes where it would need escapes otherwise, and can be so.
func stringPart(s string) *jen.Statement {
	if strings.ContainsAny(s, "\n\"\\") && raw(s) && s != "\n" {
		return jen.Id("`" + s + "`")
	}
	return jen.Id(strconv.Quote(s))
}

// raw reports whether a string can stand between back quotes, and be read there.
func raw(s string) bool {
	for _, r := range s {
		if r == '`' || r == '\r' || r == utf8.RuneError || r == '\ufeff' || r != '\n' && r != '\t' && !strconv.IsPrint(r) {
			return false
		}
	}
	return true
}
