// Messages that end a stream: errors of the model, and others.

package events

import (
	"bytes"
	"errors"
	"strings"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"
	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/eventbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// refusal is the error of a message that is no event.
func (s *source) refusal(msg eventstream.Message) error {
	kind, ok := eventbind.TextHeader(msg.Headers, eventstreamapi.MessageTypeHeader)
	switch {
	case !ok:
		return s.unreadable(errors.New("an event has no header " + eventstreamapi.MessageTypeHeader + " with a text"))
	case kind == eventstreamapi.ErrorMessageType:
		code, _ := eventbind.TextHeader(msg.Headers, eventstreamapi.ErrorCodeHeader)
		message, _ := eventbind.TextHeader(msg.Headers, eventstreamapi.ErrorMessageHeader)
		return s.unknown(code, message, msg.Payload)
	case kind != eventstreamapi.ExceptionMessageType:
		return s.unreadable(errors.New("an event's header " + eventstreamapi.MessageTypeHeader + " is neither event, exception nor error"))
	}
	name, ok := eventbind.TextHeader(msg.Headers, eventstreamapi.ExceptionTypeHeader)
	if !ok {
		return s.unreadable(errors.New("an exception has no header " + eventstreamapi.ExceptionTypeHeader + " with its name"))
	}
	if m := s.union.Member(name); m != nil && m.Of.SmithySchema().Error != nil {
		return s.exception(m, msg)
	}
	fault, _ := s.Protocol.ErrorOf(s.Service, &rt.Reply{Status: s.status, Header: s.header, Body: msg.Payload, MaxMemory: s.MaxMemory})
	return s.unknown(name, fault.Message, msg.Payload)
}

// exception is the error that the member m of the union stands for.
func (s *source) exception(m *schema.Member, msg eventstream.Message) error {
	out, ok := mem.NewShape(m.Of).(interface {
		error
		schema.Shape
		Metadata() *rt.ErrorMetadata
	})
	if !ok {
		return s.unknown(m.Name, "", msg.Payload)
	}
	if err := eventbind.Decode(s.codec, msg, out, s.MaxMemory); err != nil {
		return s.unreadable(within(m.Name, err))
	}
	table := out.SmithySchema()
	meta := s.metadata(table.Name, textOf(table, mem.Pointer(out)))
	meta.Retryable = table.Error.Retryable
	if meta.Fault = smithy.FaultClient; table.Error.Server {
		meta.Fault = smithy.FaultServer
	}
	*out.Metadata() = meta
	return out
}

// maxKept bounds what is kept of the payload of an error that the model does not know.
const maxKept = 4 << 10

func (s *source) unknown(code, message string, payload []byte) error {
	return &rt.UnknownError{ErrorMetadata: s.metadata(code, message), Body: bytes.Clone(payload[:min(len(payload), maxKept)])}
}

func (s *source) metadata(code, message string) rt.ErrorMetadata {
	return rt.ErrorMetadata{Operation: s.Operation.Name, Code: code, Text: message, RequestID: s.id, Status: s.status}
}

// textOf is what the struct of an error says in its member called message.
func textOf(s *schema.Struct, base unsafe.Pointer) string {
	for i := range s.Members {
		m := &s.Members[i]
		if m.Kind != schema.String || !strings.EqualFold(m.Name, "message") {
			continue
		}
		if p, ok := mem.Load(&m.Type, unsafe.Add(base, m.Offset)); ok {
			return *(*string)(p)
		}
	}
	return ""
}
