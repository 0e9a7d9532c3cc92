package ecma_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt/validate"
	"github.com/smithwright/smithwright/rt/validate/ecma"
)

var notAWS = ecma.Pattern{Expr: `^(?!aws:)[a-z:]+\z`, Model: "^(?!aws:)[a-z:]+$"}

func TestPattern(t *testing.T) {
	t.Parallel()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if notAWS.Match("abc:d") != validate.Matches || notAWS.Match("aws:d") != validate.Differs {
				t.Error("wrong verdict")
			}
		})
	}
	group.Wait()
	if got := notAWS.Text(); got != "^(?!aws:)[a-z:]+$" {
		t.Errorf("the text is %s", got)
	}
	if got := (&ecma.Pattern{Expr: "(?=a)"}).Text(); got != "(?=a)" {
		t.Errorf("the text without one of the model is %s", got)
	}
}

func TestPatternThatDoesNotCompile(t *testing.T) {
	t.Parallel()
	broken := &ecma.Pattern{Expr: "(?=a"}
	for range 2 {
		if broken.Match("b") != validate.Matches {
			t.Error("a pattern that does not compile was checked")
		}
	}
}

func TestSlowPattern(t *testing.T) {
	t.Parallel()
	slow := &ecma.Pattern{Expr: `^(?=a)(?:a|aa)+\z`}
	value := strings.Repeat("a", 60) + "!"
	start := time.Now()
	v := validate.New("Thing")
	for range 5 {
		v.EnterKey("Tags", "x")
		v.Pattern(validate.Self, value, slow)
		v.Leave()
	}
	if took := time.Since(start); took > 10*ecma.Timeout {
		t.Errorf("five values took %v", took)
	}
	err, is := v.Err().(*validate.Error)
	if !is || err.Count() != 1 || err.Violations[0].Class != validate.Undecided {
		t.Errorf("got %v", err)
	}
}
