// Bodies: by value where a format gives the same value several texts, else by bytes.

package prototest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Body is what a request's body must be: the result of [JSON], [XML], [CBOR], [Form], [Text] or [NoBody].
type Body interface {
	compare(d *differences, got []byte)
}

// NoBody wants a body of no bytes.
func NoBody() Body { return text("") }

// Text wants these bytes.
func Text(want string) Body { return text(want) }

type text string

func (want text) compare(d *differences, got []byte) {
	if string(got) != string(want) {
		d.add("body", "%q, not %q", got, string(want))
	}
}

// JSON wants a JSON text of the same value: the order of an object's keys, white space, and the spelling of numbers and
// strings are open.
func JSON(want string) Body { return decoded{[]byte(want), readJSON} }

// CBOR wants a CBOR item of the same value; want is in base64. The order of a map's keys, the sizes of heads and floats, and
// definite or indefinite lengths are open.
func CBOR(want string) Body { return decoded{[]byte(Binary(want)), readCBOR} }

// Form wants the parameters of a form as they stand on the wire, percent-encoded, in any order but for equal names.
func Form(want string) Body { return decoded{[]byte(want), readForm} }

// decoded compares bodies after a reader has made trees of them.
type decoded struct {
	want []byte
	read func([]byte) (any, error)
}

func (b decoded) compare(d *differences, got []byte) {
	want, err := b.read(b.want)
	if err != nil {
		d.add("body", "the case's own body cannot be read: %v", err)
		return
	}
	have, err := b.read(got)
	if err != nil {
		d.add("body", "cannot be read: %v: %q", err, got)
		return
	}
	before := len(*d)
	d.tree("body", have, want)
	if len(*d) > before {
		d.add("body", "sent was %q", got)
	}
}

// readForm gives, for each name, its values in order: all as it stands on the wire.
func readForm(data []byte) (any, error) {
	tree := map[string]any{}
	if len(data) == 0 {
		return tree, nil
	}
	for pair := range strings.SplitSeq(string(data), "&") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, fmt.Errorf("the parameter %q has no value", pair)
		}
		values, _ := tree[name].([]any)
		tree[name] = append(values, value)
	}
	return tree, nil
}

// readJSON gives nil, bool, string, json.Number, []any and map[string]any. It refuses a key that an object has twice.
func readJSON(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	v, err := jsonValue(decoder)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows the value")
	}
	return v, nil
}

func jsonValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			v, err := jsonValue(decoder)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = decoder.Token()
		return list, err
	case json.Delim('{'):
		return jsonObject(decoder)
	}
	return token, nil
}

func jsonObject(decoder *json.Decoder) (any, error) {
	object := map[string]any{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name := fmt.Sprint(key)
		if _, twice := object[name]; twice {
			return nil, fmt.Errorf("the key %q is there twice", name)
		}
		if object[name], err = jsonValue(decoder); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token()
	return object, err
}
