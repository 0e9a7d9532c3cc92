// Package eventbind turns the events of a stream into frames of the format application/vnd.amazon.eventstream and back. It
// knows nothing of HTTP, and is the same for both sides: what a client sends, a server reads with it.
//
// It implements https://smithy.io/2.0/aws/amazon-eventstream.html with the frames of aws-sdk-go-v2, and the binding of
// members that https://smithy.io/2.0/spec/streaming.html describes.
package eventbind

import (
	"errors"
	"reflect"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream/eventstreamapi"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// ContentType is the media type of a stream of frames.
const ContentType = "application/vnd.amazon.eventstream"

// The types of the events that carry the members beside the stream where a protocol has no other place for them.
const (
	InitialRequest  = "initial-request"
	InitialResponse = "initial-response"
)

// Codec is what a protocol does for events.
type Codec interface {
	// EventType is the media type of the documents in events.
	EventType() string

	// AppendEvent appends a document: of the members of event that stand in no header, or of the one member payload.
	AppendEvent(b []byte, event schema.Shape, payload *schema.Member) ([]byte, error)

	// DecodeEvent reads such a document, into memory bytes at most; into as many as it wants if that is 0.
	DecodeEvent(data []byte, event schema.Shape, payload *schema.Member, memory int64) error
}

// Variant returns the member that the union at p holds, and its event.
func Variant(union *schema.Struct, p unsafe.Pointer) (*schema.Member, schema.Shape, error) {
	if *(*unsafe.Pointer)(p) == nil {
		return nil, nil, errors.New("the event is nil")
	}
	m, value, err := mem.VariantOf(union, p)
	if err != nil {
		return nil, nil, errors.New("the event: " + err.Error())
	}
	event, ok := reflect.NewAt(reflect.TypeOf(m.Of), value).Elem().Interface().(schema.Shape)
	if !ok || mem.IsNil(event) {
		return nil, nil, errors.New("the event " + m.Name + " has no value")
	}
	return m, event, nil
}

// SetVariant makes the union at p hold an event of its member m.
func SetVariant(union *schema.Struct, m *schema.Member, event schema.Shape, p unsafe.Pointer) {
	var a mem.Arena
	*(*unsafe.Pointer)(a.Variant(union, m, p)) = mem.Pointer(event)
}

// Encode makes the message of an event, which is the member m of its union: an exception if its structure is an error.
func Encode(c Codec, m *schema.Member, event schema.Shape) (eventstream.Message, error) {
	var msg eventstream.Message
	s, base := event.SmithySchema(), mem.Pointer(event)
	if s.Error != nil {
		msg.Headers = append(msg.Headers, text(eventstreamapi.MessageTypeHeader, eventstreamapi.ExceptionMessageType),
			text(eventstreamapi.ExceptionTypeHeader, m.Name))
	} else {
		msg.Headers = append(msg.Headers, text(eventstreamapi.MessageTypeHeader, eventstreamapi.EventMessageType),
			text(eventstreamapi.EventTypeHeader, m.Name))
	}
	if err := payload(c, &msg, event); err != nil {
		return msg, err
	}
	return msg, encodeHeaders(&msg, s, base)
}

// Initial makes the message that carries a document of the members beside the stream; kind is [InitialRequest] or
// [InitialResponse].
func Initial(c Codec, kind string, document []byte) eventstream.Message {
	return eventstream.Message{Payload: document, Headers: eventstream.Headers{
		text(eventstreamapi.MessageTypeHeader, eventstreamapi.EventMessageType),
		text(eventstreamapi.EventTypeHeader, kind),
		text(eventstreamapi.ContentTypeHeader, c.EventType()),
	}}
}

func text(name, value string) eventstream.Header {
	return eventstream.Header{Name: name, Value: eventstream.StringValue(value)}
}

// payload writes the payload of an event and what it is. An event whose members are all headers has none.
func payload(c Codec, msg *eventstream.Message, event schema.Shape) (err error) {
	s, base := event.SmithySchema(), mem.Pointer(event)
	m := bound(s, schema.EventPayload)
	kind := c.EventType()
	if m == nil {
		if bound(s, schema.Body) == nil && len(s.Members) > 0 {
			return nil
		}
		msg.Payload, err = c.AppendEvent(nil, event, nil)
	} else {
		p, ok := mem.Present(m, base)
		if !ok {
			return nil
		}
		switch m.Kind {
		case schema.Blob:
			kind = "application/octet-stream"
			msg.Payload = *(*[]byte)(p)
		case schema.String:
			kind = "text/plain"
			msg.Payload = []byte(*(*string)(p))
		default:
			msg.Payload, err = c.AppendEvent(nil, event, m)
		}
		if m.MediaType != "" {
			kind = m.MediaType
		}
	}
	msg.Headers = append(msg.Headers, text(eventstreamapi.ContentTypeHeader, kind))
	return err
}

// bound returns the first member with that binding, or nil.
func bound(s *schema.Struct, b schema.Bind) *schema.Member {
	for i := range s.Members {
		if s.Members[i].Bind == b {
			return &s.Members[i]
		}
	}
	return nil
}

// Decode reads a message into the struct of its event. What it makes of the payload takes memory bytes at most; as many as it
// wants if that is 0.
func Decode(c Codec, msg eventstream.Message, event schema.Shape, memory int64) error {
	s, base := event.SmithySchema(), mem.Pointer(event)
	if err := decodeHeaders(msg.Headers, s, base); err != nil {
		return err
	}
	if err := decodePayload(c, msg.Payload, event, memory); err != nil {
		return err
	}
	return mem.Fill(s, base, memory)
}

func decodePayload(c Codec, data []byte, event schema.Shape, memory int64) error {
	s, base := event.SmithySchema(), mem.Pointer(event)
	m := bound(s, schema.EventPayload)
	switch {
	case len(data) == 0:
		return nil
	case m == nil:
		return c.DecodeEvent(data, event, nil, memory)
	case m.Kind == schema.Blob:
		*(*[]byte)(unsafe.Add(base, m.Offset)) = append([]byte(nil), data...)
	case m.Kind == schema.String:
		*(*string)(mem.Store(&m.Type, unsafe.Add(base, m.Offset))) = string(data)
	default:
		return c.DecodeEvent(data, event, m, memory)
	}
	return nil
}
