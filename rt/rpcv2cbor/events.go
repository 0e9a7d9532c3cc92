// The documents of events.

package rpcv2cbor

import (
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

var _ rt.EventProtocol = Protocol{}

// InitialEvents reports true: the members beside a stream are its first event.
func (Protocol) InitialEvents() bool { return true }

// EventType returns "application/cbor".
func (Protocol) EventType() string { return media }

// inEvents is how the documents of events are written and read.
var inEvents = cborfmt.Options{Fill: true}

// AppendEvent appends the document of an event.
func (Protocol) AppendEvent(b []byte, _ *rt.Service, event schema.Shape, payload *schema.Member) ([]byte, error) {
	base := mem.Pointer(event)
	if payload == nil {
		return cborfmt.AppendBody(b, event.SmithySchema(), base, &inEvents)
	}
	p, _ := mem.Load(&payload.Type, unsafe.Add(base, payload.Offset))
	return cborfmt.AppendValue(b, &payload.Type, p, &inEvents)
}

// DecodeEvent reads the document of an event.
func (Protocol) DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error {
	o, base := inEvents, mem.Pointer(event)
	o.Memory = memory
	if payload == nil {
		return cborfmt.DecodeBody(data, event.SmithySchema(), base, &o)
	}
	return cborfmt.DecodeValue(data, &payload.Type, unsafe.Add(base, payload.Offset), &o)
}
