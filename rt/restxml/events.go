// The documents of events.

package restxml

import (
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

var _ rt.EventProtocol = Protocol{}

// InitialEvents reports false: the members beside a stream are bound to the HTTP message.
func (Protocol) InitialEvents() bool { return false }

// EventType returns "application/xml".
func (Protocol) EventType() string { return "application/xml" }

// AppendEvent appends the document of an event.
func (Protocol) AppendEvent(b []byte, s *rt.Service, event schema.Shape, payload *schema.Member) ([]byte, error) {
	c, base := codec{service: s}, mem.Pointer(event)
	if payload == nil {
		return c.AppendBody(b, event.SmithySchema(), base)
	}
	p, _ := mem.Load(&payload.Type, unsafe.Add(base, payload.Offset))
	return c.AppendPayload(b, payload, p)
}

// DecodeEvent reads the document of an event. Its root element may have any name.
func (Protocol) DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error {
	base := mem.Pointer(event)
	if payload == nil {
		return output.DecodeBody(data, event.SmithySchema(), base, memory)
	}
	return output.DecodePayload(data, payload, unsafe.Add(base, payload.Offset), memory)
}
