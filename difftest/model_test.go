// The model as the test reads it: straight from the JSON, so that nothing of the generator's own readers is trusted.

package difftest

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

type model struct {
	Shapes map[string]*shape
}

type shape struct {
	Type    string
	Members map[string]*member
	Member  *member // of a list
	Key     *member // of a map
	Value   *member // of a map
	Input   *member // of an operation
	Output  *member // of an operation
	Errors  []*member
	Traits  map[string]json.RawMessage

	id    string
	names []string // of the members, sorted
}

type member struct {
	Target string
	Traits map[string]json.RawMessage
}

const unit = "smithy.api#Unit"

// preludeTypes are the shapes of Smithy's prelude that models target.
var preludeTypes = map[string]string{
	"Blob": "blob", "Boolean": "boolean", "Double": "double", "Integer": "integer", "Long": "long",
	"PrimitiveBoolean": "boolean", "PrimitiveInteger": "integer", "PrimitiveLong": "long", "String": "string",
	"Timestamp": "timestamp", "Unit": "structure",
}

func readModel(t *testing.T, path string) *model {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m := &model{}
	if err := json.Unmarshal(text, m); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for name, kind := range preludeTypes {
		m.Shapes["smithy.api#"+name] = &shape{Type: kind}
	}
	for id, s := range m.Shapes {
		s.id = id
		s.names = slices.Sorted(maps.Keys(s.Members))
	}
	return m
}

// of returns the shape that a member targets; nil members target the empty structure.
func (m *model) of(to *member) *shape {
	if to == nil {
		return m.Shapes[unit]
	}
	return m.Shapes[to.Target]
}

// operation returns the operation with that name.
func (m *model) operation(t *testing.T, name string) *shape {
	t.Helper()
	for id, s := range m.Shapes {
		if s.Type == "operation" && bare(id) == name {
			return s
		}
	}
	t.Fatalf("the model has no operation %s", name)
	return nil
}

// hasEvents reports whether the operation with that name sends or receives a stream of events.
func (m *model) hasEvents(name string) bool {
	for id, s := range m.Shapes {
		if s.Type != "operation" || bare(id) != name {
			continue
		}
		for _, end := range []*shape{m.of(s.Input), m.of(s.Output)} {
			for _, member := range end.Members {
				if m.of(member).Type == "union" {
					return true
				}
			}
		}
	}
	return false
}

// bare returns a shape id without its namespace.
func bare(id string) string { return id[strings.IndexByte(id, '#')+1:] }

func (m *member) has(trait string) bool {
	_, ok := m.Traits["smithy.api#"+trait]
	return ok
}

// trait reads the value of a trait that stands on the member or else on the shape; false if on neither.
func trait[T any](m *member, s *shape, name string) (value T, ok bool) {
	raw, ok := m.Traits["smithy.api#"+name]
	if !ok {
		raw, ok = s.Traits["smithy.api#"+name]
	}
	if ok && json.Unmarshal(raw, &value) != nil {
		return value, false
	}
	return value, ok
}

// bounds is the value of the traits length and range.
type bounds struct{ Min, Max *float64 }

// limits returns a trait's bounds as whole numbers, with what stands for one that is left open.
func limits(m *member, s *shape, name string, low, high int64) (int64, int64) {
	b, _ := trait[bounds](m, s, name)
	if b.Min != nil {
		low = int64(*b.Min)
	}
	if b.Max != nil {
		high = int64(*b.Max)
	}
	return low, max(low, high)
}

// values returns those of an enum.
func (s *shape) values() []string {
	var list []string
	for _, name := range s.names {
		value := name
		if raw, ok := s.Members[name].Traits["smithy.api#enumValue"]; ok && json.Unmarshal(raw, &value) != nil {
			value = name
		}
		list = append(list, value)
	}
	return list
}
