package pattern

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// This file prints trees for Go's regexp.

// maxRE2Repeat is the highest count that Go's regexp takes.
const maxRE2Repeat = 1000

// inRE2 reports whether Go's regexp can express n at all. It has no look-around, no back references, no atomic groups,
// and its lines end with \n alone.
func inRE2(n node) bool {
	return !holds(n, func(n node) bool {
		switch n := n.(type) {
		case *look, *backreference, *atomic:
			return true
		case *assertion:
			return n.kind == lineStart || n.kind == lineEnd
		}
		return false
	})
}

// cost estimates how many instructions n compiles to in Go's regexp, up to limit.
func cost(n node, limit int) int {
	total := 1
	switch n := n.(type) {
	case *sequence:
		total = costOfAll(n.parts, limit)
	case *choice:
		total = costOfAll(n.parts, limit) + len(n.parts)
	case *group:
		total = cost(n.body, limit)
	case *repeat:
		times := max(n.low, n.high, 1)
		if times > maxRE2Repeat && n.high != unlimited {
			times *= 2 // see optional
		}
		if times > limit {
			return limit
		}
		total = times*(cost(n.body, limit)+1) + 1
	}
	return min(total, limit)
}

func costOfAll(parts []node, limit int) int {
	total := 0
	for _, part := range parts {
		total = min(total+cost(part, limit), limit)
	}
	return total
}

// re2 prints n, for which inRE2 holds.
func re2(n node) string {
	var b strings.Builder
	printRE2(&b, n)
	return b.String()
}

func printRE2(b *strings.Builder, n node) {
	switch n := n.(type) {
	case *literal:
		b.WriteString(re2Literal(n.r))
	case *charClass:
		b.WriteString(re2Class(n))
	case *sequence:
		for _, part := range n.parts {
			if _, is := part.(*choice); is {
				b.WriteString("(?:" + re2(part) + ")")
				continue
			}
			printRE2(b, part)
		}
	case *choice:
		for i, part := range n.parts {
			if i > 0 {
				b.WriteByte('|')
			}
			printRE2(b, part)
		}
	case *group:
		printRE2(b, n.body)
	case *repeat:
		printRE2Repeat(b, n)
	case *assertion:
		b.WriteString(map[assertionKind]string{textStart: "^", textEnd: "$", wordEdge: `\b`, notWordEdge: `\B`}[n.kind])
	}
}

// printRE2Repeat writes a repeat. Counts above maxRE2Repeat are made of several repeats.
func printRE2Repeat(b *strings.Builder, n *repeat) {
	body := re2(n.body)
	switch n.body.(type) {
	case *literal, *charClass:
	default:
		body = "(?:" + body + ")"
	}
	if n.low <= maxRE2Repeat && n.high <= maxRE2Repeat {
		b.WriteString(body + quantifier(n.low, n.high))
		return
	}
	required := n.low
	for ; required > maxRE2Repeat; required -= maxRE2Repeat {
		b.WriteString(body + quantifier(maxRE2Repeat, maxRE2Repeat))
	}
	if required > 0 {
		b.WriteString(body + quantifier(required, required))
	}
	if n.high == unlimited {
		b.WriteString(body + "*")
		return
	}
	b.WriteString(optional(body, n.high-n.low))
}

// optional writes body 0 to high times. Beyond maxRE2Repeat it splits in two, a thousand and more or fewer than that, so
// that the engine follows at most two paths at a time, where a row of repeats would have it follow one for each length.
func optional(body string, high int) string {
	if high <= maxRE2Repeat {
		if high == 0 {
			return ""
		}
		return body + quantifier(0, high)
	}
	fewer := body + quantifier(0, maxRE2Repeat-1)
	return "(?:" + body + quantifier(maxRE2Repeat, maxRE2Repeat) + optional(body, high-maxRE2Repeat) + "|" + fewer + ")"
}

// quantifier writes a repeat's counts; both engines agree on the form.
func quantifier(low, high int) string {
	switch {
	case low == 0 && high == unlimited:
		return "*"
	case low == 1 && high == unlimited:
		return "+"
	case low == 0 && high == 1:
		return "?"
	case high == unlimited:
		return fmt.Sprintf("{%d,}", low)
	case low == high:
		return fmt.Sprintf("{%d}", low)
	}
	return fmt.Sprintf("{%d,%d}", low, high)
}

func re2Literal(r rune) string {
	if surrogates.has(r) {
		return re2Class(&charClass{})
	}
	if strings.ContainsRune(`\.+*?()|[]{}^$`, r) {
		return `\` + string(r)
	}
	return re2Rune(r)
}

func re2Rune(r rune) string {
	switch {
	case unicode.IsPrint(r) && r != unicode.ReplacementChar:
		return string(r)
	case strings.ContainsRune("\t\n\r\f\v", r):
		return map[rune]string{'\t': `\t`, '\n': `\n`, '\r': `\r`, '\f': `\f`, '\v': `\v`}[r]
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\x{%x}`, r)
}

func re2Class(c *charClass) string {
	c = c.normal()
	switch {
	case len(c.tables) == 0 && len(c.ranges) == 0:
		return `[^\x00-\x{10ffff}]`
	case len(c.ranges) == 1 && c.ranges[0] == everyRune[0]:
		return `(?s:.)`
	}
	return printClass(c, func(r rune) string {
		if strings.ContainsRune(`\[]^-`, r) {
			return `\` + string(r)
		}
		return re2Rune(r)
	})
}

// printClass writes a class in brackets, in the form that both engines read.
func printClass(c *charClass, character func(rune) string) string {
	var b strings.Builder
	b.WriteByte('[')
	if c.negated {
		b.WriteByte('^')
	}
	for _, r := range c.ranges {
		b.WriteString(character(r.lo))
		if r.hi > r.lo+1 {
			b.WriteByte('-')
		}
		if r.hi > r.lo {
			b.WriteString(character(r.hi))
		}
	}
	for _, ref := range c.tables {
		escape := `\p{`
		if ref.negated {
			escape = `\P{`
		}
		b.WriteString(escape + ref.name + "}")
	}
	b.WriteByte(']')
	return b.String()
}

// program compiles expr as Go's regexp does, captures aside.
func program(expr string) (*syntax.Prog, error) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return syntax.Compile(withoutCaptures(tree).Simplify())
}

func withoutCaptures(re *syntax.Regexp) *syntax.Regexp {
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	for i, sub := range re.Sub {
		re.Sub[i] = withoutCaptures(sub)
	}
	return re
}

// compilesTo reports whether expr compiles to the program want.
func compilesTo(expr string, want *syntax.Prog) bool {
	got, err := program(expr)
	return err == nil && got.Start == want.Start && slices.EqualFunc(got.Inst, want.Inst, func(a, b syntax.Inst) bool {
		return a.Op == b.Op && a.Out == b.Out && a.Arg == b.Arg && slices.Equal(a.Rune, b.Rune)
	})
}
