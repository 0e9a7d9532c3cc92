// Tokens.

package jmespath

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where and why an expression is not one.
type SyntaxError struct {
	Offset  int // in bytes from the start of the expression
	Message string
}

// Error returns the message, which is fit to follow the expression and a colon.
func (e *SyntaxError) Error() string { return e.Message }

// syntaxErr makes a [SyntaxError].
func syntaxErr(offset int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: offset, Message: fmt.Sprintf(format, args...)}
}

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokName
	tokQuotedName
	tokNumber
	tokLiteral
	tokDot
	tokStar
	tokOpen    // [
	tokClose   // ]
	tokFlatten // []
	tokFilter  // [?
	tokBrace
	tokBraceEnd
	tokParen
	tokParenEnd
	tokComma
	tokColon
	tokCurrent
	tokRef
	tokNot
	tokPipe
	tokOr
	tokAnd
	tokCompare
)

// token is a piece of the source. Only some kinds have a value.
type token struct {
	kind tokenKind
	at
	name    string // of a name
	number  int    // of a number
	literal any    // of a literal
	op      Op     // of a comparison
}

// symbols are the tokens of fixed form, longer ones before those that they begin with.
var symbols = []struct {
	text string
	kind tokenKind
	op   Op
}{
	{"[]", tokFlatten, 0}, {"[?", tokFilter, 0}, {"[", tokOpen, 0}, {"]", tokClose, 0},
	{"||", tokOr, 0}, {"|", tokPipe, 0}, {"&&", tokAnd, 0}, {"&", tokRef, 0},
	{"==", tokCompare, Equal}, {"!=", tokCompare, NotEqual}, {"!", tokNot, 0},
	{"<=", tokCompare, LessEqual}, {"<", tokCompare, Less}, {">=", tokCompare, GreaterEqual}, {">", tokCompare, Greater},
	{".", tokDot, 0}, {"*", tokStar, 0}, {"{", tokBrace, 0}, {"}", tokBraceEnd, 0}, {"(", tokParen, 0}, {")", tokParenEnd, 0},
	{",", tokComma, 0}, {":", tokColon, 0}, {"@", tokCurrent, 0},
}

// maxLength bounds an expression, in bytes. Those of real models have a few hundred at most.
const maxLength = 1 << 14

// tokens splits an expression; the last token is a tokEnd.
func tokens(text string) ([]token, *SyntaxError) {
	if len(text) > maxLength {
		return nil, syntaxErr(0, "the expression is longer than %d bytes", maxLength)
	}
	var out []token
	for pos := 0; ; {
		pos += len(text[pos:]) - len(strings.TrimLeft(text[pos:], " \t\r\n"))
		if pos == len(text) {
			return append(out, token{kind: tokEnd, at: at{pos, pos}}), nil
		}
		t, err := nextToken(text, pos)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		pos = t.end
	}
}

// nextToken reads the token that begins at pos.
func nextToken(text string, pos int) (token, *SyntaxError) {
	switch c := text[pos]; {
	case isNameStart(c):
		end := pos + 1
		for end < len(text) && (isNameStart(text[end]) || isDigit(text[end])) {
			end++
		}
		return token{kind: tokName, at: at{pos, end}, name: text[pos:end]}, nil
	case isDigit(c) || c == '-':
		return numberToken(text, pos)
	case c == '"':
		return quotedName(text, pos)
	case c == '\'':
		return rawString(text, pos)
	case c == '`':
		return literalToken(text, pos)
	}
	for _, s := range symbols {
		if strings.HasPrefix(text[pos:], s.text) {
			return token{kind: s.kind, at: at{pos, pos + len(s.text)}, op: s.op}, nil
		}
	}
	r, _ := utf8.DecodeRuneInString(text[pos:])
	return token{}, syntaxErr(pos, "%q does not belong here", r)
}

func isNameStart(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }

func numberToken(text string, pos int) (token, *SyntaxError) {
	end := pos + 1
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	n, err := strconv.ParseInt(text[pos:end], 10, 32)
	if err != nil {
		return token{}, syntaxErr(pos, "%q is no whole number of at most 32 bits", text[pos:end])
	}
	return token{kind: tokNumber, at: at{pos, end}, number: int(n)}, nil
}

// closing returns the offset of the next unescaped quote behind pos, -1 if there is none.
func closing(text string, pos int, quote byte) int {
	for i := pos + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case quote:
			return i
		}
	}
	return -1
}

func quotedName(text string, pos int) (token, *SyntaxError) {
	end := closing(text, pos, '"')
	if end < 0 {
		return token{}, syntaxErr(pos, "the quoted name has no end: write another \"")
	}
	t := token{kind: tokQuotedName, at: at{pos, end + 1}}
	if err := json.Unmarshal([]byte(text[pos:end+1]), &t.name); err != nil {
		return token{}, syntaxErr(pos, "the quoted name %s is not a JSON string", text[pos:end+1])
	}
	return t, nil
}

// rawString reads '...', in which \' stands for a quote and all else for itself.
func rawString(text string, pos int) (token, *SyntaxError) {
	end := closing(text, pos, '\'')
	if end < 0 {
		return token{}, syntaxErr(pos, "the raw string has no end: write another '")
	}
	value := strings.ReplaceAll(text[pos+1:end], `\'`, `'`)
	return token{kind: tokLiteral, at: at{pos, end + 1}, literal: value}, nil
}

// maxLiteralDepth bounds the nesting of a literal.
const maxLiteralDepth = 100

// literalToken reads `...`, which is JSON with its backquotes escaped.
func literalToken(text string, pos int) (token, *SyntaxError) {
	end := closing(text, pos, '`')
	if end < 0 {
		return token{}, syntaxErr(pos, "the literal has no end: write another `")
	}
	source := []byte(strings.ReplaceAll(text[pos+1:end], "\\`", "`"))
	if bytes.Count(source, []byte("["))+bytes.Count(source, []byte("{")) > maxLiteralDepth && depth(source) > maxLiteralDepth {
		return token{}, syntaxErr(pos, "the literal is nested more than %d levels deep", maxLiteralDepth)
	}
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber()
	t := token{kind: tokLiteral, at: at{pos, end + 1}}
	if !json.Valid(source) || decoder.Decode(&t.literal) != nil {
		return token{}, syntaxErr(pos, "the literal %s is not JSON: strings need double quotes inside the backquotes", text[pos:end+1])
	}
	return t, nil
}

// depth returns an upper bound of the nesting of a JSON text.
func depth(source []byte) int {
	level, most := 0, 0
	for _, c := range source {
		switch c {
		case '[', '{':
			level++
			most = max(most, level)
		case ']', '}':
			level--
		}
	}
	return most
}
