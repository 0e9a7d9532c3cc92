// Trees: what the readers of bodies make of them, compared by value.

package prototest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/smithwright/smithwright/rt/document"
)

// tree compares two values that a reader of this package made.
func (d *differences) tree(path string, got, want any) {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			d.object(path, got, want)
			return
		}
	case []any:
		if got, ok := got.([]any); ok {
			d.array(path, got, want)
			return
		}
	case tagged:
		if got, ok := got.(tagged); ok && got.tag == want.tag {
			if want.tag == epochTag && sameInstant(got.value, want.value) {
				return
			}
			d.tree(fmt.Sprintf("%s.tag(%d)", path, want.tag), got.value, want.value)
			return
		}
	default:
		if sameLeaf(got, want) {
			return
		}
	}
	d.add(path, "%s, not %s", show(got), show(want))
}

func (d *differences) object(path string, got, want map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if v, ok := got[key]; ok {
			d.tree(path+"."+key, v, want[key])
		} else {
			d.add(path+"."+key, "is missing, should be %s", show(want[key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[key]; !ok {
			d.add(path+"."+key, "should not be there, and is %s", show(got[key]))
		}
	}
}

func (d *differences) array(path string, got, want []any) {
	if len(got) != len(want) {
		d.add(path, "%d elements, not %d: %s, not %s", len(got), len(want), show(got), show(want))
		return
	}
	for i := range want {
		d.tree(fmt.Sprintf("%s[%d]", path, i), got[i], want[i])
	}
}

// sameLeaf compares what has no parts.
func sameLeaf(got, want any) bool {
	switch want := want.(type) {
	case json.Number:
		n, ok := got.(json.Number)
		return ok && sameNumber(document.Number(n), document.Number(want))
	case *big.Int:
		n, ok := got.(*big.Int)
		return ok && n.Cmp(want) == 0
	case float64:
		f, ok := got.(float64)
		return ok && sameFloat(f, want)
	case []byte:
		b, ok := got.([]byte)
		return ok && bytes.Equal(b, want)
	default: // nil, bool, string, undefined
		switch got.(type) {
		case nil, bool, string, undefined:
			return got == want
		}
		return false
	}
}

// epochTag stands before seconds since 1970, which may be an integer or a float.
const epochTag = 1

func sameInstant(got, want any) bool {
	a, b := exact(got), exact(want)
	return a != nil && b != nil && a.Cmp(b) == 0
}

// exact is the value of a CBOR number, nil if it has none.
func exact(v any) *big.Rat {
	switch v := v.(type) {
	case *big.Int:
		return new(big.Rat).SetInt(v)
	case float64:
		return new(big.Rat).SetFloat64(v)
	}
	return nil
}

func sameFloat(got, want float64) bool { return got == want || math.IsNaN(got) && math.IsNaN(want) }

// sameNumber compares numbers exactly, whatever their spelling.
func sameNumber(got, want document.Number) bool {
	if got == want {
		return true
	}
	a, errA := got.Rat()
	b, errB := want.Rat()
	return errA == nil && errB == nil && a.Cmp(b) == 0
}

// maxShown bounds how much of a value a message shows, in bytes.
const maxShown = 400

// show is a value for a message.
func show(v any) string {
	var s string
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		s = fmt.Sprintf("%q", v)
	case []byte:
		s = fmt.Sprintf("bytes %q", v)
	default:
		s = fmt.Sprint(v)
	}
	if len(s) > maxShown {
		s = s[:maxShown] + "…"
	}
	return s
}
