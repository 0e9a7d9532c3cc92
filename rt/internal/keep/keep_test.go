package keep

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// numbers fetches 1, 2, 3 and so on, each to be renewed after a minute and good for two.
type numbers struct {
	calls atomic.Int64
	err   error
}

func (n *numbers) fetch(now time.Time) func(context.Context) (Value[int64], error) {
	return func(context.Context) (Value[int64], error) {
		v := n.calls.Add(1)
		return Value[int64]{V: v, Renew: now.Add(time.Minute), Expires: now.Add(2 * time.Minute)}, n.err
	}
}

func TestGetByTime(t *testing.T) {
	t.Parallel()
	var c Cache[int64]
	var n numbers
	boom := errors.New("boom")
	for _, step := range []struct {
		after time.Duration
		fail  error
		want  int64
		err   error
	}{
		{0, nil, 1, nil},
		{59 * time.Second, boom, 1, nil},
		{60 * time.Second, nil, 2, nil},
		{119 * time.Second, boom, 2, nil},
		{121 * time.Second, boom, 2, nil},  // the old one stands in for what cannot be got
		{140 * time.Second, nil, 2, nil},   // and nobody asks for a while
		{180 * time.Second, boom, 0, boom}, // but not once it has expired
		{181 * time.Second, boom, 0, boom},
		{182 * time.Second, nil, 6, nil},
	} {
		now := start.Add(step.after)
		n.err = step.fail
		got, err := c.Get(t.Context(), "key", now, n.fetch(now))
		if got != step.want || !errors.Is(err, step.err) {
			t.Errorf("after %v: %d and %v, not %d and %v", step.after, got, err, step.want, step.err)
		}
	}
}

func TestOneFlight(t *testing.T) {
	t.Parallel()
	for _, fail := range []error{nil, errors.New("boom")} {
		synctest.Test(t, func(t *testing.T) {
			var c Cache[int]
			var calls atomic.Int64
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() {
					got, err := c.Get(t.Context(), "key", start, func(context.Context) (Value[int], error) {
						calls.Add(1)
						time.Sleep(time.Second)
						return Value[int]{V: 7, Renew: start.Add(time.Hour)}, fail
					})
					if !errors.Is(err, fail) || err == nil && got != 7 {
						t.Errorf("%d, %v", got, err)
					}
				})
			}
			wg.Wait()
			if calls.Load() != 1 {
				t.Errorf("%d calls", calls.Load())
			}
		})
	}
}

// While one renews a value that is still good, the others go on with it.
func TestOldOneMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c Cache[int64]
		var n numbers
		if _, err := c.Get(t.Context(), "key", start, n.fetch(start)); err != nil {
			t.Fatal(err)
		}
		later := start.Add(90 * time.Second)
		begun := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			got, err := c.Get(t.Context(), "key", later, func(ctx context.Context) (Value[int64], error) {
				close(begun)
				time.Sleep(time.Hour)
				return n.fetch(later)(ctx)
			})
			if got != 2 || err != nil {
				t.Errorf("renewed: %d, %v", got, err)
			}
		})
		<-begun
		if got, err := c.Get(t.Context(), "key", later, n.fetch(later)); got != 1 || err != nil {
			t.Errorf("meanwhile: %d, %v", got, err)
		}
		wg.Wait()
	})
}

// One who gives up does not take those along who wait; and one who waits can give up.
func TestContexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c Cache[int64]
		var n numbers
		first, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		impatient, leave := context.WithTimeout(t.Context(), time.Millisecond)
		defer leave()
		begun := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := c.Get(first, "key", start, func(ctx context.Context) (Value[int64], error) {
				close(begun)
				<-ctx.Done()
				return Value[int64]{}, ctx.Err()
			})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the first: %v", err)
			}
		})
		<-begun
		for range 5 {
			wg.Go(func() {
				if got, err := c.Get(t.Context(), "key", start, n.fetch(start)); got != 1 || err != nil {
					t.Errorf("the next: %d, %v", got, err)
				}
			})
		}
		if _, err := c.Get(impatient, "key", start, n.fetch(start)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the impatient: %v", err)
		}
		wg.Wait()
		if n.calls.Load() != 1 {
			t.Errorf("%d calls", n.calls.Load())
		}
	})
}

func TestPanicFreesThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c Cache[int64]
		var n numbers
		begun := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic got lost")
				}
			}()
			_, _ = c.Get(t.Context(), "key", start, func(context.Context) (Value[int64], error) {
				close(begun)
				time.Sleep(time.Second)
				panic("a broken fetch")
			})
		})
		<-begun
		if got, err := c.Get(t.Context(), "key", start, n.fetch(start)); got != 1 || err != nil {
			t.Errorf("%d, %v", got, err)
		}
		wg.Wait()
	})
}

// What a panic leaves behind is no value that stands in for another.
func TestPanicLeavesNoValue(t *testing.T) {
	t.Parallel()
	var c Cache[int64]
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic got lost")
			}
		}()
		_, _ = c.Get(t.Context(), "key", start, func(context.Context) (Value[int64], error) { panic("a broken fetch") })
	}()
	n := numbers{err: errors.New("boom")}
	if _, err := c.Get(t.Context(), "key", start, n.fetch(start)); !errors.Is(err, n.err) || len(c.entries) != 0 {
		t.Errorf("%v, and %d entries", err, len(c.entries))
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	c := Cache[int64]{Limit: 3}
	var n numbers
	get := func(key int) int64 {
		got, err := c.Get(t.Context(), strconv.Itoa(key), start, n.fetch(start))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for key := range 3 {
		get(key)
	}
	get(0)
	get(3) // 1 goes
	if got := get(0); got != 1 {
		t.Errorf("the one that was used is gone: %d", got)
	}
	if got := get(1); got != 5 {
		t.Errorf("the one that was not used is there: %d", got)
	}
	if len(c.entries) != 3 {
		t.Errorf("%d entries", len(c.entries))
	}
	for key := range 10_000 {
		get(key)
	}
	if len(c.entries) != 3 {
		t.Errorf("%d entries", len(c.entries))
	}
}

// TestLimitByDefault: nobody has to say that there is one, and what is under way does not give way.
func TestLimitByDefault(t *testing.T) {
	t.Parallel()
	var c Cache[int64]
	var n numbers
	get := func(key string) int64 {
		got, err := c.Get(t.Context(), key, start, n.fetch(start))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	slow, err := c.Get(t.Context(), "slow", start, func(ctx context.Context) (Value[int64], error) {
		for key := range 1100 {
			get(strconv.Itoa(key))
		}
		return n.fetch(start)(ctx)
	})
	if again := get("slow"); err != nil || again != slow {
		t.Errorf("what was under way was got twice: %d and %d, %v", slow, again, err)
	}
	if len(c.entries) != 1000 {
		t.Errorf("%d entries", len(c.entries))
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	t.Parallel()
	var c Cache[int64]
	n := numbers{err: errors.New("boom")}
	for key := range 100 {
		if _, err := c.Get(t.Context(), strconv.Itoa(key), start, n.fetch(start)); err == nil {
			t.Error("no error")
		}
	}
	if len(c.entries) != 0 {
		t.Errorf("%d entries", len(c.entries))
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	var c Cache[int64]
	var n numbers
	c.Change("key", func(int64) (int64, bool) { t.Error("there is nothing to change"); return 0, false })
	get := func(want int64) {
		t.Helper()
		if got, err := c.Get(t.Context(), "key", start, n.fetch(start)); got != want || err != nil {
			t.Errorf("%d, %v", got, err)
		}
	}
	get(1)
	c.Change("key", func(v int64) (int64, bool) { return v + 10, true })
	get(11)
	c.Change("key", func(int64) (int64, bool) { return 0, false })
	get(2)
	c.Drop(func(v int64) bool { return v != 2 })
	get(2)
	c.Drop(func(v int64) bool { return v == 2 })
	get(3)
}

// What is dropped while another is got stands in for nothing, and what has not come yet is not looked at.
func TestDropMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c Cache[int64]
		var n numbers
		later := start.Add(90 * time.Second)
		slow := func(now time.Time) func(context.Context) (Value[int64], error) {
			return func(ctx context.Context) (Value[int64], error) {
				time.Sleep(time.Second)
				return n.fetch(now)(ctx)
			}
		}
		for _, step := range []struct {
			now  time.Time
			drop func(int64) bool
			want int64
		}{
			{start, func(v int64) bool { t.Errorf("%d is looked at", v); return true }, 1},
			{later, func(v int64) bool { return v == 1 }, 2},
		} {
			var wg sync.WaitGroup
			get := func() {
				if got, err := c.Get(t.Context(), "key", step.now, slow(step.now)); got != step.want || err != nil {
					t.Errorf("%d, not %d: %v", got, step.want, err)
				}
			}
			wg.Go(get)
			synctest.Wait()
			c.Drop(step.drop)
			c.Change("key", func(v int64) (int64, bool) { t.Errorf("%d is changed", v); return v, true })
			get()
			wg.Wait()
			if n.calls.Load() != step.want {
				t.Errorf("%d calls, not %d", n.calls.Load(), step.want)
			}
		}
	})
}
