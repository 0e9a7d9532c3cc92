// Printing waiters.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func waiters(f *jen.File, p *plan.Package) bool {
	for _, w := range p.Waiters {
		doc(f.Add, w.Doc)
		f.Func().Params(jen.Id("c").Op("*").Id("Client")).Id(w.Name).Params(
			jen.Id("ctx").Qual("context", "Context"), jen.Id("in").Op("*").Id(w.Input), jen.Id("max").Qual("time", "Duration"),
			jen.Id("opts").Op("...").Qual(runtimePath, "CallOption"),
		).Params(jen.Op("*").Id(w.Output), jen.Error()).BlockFunc(func(g *jen.Group) {
			g.Id("w").Op(":=").Add(waiterTable(w))
			g.Return(jen.Qual(runtimePath, "Wait").Call(
				jen.Id("ctx"), jen.Id("w"), jen.Id("c").Dot(w.Operation), jen.Id("in"), jen.Id("max"), jen.Id("opts"), judge(w),
			))
		})
		f.Line()
	}
	for _, path := range p.Paths {
		pathFunc(f, path)
	}
	return len(p.Waiters) > 0
}

// waiterTable is what the runtime knows of a waiter.
func waiterTable(w plan.Waiter) *jen.Statement {
	entries := []jen.Code{
		entry("Name", jen.Lit(w.ModelName)),
		entry("MinDelay", secondsOf(w.MinDelay)), entry("MaxDelay", secondsOf(w.MaxDelay)),
	}
	if w.Reply != "" && w.Reply != "Undecided" {
		entries = append(entries, entry("Reply", jen.Qual(runtimePath, w.Reply)))
	}
	if len(w.Errors) == 0 {
		return jen.Qual(runtimePath, "Waiter").Values(entries...)
	}
	var errs []jen.Code
	for _, e := range w.Errors {
		values := []jen.Code{entry("Verdict", jen.Qual(runtimePath, e.Verdict))}
		if e.Codes != nil {
			values = append(values, entry("Codes", stringList(e.Codes)))
		}
		errs = append(errs, jen.Values(values...))
	}
	entries = append(entries, entry("Errors", jen.Index().Qual(runtimePath, "ErrorVerdict").Values(errs...)))
	return jen.Qual(runtimePath, "Waiter").Add(lines(entries...))
}

func stringList(list []string) *jen.Statement {
	return jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, s := range list {
			g.Lit(s)
		}
	})
}

func secondsOf(n int64) *jen.Statement {
	return number(n).(*jen.Statement).Op("*").Qual("time", "Second")
}

// judge is the function that says what a reply means; nil where every reply means the same.
func judge(w plan.Waiter) *jen.Statement {
	if w.Reply != "" {
		return jen.Nil()
	}
	return jen.Func().Params(jen.Id("out").Op("*").Id(w.Output)).Qual(runtimePath, "Verdict").BlockFunc(func(g *jen.Group) {
		statements(g, w.Judge.Vars)
		cases(g, w.Judge)
		g.Return(jen.Qual(runtimePath, w.Judge.Else))
	})
}

// cases prints a switch, or an if where there is one condition.
func cases(g *jen.Group, j plan.Judge) {
	if len(j.Cases) == 1 && len(j.Cases[0].Conditions) == 1 && j.Switch == nil {
		g.If(expression(j.Cases[0].Conditions[0])).Block(jen.Return(verdict(j.Cases[0])))
		return
	}
	on := jen.Null()
	if j.Switch != nil {
		on = expression(*j.Switch)
	}
	g.Switch(on).BlockFunc(func(g *jen.Group) {
		for _, c := range j.Cases {
			g.Case(conditions(c.Conditions)...).Block(jen.Return(verdict(c)))
		}
	})
}

// conditions are those of a case, each on a line of its own where one line does not hold all.
func conditions(list []plan.Expr) []jen.Code {
	columns := 0
	for _, e := range list {
		columns += 2 + width(e)
	}
	all := make([]jen.Code, len(list))
	for i, e := range list {
		all[i] = expression(e)
		if i > 0 && columns > maxLine {
			all[i] = jen.Line().Add(all[i])
		}
	}
	return all
}

// verdict is what a case means.
func verdict(c plan.JudgeCase) *jen.Statement {
	if c.Message == nil {
		return jen.Qual(runtimePath, c.Verdict)
	}
	reasons := expression(*c.Message)
	if c.Many {
		reasons.Op("...")
	}
	return jen.Qual(runtimePath, "Because").Call(reasons)
}
