// Printing tables: what the runtime reads instead of code.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func schemas(f *jen.File, p *plan.Package) bool {
	f.Var().Id("service").Op("=").Qual(runtimePath, "Service").Values(entry("ID", jen.Lit(p.SDKID)), entry("Version", jen.Lit(p.Version)))
	f.Line()
	for _, op := range p.Operations {
		operationTable(f, op)
	}
	for _, t := range p.Types {
		if t.Struct != nil {
			structTable(f, t.Struct)
		} else {
			unionTable(f, t.Union)
		}
	}
	for i := range p.Errors {
		structTable(f, &p.Errors[i])
	}
	for _, c := range p.Collections {
		entries := []jen.Code{entry("Elem", rowType(c.Elem))}
		if c.Sparse {
			entries = append(entries, entry("Sparse", jen.True()))
		}
		entries = append(entries, entry("Go", typedNil(goType(c.Type))))
		f.Var().Id(c.Var).Op("=").Qual(schemaPath, "Collection").Values(entries...)
		f.Line()
	}
	return true
}

func operationTable(f *jen.File, op plan.Operation) {
	entries := []jen.Code{
		entry("Name", jen.Lit(op.Name)),
		entry("Method", jen.Lit(op.Method)),
		entry("Path", jen.Lit(op.URI)),
	}
	if op.HostPrefix != "" {
		entries = append(entries, entry("HostPrefix", jen.Lit(op.HostPrefix)))
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"Anonymous", op.Anonymous}, {"UnsignedPayload", op.UnsignedPayload}, {"ChecksumMD5", op.ChecksumMD5}} {
		if flag.set {
			entries = append(entries, entry(flag.name, jen.True()))
		}
	}
	if len(op.Errors) > 0 {
		var errs []jen.Code
		for _, e := range op.Errors {
			errs = append(errs, typedNil(jen.Id(e)))
		}
		entries = append(entries, entry("Errors", jen.Index().Qual(schemaPath, "Shape").Values(errs...)))
	}
	f.Var().Id(op.Var).Op("=").Qual(runtimePath, "Operation").Add(lines(entries...))
	f.Line()
}

// showTable prints the method that shows a type's table.
func showTable(f *jen.File, typ, table string) {
	f.Comment("// SmithySchema returns the type's table, for the runtime.")
	f.Func().Params(jen.Op("*").Id(typ)).Id("SmithySchema").Params().Op("*").Qual(schemaPath, "Struct").Add(
		oneLine(jen.Return(jen.Op("&").Id(table))))
	f.Line()
}

func structTable(f *jen.File, s *plan.Struct) {
	showTable(f, s.Name, s.Table)
	entries := []jen.Code{entry("Name", jen.Lit(s.ShapeName))}
	if e := s.Error; e != nil {
		entries = append(entries, entry("Error", jen.Op("&").Qual(schemaPath, "Error").Values(errorFacts(e)...)))
	}
	if len(s.Fields) > 0 {
		var members []jen.Code
		for _, field := range s.Fields {
			members = append(members, member(field, s.Name))
		}
		entries = append(entries, entry("Members", jen.Index().Qual(schemaPath, "Member").Add(lines(members...))))
	}
	f.Var().Id(s.Table).Op("=").Qual(schemaPath, "Struct").Add(lines(entries...))
	f.Line()
}

func errorFacts(e *plan.Error) []jen.Code {
	var facts []jen.Code
	if e.Server {
		facts = append(facts, entry("Server", jen.True()))
	}
	if e.Status != 0 {
		facts = append(facts, entry("Status", jen.Lit(e.Status)))
	}
	if e.Retryable {
		facts = append(facts, entry("Retryable", jen.True()))
	}
	if e.Throttling {
		facts = append(facts, entry("Throttling", jen.True()))
	}
	return facts
}

func unionTable(f *jen.File, u *plan.Union) {
	showTable(f, u.Unknown, u.Table)
	var members []jen.Code
	for _, v := range u.Variants {
		members = append(members, member(v.Field, v.Name, entry("Variant", typedNil(jen.Id(v.Name)))))
	}
	f.Var().Id(u.Table).Op("=").Qual(schemaPath, "Struct").Add(lines(
		entry("Name", jen.Lit(u.ShapeName)),
		entry("Union", typedNil(jen.Id(u.Name))),
		entry("Unknown", typedNil(jen.Id(u.Unknown))),
		entry("Members", jen.Index().Qual(schemaPath, "Member").Add(lines(members...))),
	))
	f.Line()
}

// member is a row of a table.
func member(field plan.Field, owner string, more ...jen.Code) jen.Code {
	row := field.Row
	entries := []jen.Code{
		entry("Name", jen.Lit(row.Member)),
		entry("Offset", jen.Qual("unsafe", "Offsetof").Parens(jen.Id(owner).Values().Dot(field.Name))),
		entry("Type", rowType(row.Type)),
	}
	if row.Bind != "" {
		entries = append(entries, entry("Bind", jen.Qual(schemaPath, row.Bind)))
	}
	for _, text := range []struct{ name, value string }{{"Wire", row.Wire}, {"JSON", row.JSON}, {"MediaType", row.MediaType}} {
		if text.value != "" {
			entries = append(entries, entry(text.name, jen.Lit(text.value)))
		}
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"Required", row.Required}, {"Token", row.Token}, {"Sensitive", row.Sensitive}} {
		if flag.set {
			entries = append(entries, entry(flag.name, jen.True()))
		}
	}
	return jen.Values(append(entries, more...)...)
}

func rowType(t plan.RowType) jen.Code {
	entries := []jen.Code{entry("Kind", jen.Qual(schemaPath, t.Kind))}
	if t.Ptr {
		entries = append(entries, entry("Ptr", jen.True()))
	}
	if t.Format != "" {
		entries = append(entries, entry("Format", jen.Qual(schemaPath, t.Format)))
	}
	if t.Of != "" {
		entries = append(entries, entry("Of", typedNil(jen.Id(t.Of))))
	}
	if t.Elem != "" {
		entries = append(entries, entry("Elem", jen.Op("&").Id(t.Elem)))
	}
	return jen.Qual(schemaPath, "Type").Values(entries...)
}
