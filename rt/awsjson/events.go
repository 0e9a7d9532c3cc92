// The documents of events.

package awsjson

import (
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/schema"
)

var _ rt.EventProtocol = Protocol{}

// InitialEvents reports true: the members beside a stream are its first event.
func (Protocol) InitialEvents() bool { return true }

// EventType returns "application/json".
func (Protocol) EventType() string { return "application/json" }

// inEvents is how the documents of events are written and read.
var inEvents = jsonfmt.Options{Time: schema.FormatEpoch, Fill: true}

// AppendEvent appends the document of an event.
func (Protocol) AppendEvent(b []byte, _ *rt.Service, event schema.Shape, payload *schema.Member) ([]byte, error) {
	return jsonfmt.AppendEvent(b, event, payload, &inEvents)
}

// DecodeEvent reads the document of an event.
func (Protocol) DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error {
	o := inEvents
	o.Memory = memory
	return jsonfmt.DecodeEvent(data, event, payload, &o)
}
