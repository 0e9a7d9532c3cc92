// Waiters, with time that passes as fast as the test can go.

package rt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

type stateInput struct{ Name string }

type stateOutput struct{ State string }

// service answers with states in turn, the last of which stays. Those that begin with "!" are errors with that code.
type states struct {
	list  []string
	takes time.Duration // how long a call takes
	at    []time.Duration
	start time.Time
}

func newStates(list ...string) *states { return &states{list: list, start: time.Now()} }

func (s *states) call(ctx context.Context, _ *stateInput, _ ...rt.CallOption) (*stateOutput, error) {
	state := s.list[min(len(s.at), len(s.list)-1)]
	s.at = append(s.at, time.Since(s.start))
	if s.takes > 0 {
		select {
		case <-time.After(s.takes):
		case <-ctx.Done():
			return nil, &rt.CallError{Operation: "GetState", Err: ctx.Err()}
		}
	}
	if state[0] == '!' {
		return nil, &rt.ErrorMetadata{Operation: "GetState", Code: state[1:]}
	}
	return &stateOutput{state}, nil
}

// ready is a waiter for the state "ready".
var ready = rt.Waiter{
	Name: "Ready", MinDelay: 2 * time.Second, MaxDelay: 20 * time.Second,
	Errors: []rt.ErrorVerdict{{rt.Retry, []string{"Missing", "Later"}}, {rt.Failed, []string{"Gone"}}},
}

func judged(out *stateOutput) rt.Verdict {
	switch out.State {
	case "ready":
		return rt.Succeeded
	case "broken":
		return rt.Because("disk", "", "fan")
	}
	return rt.Undecided
}

func (s *states) wait(ctx context.Context, w rt.Waiter, most time.Duration, opts ...rt.CallOption) (*stateOutput, error) {
	return rt.Wait(ctx, w, s.call, &stateInput{}, most, opts, judged)
}

func TestWait(t *testing.T) {
	t.Parallel()
	gone := rt.Waiter{Name: "Gone", Errors: []rt.ErrorVerdict{{rt.Succeeded, []string{"Missing"}}, {Verdict: rt.Failed}}}
	for name, test := range map[string]struct {
		waiter rt.Waiter
		states []string
		want   *stateOutput
		err    string
	}{
		"at once":       {ready, []string{"ready"}, &stateOutput{"ready"}, ""},
		"in a while":    {ready, []string{"!Missing", "starting", "!Later", "ready"}, &stateOutput{"ready"}, ""},
		"failure":       {ready, []string{"starting", "broken"}, nil, "waiting for Ready: the service is in a state from which it can no longer come about: disk; fan, after 2 attempts"},
		"failing error": {ready, []string{"!Gone"}, nil, "waiting for Ready: it ended with an error, after 1 attempt: GetState: Gone"},
		"other error":   {ready, []string{"starting", "!Odd"}, nil, "waiting for Ready: it ended with an error, after 2 attempts: GetState: Odd"},
		"too late":      {ready, []string{"starting"}, nil, "late"},
		"until missing": {gone, []string{"starting", "!Missing"}, nil, ""},
		"all errors":    {gone, []string{"starting", "!Odd"}, nil, "waiting for Gone: it ended with an error, after 2 attempts: GetState: Odd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newStates(test.states...)
				out, err := s.wait(t.Context(), test.waiter, time.Minute)
				if diff := cmp.Diff(test.want, out); diff != "" {
					t.Errorf("reply (-want +got):\n%s", diff)
				}
				w, ok := errors.AsType[*rt.WaiterError](err)
				switch {
				case test.err == "":
					if err != nil {
						t.Error(err)
					}
				case !ok:
					t.Fatalf("error %v", err)
				case test.err == "late":
					if !w.TimedOut || w.Attempts != len(s.at) || !cmp.Equal(w.Output, any(&stateOutput{"starting"})) {
						t.Errorf("%+v", w)
					}
				case err.Error() != test.err || w.TimedOut:
					t.Errorf("error %v", err)
				}
			})
		})
	}
}

// TestWaitDelays holds the pauses to the bounds that double, and the whole to the time that is given.
func TestWaitDelays(t *testing.T) {
	t.Parallel()
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			s := newStates("starting")
			_, err := s.wait(t.Context(), ready, 5*time.Minute)
			if w := (*rt.WaiterError)(nil); !errors.As(err, &w) || !w.TimedOut {
				t.Fatal(err)
			}
			for i := 1; i < len(s.at)-2; i++ {
				pause, most := s.at[i]-s.at[i-1], min(2*time.Second<<min(i-1, 10), 20*time.Second)
				if pause < 2*time.Second || pause > most {
					t.Errorf("pause %d took %v, not 2s to %v", i, pause, most)
				}
			}
			if last := s.at[len(s.at)-1]; last < 5*time.Minute-5*time.Second || last > 5*time.Minute || len(s.at) < 16 {
				t.Errorf("%d attempts, the last after %v", len(s.at), last)
			}
		})
	}
}

func TestWaitOptions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStates("starting", "starting", "starting", "starting", "ready")
		if _, err := s.wait(t.Context(), ready, time.Hour, rt.WithWaiterDelay(time.Minute, time.Minute)); err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute}
		if diff := cmp.Diff(want, s.at); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newStates("!Missing", "ready")
		start := time.Now()
		if _, err := s.wait(t.Context(), ready, time.Hour, rt.WithWaiterDelay(time.Millisecond, 0)); err != nil || time.Since(start) != time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// TestWaitBounds: a bound of the caller's beyond the other one of the model takes that along.
func TestWaitBounds(t *testing.T) {
	t.Parallel()
	for want, opt := range map[time.Duration]rt.CallOption{time.Minute: rt.WithWaiterDelay(time.Minute, 0), time.Second: rt.WithWaiterDelay(0, time.Second)} {
		synctest.Test(t, func(t *testing.T) {
			s := newStates("starting", "starting", "ready")
			if _, err := s.wait(t.Context(), ready, time.Hour, opt); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]time.Duration{0, want, 2 * want}, s.at); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	var w *rt.WaiterError
	synctest.Test(t, func(t *testing.T) { // while it pauses
		ctx, cancel := context.WithCancelCause(t.Context())
		defer cancel(nil)
		why := errors.New("enough")
		time.AfterFunc(time.Second, func() { cancel(why) })
		s := newStates("starting")
		if _, err := s.wait(ctx, ready, time.Hour); !errors.Is(err, why) || !errors.As(err, &w) || w.TimedOut || time.Since(s.start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(s.start))
		}
	})
	synctest.Test(t, func(t *testing.T) { // while a call is under way
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := newStates("starting")
		s.takes = time.Minute
		if _, err := s.wait(ctx, ready, time.Hour); !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &w) || w.TimedOut || w.Attempts != 0 {
			t.Errorf("%v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) { // the call that is under way when the time is over is given up
		s := newStates("starting")
		s.takes = 50 * time.Second
		if _, err := s.wait(t.Context(), ready, time.Minute); !errors.As(err, &w) || !w.TimedOut || w.Attempts != 1 || w.Output == nil || time.Since(s.start) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(s.start))
		}
	})
	synctest.Test(t, func(t *testing.T) { // a request that cannot be sent
		v := validate.New("StateInput")
		v.Required("Name", false)
		broken := func(context.Context, *stateInput, ...rt.CallOption) (*stateOutput, error) { return nil, v.Err() }
		all := rt.Waiter{Name: "All", Errors: []rt.ErrorVerdict{{Verdict: rt.Succeeded}}}
		_, err := rt.Wait(t.Context(), all, broken, &stateInput{}, time.Hour, nil, judged)
		if broken := (*validate.Error)(nil); !errors.As(err, &broken) || errors.As(err, &w) {
			t.Errorf("%v", err)
		}
	})
}

// TestWaitReplies waits where every reply means the same.
func TestWaitReplies(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		exists := rt.Waiter{Name: "Exists", Reply: rt.Succeeded, Errors: []rt.ErrorVerdict{{rt.Retry, []string{"Missing"}}}}
		s := newStates("!Missing", "any")
		if out, err := rt.Wait(t.Context(), exists, s.call, &stateInput{}, time.Hour, nil, nil); err != nil || out.State != "any" {
			t.Errorf("%v, %v", out, err)
		}
	})
}

// renamed is an error that the service's query protocol calls otherwise than the model.
type renamed struct{ rt.ErrorMetadata }

func (*renamed) SmithySchema() *schema.Struct { return &schemaRenamed }

var schemaRenamed = schema.Struct{Name: "Renamed", Error: &schema.Error{Status: 400, QueryCode: "Query.Renamed"}}

// TestWaitNames: an error is meant by the name that the model gives it, by that of the query protocol, and by its code.
func TestWaitNames(t *testing.T) {
	t.Parallel()
	fails := func(context.Context, *stateInput, ...rt.CallOption) (*stateOutput, error) {
		return nil, fmt.Errorf("wrapped: %w", &renamed{rt.ErrorMetadata{Code: "Code"}})
	}
	for code, want := range map[string]bool{"Renamed": true, "Query.Renamed": true, "Code": true, "Other": false, "": false} {
		w := rt.Waiter{Name: "Any", Errors: []rt.ErrorVerdict{{rt.Succeeded, []string{code}}}}
		if _, err := rt.Wait(t.Context(), w, fails, &stateInput{}, time.Hour, nil, judged); (err == nil) != want {
			t.Errorf("%q: %v", code, err)
		}
	}
}

func TestListsOfTexts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		list     []string
		all, any bool
	}{
		{nil, false, false}, {[]string{"a"}, true, true}, {[]string{"a", "b"}, false, true}, {[]string{"b"}, false, false}, {[]string{"a", "a"}, true, true},
	} {
		if all, any := rt.AllAre(test.list, "a"), rt.AnyIs(test.list, "x", "a"); all != test.all || any != test.any {
			t.Errorf("%q: all %t, any %t", test.list, all, any)
		}
	}
}
