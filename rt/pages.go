// Pages: the replies of an operation that answers a part at a time, one after the other.

package rt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"time"
)

// ErrRepeatedToken is the cause of the error that ends a sequence of pages in which the service gives the same token again, so
// that it would never end. [WithRepeatedToken] says what else to do.
var ErrRepeatedToken = errors.New("the service sent a token of a page that it sent before, so the pages would never end")

// Repeat is what to do when a service gives the token of a page that it gave before.
type Repeat uint8

// What can be done. RepeatFails is the default of all operations but those which give the same token on purpose.
const (
	RepeatFails Repeat = iota // the sequence ends with an error whose cause is ErrRepeatedToken
	RepeatEnds                // the sequence ends, since the page was the last
	RepeatGoes                // the next page is asked for all the same, as of a service that keeps the place itself
)

// sequence is what a call can be told that is one of several: of pages, or of the attempts of a waiter.
type sequence struct {
	pages, items int // at most; none if 0
	repeat       Repeat
	least, most  time.Duration
}

// MaxPages ends a sequence of pages, or of what is on them, after n pages: no more requests are sent. No limit if n is 0. Other
// calls take no notice.
func MaxPages(n int) CallOption {
	return func(c *call) { c.ofSequence().pages = n }
}

// MaxItems ends a sequence of items after n of them: no further page is asked for. No limit if n is 0. Sequences of pages and
// other calls take no notice. How many items a page has is another matter, which many requests have a member for.
func MaxItems(n int) CallOption {
	return func(c *call) { c.ofSequence().items = n }
}

// WithRepeatedToken says what to do when the service gives the token of a page that it gave before.
func WithRepeatedToken(r Repeat) CallOption {
	return func(c *call) { c.ofSequence().repeat = r }
}

func (k *call) ofSequence() *sequence {
	if k.sequence == nil {
		k.sequence = &sequence{}
	}
	return k.sequence
}

// sequenceOf reads what the options say of the sequence that calls are part of. They are tried on a call that is not made.
func sequenceOf(opts []CallOption) sequence {
	k := &call{Client: &Client{settings: &settings{}}, settings: &settings{}}
	for _, opt := range opts {
		if opt != nil {
			opt(k)
		}
	}
	return *k.ofSequence()
}

// Pages returns the pages of an operation from the one that in asks for, one reply each. A page is asked for when the one before
// it has been used, so that whoever stops early sends no more requests; in is copied first and never changed. The last page is
// the one that names no other. An error, which comes with a nil page, ends the sequence. It can be gone through again, which
// starts anew. [MaxPages] bounds it, and [WithRepeatedToken] says what to do about a service that goes round in circles.
//
// place is where a request says which page it asks for, and token what a reply says of the next.
func Pages[In, Out, Token any](ctx context.Context, operation string, call func(context.Context, *In, ...CallOption) (*Out, error),
	in *In, opts []CallOption, place func(*In) *Token, token func(*Out) Token,
) iter.Seq2[*Out, error] {
	limits := sequenceOf(opts)
	if in == nil { // the call says what is wrong with that
		return func(yield func(*Out, error) bool) { yield(call(ctx, nil, opts...)) }
	}
	first := *in
	return func(yield func(*Out, error) bool) {
		next := first
		seen := tokens{last: *place(&next), step: 1}
		for n := 1; ; n++ {
			page := next // what was sent stays as it was, for whoever holds on to it
			out, err := call(ctx, &page, opts...)
			if err != nil {
				yield(nil, err)
				return
			}
			t := token(out)
			again := seen.again(t)
			last := empty(t) || again && limits.repeat == RepeatEnds
			if !yield(out, nil) || last || n == limits.pages {
				return
			}
			if again && limits.repeat == RepeatFails {
				err = ErrRepeatedToken
			} else {
				err = context.Cause(ctx)
			}
			if err != nil {
				yield(nil, &CallError{Operation: operation, Err: fmt.Errorf("after page %d: %w", n, err)})
				return
			}
			*place(&next) = t
		}
	}
}

// empty reports whether a token is absent: nil, zero, or a pointer to such.
func empty(token any) bool {
	v := reflect.ValueOf(token)
	for v.IsValid() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
		return true
	case v.Kind() == reflect.Map, v.Kind() == reflect.Slice:
		return v.Len() == 0
	}
	return v.IsZero()
}

// tokens finds out that tokens come again. It keeps the last, and another that it replaces after 1, 2, 4, 8… pages: a circle of
// any length is found before it was gone through three times.
type tokens struct {
	last, mark any
	n, step    int // tokens since the mark was set, and how many to take until it is set anew
}

// again takes the next token.
func (t *tokens) again(token any) bool {
	known := reflect.DeepEqual(t.last, token) || t.mark != nil && reflect.DeepEqual(t.mark, token)
	t.last = token
	if t.n++; t.n == t.step {
		t.mark, t.n, t.step = token, 0, 2*t.step
	}
	return known
}

// Items returns what is on the pages, in their order: list says what a page has. An error of the pages, which comes with the
// zero item, ends the sequence. [MaxItems] bounds it, and what bounds pages does too: see [Pages].
func Items[Out, Item any](pages iter.Seq2[*Out, error], opts []CallOption, list func(*Out) []Item) iter.Seq2[Item, error] {
	most := sequenceOf(opts).items
	return func(yield func(Item, error) bool) {
		n := 0
		for page, err := range pages {
			if err != nil {
				yield(*new(Item), err)
				return
			}
			for _, item := range list(page) {
				if n++; !yield(item, nil) || n == most {
					return
				}
			}
		}
	}
}

// Entry is an entry of a map, where a service sends its items in one.
type Entry[K cmp.Ordered, V any] struct {
	Key   K
	Value V
}

// Entries are the entries of a map, sorted by their keys.
func Entries[K cmp.Ordered, V any](m map[K]V) []Entry[K, V] {
	list := make([]Entry[K, V], 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list = append(list, Entry[K, V]{key, m[key]})
	}
	return list
}
