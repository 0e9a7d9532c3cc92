// Package keep holds what takes a call to get and is good for a while: addresses that a service gives out, and credentials for
// one of its resources. Nothing runs in the background: whoever comes first after a value has to be renewed gets the new one.
package keep

import (
	"context"
	"sync"
	"time"
)

const (
	defaultLimit = 1000

	// pause is how long nobody tries to renew a value that is still good after that has failed.
	pause = time.Minute
)

// Cache holds values by their keys. The zero value is empty and works. It is safe for concurrent use.
type Cache[V any] struct {
	Limit int // the most keys; the one that was used the longest time ago gives way. 1,000 if zero

	mu      sync.Mutex
	entries map[string]*entry[V]
	tick    uint64
}

// Value is what a call got.
type Value[V any] struct {
	V       V
	Renew   time.Time // from when on another is got; this one stands in if that fails
	Expires time.Time // from when on this one is good for nothing; zero for never
}

func (v *Value[V]) good(now time.Time) bool { return v.Expires.IsZero() || now.Before(v.Expires) }

type entry[V any] struct {
	Value[V]
	held   bool
	used   uint64 // the tick of its last use
	flight *flight
}

// flight is a call that is under way.
type flight struct {
	done chan struct{}
	err  error // for those who wait; nil also where the one who made the call gave up
}

// Get returns the value of key as it is at now. Where there is none to be had, or it is to be renewed, fetch makes one, in the
// goroutine of the first who asks: the others go on with the old value, or wait for the new one. An error of fetch reaches
// those who wait too, unless it came from the end of the first one's context, when the next of them makes the call.
func (c *Cache[V]) Get(ctx context.Context, key string, now time.Time, fetch func(context.Context) (Value[V], error)) (V, error) {
	for {
		c.mu.Lock()
		e := c.entry(key)
		good := e.held && e.good(now)
		if good && (now.Before(e.Renew) || e.flight != nil) {
			v := e.V
			c.mu.Unlock()
			return v, nil
		}
		f := e.flight
		if f == nil {
			e.flight = &flight{done: make(chan struct{})}
			c.mu.Unlock()
			return c.fetch(ctx, key, e, now, fetch)
		}
		c.mu.Unlock()
		select {
		case <-ctx.Done():
			var none V
			return none, context.Cause(ctx)
		case <-f.done:
		}
		if f.err != nil {
			var none V
			return none, f.err
		}
	}
}

// fetch makes the call of an entry and ends its flight.
func (c *Cache[V]) fetch(
	ctx context.Context, key string, e *entry[V], now time.Time, fetch func(context.Context) (Value[V], error),
) (result V, err error) {
	var v Value[V]
	returned := false
	defer func() { // also if fetch panics, so that nobody waits for ever
		c.mu.Lock()
		defer c.mu.Unlock()
		f := e.flight
		e.flight = nil
		defer close(f.done)
		switch {
		case !returned:
		case err == nil:
			e.Value, e.held = v, true
			result = v.V
		case e.held && e.good(now):
			e.Renew = now.Add(pause)
			result, err = e.V, nil
		case ctx.Err() == nil:
			f.err = err
		}
		if !e.held && c.entries[key] == e {
			delete(c.entries, key)
		}
	}()
	v, err = fetch(ctx)
	returned = true
	return result, err
}

// entry returns the entry of key, a new one if there is none, and makes it the last used.
func (c *Cache[V]) entry(key string) *entry[V] {
	c.tick++
	e := c.entries[key]
	if e == nil {
		if c.entries == nil {
			c.entries = map[string]*entry[V]{}
		}
		c.makeRoom()
		e = &entry[V]{}
		c.entries[key] = e
	}
	e.used = c.tick
	return e
}

// makeRoom lets the entry go that was used the longest time ago, if there are as many as there may be. One that is being
// fetched stays.
func (c *Cache[V]) makeRoom() {
	limit := c.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	if len(c.entries) < limit {
		return
	}
	oldest, least := "", ^uint64(0)
	for key, e := range c.entries {
		if e.flight == nil && e.used < least {
			oldest, least = key, e.used
		}
	}
	delete(c.entries, oldest)
}

// Drop forgets the values that match.
func (c *Cache[V]) Drop(match func(V) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.entries {
		if !e.held || !match(e.V) {
			continue
		}
		if e.held = false; e.flight == nil {
			delete(c.entries, key)
		}
	}
}

// Change replaces the value of key, if there is one, by what change makes of it, or drops it where that says so. change must
// not modify what the value refers to: others may be using it.
func (c *Cache[V]) Change(key string, change func(V) (v V, keep bool)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[key]; e != nil && e.held {
		e.V, e.held = change(e.V)
	}
}
