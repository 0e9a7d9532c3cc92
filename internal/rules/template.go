// Strings, which are templates: "https://{Region}.{partition#dnsSuffix}".

package rules

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// template reads a string. One without templates becomes a text, and one that is a template alone becomes what that stands for.
func (p *parser) template(n shape.Node) (Expr, bool) {
	s, at := n.Str(), n.Span()
	e := Expr{Kind: ExprString, Type: Type{Kind: String}, Span: at}
	if !strings.ContainsAny(s, "{}") {
		e.Text = s
		return e, true
	}
	var text strings.Builder
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			text.WriteString(s)
			break
		}
		text.WriteString(s[:i])
		brace := s[i]
		s = s[i+1:]
		if s != "" && s[0] == brace { // twice is once
			text.WriteByte(brace)
			s = s[1:]
			continue
		}
		end := strings.IndexAny(s, "{}")
		if brace == '}' || end < 0 || s[end] == '{' {
			p.invalid(at, "a brace in %q has no match: close it, or write it twice if it is meant as it is", diag.Clip(n.Str(), 100))
			return e, false
		}
		part, ok := p.part(s[:end], at)
		if !ok {
			return e, false
		}
		e.Parts = appendText(e.Parts, &text, at)
		e.Parts = append(e.Parts, part)
		s = s[end+1:]
	}
	return collapse(e, &text), true
}

// appendText adds the text that was gathered in front of a part.
func appendText(parts []Expr, text *strings.Builder, at source.Span) []Expr {
	if text.Len() == 0 {
		return parts
	}
	parts = append(parts, Expr{Kind: ExprString, Type: Type{Kind: String}, Text: text.String(), Span: at})
	text.Reset()
	return parts
}

// collapse returns the template of the given parts and the text behind them in its simplest form.
func collapse(e Expr, text *strings.Builder) Expr {
	if e.Parts == nil {
		e.Text = text.String()
		return e
	}
	if e.Parts = appendText(e.Parts, text, e.Span); len(e.Parts) == 1 {
		return e.Parts[0]
	}
	return e
}

// part reads what stands between braces: a name, or a name, "#" and a path.
func (p *parser) part(s string, at source.Span) (Expr, bool) {
	name, path, isPath := strings.Cut(s, "#")
	e, ok := p.ref(name, at, false)
	if ok && isPath {
		e, ok = p.attr(e, path, at)
	}
	if !ok || !p.fits(&e, String, "{"+diag.Clip(s, 60)+"}") {
		return e, false
	}
	return e, true
}
