// Which structures are printed within the operation that they are the input or output of ("Inline input / output shapes").

package print

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

const (
	inputID  shape.ID = "smithy.api#input"
	outputID shape.ID = "smithy.api#output"
	errorID  shape.ID = "smithy.api#error"

	defaultInput  = "Input"
	defaultOutput = "Output"
)

// countUses counts how often each structure is mentioned in the model; nil if nobody needs to know.
func countUses(m *shape.Model, wanted bool) map[*shape.Shape]int {
	if !wanted {
		return nil
	}
	uses := map[*shape.Shape]int{}
	for _, s := range m.Shapes() {
		for _, used := range [][]*shape.Shape{{s.Input, s.Output}, s.Errors, s.Mixins} {
			for _, u := range used {
				uses[u]++
			}
		}
		for _, members := range [][]*shape.Member{s.Members, s.Identifiers, s.Properties} {
			for _, member := range members {
				uses[member.Target]++
			}
		}
	}
	return uses
}

// chooseInline settles the suffixes of a file and finds the structures that it prints inline.
func (p *printer) chooseInline(list []*shape.Shape, uses map[*shape.Shape]int) {
	here := make(map[*shape.Shape]bool, len(list))
	for _, s := range list {
		here[s] = true
	}
	fits := func(s *shape.Shape, mark, other shape.ID) bool {
		if s == nil || !here[s] || s.OwnTraits.Has(other) {
			return false
		}
		return s.OwnTraits.Has(mark) || p.o.CoerceInline && uses[s] == 1 && !s.Traits.Has(errorID)
	}
	inputs, outputs := map[string]int{}, map[string]int{}
	each := func(visit func(op, target *shape.Shape, suffix string, input bool)) {
		for _, op := range list {
			if op.Kind != shape.Operation {
				continue
			}
			if suffix, ok := suffixOf(op, op.Input); ok && fits(op.Input, inputID, outputID) {
				visit(op, op.Input, suffix, true)
			}
			if suffix, ok := suffixOf(op, op.Output); ok && fits(op.Output, outputID, inputID) {
				visit(op, op.Output, suffix, false)
			}
		}
	}
	if p.o.InferSuffixes {
		each(func(_, _ *shape.Shape, suffix string, input bool) {
			if input {
				inputs[suffix]++
			} else {
				outputs[suffix]++
			}
		})
		p.o.InputSuffix = mostUsed(inputs, p.o.InputSuffix)
		p.o.OutputSuffix = mostUsed(outputs, p.o.OutputSuffix)
	}
	each(func(op, target *shape.Shape, suffix string, input bool) {
		if input && suffix == p.o.InputSuffix || !input && suffix == p.o.OutputSuffix {
			p.inline[target] = op
		}
	})
}

// suffixOf returns what a structure's name has behind that of the operation.
func suffixOf(op, target *shape.Shape) (string, bool) {
	if target == nil || target.ID.Namespace() != op.ID.Namespace() {
		return "", false
	}
	suffix, ok := strings.CutPrefix(target.ID.Name(), op.ID.Name())
	return suffix, ok && suffix != ""
}

// mostUsed returns the suffix that is used most often: the standard one, or else the first by name, of several.
func mostUsed(counts map[string]int, standard string) string {
	best := standard
	for _, suffix := range slices.Sorted(maps.Keys(counts)) {
		if counts[suffix] > counts[best] {
			best = suffix
		}
	}
	return best
}
