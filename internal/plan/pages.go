// Pages: the operations that answer a part at a time, with the trait smithy.api#paginated.

package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

// Pages is a method that goes through the pages of an operation.
type Pages struct {
	Name          string
	Doc           []string
	Operation     string // the method that asks for one page
	Input, Output string // Go types
	In            Expr   // the place of the token in the input, which is called in
	Token         GoType // of that place
	Out           []Stmt // the body of a function that returns the token of the next page from the reply, which is called out
	Repeat        string // a constant of the runtime for tokens that repeat; empty for what is usual
	Items         *Items // nil if the model does not say what the pages are made of
}

// Items is a method that goes through what the pages have.
type Items struct {
	Name string
	Doc  []string
	Type GoType // of an item
	Key  string // of the items of a map, which are entries: the type of their keys; else empty
	List []Stmt // the body of a function that returns the list, or map, of the reply, which is called out
}

// Uses reports whether the signatures of the methods for pages and waiters need an import.
func (p *Package) Uses(path string) bool {
	if path == "time" && len(p.Waiters) > 0 || path == "iter" && len(p.Pages) > 0 {
		return true
	}
	return slices.ContainsFunc(p.Pages, func(p Pages) bool { return p.Items != nil && p.Items.Type.uses(path) })
}

func (t GoType) uses(path string) bool {
	return t.Path == path || t.Elem != nil && t.Elem.uses(path)
}

// addPages plans the methods for the operations that were chosen.
func (b *builder) addPages() {
	for _, op := range b.byName() {
		v, ok := op.Trait("smithy.api#paginated")
		if !ok {
			continue
		}
		if p := b.pages(op, v); p != nil {
			b.pkg.Pages = append(b.pkg.Pages, *p)
		}
	}
}

// pages plans the method for an operation. What the model has and cannot be followed is left out with a warning.
func (b *builder) pages(op *shape.Shape, own shape.Node) (p *Pages) {
	inherited, _ := b.service.Trait("smithy.api#paginated")
	part := func(name string) shape.Node {
		v, ok := own.Field(name)
		if !ok {
			v, _ = inherited.Field(name)
		}
		return v
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *pathError:
			p = nil
			b.diags.Add(diag.Diagnostic{
				Code: "pages.unsupported", Severity: diag.Warning, Span: op.Span, Shape: string(op.ID),
				Message: fmt.Sprintf("operation %s gets no method for its pages: %v", op.ID.Name(), r),
			})
		default:
			panic(r)
		}
	}()
	name := exported(shapeName(b.service, op))
	p = &Pages{Name: b.names.pages[op], Operation: name}
	if op.Input == nil || op.Output == nil || streamOf(op.Input) != nil || streamOf(op.Output) != nil || hasStream(op.Output, "") {
		panic(&pathError{text: "its input and output must be structures, and no streams"})
	}
	p.Input, p.Output = b.names.shapes[op.Input], b.names.shapes[op.Output]
	in, input := b.inputMember(op.Input, "in", part("inputToken").Str(), "inputToken")
	p.In, p.Token = Expr{Kind: Address, Args: []Expr{in}}, input.Type
	p.Out = b.tokenOf(op, part("outputToken").Str(), input.Type, b.more(op))
	p.Doc = b.pagesDoc(p, op)
	if items := part("items"); items.Str() != "" {
		p.Items = b.items(op, p, items.Str())
	}
	p.Repeat = b.repeat(op)
	return p
}

// inputMember is the place of a member of an input, which must not be within another, with its field.
func (b *builder) inputMember(s *shape.Shape, root, path, what string) (Expr, Field) {
	m := s.Member(path)
	if m == nil {
		panic(&pathError{text: fmt.Sprintf("its %s, %q, is no member of %s", what, path, s.ID.Name())})
	}
	f := b.fields[m]
	return selected(code(root), f.Name), f
}

// replyPath is what a path of members leads to in a reply.
func (c *pathCompiler) replyPath(op *shape.Shape, path, what string) pathValue {
	v := pathValue{kind: jmespath.Object, x: code("out"), shape: op.Output}
	for name := range strings.SplitSeq(path, ".") {
		if v.kind != jmespath.Object || v.shape.Kind != shape.Structure || v.shape.Member(name) == nil {
			panic(&pathError{text: fmt.Sprintf("its %s, %q, leads to no member of %s", what, path, op.Output.ID.Name())})
		}
		v = c.member(&jmespath.Current{}, v.shape.Member(name), v)
	}
	return v
}

// bodyOf returns the statements that a function adds.
func (b *builder) bodyOf(write func(c *pathCompiler)) []Stmt {
	c := &pathCompiler{b: b, block: &[]Stmt{}, locals: newScope(pathTaken, []string{"out"})}
	write(c)
	return tidy(*c.block)
}

// tokenOf returns the token of the next page as the type that the input has for it. More, if it is not empty, is the path of the
// member that must be true.
func (b *builder) tokenOf(op *shape.Shape, path string, want GoType, more string) []Stmt {
	return b.bodyOf(func(c *pathCompiler) {
		v := c.replyPath(op, path, "outputToken")
		bare, pointer := want, want.Kind == Pointer
		if pointer {
			bare = *want.Elem
		}
		x := v.x
		switch {
		case sameType(v.typ, bare):
		case v.kind == jmespath.String && bare.Kind == Named, v.kind == jmespath.Number && bare.Kind == Named && v.bits() > 0:
			x = convert(bare, x)
		default:
			panic(&pathError{text: "the tokens of its input and of its output are of types that differ"})
		}
		otherwise := zeroOf(bare)
		if pointer {
			otherwise = code("nil")
			if v.shape == nil || v.shape.Kind != shape.Structure {
				x = pointerTo(x)
			}
		}
		v = v.asFound()
		if more != "" {
			v = v.under(c.replyPath(op, more, "sign of more pages").true())
		}
		c.returnGuarded(v, x, otherwise)
	})
}

// asFound is v without the last condition that it is not nil, where nil will do.
func (v pathValue) asFound() pathValue {
	if v.kind == jmespath.Array || v.kind == jmespath.Object {
		v.guards = v.beforeNil()
	}
	return v
}

// zeroOf is the zero value of a type that is not a struct.
func zeroOf(t GoType) Expr {
	switch {
	case t.Kind != Named:
		return code("nil")
	case t.Name == "bool":
		return code("false")
	case intBits[t.Name] != 0 || strings.HasPrefix(t.Name, "float"):
		return code("0")
	}
	return text("")
}

// items plans the method that goes through what the pages have.
func (b *builder) items(op *shape.Shape, p *Pages, path string) *Items {
	i := &Items{Name: b.names.items[op]}
	i.List = b.bodyOf(func(c *pathCompiler) {
		v := c.replyPath(op, path, "items")
		list := v.x
		switch v.typ.Kind {
		case Slice:
			i.Type = *v.typ.Elem
		case Map:
			i.Type, i.Key = *v.typ.Elem, v.typ.Key
			list = call(of(runtimePath, "Entries"), list)
		default:
			panic(&pathError{text: fmt.Sprintf("its items, %q, are neither a list nor a map", path)})
		}
		c.returnGuarded(v.asFound(), list, code("nil"))
	})
	i.Doc = b.said(fmt.Sprintf("%s goes through %s on the pages of [Client.%s]: see [rt.Items].", i.Name, oneLine(path), p.Operation), op.Traits)
	return i
}

// said is a comment that the model does not have, with what it says of old operations.
func (b *builder) said(text string, t shape.Traits) []string {
	return doctext.Format("", b.options(doctext.Operation, append([]string{text}, deprecation(t)...)...))
}

func (b *builder) pagesDoc(p *Pages, op *shape.Shape) []string {
	return b.said(fmt.Sprintf("%s goes through the pages of [Client.%s]: see [rt.Pages].", p.Name, p.Operation), op.Traits)
}
