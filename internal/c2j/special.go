// What single services need that their models in this dialect can't say. The Smithy models that AWS publishes of the same
// services say it, and the SDKs that read this dialect know it by the services' names.

package c2j

import (
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// special is what one service needs.
type special struct {
	// kinds are shapes that are of another kind than the model has them.
	kinds map[string]shape.Kind
	// traits are traits of operations.
	traits map[string]shape.ID
	// setting is the name of a setting of restXml that is true.
	setting string
	// bodiless are operations whose replies to failed requests have no body that could name an error, so that the error is
	// what the status says: notFound.
	bodiless []string
	// tellApart says that operations with one method and one path get a query parameter "x-id" with their names.
	tellApart bool
}

var specials = map[string]special{
	"DynamoDB": {
		// A value has one of its members, whose names are the types; the dialect had no unions when it was written.
		kinds: map[string]shape.Kind{"AttributeValue": shape.Union},
	},
	"S3": {
		kinds: map[string]shape.Kind{
			"AnalyticsFilter": shape.Union, "MetricsFilter": shape.Union, // as above
			// Whatever was once stored, which need not be a time.
			"Expires": shape.String,
			// Tokens of pages, which are strings everywhere else.
			"PartNumberMarker": shape.String, "NextPartNumberMarker": shape.String,
		},
		// The reply is the element that elsewhere would be a member.
		traits:    map[string]shape.ID{"GetBucketLocation": "aws.customizations#s3UnwrappedXmlOutput"},
		setting:   "noErrorWrapping", // errors have no element around them
		bodiless:  []string{"HeadBucket", "HeadObject"},
		tellApart: true, // by other query parameters and headers, which a model of Smithy must say
	},
}

// special returns what this service needs.
func (r *reader) special() special { return specials[r.serviceID] }

// specialKind returns the kind of a shape, which may be another than the model has.
func (r *reader) specialKind(name string, kind shape.Kind) shape.Kind {
	if k, ok := r.special().kinds[name]; ok && kind != shape.Invalid {
		return k
	}
	return kind
}

// addErrors adds the errors that the model lacks: that of replies without a body, and that of endpoints that are gone.
func (r *reader) addErrors() {
	bodiless := r.special().bodiless
	for _, op := range r.opList {
		if slices.Contains(bodiless, op.name) {
			op.errors = []shape.Ref{{ID: r.errorShape(notFound, op, 0), Span: op.span}}
		}
	}
	if !slices.ContainsFunc(r.opList, func(op *rawOperation) bool {
		_, ok := r.flag(op.node, "endpointoperation")
		return ok
	}) {
		return
	}
	for _, op := range r.opList {
		if _, ok := op.node.Field("endpointdiscovery"); !ok {
			continue
		}
		id := r.errorShape(invalidEndpoint, op, 421)
		if !slices.ContainsFunc(op.errors, func(e shape.Ref) bool { return e.ID == id }) {
			op.errors = append(op.errors, shape.Ref{ID: id, Span: op.span})
		}
	}
}

// errorShape returns the error of the given name, which is added if the model does not have it.
func (r *reader) errorShape(name string, op *rawOperation, status int) shape.ID {
	if s := r.shapes[name]; s != nil {
		return s.id
	}
	id := r.id(name)
	if r.taken[lower(name)] {
		return id
	}
	r.taken[lower(name)] = true
	d := &shape.ShapeDecl{ID: id, Span: op.span, Kind: shape.Structure}
	d.Traits = []shape.Trait{text("smithy.api#error", "client", op.span)}
	if status == 421 {
		d.Traits = append(d.Traits, valued("smithy.api#httpError", shape.NumberNode("421", op.span)))
		d.Members = []shape.MemberDecl{{Name: "Message", Span: op.span, Target: shape.Ref{ID: "smithy.api#String", Span: op.span}}}
	}
	r.added = append(r.added, d)
	return id
}

// tellApart finds the operations whose paths need the name of the operation in them: those that have method and path in common
// with another one, unless all the others are deprecated.
func (r *reader) tellApart() {
	if !r.special().tellApart {
		return
	}
	groups := map[string][]*rawOperation{}
	for _, op := range r.opList {
		http, _ := op.node.Field("http")
		method, _ := http.Field("method")
		uri, _ := http.Field("requestUri")
		key := method.Str() + " " + uri.Str()
		groups[key] = append(groups[key], op)
	}
	for _, group := range groups {
		current := 0
		for _, op := range group {
			if _, old := r.flag(op.node, "deprecated"); !old {
				current++
			}
		}
		for _, op := range group {
			_, old := r.flag(op.node, "deprecated")
			op.named = len(group) > 1 && (old || current > 1)
		}
	}
}

// named returns a path with the name of the operation in its query.
func named(uri, operation string) string {
	if strings.Contains(uri, "?") {
		return uri + "&x-id=" + operation
	}
	return uri + "?x-id=" + operation
}
