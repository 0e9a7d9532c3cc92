// Properties of services, resources and operations: what the keys that readers find in a declaration stand for.

package shape

import "iter"

// PropertyForm says what the value of a property consists of.
type PropertyForm uint8

// The forms of properties.
const (
	NoProperty        PropertyForm = iota // the kind of shape has no property of that name
	TextProperty                          // a string: version
	RefProperty                           // a mention of a shape: input, read
	RefsProperty                          // a list of mentions: operations, errors
	AttributeProperty                     // names, each with a mention: identifiers, properties
	RenameProperty                        // ids of shapes, each with a new name: rename
)

// property is a row of the table below.
type property struct {
	name string
	form PropertyForm
}

// properties are those of the "Service", "Operation" and "Resource" sections of the specification, by kind of shape.
var properties = map[Kind][]property{
	Operation: {{"input", RefProperty}, {"output", RefProperty}, {"errors", RefsProperty}},
	Service: {
		{"version", TextProperty}, {"operations", RefsProperty}, {"resources", RefsProperty}, {"errors", RefsProperty},
		{"rename", RenameProperty},
	},
	Resource: {
		{"identifiers", AttributeProperty}, {"properties", AttributeProperty},
		{"create", RefProperty}, {"put", RefProperty}, {"read", RefProperty}, {"update", RefProperty}, {"delete", RefProperty},
		{"list", RefProperty},
		{"operations", RefsProperty}, {"collectionOperations", RefsProperty}, {"resources", RefsProperty},
	},
}

// Property returns the form of the property that shapes of the kind have under a name, NoProperty if they have none.
func (k Kind) Property(name string) PropertyForm {
	for _, p := range properties[k] {
		if p.name == name {
			return p.form
		}
	}
	return NoProperty
}

// PropertyNames yields the names of the properties that shapes of the kind have, in the order of the specification. Only
// services, resources and operations have any.
func (k Kind) PropertyNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range properties[k] {
			if !yield(p.name) {
				return
			}
		}
	}
}

// Ref returns where the declaration keeps a property whose form is [RefProperty], nil for any other name.
func (b *BindingDecl) Ref(name string) *Ref {
	switch name {
	case "input":
		return &b.Input
	case "output":
		return &b.Output
	case "create":
		return &b.Create
	case "put":
		return &b.Put
	case "read":
		return &b.Read
	case "update":
		return &b.Update
	case "delete":
		return &b.Delete
	case "list":
		return &b.ListOp
	}
	return nil
}

// Refs returns where the declaration keeps a property whose form is [RefsProperty], nil for any other name.
func (b *BindingDecl) Refs(name string) *[]Ref {
	switch name {
	case "operations":
		return &b.Operations
	case "resources":
		return &b.Resources
	case "collectionOperations":
		return &b.CollectionOperations
	case "errors":
		return &b.Errors
	}
	return nil
}

// Attributes returns where the declaration keeps a property whose form is [AttributeProperty], nil for any other name.
func (b *BindingDecl) Attributes(name string) *[]MemberDecl {
	switch name {
	case "identifiers":
		return &b.Identifiers
	case "properties":
		return &b.Properties
	}
	return nil
}

// Lifecycle yields the names and the operations of the lifecycle of a resource, those that it has, in the order in which the
// JSON AST and the IDL are written.
func (s *Shape) Lifecycle() iter.Seq2[string, *Shape] {
	return func(yield func(string, *Shape) bool) {
		for _, l := range [...]struct {
			name string
			op   *Shape
		}{
			{"put", s.Put}, {"create", s.Create}, {"read", s.Read}, {"update", s.Update}, {"delete", s.Delete}, {"list", s.ListOp},
		} {
			if l.op != nil && !yield(l.name, l.op) {
				return
			}
		}
	}
}
