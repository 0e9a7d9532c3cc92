// The parser: operators by how tightly they bind.

package jmespath

// The strengths with which operators bind to what stands on their left. The right side of a projection takes all that binds
// more tightly than bindProjection.
const (
	bindPipe       = 1
	bindOr         = 2
	bindAnd        = 3
	bindCompare    = 5
	bindFlatten    = 9
	bindProjection = 10
	bindFilter     = 21
	bindDot        = 40
	bindNot        = 45
	bindBracket    = 55
)

// bindings are the strengths of the tokens that may follow an operand.
var bindings = [tokCompare + 1]int{
	tokPipe: bindPipe, tokOr: bindOr, tokAnd: bindAnd, tokCompare: bindCompare, tokFlatten: bindFlatten,
	tokFilter: bindFilter, tokDot: bindDot, tokOpen: bindBracket,
}

// maxDepth bounds the nesting of an expression: of brackets, and of operators that contain each other.
const maxDepth = 500

// Parse reads an expression. The error, if there is one, is a [*SyntaxError].
func Parse(text string) (Expr, error) {
	list, err := tokens(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tokens: list}
	e := p.expression(0)
	if p.err == nil && p.peek().kind != tokEnd {
		p.unexpected("an operator or the end")
	}
	if p.err != nil {
		return nil, p.err
	}
	return e, nil
}

// parser holds what is being read. After the first mistake it reads ends only, so that every loop stops.
type parser struct {
	text   string
	tokens []token
	pos    int
	depth  int
	err    *SyntaxError
}

func (p *parser) peek() *token { return &p.tokens[p.pos] }

// next returns the current token and steps over it.
func (p *parser) next() *token {
	t := p.peek()
	if t.kind != tokEnd {
		p.pos++
	}
	return t
}

// take steps over the current token if it is of a kind.
func (p *parser) take(kind tokenKind) bool {
	if p.peek().kind != kind {
		return false
	}
	p.next()
	return true
}

// expect steps over a token that must be of a kind, which the text names.
func (p *parser) expect(kind tokenKind, what string) {
	if !p.take(kind) {
		p.unexpected(what)
	}
}

// unexpected reports the current token; what says what should stand there.
func (p *parser) unexpected(what string) {
	t := p.peek()
	if t.kind == tokEnd {
		p.fail(t.start, "the expression ends where "+what+" should stand")
		return
	}
	p.fail(t.start, "found "+p.text[t.start:t.end]+" where "+what+" should stand")
}

func (p *parser) fail(offset int, message string) {
	if p.err == nil {
		p.err = &SyntaxError{Offset: offset, Message: message}
	}
	p.pos = len(p.tokens) - 1
}

// expression reads an operand and the operators behind it that bind more tightly than bind.
func (p *parser) expression(bind int) Expr {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		p.fail(p.peek().start, "the expression is nested too deeply")
	}
	return p.operators(p.operand(), bind)
}

// operators reads the operators behind left that bind more tightly than bind. A chain of them makes a tree that is as deep as
// the chain is long, which the length of an expression bounds.
func (p *parser) operators(left Expr, bind int) Expr {
	for p.err == nil {
		t := p.peek()
		strength := bindings[t.kind]
		if strength <= bind {
			return left
		}
		p.next()
		left = p.operator(t, left, strength)
	}
	return left
}

// operator reads what follows an operator.
func (p *parser) operator(t *token, left Expr, strength int) Expr {
	switch t.kind {
	case tokDot:
		return p.afterDot(t, left)
	case tokOpen:
		return p.bracket(t, left)
	case tokFlatten:
		return p.project(t.at, &Flatten{t.at, left})
	case tokFilter:
		return p.filter(t, left)
	case tokPipe:
		return &Sub{t.at, left, p.expression(strength)}
	case tokOr:
		return &Or{t.at, left, p.expression(strength)}
	case tokAnd:
		return &And{t.at, left, p.expression(strength)}
	}
	return &Compare{t.at, t.op, left, p.expression(strength)}
}

// operand reads what an expression can begin with.
func (p *parser) operand() Expr {
	switch t := p.peek(); t.kind {
	case tokName, tokQuotedName:
		return p.name()
	case tokLiteral:
		p.next()
		return &Literal{t.at, t.literal}
	case tokCurrent:
		p.next()
		return &Current{t.at}
	case tokStar:
		p.next()
		return p.objectProject(t, implied(t))
	case tokFlatten:
		p.next()
		return p.project(t.at, &Flatten{t.at, implied(t)})
	case tokFilter:
		p.next()
		return p.filter(t, implied(t))
	case tokOpen:
		p.next()
		return p.openingBracket(t)
	case tokBrace:
		p.next()
		return p.hash(t)
	case tokNot:
		p.next()
		return &Not{t.at, p.expression(bindNot)}
	case tokParen:
		p.next()
		inner := p.expression(0)
		p.expect(tokParenEnd, "a )")
		return inner
	}
	t := p.peek()
	p.unexpected("a value")
	return implied(t)
}

// implied is the current value where the source does not write it.
func implied(t *token) Expr { return &Current{at{t.start, t.start}} }

// name reads a field or a call.
func (p *parser) name() Expr {
	t := p.next()
	if p.peek().kind != tokParen {
		return &Field{t.at, t.name}
	}
	if t.kind == tokQuotedName {
		p.fail(t.start, "the name of a function must not be quoted")
		return &Field{t.at, t.name}
	}
	p.next()
	return &Call{t.at, t.name, p.list(tokParenEnd, "a )", p.argument)}
}

// argument reads an argument of a function.
func (p *parser) argument() Expr {
	if t := p.peek(); t.kind == tokRef {
		p.next()
		return &Ref{t.at, p.expression(0)}
	}
	return p.expression(0)
}

// list reads items up to the closing token, with commas between them.
func (p *parser) list(end tokenKind, what string, item func() Expr) []Expr {
	var out []Expr
	if p.take(end) {
		return out
	}
	for p.err == nil {
		out = append(out, item())
		if p.take(end) {
			break
		}
		p.expect(tokComma, "a comma or "+what)
	}
	return out
}

// afterDot reads the right side of a dot.
func (p *parser) afterDot(dot *token, left Expr) Expr {
	switch t := p.peek(); t.kind {
	case tokName, tokQuotedName:
		return p.sub(dot, left, p.name())
	case tokStar:
		p.next()
		return p.objectProject(t, left)
	case tokOpen:
		p.next()
		return p.sub(dot, left, p.multiList(t))
	case tokBrace:
		p.next()
		return p.sub(dot, left, p.hash(t))
	}
	p.unexpected("a name, a *, a [ or a {")
	return left
}

// sub applies right to left; an implied left needs no node.
func (p *parser) sub(dot *token, left, right Expr) Expr {
	if current, ok := left.(*Current); ok && current.start == current.end {
		return right
	}
	return &Sub{dot.at, left, right}
}

// openingBracket reads a bracket that begins an expression: an index, a slice, a projection or a list.
func (p *parser) openingBracket(t *token) Expr {
	switch next := p.peek(); {
	case next.kind == tokNumber, next.kind == tokColon:
		return p.bracket(t, implied(t))
	case next.kind == tokStar && p.tokens[p.pos+1].kind == tokClose:
		return p.bracket(t, implied(t))
	}
	return p.multiList(t)
}

func (p *parser) multiList(t *token) Expr {
	if p.peek().kind == tokClose {
		p.unexpected("a value")
	}
	return &List{t.at, p.list(tokClose, "a ]", func() Expr { return p.expression(0) })}
}

// bracket reads the rest of "[n]", "[a:b:c]" or "[*]".
func (p *parser) bracket(t *token, left Expr) Expr {
	if p.take(tokStar) {
		p.expect(tokClose, "a ]")
		return p.project(t.at, left)
	}
	var parts [3]*int
	colons := 0
	for p.err == nil && p.peek().kind != tokClose {
		n := p.peek()
		switch {
		case n.kind == tokNumber && parts[colons] == nil:
			p.next()
			parts[colons] = &n.number
		case n.kind == tokColon && colons < 2:
			p.next()
			colons++
		default:
			p.unexpected("a number, a colon or a ]")
		}
	}
	p.expect(tokClose, "a ]")
	if colons == 0 {
		if parts[0] == nil {
			p.fail(t.start, "the brackets are empty")
			return left
		}
		return &Index{t.at, left, *parts[0]}
	}
	s := &Slice{t.at, left, parts[0], parts[1], 1}
	if parts[2] != nil {
		s.Step = *parts[2]
	}
	if s.Step == 0 {
		p.fail(t.start, "the step of a slice must not be 0")
	}
	return p.project(t.at, s)
}

func (p *parser) filter(t *token, left Expr) Expr {
	condition := p.expression(0)
	p.expect(tokClose, "a ]")
	return &Filter{t.at, left, condition, p.projected()}
}

func (p *parser) project(place at, left Expr) Expr { return &Project{place, left, p.projected()} }

func (p *parser) objectProject(t *token, left Expr) Expr {
	return &ObjectProject{t.at, left, p.projected()}
}

// projected reads the right side of a projection, which is applied to each element.
func (p *parser) projected() Expr {
	p.depth++
	defer func() { p.depth-- }()
	t := p.peek()
	if p.depth > maxDepth {
		p.fail(t.start, "the expression is nested too deeply")
	}
	if t.kind == tokOpen {
		// The grammar wants a dot before a list, as in "a[*].[b, c]", and no implementation does.
		p.next()
		return p.operators(p.openingBracket(t), bindProjection)
	}
	return p.operators(implied(t), bindProjection)
}

// hash reads the rest of "{a: x, b: y}".
func (p *parser) hash(t *token) Expr {
	h := &Hash{at: t.at}
	for p.err == nil {
		key := p.peek()
		if key.kind != tokName && key.kind != tokQuotedName {
			p.unexpected("a name")
			break
		}
		p.next()
		p.expect(tokColon, "a colon")
		h.Entries = append(h.Entries, Entry{key.name, p.expression(0)})
		if p.take(tokBraceEnd) {
			break
		}
		p.expect(tokComma, "a comma or a }")
	}
	return h
}
