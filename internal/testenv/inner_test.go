package testenv_test

import (
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

func TestInnerPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ message, want string }{
		"one place":     {"Syntax error at line 4, column 16: a quote is missing", "1:1"},
		"a place in it": {"Syntax error at line 4, column 16: a string: Syntax error at line 6, column 1: the end", "6:1"},
		"none":          {"something else", "1:1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := testenv.InnerPlace(test.message, "1:1"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
