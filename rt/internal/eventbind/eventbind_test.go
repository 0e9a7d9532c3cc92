package eventbind_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/internal/eventbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// raw is a frame with these bytes as headers, and checksums that are right.
func raw(headers, payload string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(headers)+len(payload)+16))
	b = binary.BigEndian.AppendUint32(b, uint32(len(headers)))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	b = append(append(b, headers...), payload...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// lying is the beginning of a frame with these lengths.
func lying(all, headers uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, all)
	b = binary.BigEndian.AppendUint32(b, headers)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

func TestFrames(t *testing.T) {
	t.Parallel()
	const named = "\x01a\x07\x00\x01b" // a: "b"
	flipped := raw(named, "payload")
	flipped[20] ^= 1
	for name, test := range map[string]struct {
		data  []byte
		limit int
		n     int
		want  string
	}{
		"nothing":          {nil, 0, 0, "EOF"},
		"empty":            {raw("", ""), 0, 1, "EOF"},
		"two":              {append(raw(named, "x"), raw("", strings.Repeat("y", 100_000))...), 0, 2, "EOF"},
		"every type":       {raw("\x01a\x00\x01b\x01\x01c\x02c\x01d\x03dd\x01e\x04eeee\x01f\x05ffffffff\x01g\x06\x00\x00\x01h\x07\x00\x01h\x01i\x08iiiiiiii\x01j\x09jjjjjjjjjjjjjjjj", ""), 0, 1, "EOF"},
		"cut prelude":      {raw("", "x")[:11], 0, 0, "the stream ends inside an event"},
		"cut frame":        {raw("", "x")[:16], 0, 0, "the stream ends inside an event"},
		"prelude's sum":    {[]byte("<html><body>"), 0, 0, "the checksum of an event's lengths is wrong"},
		"sum":              {flipped, 0, 0, "the checksum of an event is wrong"},
		"shorter than all": {lying(15, 0), 0, 0, "contradict each other"},
		"headers beyond":   {lying(100, 85), 0, 0, "contradict each other"},
		"4 GiB":            {lying(1<<32-1, 0), 0, 0, "more than 25165824"},
		"long payload":     {raw("", strings.Repeat("x", 11)), 10, 0, "has 11 bytes, more than 10"},
		"payload at limit": {raw(named, strings.Repeat("x", 10)), 10, 1, "EOF"},
		"long headers":     {lying(1<<20, 1<<17+1), 0, 0, "headers have 131073 bytes, more than 131072"},
		"many headers":     {raw(strings.Repeat("\x01a\x00", 1025), ""), 0, 0, "more than 1024 headers"},
		"most headers":     {raw(strings.Repeat("\x01a\x00", 1024), ""), 0, 1, "EOF"},
		"header cut":       {raw("\x01a", "x"), 0, 0, "longer than the headers"},
		"value cut":        {raw("\x01a\x07\x00\x09b", "x"), 0, 0, "longer than the headers"},
		"name cut":         {raw("\x09a", "x"), 0, 0, "longer than the headers"},
		"value's type":     {raw("\x01a\x0a", "x"), 0, 0, "cannot be read"},
	} {
		for kind, read := range map[string]func(io.Reader) io.Reader{"": func(r io.Reader) io.Reader { return r }, ", byte by byte": iotest.OneByteReader} {
			frames := eventbind.Frames{Reader: read(bytes.NewReader(test.data)), Limit: test.limit}
			n, err := 0, error(nil)
			for ; err == nil; n++ {
				_, err = frames.Next()
			}
			if n-1 != test.n || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s%s: %d frames, then %v", name, kind, n-1, err)
			}
			if cut := strings.Contains(test.want, "ends inside"); cut != errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s%s: %v", name, kind, err)
			}
		}
	}
}

// TestFramesOfBrokenReader hands on what a connection says.
func TestFramesOfBrokenReader(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for _, data := range [][]byte{nil, raw("", "x")[:5], raw("", "x")[:14]} {
		frames := eventbind.Frames{Reader: io.MultiReader(bytes.NewReader(data), iotest.ErrReader(broken))}
		if _, err := frames.Next(); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(data), err)
		}
	}
}

// TestHeadersTakeLittleTime has the worst headers that are read.
func TestHeadersTakeLittleTime(t *testing.T) {
	t.Parallel()
	var headers strings.Builder
	for i := range 1024 {
		headers.WriteString("\x7c" + strings.Repeat("x", 122) + string([]byte{byte(i >> 8), byte(i)}) + "\x00")
	}
	start := time.Now()
	frames := eventbind.Frames{Reader: bytes.NewReader(raw(headers.String(), ""))}
	m, err := frames.Next()
	if err != nil || len(m.Headers) != 1024 {
		t.Errorf("%d headers, %v", len(m.Headers), err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// FuzzFrames holds what is read against the library that reads the single frame.
func FuzzFrames(f *testing.F) {
	f.Add(raw("\x01a\x07\x00\x01b", "payload"))
	f.Add(append(raw("", ""), raw("\x01a\x00", "x")...))
	f.Add(lying(1<<31, 1<<30))
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 1 << 16
		frames := eventbind.Frames{Reader: bytes.NewReader(data), Limit: limit}
		oracle := bytes.NewReader(data)
		for {
			got, err := frames.Next()
			if err != nil {
				return // the library takes more than this: it has no limits
			}
			want, err := eventstream.NewDecoder().Decode(oracle, nil)
			if err != nil {
				t.Fatalf("the library says %v", err)
			}
			if len(got.Payload) > limit || !bytes.Equal(got.Payload, want.Payload) || !cmp.Equal(texts(got), texts(want)) {
				t.Fatalf("%v, not %v", got, want)
			}
		}
	})
}

// texts are the headers as text.
func texts(m eventstream.Message) map[string]string {
	all := map[string]string{}
	for _, h := range m.Headers {
		all[h.Name] = h.Value.String()
	}
	return all
}

// all has a header of each kind, one that has a default, and a list that is required.
type all struct {
	Bool  *bool
	Byte  *int8
	Short *int16
	Int   *int32
	Long  *int64
	Blob  []byte
	Str   *string
	Time  *time.Time

	Name *string
	List []string
}

func (*all) SmithySchema() *schema.Struct { return &schemaAll }

func header(kind schema.Kind, offset uintptr) schema.Member {
	return schema.Member{Name: "h" + strconv.Itoa(int(kind)), Offset: offset, Type: schema.Type{Kind: kind, Ptr: kind != schema.Blob}, Bind: schema.EventHeader}
}

var schemaAll = schema.Struct{Name: "All", Fill: true, Members: []schema.Member{
	header(schema.Bool, unsafe.Offsetof(all{}.Bool)), header(schema.Int8, unsafe.Offsetof(all{}.Byte)), header(schema.Int16, unsafe.Offsetof(all{}.Short)),
	header(schema.Int32, unsafe.Offsetof(all{}.Int)), header(schema.Int64, unsafe.Offsetof(all{}.Long)), header(schema.Blob, unsafe.Offsetof(all{}.Blob)),
	header(schema.String, unsafe.Offsetof(all{}.Str)), header(schema.Timestamp, unsafe.Offsetof(all{}.Time)),
	{Name: "name", Offset: unsafe.Offsetof(all{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}, Default: `"by default"`},
	{
		Name: "list", Offset: unsafe.Offsetof(all{}.List), Required: true,
		Type: schema.Type{Kind: schema.List, Elem: &schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}},
	},
}}

// TestTypesOfHeaders takes a header for a member of its own type, and for no other.
func TestTypesOfHeaders(t *testing.T) {
	t.Parallel()
	values := map[schema.Kind]eventstream.Value{
		schema.Bool: eventstream.BoolValue(true), schema.Int8: eventstream.Int8Value(-1), schema.Int16: eventstream.Int16Value(-2),
		schema.Int32: eventstream.Int32Value(-3), schema.Int64: eventstream.Int64Value(-4), schema.Blob: eventstream.BytesValue("b"),
		schema.String: eventstream.StringValue("s"), schema.Timestamp: eventstream.TimestampValue(time.Unix(5, 0)), schema.Document: eventstream.UUIDValue{},
	}
	want := all{
		new(true), new(int8(-1)), new(int16(-2)), new(int32(-3)), new(int64(-4)), []byte("b"), new("s"), new(time.Unix(5, 0).UTC()), new("by default"), []string{},
	}
	var got all
	var every eventstream.Message
	for _, m := range schemaAll.Members[:8] {
		every.Headers.Set(m.Name, values[m.Kind])
		for kind, value := range values {
			err := eventbind.Decode(nil, eventstream.Message{Headers: eventstream.Headers{{Name: m.Name, Value: value}}}, &all{}, 0)
			if (err == nil) != (kind == m.Kind) {
				t.Errorf("a header of kind %d for a member of kind %d: %v", kind, m.Kind, err)
			}
		}
	}
	if err := eventbind.Decode(nil, every, &got, 0); err != nil || !cmp.Equal(want, got) {
		t.Errorf("%v (-want +got):\n%s", err, cmp.Diff(want, got))
	}
}

// TestFillWithinMemory gives what an event lacks its defaults, as far as the memory for them goes.
func TestFillWithinMemory(t *testing.T) {
	t.Parallel()
	var got all
	if err := eventbind.Decode(nil, eventstream.Message{}, &got, 10_000); err != nil || got.Name == nil || *got.Name != "by default" || got.List == nil {
		t.Errorf("%+v, %v", got, err)
	}
	if err := eventbind.Decode(nil, eventstream.Message{}, &all{}, 1); !errors.As(err, new(*mem.LimitError)) {
		t.Errorf("%v", err)
	}
}
