package cborfmt_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/cborfmt"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
)

// attackSize is about how long the attacks are, in digits.
const attackSize = 1 << 16

// repeated is a group without a length, which the byte open begins, of the same item.
func repeated(open, item string) string {
	return open + strings.Repeat(item, attackSize/len(item)) + "ff"
}

// counted is a list of the same item that says how many there are. All are digits.
func counted(item string) string {
	n := attackSize / len(item)
	return fmt.Sprintf("9a%08x", n) + strings.Repeat(item, n)
}

// keyed is a map with different keys that all have the same value.
func keyed(value string) string {
	var b strings.Builder
	for i := 0; b.Len() < 2*attackSize; i++ {
		key := fmt.Sprintf("%x", i)
		fmt.Fprintf(&b, "%02x%s%s", 0x60+len(key), hex.EncodeToString([]byte(key)), value)
	}
	return "bf" + b.String() + "ff"
}

// attacks are documents that take more memory than they seem to, as [data] reads them.
func attacks() map[string]string {
	return map[string]string{
		"structures":              "a1'children'" + repeated("9f", "a0"),
		"counted structures":      "a1'children'" + counted("a0"),
		"lists of structures":     "a1'children'" + repeated("9f", "a1'children'81a0"),
		"nulls again":             repeated("bf", "'children'990400"+strings.Repeat("f6", 1024)+"'children'80"),
		"empty lists":             "a1'matrix'" + repeated("9f", "80"),
		"empty list again":        repeated("bf", "'children'80"),
		"structure again":         repeated("bf", "'child'a0"),
		"filled structures":       repeated("bf", "'filled'a0"),
		"map of structures":       "a1'shop'" + keyed("a0"),
		"empty map again":         repeated("bf", "'shop'a0"),
		"empty tags again":        repeated("bf", "'tags'a0"),
		"map of lists":            "a1'colors'" + keyed("80"),
		"map of pointers":         "a1'holes'" + keyed("00"),
		"map of strings":          "a1'tags'" + keyed("60"),
		"map of unions":           "a1'shelf'" + keyed("a1'text'60"),
		"maps of one":             "a1'children'" + repeated("9f", "a1'tags'a16060"),
		"one key again":           "a1'children'" + repeated("9f", "a1'tags'b90400"+strings.Repeat("6060", 1024)),
		"one union again":         "a1'children'" + repeated("9f", "a1'shelf'b90400"+strings.Repeat("60a0", 1024)),
		"unions of nothing":       "a1'choices'" + repeated("9f", "a0"),
		"unions of strings":       "a1'choices'" + repeated("9f", "a1'text'60"),
		"unions of structures":    "a1'choices'" + repeated("9f", "a1'node'a0"),
		"unknown unions":          "a1'choices'" + repeated("9f", "a1'x'a0"),
		"nulls":                   "a1'sparse'" + repeated("9f", "f6"),
		"pointers":                "a1'sparse'" + repeated("9f", "60"),
		"strings":                 "a1'list'" + repeated("9f", "60"),
		"counted strings":         "a1'list'" + counted("60"),
		"short strings":           "a1'list'" + counted("'ab'"),
		"numbers":                 "a1'numbers'" + repeated("9f", "00"),
		"doubles":                 "a1'series'" + repeated("9f", "00"),
		"counted doubles":         "a1'series'" + counted("00"),
		"timestamps":              "a1'moments'" + repeated("9f", "00"),
		"counted timestamps":      "a1'moments'" + counted("00"),
		"blobs":                   "a1'blobs'" + repeated("9f", "40"),
		"big numbers again":       repeated("bf", "'big'00"),
		"decimals again":          repeated("bf", "'decimal'c4823300"),
		"document of lists":       "a1'choice'a1'x'" + repeated("9f", "80"),
		"document of maps":        "a1'choice'a1'x'" + repeated("9f", "a0"),
		"document of small maps":  "a1'choice'a1'x'" + repeated("9f", "a16000"),
		"document of numbers":     "a1'choice'a1'x'" + repeated("9f", "1818"),
		"document of fractions":   "a1'choice'a1'x'" + repeated("9f", "c4823302"),
		"document of big numbers": "a1'choice'a1'x'" + repeated("9f", "1bffffffffffffffff"),
		"document of floats":      "a1'choice'a1'x'" + repeated("9f", "f90001"),
		"document of strings":     "a1'choice'a1'x'" + repeated("9f", "'ab'"),
		"document of blobs":       "a1'choice'a1'x'" + repeated("9f", "4161"),
		"document of bools":       "a1'choice'a1'x'" + repeated("9f", "f4"),
		"document of keys":        "a1'choice'a1'x'" + keyed("f6"),
	}
}

func TestMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, digits := range attacks() {
		t.Run(name, func(t *testing.T) {
			kindtest.Attack(t, data(t, digits), func(b []byte, memory int64) (any, error) {
				return decode(b, &cborfmt.Options{Fill: true, Memory: memory})
			})
		})
	}
}

// FuzzMemory looks for items that take more memory than they may.
func FuzzMemory(f *testing.F) {
	for _, digits := range attacks() {
		b := data(f, digits)
		f.Add(b[:min(len(b), 1000)])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		kindtest.Bounded(t, b, func(b []byte, memory int64) error {
			_, err := decode(b, &cborfmt.Options{Fill: true, Memory: memory})
			return err
		})
	})
}
