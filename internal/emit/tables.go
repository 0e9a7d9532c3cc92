// Printing tables: what the runtime reads instead of code. They are half of a package, so they are printed as gofmt would
// have them at once: to have it parse and print them again would be half of a run. A test holds them to gofmt's form.

package emit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func tables(f *jen.File, p *plan.Package) bool {
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
		collectionTable(f, c)
	}
	return len(p.Types)+len(p.Errors)+len(p.Collections) > 0
}

func structTable(f *jen.File, s *plan.Struct) {
	var head literal
	head.text("Name", s.ShapeName)
	head.error(s.Error)
	head.xml("XML", s.XML)
	head.flag("Fill", s.Fill)
	rows := make([]jen.Code, len(s.Fields))
	for i, field := range s.Fields {
		rows[i] = member(s.Name, field, "")
	}
	table(f, s.Name, s.Table, &head, rows)
}

func unionTable(f *jen.File, u *plan.Union) {
	var head literal
	head.text("Name", u.ShapeName)
	head.add("Union", nilOf(u.Name))
	head.add("Unknown", nilOf(u.Unknown))
	rows := make([]jen.Code, len(u.Variants))
	for i, v := range u.Variants {
		rows[i] = member(v.Name, v.Field, v.Name)
	}
	table(f, u.Unknown, u.Table, &head, slices.Concat(rows, endings(u)))
}

// table prints a table, and the method by which a type shows it.
func table(f *jen.File, typ, name string, head *literal, rows []jen.Code) {
	members := tight()
	if len(rows) > 0 {
		head.add("Members", "[]schema.Member")
		members = jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, rows...)
	}
	signature := "func (*" + typ + ") SmithySchema() *"
	result, body := "schema.Struct", "return &"+name
	open, end := " { ", " }"
	if len(signature)+len(result)+len(body) > maxOneLine {
		open, end = " {\n\t", "\n}"
	}
	f.Add(tight(
		jen.Id("\n// SmithySchema returns the type's table, for the runtime.\n"+signature), jen.Qual(schemaPath, "Struct"), jen.Id(open+body+end),
	))
	f.Add(tight(jen.Id("\nvar "+name+" = schema.Struct{"+head.String()), members, jen.Id("}")))
}

// maxOneLine is how long a function's signature and body may be for gofmt to leave them on one line.
const maxOneLine = 99

// member is a row of the table of owner; variant is the variant's struct in the table of a union.
func member(owner string, field plan.Field, variant string) jen.Code {
	row := field.Row
	var rest literal
	rest.add("Type", rowType(row.Type))
	if row.Bind != "" {
		rest.add("Bind", "schema."+row.Bind)
	}
	rest.text("Wire", row.Wire)
	rest.text("JSON", row.JSON)
	rest.text("MediaType", row.MediaType)
	rest.text("Default", row.Default)
	rest.xml("XML", row.XML)
	rest.flag("Required", row.Required)
	rest.flag("Token", row.Token)
	rest.flag("Sensitive", row.Sensitive)
	if variant != "" {
		rest.add("Variant", nilOf(variant))
	}
	return tight(
		jen.Id("\t{Name: "+strconv.Quote(row.Member)+", Offset: "), jen.Qual("unsafe", "Offsetof"),
		jen.Id("("+owner+"{}."+field.Name+"), "+rest.String()+"}"),
	)
}

func rowType(t plan.RowType) string {
	var l literal
	l.add("Kind", "schema."+t.Kind)
	l.flag("Ptr", t.Ptr)
	if t.Format != "" {
		l.add("Format", "schema."+t.Format)
	}
	if t.Of != "" {
		l.add("Of", nilOf(t.Of))
	}
	if t.Elem != "" {
		l.add("Elem", "&"+t.Elem)
	}
	return "schema.Type{" + l.String() + "}"
}

func collectionTable(f *jen.File, c plan.Collection) {
	var head, names literal
	head.add("Elem", rowType(c.Elem))
	head.flag("Sparse", c.Sparse)
	head.add("Go", "(*")
	names.xml("XML", c.XML)
	names.xml("Key", c.Key)
	end := ")(nil)"
	if names.Len() > 0 {
		end += ", "
	}
	f.Add(tight(
		jen.Id("\nvar "+c.Var+" = "), jen.Qual(schemaPath, "Collection"), jen.Id("{"+head.String()), goType(c.Type), jen.Id(end+names.String()+"}"),
	))
}

// tight renders code without spaces between.
func tight(parts ...jen.Code) *jen.Statement { return jen.Custom(jen.Options{}, parts...) }

// nilOf is a typed nil pointer, which shows a type and does not refer to its table.
func nilOf(typ string) string { return "(*" + typ + ")(nil)" }

// literal is what stands between the braces of a composite literal on one line.
type literal struct{ strings.Builder }

// add adds an element.
func (l *literal) add(key, value string) {
	if l.Len() > 0 {
		l.WriteString(", ")
	}
	l.WriteString(key)
	l.WriteString(": ")
	l.WriteString(value)
}

// text adds a string that is not empty.
func (l *literal) text(key, value string) {
	if value != "" {
		l.add(key, strconv.Quote(value))
	}
}

// flag adds what is set.
func (l *literal) flag(key string, set bool) {
	if set {
		l.add(key, "true")
	}
}

// xml adds how something looks in XML, unless that is nothing special.
func (l *literal) xml(key string, x *plan.XML) {
	if x == nil {
		return
	}
	var facts literal
	facts.text("Name", x.Name)
	facts.text("URI", x.URI)
	facts.text("Prefix", x.Prefix)
	facts.text("EC2", x.EC2)
	facts.flag("Attr", x.Attr)
	facts.flag("Flat", x.Flat)
	l.add(key, "&schema.XML{"+facts.String()+"}")
}

// error adds what the model says of an error.
func (l *literal) error(e *plan.Error) {
	if e == nil {
		return
	}
	var facts literal
	facts.flag("Server", e.Server)
	if e.Status != 0 {
		facts.add("Status", strconv.Itoa(e.Status))
	}
	facts.flag("Retryable", e.Retryable)
	facts.flag("Throttling", e.Throttling)
	facts.text("QueryCode", e.QueryCode)
	l.add("Error", "&schema.Error{"+facts.String()+"}")
}
