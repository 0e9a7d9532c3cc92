package at_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/rt/internal/at"
)

func TestWithin(t *testing.T) {
	t.Parallel()
	cause := errors.New("is wrong")
	err := at.Within("Root", at.Within("Tags", at.Within(at.Key(`a "b"`), at.Within(at.Index(3), at.Within("Size", cause)))))
	if want := `Root.Tags["a \"b\""][3].Size: is wrong`; err.Error() != want {
		t.Errorf("%v, not %s", err, want)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
}

func TestKeyIsBounded(t *testing.T) {
	t.Parallel()
	if got := at.Key(strings.Repeat("ä", 1000)); len(got) > 150 || !strings.HasSuffix(got, `ä…"]`) {
		t.Errorf("%s", got)
	}
}

func TestPathIsBounded(t *testing.T) {
	t.Parallel()
	err := errors.New("is wrong")
	for range 1000 {
		err = at.Within("nächster", err)
	}
	got := at.Within("Root", err).Error()
	if len(got) > 330 || !strings.HasPrefix(got, "Root.nächster.") || !strings.HasSuffix(got, "…: is wrong") {
		t.Errorf("%s", got)
	}
}
