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
	}{{"NoInput", op.NoInput}, {"Anonymous", op.Anonymous}, {"UnsignedPayload", op.UnsignedPayload},
		{"KnownLength", op.KnownLength}, {"UnwrappedOutput", op.UnwrappedOutput}, {"ErrorWithin", op.ErrorWithin}} {
		if flag.set {
			entries = append(entries, entry(flag.name, jen.True()))
		}
	}
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
	if op.Streams {
		entries = append(entries, entry("Stream", jen.Qual(runtimePath, "ByteStream")))
	}
	if op.Compress.Name != "" {
		entries = append(entries, entry("Compress", jen.Qual(op.Compress.Path, op.Compress.Name)))
	}
	if op.Digest.Name != "" {
		entries = append(entries, entry("Digest", jen.Qual(op.Digest.Path, op.Digest.Name)))
	}
	var steps []jen.Code
	for _, s := range op.Steps {
		value := jen.Lit(s.Value)
		if s.List != nil {
			value = jen.Index().String().ValuesFunc(func(g *jen.Group) {
				for _, text := range s.List {
					g.Lit(text)
				}
			})
		}
		steps = append(steps, jen.Op("&").Qual(specialPath, s.Type).Values(entry(s.Field, value)))
	}
	if len(steps) > 0 {
		entries = append(entries, entry("Steps", jen.Index().Qual(runtimePath, "Step").Values(steps...)))
	}
	return entries
}
