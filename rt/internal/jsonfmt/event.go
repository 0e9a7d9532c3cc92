// Documents in the events of a stream.

package jsonfmt

import (
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// AppendEvent appends the document of an event: of those of its members that are bound to nothing or, where payload is not
// nil, of the value of that member, which is present.
func AppendEvent(b []byte, event schema.Shape, payload *schema.Member, o *Options) ([]byte, error) {
	base := mem.Pointer(event)
	if payload == nil {
		return AppendBody(b, event.SmithySchema(), base, o)
	}
	p, _ := mem.Load(&payload.Type, unsafe.Add(base, payload.Offset))
	return AppendValue(b, &payload.Type, p, o)
}

// DecodeEvent reads the document of an event.
func DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, o *Options) error {
	base := mem.Pointer(event)
	if payload == nil {
		return DecodeBody(data, event.SmithySchema(), base, o)
	}
	return DecodeValue(data, &payload.Type, unsafe.Add(base, payload.Offset), o)
}
