// The order of shapes and traits.

package print

import (
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

const traitID shape.ID = "smithy.api#trait"

// kindRank gives the kinds that come before the simple ones their place.
var kindRank = map[shape.Kind]int{
	shape.Service: 1, shape.Resource: 2, shape.Operation: 3, shape.Structure: 4, shape.Union: 5, shape.List: 6, shape.Map: 7,
}

// rank is the place of a shape's group in a file.
func rank(s *shape.Shape) int {
	if s.Traits.Has(traitID) {
		return 0
	}
	return cmp.Or(kindRank[s.Kind], len(kindRank)+1)
}

// compareShapes orders the shapes of a file.
func (o Order) compareShapes(a, b *shape.Shape) int {
	switch o {
	case ByName:
		return shape.CompareIDs(a.ID, b.ID)
	case BySource:
		return cmp.Or(compareSpans(a.Span, b.Span), shape.CompareIDs(a.ID, b.ID))
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), shape.CompareIDs(a.ID, b.ID))
}

// sortTraits returns traits in the order in which they are printed.
func (o Order) sortTraits(traits []shape.Trait) []shape.Trait {
	return slices.SortedStableFunc(slices.Values(traits), func(a, b shape.Trait) int {
		if o == BySource {
			return cmp.Or(compareSpans(a.Span, b.Span), shape.CompareIDs(a.ID, b.ID))
		}
		return shape.CompareIDs(a.ID, b.ID)
	})
}

// compareSpans orders places by file and offset; what has no place comes last.
func compareSpans(a, b source.Span) int {
	if a.IsZero() || b.IsZero() {
		switch {
		case a.IsZero() && b.IsZero():
			return 0
		case a.IsZero():
			return 1
		}
		return -1
	}
	return cmp.Or(strings.Compare(a.File.Name, b.File.Name), cmp.Compare(a.Start, b.Start))
}
