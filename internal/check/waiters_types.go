// Shapes as JMESPath sees them.

package check

import (
	"github.com/smithwright/smithwright/internal/jmespath"
	"github.com/smithwright/smithwright/internal/shape"
)

// waiterShape is a shape as a type of JMESPath. Its parts are worked out when asked for, since shapes may contain themselves.
type waiterShape struct{ shape *shape.Shape }

// waiterType returns the type of the values of a shape: an object without fields if s is nil, as an absent input or output.
func waiterType(s *shape.Shape) jmespath.Type {
	if s == nil {
		return jmespath.StructOf(nil, nil)
	}
	return waiterShape{s}
}

// Kind implements [jmespath.Type].
func (w waiterShape) Kind() jmespath.Kind {
	switch k := w.shape.Kind; {
	case k == shape.Boolean:
		return jmespath.Boolean
	case k.IsNumber(), k == shape.Timestamp:
		return jmespath.Number
	case k == shape.String, k == shape.Enum, k == shape.Blob:
		return jmespath.String
	case k == shape.List:
		return jmespath.Array
	case k == shape.Map, k == shape.Structure, k == shape.Union:
		return jmespath.Object
	}
	return jmespath.Any
}

// Elem implements [jmespath.Type]: it returns the type of the elements of a list or of the values of a map.
func (w waiterShape) Elem() jmespath.Type {
	name := map[shape.Kind]string{shape.List: "member", shape.Map: "value"}[w.shape.Kind]
	if m := w.shape.Member(name); m != nil && name != "" {
		return waiterShape{m.Target}
	}
	return jmespath.Unknown
}

// Field implements [jmespath.Type]: a map can have any.
func (w waiterShape) Field(name string) (jmespath.Type, bool) {
	if w.shape.Kind == shape.Map {
		return w.Elem(), true
	}
	if m := w.shape.Member(name); m != nil {
		return waiterShape{m.Target}, true
	}
	return jmespath.Unknown, false
}

// Fields implements [jmespath.Type].
func (w waiterShape) Fields() []string {
	if w.shape.Kind == shape.Map {
		return nil
	}
	names := make([]string, len(w.shape.Members))
	for i, m := range w.shape.Members {
		names[i] = m.Name
	}
	return names
}
