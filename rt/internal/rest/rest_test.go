package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/rest"
	"github.com/smithwright/smithwright/rt/schema"
)

// plain is a codec whose documents are the text of one string.
type plain struct{ nothing string }

func (plain) Name() string          { return "Plain" }
func (plain) ContentType() []string { return []string{"plain/text"} }
func (p plain) Nothing() string     { return p.nothing }

func (plain) AppendBody(b []byte, s *schema.Struct, _ unsafe.Pointer) ([]byte, error) {
	return append(b, "body of "+s.Name...), nil
}

func (plain) AppendPayload(b []byte, m *schema.Member, _ unsafe.Pointer) ([]byte, error) {
	return append(b, "payload "+m.Name...), nil
}

func (plain) DecodeBody(data []byte, s *schema.Struct, base unsafe.Pointer, _ int64) error {
	if string(data) == "bad" {
		return errors.New("it is bad")
	}
	*(**string)(unsafe.Add(base, s.Member("text").Offset)) = new(string(data))
	return nil
}

func (plain) DecodePayload(data []byte, _ *schema.Member, place unsafe.Pointer, _ int64) error {
	*(**inner)(place) = &inner{new(string(data))}
	return nil
}

type inner struct{ Text *string }

// message has members in the body; whole one that is the body; unbound one in a header only.
type message struct{ Text, Header, Default *string }

type whole struct{ Inner *inner }

type token struct{ Token *string }

// must is a message whose body is a string that is required.
type must struct{ Text *string }

// listed has a list in a header.
type listed struct{ List []string }

func (*inner) SmithySchema() *schema.Struct   { return &schemaInner }
func (*message) SmithySchema() *schema.Struct { return &schemaMessage }
func (*whole) SmithySchema() *schema.Struct   { return &schemaWhole }
func (*token) SmithySchema() *schema.Struct   { return &schemaToken }
func (*must) SmithySchema() *schema.Struct    { return &schemaMust }
func (*listed) SmithySchema() *schema.Struct  { return &schemaListed }

var (
	text          = schema.Type{Kind: schema.String, Ptr: true}
	schemaInner   = schema.Struct{Name: "Inner", Members: []schema.Member{{Name: "text", Type: text}}}
	schemaMessage = schema.Struct{Name: "Message", Fill: true, Members: []schema.Member{
		{Name: "text", Offset: unsafe.Offsetof(message{}.Text), Type: text},
		{Name: "header", Offset: unsafe.Offsetof(message{}.Header), Type: text, Bind: schema.Header, Wire: "Content-Type"},
		{Name: "default", Offset: unsafe.Offsetof(message{}.Default), Type: text, Default: `"d"`},
	}}
	schemaWhole = schema.Struct{Name: "Whole", Members: []schema.Member{
		{Name: "inner", Type: schema.Type{Kind: schema.Structure, Ptr: true, Of: (*inner)(nil)}, Bind: schema.Payload},
	}}
	schemaMust   = schema.Struct{Name: "Must", Members: []schema.Member{{Name: "text", Type: text, Bind: schema.Payload, Required: true}}}
	schemaListed = schema.Struct{Name: "Listed", Members: []schema.Member{{
		Name: "list", Bind: schema.Header, Wire: "X-List",
		Type: schema.Type{Kind: schema.List, Elem: &schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}},
	}}}
	schemaToken = schema.Struct{Name: "Token", Members: []schema.Member{{Name: "token", Type: text, Bind: schema.Payload, Token: true}}}
)

var op = &rt.Operation{Method: "POST", Path: "/a?b"}

func TestEncode(t *testing.T) {
	t.Parallel()
	made := func() string { return "T" }
	for name, test := range map[string]struct {
		codec      plain
		in         schema.Shape
		body, kind string
	}{
		"body":         {plain{}, &message{}, "body of Message", "plain/text"},
		"own type":     {plain{}, &message{Header: new("mine")}, "body of Message", "mine"},
		"payload":      {plain{}, &whole{&inner{}}, "payload inner", "plain/text"},
		"absent":       {plain{}, &whole{}, "", ""},
		"nothing":      {plain{"none"}, &whole{}, "none", "plain/text"},
		"token":        {plain{}, &token{}, "T", "text/plain"},
		"token given":  {plain{}, &token{new("mine")}, "mine", "text/plain"},
		"empty string": {plain{}, &token{new("")}, "", "text/plain"},
	} {
		r, err := rest.Encode(test.codec, op, test.in, made)
		if err != nil {
			t.Fatal(err)
		}
		want := &rt.Request{Method: "POST", Path: "/a", Query: "b", Header: http.Header{}, Body: []byte(test.body)}
		if test.kind != "" {
			want.Header["Content-Type"] = []string{test.kind}
		}
		if diff := cmp.Diff(want, r, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := rest.Encode(plain{}, &rt.Operation{Path: "/{x}"}, &whole{}, nil); err == nil {
		t.Error("a path was made whose label no member fills")
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	h := http.Header{"Content-Type": {"c"}}
	for name, test := range map[string]struct {
		body      string
		out, want schema.Shape
	}{
		"body":       {" b ", &message{}, &message{new(" b "), new("c"), new("d")}},
		"no body":    {" \n", &message{}, &message{nil, new("c"), new("d")}},
		"payload":    {"p", &whole{}, &whole{&inner{new("p")}}},
		"no payload": {" ", &whole{}, &whole{}},
		"string":     {" ", &token{}, &token{new(" ")}},
		"no string":  {"", &token{}, &token{}},
		"required":   {"", &must{}, &must{new("")}},
	} {
		err := rest.Decode(plain{}, &rt.Reply{Status: 200, Header: h, Body: []byte(test.body)}, test.out)
		if diff := cmp.Diff(test.want, test.out); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	err := rest.Decode(plain{}, &rt.Reply{Status: 200, Header: h, Body: []byte("bad")}, &message{})
	if err == nil || !strings.Contains(err.Error(), "its Plain is not what the model says: it is bad") {
		t.Error(err)
	}
}

// limited is a codec that notes what memory it may take.
type limited struct {
	plain
	memory *int64
}

func (c limited) DecodeBody(_ []byte, _ *schema.Struct, _ unsafe.Pointer, memory int64) error {
	*c.memory = memory
	return nil
}

func (c limited) DecodePayload(_ []byte, _ *schema.Member, _ unsafe.Pointer, memory int64) error {
	*c.memory = memory
	return nil
}

// TestDecodeWithinMemory hands the limit on to all that decodes.
func TestDecodeWithinMemory(t *testing.T) {
	t.Parallel()
	for _, out := range []schema.Shape{&message{}, &whole{}} {
		var got int64
		if err := rest.Decode(limited{memory: &got}, &rt.Reply{Status: 200, Body: []byte("x"), MaxMemory: 1234}, out); err != nil || got != 1234 {
			t.Errorf("%T may take %d bytes (%v)", out, got, err)
		}
	}
	list := http.Header{"X-List": {strings.Repeat("a,", 1000)}}
	if err := rest.Decode(plain{}, &rt.Reply{Status: 200, Header: list, MaxMemory: 1000}, &listed{}); !errors.As(err, new(*mem.LimitError)) {
		t.Errorf("a list of 16,000 bytes: %v", err)
	}
	if err := rest.Decode(plain{}, &rt.Reply{Status: 200, Header: http.Header{}, MaxMemory: 1}, &message{}); !errors.As(err, new(*mem.LimitError)) {
		t.Errorf("a default: %v", err)
	}
}
