package slab

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPartsStayApart appends to a part beyond its room: what was handed out behind it must not change.
func TestPartsStayApart(t *testing.T) {
	t.Parallel()
	var s Of[int]
	a, b, c := s.Keep([]int{1, 2}), s.Keep([]int{3}), s.One(4)
	large := s.Keep(make([]int, 2*block))
	a = append(a, 9)
	if diff := cmp.Diff([][]int{{1, 2, 9}, {3}, {4}}, [][]int{a, b, {*c}}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(large) != 2*block || s.Keep(nil) != nil || s.Empty(0) != nil {
		t.Error("a list that is larger than a block, or empty, comes back as another")
	}
}
