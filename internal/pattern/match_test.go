package pattern_test

import (
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/pattern"
)

func TestMatchString(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, value string
		want           bool
	}{
		{"^[a-z]+$", "abc", true},
		{"^[a-z]+$", "abc\n", false},
		{"b", "abc", true},
		{"^(?!aws:)[a-z:]+$", "my:key", true},
		{"^(?!aws:)[a-z:]+$", "aws:key", false},
		{"^[a-z]{3,5000}$", "ab", false},
		{"^[a-z]{3,5000}$", strings.Repeat("é", 4), false},
		{"^[\\s\\S]{0,4000}$", strings.Repeat("é", 4000), true},
		{"^[\\s\\S]{0,4000}$", strings.Repeat("é", 4001), false},
		{".*", "", true},
	}
	for _, test := range tests {
		m, err := pattern.Compile(test.pattern)
		if err != nil {
			t.Errorf("Compile(%q): %v", test.pattern, err)
			continue
		}
		if got, err := m.MatchString(test.value); got != test.want || err != nil {
			t.Errorf("%q matches a value of %d bytes: %t, %v, want %t", test.pattern, len(test.value), got, err, test.want)
		}
	}
}

func TestCompileError(t *testing.T) {
	t.Parallel()
	if _, err := pattern.Compile("a(b"); err == nil {
		t.Error("Compile(\"a(b\") gives no error")
	}
}

func TestMatchStringEnds(t *testing.T) {
	t.Parallel()
	m, err := pattern.Compile("^(?=a)(a+)+$")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if ok, err := m.MatchString(strings.Repeat("a", 60) + "!"); ok {
		t.Errorf("it matches: %v", err)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("it took %v", d)
	}
}
