// The shapes that the tests stream, written as the generator prints them.

package events_test

import (
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/events"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// input and output are the messages around the streams.
type input struct{ Name *string }

type output struct {
	Name *string
	Need string

	Stream events.Reader[event]
}

// event is the union of the events.
type event interface{ isEvent() }

type (
	eventHeaders struct{ Value *headers }
	eventText    struct{ Value *text }
	eventBytes   struct{ Value *blob }
	eventPart    struct{ Value *part }
	eventChoice  struct{ Value *chosen }
	eventPlain   struct{ Value *plain }
	eventEmpty   struct{ Value *empty }
	eventFailed  struct{ Value *failed }
	eventUnknown struct{ schema.UnknownVariant }
)

func (*eventHeaders) isEvent() {}
func (*eventText) isEvent()    {}
func (*eventBytes) isEvent()   {}
func (*eventPart) isEvent()    {}
func (*eventChoice) isEvent()  {}
func (*eventPlain) isEvent()   {}
func (*eventEmpty) isEvent()   {}
func (*eventFailed) isEvent()  {}
func (*eventUnknown) isEvent() {}

type headers struct {
	Bool  *bool
	Byte  *int8
	Short *int16
	Int   *int32
	Long  *int64
	Blob  []byte
	Str   *string
	Time  *time.Time
}

type (
	text  struct{ Payload *string }
	blob  struct{ Payload []byte }
	part  struct{ Payload *plain }
	empty struct{}
)

type chosen struct{ Payload choice }

type plain struct {
	Header *string
	Text   *string
	Limit  int32
}

// Validate holds Limit to at most 9.
func (in *plain) Validate() error {
	v := validate.New("plain")
	validate.AtMost(v, "limit", in.Limit, 9)
	return v.Err()
}

type choice interface{ isChoice() }

type choiceA struct{ Value string }

type choiceUnknown struct{ schema.UnknownVariant }

func (*choiceA) isChoice()       {}
func (*choiceUnknown) isChoice() {}

type failed struct {
	rt.ErrorMetadata

	Message *string
}

func (*input) SmithySchema() *schema.Struct         { return &schemaInput }
func (*output) SmithySchema() *schema.Struct        { return &schemaOutput }
func (*eventUnknown) SmithySchema() *schema.Struct  { return &schemaEvent }
func (*headers) SmithySchema() *schema.Struct       { return &schemaHeaders }
func (*text) SmithySchema() *schema.Struct          { return &schemaText }
func (*blob) SmithySchema() *schema.Struct          { return &schemaBlob }
func (*part) SmithySchema() *schema.Struct          { return &schemaPart }
func (*chosen) SmithySchema() *schema.Struct        { return &schemaChosen }
func (*plain) SmithySchema() *schema.Struct         { return &schemaPlain }
func (*empty) SmithySchema() *schema.Struct         { return &schemaEmpty }
func (*choiceUnknown) SmithySchema() *schema.Struct { return &schemaChoice }
func (*failed) SmithySchema() *schema.Struct        { return &schemaFailed }

var schemaInput = schema.Struct{Name: "Input", Members: []schema.Member{
	{Name: "name", Offset: unsafe.Offsetof(input{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Name"},
}}

var schemaOutput = schema.Struct{Name: "Output", Members: []schema.Member{
	{Name: "name", Offset: unsafe.Offsetof(output{}.Name), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Name"},
	{Name: "need", Offset: unsafe.Offsetof(output{}.Need), Type: schema.Type{Kind: schema.String}, Required: true, Bind: schema.Header, Wire: "X-Need"},
	{Name: "stream", Offset: unsafe.Offsetof(output{}.Stream), Type: schema.Type{Kind: schema.EventStream, Of: (*eventUnknown)(nil)}, Bind: schema.Payload},
}}

func variant(name string, offset uintptr, of schema.Shape, v any) schema.Member {
	return schema.Member{Name: name, Offset: offset, Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: of}, Required: true, Variant: v}
}

var schemaEvent = schema.Struct{Name: "Event", Union: (*event)(nil), Unknown: (*eventUnknown)(nil), Members: []schema.Member{
	variant("headers", unsafe.Offsetof(eventHeaders{}.Value), (*headers)(nil), (*eventHeaders)(nil)),
	variant("text", unsafe.Offsetof(eventText{}.Value), (*text)(nil), (*eventText)(nil)),
	variant("bytes", unsafe.Offsetof(eventBytes{}.Value), (*blob)(nil), (*eventBytes)(nil)),
	variant("part", unsafe.Offsetof(eventPart{}.Value), (*part)(nil), (*eventPart)(nil)),
	variant("choice", unsafe.Offsetof(eventChoice{}.Value), (*chosen)(nil), (*eventChoice)(nil)),
	variant("plain", unsafe.Offsetof(eventPlain{}.Value), (*plain)(nil), (*eventPlain)(nil)),
	variant("empty", unsafe.Offsetof(eventEmpty{}.Value), (*empty)(nil), (*eventEmpty)(nil)),
	variant("failed", unsafe.Offsetof(eventFailed{}.Value), (*failed)(nil), (*eventFailed)(nil)),
}}

func header(name string, offset uintptr, kind schema.Kind) schema.Member {
	return schema.Member{Name: name, Offset: offset, Type: schema.Type{Kind: kind, Ptr: kind != schema.Blob}, Bind: schema.EventHeader}
}

var schemaHeaders = schema.Struct{Name: "Headers", Members: []schema.Member{
	header("bool", unsafe.Offsetof(headers{}.Bool), schema.Bool),
	header("byte", unsafe.Offsetof(headers{}.Byte), schema.Int8),
	header("short", unsafe.Offsetof(headers{}.Short), schema.Int16),
	header("int", unsafe.Offsetof(headers{}.Int), schema.Int32),
	header("long", unsafe.Offsetof(headers{}.Long), schema.Int64),
	header("blob", unsafe.Offsetof(headers{}.Blob), schema.Blob),
	header("str", unsafe.Offsetof(headers{}.Str), schema.String),
	header("time", unsafe.Offsetof(headers{}.Time), schema.Timestamp),
}}

var (
	schemaText = schema.Struct{Name: "Text", Members: []schema.Member{
		{Name: "payload", Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.EventPayload, MediaType: "text/html"},
	}}
	schemaBlob = schema.Struct{Name: "Blob", Members: []schema.Member{
		{Name: "payload", Type: schema.Type{Kind: schema.Blob}, Bind: schema.EventPayload},
	}}
	schemaPart = schema.Struct{Name: "Part", Members: []schema.Member{
		{Name: "payload", Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*plain)(nil)}, Bind: schema.EventPayload},
	}}
	schemaChosen = schema.Struct{Name: "Chosen", Members: []schema.Member{
		{Name: "payload", Type: schema.Type{Kind: schema.Union, Of: (*choiceUnknown)(nil)}, Bind: schema.EventPayload},
	}}
	schemaEmpty = schema.Struct{Name: "Empty"}
)

var schemaPlain = schema.Struct{Name: "Plain", Members: []schema.Member{
	{Name: "header", Offset: unsafe.Offsetof(plain{}.Header), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.EventHeader},
	{Name: "text", Offset: unsafe.Offsetof(plain{}.Text), Type: schema.Type{Kind: schema.String, Ptr: true}},
	{Name: "limit", Offset: unsafe.Offsetof(plain{}.Limit), Type: schema.Type{Kind: schema.Int32}},
}}

var schemaChoice = schema.Struct{Name: "Choice", Union: (*choice)(nil), Unknown: (*choiceUnknown)(nil), Members: []schema.Member{
	{Name: "a", Offset: unsafe.Offsetof(choiceA{}.Value), Type: schema.Type{Kind: schema.String}, Required: true, Variant: (*choiceA)(nil)},
}}

var schemaFailed = schema.Struct{Name: "Failed", Error: &schema.Error{Server: true, Retryable: true}, Members: []schema.Member{
	{Name: "message", Offset: unsafe.Offsetof(failed{}.Message), Type: schema.Type{Kind: schema.String, Ptr: true}},
}}

var (
	opBoth    = rt.Operation{Name: "Both", Method: "POST", Path: "/both", Events: (*eventUnknown)(nil)}
	opReceive = rt.Operation{Name: "Receive", Method: "POST", Path: "/receive"}
)
