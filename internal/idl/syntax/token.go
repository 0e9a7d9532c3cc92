// Tokens of the IDL. White space is made of tokens too, since the grammar cares for line breaks.

package syntax

// token is the kind of a token.
type token uint8

const (
	tokEOF     token = iota
	tokSpace         // one or more spaces or tabs
	tokNewline       // one line break
	tokComma         // white space, but no space
	tokComment       // "//" with its line break
	tokDoc           // "///" with its line break
	tokAt
	tokString
	tokText // a text block
	tokColon
	tokWalrus // ":="
	tokName   // an identifier
	tokDot
	tokPound
	tokDollar
	tokNumber
	tokLBrace
	tokRBrace
	tokLBracket
	tokRBracket
	tokLParen
	tokRParen
	tokEqual
	tokError // what the scanner has a message for
)

var tokenNames = [...]string{
	tokEOF: "the end of the file", tokSpace: "a space", tokNewline: "a line break", tokComma: "a comma", tokComment: "a comment",
	tokDoc: "a documentation comment", tokAt: "a trait", tokString: "a quoted string", tokText: "a text block", tokColon: "':'",
	tokWalrus: "':='", tokName: "a name", tokDot: "'.'", tokPound: "'#'", tokDollar: "'$'", tokNumber: "a number",
	tokLBrace: "'{'", tokRBrace: "'}'", tokLBracket: "'['", tokRBracket: "']'", tokLParen: "'('", tokRParen: "')'",
	tokEqual: "'='", tokError: "an unreadable character",
}

// String returns the token as messages name it.
func (t token) String() string { return tokenNames[t] }

// isSpace reports whether the token is white space, of which documentation comments are no part.
func (t token) isSpace() bool { return t >= tokSpace && t <= tokComment }

// classes say by which rule a token that starts with a byte is scanned.
type class uint8

const (
	classBad class = iota
	classLetter
	classDigit // and '-'
	classSpace
	classNewline
	classQuote
	classSlash
	classColon
	classSingle // a token by itself, see singles
)

var (
	classes = makeClasses()
	singles = [128]token{
		',': tokComma, '@': tokAt, '.': tokDot, '#': tokPound, '$': tokDollar, '{': tokLBrace, '}': tokRBrace, '[': tokLBracket,
		']': tokRBracket, '(': tokLParen, ')': tokRParen, '=': tokEqual,
	}
	inName = makeInName()
)

func makeClasses() (t [256]class) {
	for c := range 128 {
		switch {
		case singles[c] != 0:
			t[c] = classSingle
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_':
			t[c] = classLetter
		case c >= '0' && c <= '9' || c == '-':
			t[c] = classDigit
		case c == ' ' || c == '\t':
			t[c] = classSpace
		case c == '\n' || c == '\r':
			t[c] = classNewline
		}
	}
	t['"'], t['/'], t[':'] = classQuote, classSlash, classColon
	return t
}

func makeInName() (t [256]bool) {
	for c := range t {
		t[c] = classes[c] == classLetter || classes[c] == classDigit && c != '-'
	}
	return t
}
