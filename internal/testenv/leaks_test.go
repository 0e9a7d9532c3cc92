package testenv

import (
	"strings"
	"testing"
)

// leaking waits until it is told to end.
func leaking(end <-chan struct{}) { <-end }

func TestOutliving(t *testing.T) { // not parallel: it counts what other tests start too
	before := Goroutines()
	end := make(chan struct{})
	go leaking(end)
	if left := Outliving(before); !strings.Contains(left, "1 more of") || !strings.Contains(left, "testenv.leaking") {
		t.Errorf("a goroutine was left, and this is what is known of it: %q", left)
	}
	close(end)
	if left := Outliving(before); left != "" {
		t.Errorf("left: %s", left)
	}
}
