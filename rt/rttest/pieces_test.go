// Tests of bodies that go out in pieces.

package rttest

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestUnframed(t *testing.T) {
	t.Parallel()
	const signature = ";chunk-signature=0123456789abcdef"
	tests := map[string]struct{ body, want, err string }{
		"none":       {"0\r\n\r\n", "", ""},
		"unsigned":   {"3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", "abcde", ""},
		"signed":     {"A" + signature + "\r\n0123456789\r\n0" + signature + "\r\n\r\n", "0123456789", ""},
		"line break": {"4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", ""},
		"no number":  {"x\r\nabc", "", `a piece of the body begins with "x"`},
		"negative":   {"-1\r\nabc", "", `a piece of the body begins with "-1"`},
		"too large":  {"ffffffffffffffffff\r\n", "", "a piece of the body begins with"},
		"no end":     {strings.Repeat("1", 1<<20), "", "a piece of the body begins with"},
		"cut":        {"5\r\nabc", "abc", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, r := range []io.Reader{strings.NewReader(test.body), iotest.OneByteReader(strings.NewReader(test.body))} {
				var b bytes.Buffer
				_, err := io.Copy(&unframed{to: &b}, r)
				if b.String() != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
					t.Errorf("%q and %v, want %q and %q", b.String(), err, test.want, test.err)
				}
			}
		})
	}
}
