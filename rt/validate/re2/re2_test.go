package re2_test

import (
	"testing"

	"github.com/smithwright/smithwright/rt/validate"
	"github.com/smithwright/smithwright/rt/validate/re2"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	letters := validate.Pattern{Expr: `^\p{L}+$`, Max: 3, Engine: re2.Compile}
	for value, want := range map[string]validate.Verdict{
		"abc": validate.Matches, "éß": validate.Matches, "1": validate.Differs, "": validate.Differs, "abcd": validate.Differs,
	} {
		for range 2 {
			if got := letters.Match(value); got != want {
				t.Errorf("%q: %v", value, got)
			}
		}
	}
	broken := validate.Pattern{Expr: "(", Engine: re2.Compile}
	if broken.Match("x") != validate.Matches {
		t.Error("what does not compile is checked")
	}
	alone := validate.Pattern{Expr: `^\p{L}+$`} // of code that was generated for another version of the runtime
	if alone.Match("1") != validate.Matches {
		t.Error("what does not compile is checked")
	}
}
