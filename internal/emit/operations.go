// Printing what the runtime knows of the service and its operations.

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/smithwright/smithwright/internal/plan"
)

func operations(f *jen.File, p *plan.Package) bool {
	serviceTable(f, p)
	for _, op := range p.Operations {
		operationTable(f, op)
	}
	return true
}

func serviceTable(f *jen.File, p *plan.Package) {
	entries := []jen.Code{entry("ID", jen.Lit(p.SDKID)), entry("Name", jen.Lit(p.Service.Name())), entry("Version", jen.Lit(p.Version))}
	entries = append(entries, authList(p.AuthList)...)
	if p.Identity.Needed {
		entries = append(entries, entry("NeedsAuth", jen.True()))
	}
	if p.Transient {
		entries = append(entries, entry("Transient", jen.True()))
	}
	entries = append(entries, xml("XML", p.XML)...)
	if p.QueryErrors {
		entries = append(entries, entry("QueryCompatible", jen.True()))
	}
	if len(p.Headers) > 0 {
		var headers []jen.Code
		for _, h := range p.Headers {
			headers = append(headers, jen.Values(texts("Name", h.Name, "Value", h.Value)...))
		}
		entries = append(entries, entry("Headers", jen.Index().Qual(runtimePath, "Header").Values(headers...)))
	}
	f.Var().Id("service").Op("=").Qual(runtimePath, "Service").Values(entries...)
	f.Line()
}

// authList is the entry for the schemes by which callers prove who they are; none where there are none.
func authList(list []plan.AuthID) []jen.Code {
	if len(list) == 0 {
		return nil
	}
	return []jen.Code{entry("Auth", jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, a := range list {
			if a.Constant != "" {
				g.Qual(runtimePath, a.Constant)
			} else {
				g.Lit(string(a.ID))
			}
		}
	}))}
}

// xml is the entry for how something looks in XML; none where that is not special.
func xml(key string, x *plan.XML) []jen.Code {
	if x == nil {
		return nil
	}
	facts := texts("Name", x.Name, "URI", x.URI, "Prefix", x.Prefix, "EC2", x.EC2)
	if x.Attr {
		facts = append(facts, entry("Attr", jen.True()))
	}
	if x.Flat {
		facts = append(facts, entry("Flat", jen.True()))
	}
	return []jen.Code{entry(key, jen.Op("&").Qual(schemaPath, "XML").Values(facts...))}
}

// texts are the entries of strings that are not empty: keys and values in turn.
func texts(keysAndValues ...string) []jen.Code {
	var entries []jen.Code
	for i := 0; i < len(keysAndValues); i += 2 {
		if keysAndValues[i+1] != "" {
			entries = append(entries, entry(keysAndValues[i], jen.Lit(keysAndValues[i+1])))
		}
	}
	return entries
}

func operationTable(f *jen.File, op plan.Operation) {
	entries := append([]jen.Code{entry("Name", jen.Lit(op.ShapeName))}, texts("Method", op.Method, "Path", op.URI)...)
	for _, flag := range []struct {
		name string
		set  bool
	}{{"Idempotent", op.Idempotent}, {"NoInput", op.NoInput}, {"UnsignedPayload", op.UnsignedPayload},
		{"KnownLength", op.KnownLength}, {"UnwrappedOutput", op.UnwrappedOutput}, {"ErrorWithin", op.ErrorWithin}} {
		if flag.set {
			entries = append(entries, entry(flag.name, jen.True()))
		}
	}
	entries = append(entries, authList(op.Auth)...)
	entries = append(entries, operationSteps(op)...)
	if len(op.Errors) > 0 {
		var errs []jen.Code
		for _, e := range op.Errors {
			errs = append(errs, typedNil(jen.Id(e)))
		}
		entries = append(entries, entry("Errors", jen.Index().Qual(schemaPath, "Shape").Values(errs...)))
	}
	if op.Sends != "" {
		entries = append(entries, entry("Events", typedNil(jen.Id(op.SendsTable))))
	}
	f.Var().Id(op.Var).Op("=").Qual(runtimePath, "Operation").Add(lines(entries...))
	f.Line()
}

// operationSteps are the entries for what is done to an operation's message beside what its protocol does. Functions stand
// there by name, so that only programs that call the operation link them.
func operationSteps(op plan.Operation) []jen.Code {
	var entries []jen.Code
	if op.Endpoint != "" {
		entries = append(entries, entry("Endpoint", jen.Id(op.Endpoint)))
	}
	if op.Streams {
		entries = append(entries, entry("Stream", jen.Qual(runtimePath, "ByteStream")))
	}
	if op.Compress.Name != "" {
		entries = append(entries, entry("Compress", jen.Qual(op.Compress.Path, op.Compress.Name)))
	}
	if op.Presigned.Name != "" {
		entries = append(entries, entry("Presigned", jen.Qual(op.Presigned.Path, op.Presigned.Name)))
	}
	if op.Digest.Name != "" {
		entries = append(entries, entry("Digest", jen.Qual(op.Digest.Path, op.Digest.Name)))
	}
	if op.Checksum != nil {
		entries = append(entries, entry("Checksum", checksumTable(op.Checksum)))
	}
	if d := op.Discovered; d != nil {
		var facts []jen.Code
		if d.Required {
			facts = append(facts, entry("Required", jen.True()))
		}
		if len(d.Members) > 0 {
			facts = append(facts, entry("Members", stringsOf(d.Members)))
		}
		entries = append(entries, entry("Discovery", jen.Op("&").Qual(runtimePath, "Discovery").Values(facts...)))
	}
	if op.Verifier != nil {
		entries = append(entries, entry("Checksum", step(*op.Verifier)))
	}
	if len(op.Steps) > 0 {
		entries = append(entries, entry("Steps", jen.Index().Qual(runtimePath, "Step").Values(steps(op.Steps)...)))
	}
	if len(op.Checks) > 0 {
		entries = append(entries, entry("Checks", jen.Index().Qual(runtimePath, "ReplyCheck").Values(steps(op.Checks)...)))
	}
	return entries
}

func steps(list []plan.Step) []jen.Code {
	var values []jen.Code
	for _, s := range list {
		values = append(values, step(s))
	}
	return values
}

func step(s plan.Step) *jen.Statement {
	fields := texts(s.Fields...)
	switch {
	case s.List != nil:
		fields = append(fields, entry(s.Field, stringsOf(s.List)))
	case s.Field != "":
		fields = append(fields, entry(s.Field, jen.Lit(s.Value)))
	}
	return jen.Op("&").Qual(specialPath, s.Type).Values(fields...)
}

// stringsOf is a literal of a list of strings.
func stringsOf(list []string) *jen.Statement {
	return jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, text := range list {
			g.Lit(text)
		}
	})
}
