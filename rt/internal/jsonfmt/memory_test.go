package jsonfmt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/jsonfmt"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
)

// attackSize is about how long the attacks are, in bytes.
const attackSize = 1 << 15

// member is an object with one member.
func member(name, value string) string { return `{"` + name + `":` + value + "}" }

// repeated is a list of the same value, or an object of the same member, as brackets say.
func repeated(brackets, value string) string {
	n := attackSize / (len(value) + 1)
	return brackets[:1] + strings.Repeat(value+",", n-1) + value + brackets[1:]
}

// keyed is an object with different keys that all have the same value.
func keyed(value string) string {
	var b strings.Builder
	for i := 0; b.Len() < attackSize; i++ {
		fmt.Fprintf(&b, `,"%x":%s`, i, value)
	}
	return "{" + b.String()[1:] + "}"
}

// attacks are documents that take more memory than they seem to.
func attacks() map[string]string {
	wide := keyed(`{"text":""}`)
	return map[string]string{
		"structures":             member("children", repeated("[]", "{}")),
		"lists of structures":    member("children", repeated("[]", `{"children":[{}]}`)),
		"pages":                  repeated("{}", `"children":[{},{}]`),
		"empty lists":            member("matrix", repeated("[]", "[]")),
		"empty list again":       repeated("{}", `"children":[]`),
		"structure again":        repeated("{}", `"child":{}`),
		"filled structures":      repeated("{}", `"filled":{}`),
		"map of structures":      member("shop", keyed("{}")),
		"empty map again":        repeated("{}", `"shop":{}`),
		"empty tags again":       repeated("{}", `"tags":{}`),
		"map of lists":           member("colors", keyed("[]")),
		"map of pointers":        member("holes", keyed("0")),
		"maps of one":            member("children", repeated("[]", `{"tags":{"":""}}`)),
		"map of strings":         member("tags", keyed(`""`)),
		"map of unions":          member("shelf", wide),
		"maps in a wide map":     `{"shelf":` + wide + strings.Repeat(`,"shelf":{"a":{"node":{"a":0`, 300) + strings.Repeat("}}}", 300) + "}",
		"unions of strings":      member("choices", repeated("[]", `{"text":""}`)),
		"unions of structures":   member("choices", repeated("[]", `{"node":{}}`)),
		"unknown unions":         member("choices", repeated("[]", `{"x":{}}`)),
		"nulls":                  member("sparse", repeated("[]", "null")),
		"pointers":               member("sparse", repeated("[]", `""`)),
		"strings":                member("list", repeated("[]", `""`)),
		"short strings":          member("list", repeated("[]", `"ab"`)),
		"numbers":                member("numbers", repeated("[]", "0")),
		"blobs":                  member("blobs", repeated("[]", `""`)),
		"big numbers again":      repeated("{}", `"big":1e9999`),
		"document of lists":      member("open", repeated("[]", "[]")),
		"document of maps":       member("open", repeated("[]", "{}")),
		"document of small maps": member("open", repeated("[]", `{"":0}`)),
		"document of numbers":    member("open", repeated("[]", "0")),
		"document of strings":    member("open", repeated("[]", `""`)),
		"document of keys":       member("open", keyed("0")),
	}
}

func TestMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range attacks() {
		t.Run(name, func(t *testing.T) {
			kindtest.Attack(t, []byte(text), func(data []byte, memory int64) (any, error) {
				v := new(all)
				return v, jsonfmt.DecodeBody(data, v.SmithySchema(), mem.Pointer(v), &jsonfmt.Options{Fill: true, Memory: memory})
			})
		})
	}
}

// FuzzMemory looks for texts that take more memory than they may.
func FuzzMemory(f *testing.F) {
	for _, text := range attacks() {
		f.Add([]byte(text[:min(len(text), 1000)]))
	}
	for _, test := range both {
		f.Add([]byte(object(test.text)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kindtest.Bounded(t, data, func(data []byte, memory int64) error {
			v := new(all)
			return jsonfmt.DecodeBody(data, v.SmithySchema(), mem.Pointer(v), &jsonfmt.Options{Fill: true, Memory: memory})
		})
	})
}
