package pattern

import (
	"fmt"
	"strings"
	"unicode"
)

// This file prints trees for regexp2 with the options ECMAScript and Unicode. What regexp2 would read differently from
// ECMA 262 (., \s, \b, tables beside others) is written as plain sets of characters.

func ecma(n node) string {
	var b strings.Builder
	printECMA(&b, n)
	return b.String()
}

func printECMA(b *strings.Builder, n node) {
	switch n := n.(type) {
	case *literal:
		b.WriteString(ecmaLiteral(n.r))
	case *charClass:
		b.WriteString(ecmaClass(n))
	case *sequence:
		for _, part := range n.parts {
			if _, is := part.(*choice); is {
				b.WriteString("(?:" + ecma(part) + ")")
				continue
			}
			printECMA(b, part)
		}
	case *choice:
		for i, part := range n.parts {
			if i > 0 {
				b.WriteByte('|')
			}
			printECMA(b, part)
		}
	case *group:
		b.WriteString("(" + ecma(n.body) + ")")
	case *atomic:
		b.WriteString("(?>" + ecma(n.body) + ")")
	case *repeat:
		printECMARepeat(b, n)
	case *look:
		b.WriteString(lookOpening(n) + ecma(n.body) + ")")
	case *assertion:
		b.WriteString(ecmaAssertions[n.kind])
	case *backreference:
		printBackreference(b, n)
	}
}

var ecmaAssertions = map[assertionKind]string{
	textStart: "^", textEnd: `\z`,
	lineStart: `(?<=^|[\n\r\u2028\u2029])`, lineEnd: `(?=\z|[\n\r\u2028\u2029])`,
	// The \b of regexp2 is about the letters of Unicode, with ECMAScript too.
	wordEdge:    `(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))`,
	notWordEdge: `(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))`,
}

func lookOpening(n *look) string {
	switch {
	case n.behind && n.negated:
		return "(?<!"
	case n.behind:
		return "(?<="
	case n.negated:
		return "(?!"
	}
	return "(?="
}

func printECMARepeat(b *strings.Builder, n *repeat) {
	switch n.body.(type) {
	case *literal, *charClass, *group:
		printECMA(b, n.body)
	default:
		b.WriteString("(?:" + ecma(n.body) + ")")
	}
	b.WriteString(quantifier(n.low, n.high))
	if n.lazy {
		b.WriteByte('?')
	}
}

// printBackreference shuts the reference into a group of its own, so that a digit behind it stays apart.
func printBackreference(b *strings.Builder, n *backreference) {
	if n.foldCase {
		fmt.Fprintf(b, `(?i:\%d)`, n.number)
		return
	}
	fmt.Fprintf(b, `(?:\%d)`, n.number)
}

func ecmaLiteral(r rune) string {
	switch {
	case surrogates.has(r):
		return "[]"
	case strings.ContainsRune(`\.+*?()|[]{}^$/`, r):
		return `\` + string(r)
	}
	return ecmaRune(r)
}

func ecmaRune(r rune) string {
	switch {
	case unicode.IsPrint(r) && r != unicode.ReplacementChar:
		return string(r)
	case strings.ContainsRune("\t\n\r\f\v", r):
		return re2Rune(r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\u{%x}`, r)
}

func ecmaClass(c *charClass) string {
	if mixed := len(c.tables) + len(c.ranges); mixed > 1 {
		for _, ref := range c.tables {
			if ref.negated { // regexp2 stops at the first table that decides, even where another would match
				c = &charClass{ranges: (&charClass{ranges: c.ranges, tables: c.tables}).set(), negated: c.negated}
				break
			}
		}
	}
	c = c.normal()
	switch {
	case len(c.tables) == 0 && len(c.ranges) == 0:
		return "[]"
	case len(c.ranges) == 1 && c.ranges[0] == everyRune[0]:
		return "[^]"
	}
	return printClass(c, func(r rune) string {
		if strings.ContainsRune(`\[]^-`, r) {
			return fmt.Sprintf(`\x%02x`, r)
		}
		return ecmaRune(r)
	})
}
