// Printing tests: a function for each operation or error, with a subtest for each case.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

const prototestPath = runtimePath + "/prototest"

// testHelper prints what the tests share, where there are any.
func testHelper(p *plan.Package) ([]byte, error) {
	if p.Tests == nil || len(p.Tests.Requests)+len(p.Tests.Responses)+len(p.Tests.Events)+len(p.Tests.Endpoints) == 0 {
		return nil, nil
	}
	return fromTemplate("protocol_test.go.tmpl")(p)
}

func eventTests(f *jen.File, p *plan.Package) bool {
	return p.Tests != nil && testFuncs(f, p.Tests.Events)
}

// endpointTests prints the cases of ResolveEndpoint as a table, and those of calls.
func endpointTests(f *jen.File, p *plan.Package) bool {
	if p.Tests == nil || len(p.Tests.Resolve) == 0 {
		return false
	}
	tests := make([]jen.Code, len(p.Tests.Resolve))
	for i, c := range p.Tests.Resolve {
		entries := []jen.Code{entry("name", jen.Lit(c.Name)), entry("params", expression(c.Params))}
		if c.Err != "" {
			entries = append(entries, entry("err", stringLiteral(c.Err)))
		} else {
			entries = append(entries, entry("want", expression(c.Want)))
		}
		tests[i] = lines(entries...)
	}
	f.Func().Id(p.Tests.ResolveName).Params(testingT()).Block(
		jen.Id("t").Dot("Parallel").Call(),
		jen.For(jen.List(jen.Id("_"), jen.Id("c")).Op(":=").Range().Index().Struct(
			jen.Id("name").String(), jen.Id("params").Id("EndpointParameters"), jen.Id("want").Qual(endpointsPath, "Endpoint"), jen.Id("err").String(),
		).Add(lines(tests...))).Block(
			jen.Id("t").Dot("Run").Call(jen.Id("c").Dot("name"), jen.Func().Params(testingT()).Block(
				jen.Id("t").Dot("Parallel").Call(),
				jen.List(jen.Id("got"), jen.Err()).Op(":=").Id("ResolveEndpoint").Call(jen.Op("&").Id("c").Dot("params")),
				jen.If(jen.Id("c").Dot("err").Op("!=").Lit("")).Block(
					jen.Qual(prototestPath, "CheckNoEndpoint").Call(jen.Id("t"), jen.Err(), jen.Id("c").Dot("err")),
				).Else().Block(
					jen.Qual(prototestPath, "CheckEndpoint").Call(jen.Id("t"), jen.Err(), jen.Id("got"), jen.Id("c").Dot("want")),
				),
			)),
		),
	)
	f.Line()
	testFuncs(f, p.Tests.Endpoints)
	return true
}

func requestTests(f *jen.File, p *plan.Package) bool {
	return p.Tests != nil && testFuncs(f, p.Tests.Requests)
}

func responseTests(f *jen.File, p *plan.Package) bool {
	return p.Tests != nil && testFuncs(f, p.Tests.Responses)
}

func testFuncs(f *jen.File, funcs []plan.TestFunc) bool {
	for _, fn := range funcs {
		doc(f.Add, fn.Doc)
		f.Func().Id(fn.Name).Params(testingT()).BlockFunc(func(g *jen.Group) {
			g.Id("t").Dot("Parallel").Call()
			for _, c := range fn.Cases {
				g.Line()
				doc(g.Add, c.Doc)
				g.Id("t").Dot("Run").Call(jen.Lit(c.ID), jen.Func().Params(testingT()).BlockFunc(func(g *jen.Group) { testCase(g, c) }))
			}
		})
		f.Line()
	}
	return len(funcs) > 0
}

func testingT() jen.Code { return jen.Id("t").Op("*").Qual("testing", "T") }

// testCase prints the body of a subtest.
func testCase(g *jen.Group, c plan.TestCase) {
	g.Id("t").Dot("Parallel").Call()
	g.Id("exchange").Op(":=").Op("&").Add(expression(c.Exchange))
	client := []jen.Code{jen.Id("t"), jen.Id("exchange")}
	if len(c.Config) > 0 {
		client = append(client, jen.Func().Params(jen.Id("c").Op("*").Id("Config")).Add(settings(c.Config)))
	}
	g.Id("client").Op(":=").Id("newTestClient").Call(client...)
	before := len("_, err := client.(t.Context(), )") + len(c.Method)
	args := []jen.Code{jen.Id("t").Dot("Context").Call(), within(maxLine-before, c.Input)}
	for _, option := range c.Options {
		args = append(args, expression(option))
	}
	out := jen.Id("_")
	if c.Output {
		out = jen.Id("out")
	}
	if c.Streams != "" {
		g.List(jen.Id("stream"), jen.Err()).Op(":=").Id("client").Dot(c.Method).Call(args...)
		streamCall(g, c)
	} else {
		g.List(out, jen.Err()).Op(":=").Id("client").Dot(c.Method).Call(args...)
	}
	for _, check := range c.Checks {
		g.Add(expression(check))
	}
}

// streamCall prints what a subtest does with the stream that the client's method returned: it sends the case's events, and
// waits for the answer.
func streamCall(g *jen.Group, c plan.TestCase) {
	args := arguments(append([]plan.Expr{{Text: "t"}, {Text: "stream"}, {Text: "err"}}, c.Sent...))
	send := jen.Qual(prototestPath, "Send")
	if len(c.Sent) > 0 { // else what the stream takes is clear from its type
		send = send.Types(jen.Id(c.Streams))
	}
	if c.Output {
		g.List(jen.Id("out"), jen.Err()).Op(":=").Add(send, args)
	} else {
		g.List(jen.Id("_"), jen.Err()).Op("=").Add(send, args)
	}
}

// settings is the body of a function that changes a client's configuration.
func settings(list []plan.Setting) jen.Code {
	var statements []jen.Code
	for _, s := range list {
		statements = append(statements, jen.Id("c").Dot(s.Field).Op("=").Add(expression(s.Value)))
	}
	if len(statements) == 1 {
		return oneLine(statements[0])
	}
	return jen.Block(statements...)
}
