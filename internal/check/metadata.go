// Metadata whose type a shape with the metadata trait gives ("Typed metadata").

package check

import (
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// metadataKeys returns the shapes that claim to be the type of a key, by the key, and the keys in the order of the shapes' ids.
func (p *pass) metadataKeys() (keys []string, claims map[string][]*shape.Shape) {
	claims = map[string][]*shape.Shape{}
	for _, s := range p.m.Shapes() {
		value, ok := s.Traits.Get(traitMetadata)
		if !ok {
			continue
		}
		name, _ := value.Field("key")
		key := name.Str()
		if len(claims[key]) == 0 {
			keys = append(keys, key)
		}
		claims[key] = append(claims[key], s)
	}
	return keys, claims
}

// checkMetadataTypes reports keys that several shapes claim, and those that are the specification's.
func (p *pass) checkMetadataTypes() {
	keys, claims := p.metadataKeys()
	for _, key := range keys {
		reserved := key == metaSuppressions || key == metaSeverityOverrides || key == metaValidators
		for _, s := range claims[key] {
			f := finding{
				code: "MetadataTrait", severity: diag.Error, about: s.Subject(), span: traitSpan(s.Subject(), traitMetadata),
			}
			switch {
			case reserved:
				p.report(f, "the metadata key %s belongs to Smithy itself: give a type to another key", key)
			case len(claims[key]) > 1:
				other := claims[key][0]
				if other == s {
					other = claims[key][1]
				}
				f.notes = []diag.Note{{Span: other.Span, Text: "it gets that type here"}}
				p.report(f, "the type of the metadata key %s is %s already: remove the trait metadata from one of the two", key, other.ID)
			}
		}
	}
}

// checkTypedMetadata holds the values of metadata against the types of their keys.
func (p *pass) checkTypedMetadata() {
	_, claims := p.metadataKeys()
	for _, f := range p.m.Metadata().FieldList() {
		for _, s := range claims[f.Name] {
			p.checkValue(valueCheck{
				code: "TypedMetadata." + f.Name, what: "the metadata " + f.Name, span: spanOr(f.Value, f.Span),
				base64: true, zeroFits: true,
			}, f.Value, s.Subject())
		}
	}
}
