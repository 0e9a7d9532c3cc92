// Printing the methods that go through pages.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func pages(f *jen.File, p *plan.Package) bool {
	for _, p := range p.Pages {
		doc(f.Add, p.Doc)
		sequenceMethod(f, p.Name, p.Input, tight(jen.Op("*"), jen.Id(p.Output)), func(g *jen.Group) {
			g.Return(turning(p))
		})
		if i := p.Items; i != nil {
			doc(f.Add, i.Doc)
			sequenceMethod(f, i.Name, p.Input, itemType(i), func(g *jen.Group) {
				list := function("out", p.Output, tight(jen.Index(), itemType(i)), i.List)
				each := jen.Id("c").Dot(p.Name).Call(jen.Id("ctx"), jen.Id("in"), jen.Id("opts").Op("..."))
				g.Return(jen.Qual(runtimePath, "Items").Call(each, jen.Id("opts"), list))
			})
		}
	}
	return len(p.Pages) > 0
}

// itemType is the type of an item.
func itemType(i *plan.Items) *jen.Statement {
	if i.Key != "" {
		return jen.Qual(runtimePath, "Entry").Types(jen.Id(i.Key), goType(i.Type))
	}
	return goType(i.Type)
}

// sequenceMethod prints a method of the client that returns a sequence.
func sequenceMethod(f *jen.File, name, input string, of jen.Code, body func(*jen.Group)) {
	f.Func().Params(jen.Id("c").Op("*").Id("Client")).Id(name).Params(
		jen.Id("ctx").Qual("context", "Context"), jen.Id("in").Op("*").Id(input), jen.Id("opts").Op("...").Qual(runtimePath, "CallOption"),
	).Qual("iter", "Seq2").Types(of, jen.Error()).BlockFunc(body)
	f.Line()
}

// function is a function literal with one parameter, a pointer to a struct. A body that only returns stands on one line.
func function(param, typ string, result jen.Code, body []plan.Stmt) *jen.Statement {
	head := jen.Func().Params(jen.Id(param).Op("*").Id(typ)).Add(result)
	if len(body) == 1 && body[0].Kind == plan.Return {
		return head.Add(oneLine(jen.Return(expression(body[0].Value))))
	}
	return head.BlockFunc(func(g *jen.Group) { statements(g, body) })
}

// turning is the call of the runtime that goes from page to page.
func turning(p plan.Pages) *jen.Statement {
	opts := jen.Id("opts")
	if p.Repeat != "" {
		usual := jen.Qual(runtimePath, "WithRepeatedToken").Call(jen.Qual(runtimePath, p.Repeat))
		opts = jen.Append(jen.Index().Qual(runtimePath, "CallOption").Values(usual), jen.Id("opts").Op("..."))
	}
	token := goType(p.Token)
	in := function("in", p.Input, tight(jen.Op("*"), token), []plan.Stmt{{Kind: plan.Return, Value: p.In}})
	return jen.Qual(runtimePath, "Pages").Call(
		jen.Id("ctx"), jen.Lit(p.Operation), jen.Id("c").Dot(p.Operation), jen.Id("in"), opts,
		jen.Line().Add(in), jen.Line().Add(function("out", p.Output, token, p.Out)),
	)
}
