// HTTP bindings: labels and payloads.

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

const (
	httpID    = "smithy.api#http"
	labelID   = "smithy.api#httpLabel"
	payloadID = "smithy.api#httpPayload"
)

// binding holds the labels of an operation's URI to the members of its input.
func (c checker) binding(op *shape.Shape) {
	http, ok := op.Trait(httpID)
	if !ok {
		return
	}
	template, _ := http.Field("uri")
	labels, greedy := labelsOf(template.Str())
	report := func(text string) {
		c.errorf("HttpLabelTrait", op.ID, template, shape.Trait{Span: op.Span}, text)
	}
	if len(greedy) > 1 || len(greedy) == 1 && greedy[0] != labels[len(labels)-1] {
		report("a greedy label must be the only one and come last: " + strings.Join(greedy, ", "))
	}
	for i, label := range labels {
		switch {
		case slices.Contains(labels[:i], label):
			report(fmt.Sprintf("the label %s stands in the uri twice", label))
		case op.Input == nil || op.Input.Member(label) == nil:
			report(fmt.Sprintf("the uri has a label %s, but the input has no member of that name: add it, or correct the uri", label))
		case !op.Input.Member(label).Traits.Has(labelID):
			report(fmt.Sprintf("the uri has a label %s, but the input's member of that name has no httpLabel trait: add it", label))
		}
	}
	if op.Input == nil {
		return
	}
	for _, m := range op.Input.Members {
		if m.Traits.Has(labelID) && !slices.Contains(labels, m.Name) {
			report(fmt.Sprintf("the input's member %s has the httpLabel trait, but the uri has no label of that name: write {%s} where it belongs", m.Name, m.Name))
		}
		c.label(m)
	}
}

// labelsOf lists the labels of a path, and those of them that are greedy.
func labelsOf(uri string) (labels, greedy []string) {
	path, _, _ := strings.Cut(uri, "?")
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return labels, greedy
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return labels, greedy
		}
		path = after
		bare, isGreedy := strings.CutSuffix(name, "+")
		labels = append(labels, bare)
		if isGreedy {
			greedy = append(greedy, bare)
		}
	}
}

// label holds a member that fills a label to what a path can hold.
func (c checker) label(m *shape.Member) {
	v, ok := m.Traits.Get(labelID)
	if !ok {
		return
	}
	at := shape.Trait{Span: m.Span}
	if !m.Traits.Has("smithy.api#required") {
		c.errorf("TraitTarget", m.ID, v, at, "the member "+m.Name+" fills a label of the uri and so must be required: add the trait")
	}
	if t := m.Target.Kind; t != shape.Invalid && (!t.IsSimple() || t == shape.Blob || t == shape.Document) {
		c.errorf("TraitTarget", m.ID, v, at, "the member "+m.Name+" cannot fill a label of the uri, since it targets a "+t.String()+": labels are strings, numbers, booleans or timestamps")
	}
}

// payload holds a structure with an httpPayload member to the rule that nothing else is in the body.
func (c checker) payload(s *shape.Shape) {
	var first *shape.Member
	for _, m := range s.Members {
		v, ok := m.Traits.Get(payloadID)
		if !ok {
			continue
		}
		if first != nil {
			c.errorf("ExclusiveStructureMemberTrait", m.ID, v, shape.Trait{Span: m.Span},
				"the members "+first.Name+" and "+m.Name+" are both the payload: a message has one body, so take the trait from one of them")
			continue
		}
		first = m
	}
}
