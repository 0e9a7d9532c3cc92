// Printing types: structures, unions, errors and enums.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func types(f *jen.File, p *plan.Package) bool {
	for _, t := range p.Types {
		if t.Struct != nil {
			structure(f, t.Struct)
		} else {
			union(f, t.Union)
		}
	}
	return len(p.Types) > 0
}

func structure(f *jen.File, s *plan.Struct) {
	doc(f.Add, s.Doc)
	f.Type().Id(s.Name).StructFunc(func(g *jen.Group) { fields(g, s.Fields) })
	f.Line()
}

// fields prints documented fields with a blank line between them.
func fields(g *jen.Group, fields []plan.Field) {
	for i, field := range fields {
		if i > 0 && (len(field.Doc) > 0 || len(fields[i-1].Doc) > 0) {
			g.Line()
		}
		doc(g.Add, field.Doc)
		g.Id(field.Name).Add(goType(field.Type))
	}
}

func errorTypes(f *jen.File, p *plan.Package) bool {
	for _, s := range p.Errors {
		doc(f.Add, s.Doc)
		f.Type().Id(s.Name).StructFunc(func(g *jen.Group) {
			g.Qual(runtimePath, "ErrorMetadata").Comment("code, message, request id, status, fault, retryable")
			if len(s.Fields) > 0 {
				g.Line()
			}
			fields(g, s.Fields)
		})
		f.Line()
	}
	return len(p.Errors) > 0
}

func union(f *jen.File, u *plan.Union) {
	doc(f.Add, u.Doc)
	f.Type().Id(u.Name).Interface(jen.Id(u.Marker).Params())
	f.Line()
	for _, v := range u.Variants {
		doc(f.Add, v.Doc)
		f.Type().Id(v.Name).Struct(jen.Id(v.Field.Name).Add(goType(v.Type)))
		marker(f, v.Name, u.Marker)
	}
	f.Comment("// " + u.Unknown + " is a variant that the model does not know. It can be received, not sent.")
	f.Type().Id(u.Unknown).Struct(jen.Qual(schemaPath, "UnknownVariant"))
	marker(f, u.Unknown, u.Marker)
}

func marker(f *jen.File, typ, method string) {
	f.Line()
	f.Func().Params(jen.Op("*").Id(typ)).Id(method).Params().Custom(jen.Options{Open: "{", Close: "}"})
	f.Line()
}

func enums(f *jen.File, p *plan.Package) bool {
	for _, e := range p.Enums {
		doc(f.Add, e.Doc)
		underlying := "string"
		if e.Int {
			underlying = "int32"
		}
		f.Type().Id(e.Name).Id(underlying)
		f.Line()
		if len(e.Values) == 0 {
			continue
		}
		f.Comment("// The values of [" + e.Name + "] that the model names.")
		f.Const().DefsFunc(func(g *jen.Group) {
			for _, v := range e.Values {
				doc(g.Add, v.Doc)
				if e.Int {
					g.Id(v.Name).Id(e.Name).Op("=").Lit(int(v.Int))
				} else {
					g.Id(v.Name).Id(e.Name).Op("=").Lit(v.String)
				}
			}
		})
		f.Line()
		enumValues(f, e)
	}
	return len(p.Enums) > 0
}

// enumValues prints the method that lists the values.
func enumValues(f *jen.File, e plan.Enum) {
	f.Comment("// Values returns the values that the model names.")
	f.Func().Params(jen.Id(e.Name)).Id("Values").Params().Index().Id(e.Name).BlockFunc(func(g *jen.Group) {
		g.Return(jen.Index().Id(e.Name).ValuesFunc(func(g *jen.Group) {
			for _, v := range e.Values {
				g.Id(v.Name)
			}
		}))
	})
	f.Line()
}
