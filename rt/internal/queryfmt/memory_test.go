package queryfmt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/queryfmt"
)

// TestMemory reads forms that take more memory than they seem to: the same pair with another number in it each time.
func TestMemory(t *testing.T) { //nolint:paralleltest // it measures memory
	const size = 1 << 15
	for name, pair := range map[string]string{
		"structures":           "things.member.%d=",
		"lists of structures":  "things.member.%d.things.member.1=",
		"lists":                "lists.member.%d=",
		"strings":              "Hi.%d=",
		"pointers":             "sparse.member.%d=1",
		"map of structures":    "nested.entry.%d.key=k%[1]d",
		"map of strings":       "flatMap.%d.K=%[1]d&flatMap.%[1]d.V=",
		"map of lists":         "byList.entry.%d.key=%[1]d&byList.entry.%[1]d.value=",
		"map of maps":          "byMap.entry.%d.key=%[1]d",
		"map of full maps":     "byMap.entry.%d.key=%[1]d&byMap.entry.%[1]d.value.entry.1.key=&byMap.entry.%[1]d.value.entry.1.value=",
		"unions of strings":    "choices.member.%d.text=",
		"unions of structures": "choices.member.%d.thing=",
		"unknown unions":       "choices.member.%d.x=",
		"big numbers":          "things.member.%d.bigInt=1e9999",
	} {
		t.Run(name, func(t *testing.T) {
			var form strings.Builder
			for i := 1; form.Len() < size; i++ {
				fmt.Fprintf(&form, pair+"&", i)
			}
			kindtest.Attack(t, []byte(form.String()), func(data []byte, memory int64) (any, error) {
				var got Thing
				return &got, queryfmt.DecodeBody(data, got.SmithySchema(), mem.Pointer(&got), &queryfmt.Options{Memory: memory})
			})
		})
	}
}

// FuzzMemory looks for forms that take more memory than they may.
func FuzzMemory(f *testing.F) {
	for _, test := range forms {
		f.Add([]byte(test.aws), false)
		f.Add([]byte(test.ec2), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, ec2 bool) {
		kindtest.Bounded(t, data, func(data []byte, memory int64) error {
			var got Thing
			return queryfmt.DecodeBody(data, got.SmithySchema(), mem.Pointer(&got), &queryfmt.Options{EC2: ec2, Memory: memory})
		})
	})
}
