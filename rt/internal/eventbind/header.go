// Members that stand in the headers of an event.

package eventbind

import (
	"errors"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

func encodeHeaders(msg *eventstream.Message, s *schema.Struct, base unsafe.Pointer) error {
	for i := range s.Members {
		m := &s.Members[i]
		if m.Bind != schema.EventHeader {
			continue
		}
		p, ok := mem.Present(m, base)
		if !ok {
			continue
		}
		v := headerValue(m.Kind, p)
		if v == nil {
			return errors.New(m.Name + ": its type has no form in the header of an event")
		}
		msg.Headers = append(msg.Headers, eventstream.Header{Name: m.Name, Value: v})
	}
	return nil
}

// headerValue is the header for the value of a kind that lies at p; nil for kinds that have none.
func headerValue(k schema.Kind, p unsafe.Pointer) eventstream.Value {
	switch k {
	case schema.Bool:
		return eventstream.BoolValue(*(*bool)(p))
	case schema.Int8:
		return eventstream.Int8Value(*(*int8)(p))
	case schema.Int16:
		return eventstream.Int16Value(*(*int16)(p))
	case schema.Int32:
		return eventstream.Int32Value(*(*int32)(p))
	case schema.Int64:
		return eventstream.Int64Value(*(*int64)(p))
	case schema.Blob:
		return eventstream.BytesValue(*(*[]byte)(p))
	case schema.String:
		return eventstream.StringValue(*(*string)(p))
	case schema.Timestamp:
		return eventstream.TimestampValue(*(*time.Time)(p))
	default:
		return nil
	}
}

// decodeHeaders reads the members that stand in headers. Other headers are not looked at.
func decodeHeaders(headers eventstream.Headers, s *schema.Struct, base unsafe.Pointer) error {
	for i := range s.Members {
		m := &s.Members[i]
		if m.Bind != schema.EventHeader {
			continue
		}
		v := headers.Get(m.Name)
		if v == nil {
			continue
		}
		if !storeHeader(&m.Type, unsafe.Add(base, m.Offset), v) {
			return errors.New(m.Name + ": the header has another type than the model gives it")
		}
	}
	return nil
}

// storeHeader stores a header's value in the field at p; false if it is of another type.
func storeHeader(t *schema.Type, p unsafe.Pointer, v eventstream.Value) (ok bool) {
	switch v := v.(type) {
	case eventstream.BoolValue:
		if ok = t.Kind == schema.Bool; ok {
			*(*bool)(mem.Store(t, p)) = bool(v)
		}
	case eventstream.Int8Value:
		if ok = t.Kind == schema.Int8; ok {
			*(*int8)(mem.Store(t, p)) = int8(v)
		}
	case eventstream.Int16Value:
		if ok = t.Kind == schema.Int16; ok {
			*(*int16)(mem.Store(t, p)) = int16(v)
		}
	case eventstream.Int32Value:
		if ok = t.Kind == schema.Int32; ok {
			*(*int32)(mem.Store(t, p)) = int32(v)
		}
	case eventstream.Int64Value:
		if ok = t.Kind == schema.Int64; ok {
			*(*int64)(mem.Store(t, p)) = int64(v)
		}
	case eventstream.BytesValue:
		if ok = t.Kind == schema.Blob; ok {
			*(*[]byte)(p) = v
		}
	case eventstream.StringValue:
		if ok = t.Kind == schema.String; ok {
			*(*string)(mem.Store(t, p)) = string(v)
		}
	case eventstream.TimestampValue:
		if ok = t.Kind == schema.Timestamp; ok {
			*(*time.Time)(mem.Store(t, p)) = time.Time(v).UTC()
		}
	}
	return ok
}

// TextHeader returns a header that must be a string; false if it is absent or something else.
func TextHeader(headers eventstream.Headers, name string) (string, bool) {
	v, ok := headers.Get(name).(eventstream.StringValue)
	return string(v), ok
}
