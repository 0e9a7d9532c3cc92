// Pages, against operations that are functions here.

package rt_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
)

type listInput struct {
	Token *string
	Size  int
}

type listOutput struct {
	Next  *string
	Items []int
}

// listing answers with pages by their tokens, and notes what it was asked for.
type listing struct {
	pages map[string]listOutput // the first one's token is ""
	asked []string
	sizes []int
	fails string // the token that gets an error
}

var errListing = errors.New("no such page")

func (l *listing) call(_ context.Context, in *listInput, _ ...rt.CallOption) (*listOutput, error) {
	token := ""
	if in == nil {
		return nil, errListing
	}
	if in.Token != nil {
		token = *in.Token
	}
	l.asked, l.sizes = append(l.asked, token), append(l.sizes, in.Size)
	page, ok := l.pages[token]
	if !ok || l.fails != "" && token == l.fails {
		return nil, errListing
	}
	return &page, nil
}

// three is a list of three pages, the last of which has an empty token.
func three() *listing {
	return &listing{pages: map[string]listOutput{
		"": {new("b"), []int{1, 2}}, "b": {new("c"), nil}, "c": {new(""), []int{3}},
	}}
}

func listPages(ctx context.Context, l *listing, in *listInput, opts ...rt.CallOption) func(func(*listOutput, error) bool) {
	return rt.Pages(ctx, "List", l.call, in, opts, func(in *listInput) **string { return &in.Token }, func(out *listOutput) *string { return out.Next })
}

func listItems(ctx context.Context, l *listing, in *listInput, opts ...rt.CallOption) func(func(int, error) bool) {
	return rt.Items(listPages(ctx, l, in, opts...), opts, func(out *listOutput) []int { return out.Items })
}

// collect goes through items to the end.
func collect(seq func(func(int, error) bool)) (items []int, err error) {
	for item, e := range seq {
		if err = e; err != nil {
			continue // nothing comes after it
		}
		items = append(items, item)
	}
	return items, err
}

func TestPages(t *testing.T) {
	t.Parallel()
	l, in := three(), &listInput{Size: 7}
	seq := listItems(t.Context(), l, in)
	for range 2 { // it starts anew
		l.asked = nil
		items, err := collect(seq)
		if diff := cmp.Diff([]int{1, 2, 3}, items); diff != "" || err != nil {
			t.Errorf("items, error %v (-want +got):\n%s", err, diff)
		}
		if diff := cmp.Diff([]string{"", "b", "c"}, l.asked); diff != "" {
			t.Errorf("pages that were asked for (-want +got):\n%s", diff)
		}
	}
	if in.Token != nil || slices.ContainsFunc(l.sizes, func(n int) bool { return n != 7 }) {
		t.Errorf("the request became %+v; the sizes were %v", in, l.sizes)
	}
	in.Token = new("c") // the sequence is of what the request was
	if items, _ := collect(seq); len(items) != 3 {
		t.Errorf("from another request: %v", items)
	}
}

func TestPagesStop(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		opts  []rt.CallOption
		items []int
		asked int
	}{
		"pages":           {[]rt.CallOption{rt.MaxPages(2)}, []int{1, 2}, 2},
		"items":           {[]rt.CallOption{rt.MaxItems(2)}, []int{1, 2}, 1},
		"items of a page": {[]rt.CallOption{rt.MaxItems(1)}, []int{1}, 1},
		"more items":      {[]rt.CallOption{rt.MaxItems(3)}, []int{1, 2, 3}, 3},
		"no limits":       {[]rt.CallOption{rt.MaxItems(0), rt.MaxPages(0), nil}, []int{1, 2, 3}, 3},
		"both":            {[]rt.CallOption{rt.MaxItems(3), rt.MaxPages(1)}, []int{1, 2}, 1},
	} {
		l := three()
		items, err := collect(listItems(t.Context(), l, &listInput{}, test.opts...))
		if diff := cmp.Diff(test.items, items); diff != "" || err != nil || len(l.asked) != test.asked {
			t.Errorf("%s: %d requests, error %v (-want +got):\n%s", name, len(l.asked), err, diff)
		}
	}
	l := three()
	for page, err := range listPages(t.Context(), l, &listInput{}) {
		if err != nil || page.Items != nil {
			break
		}
	}
	if len(l.asked) != 1 {
		t.Errorf("%d requests after an early stop", len(l.asked))
	}
}

func TestPagesFail(t *testing.T) {
	t.Parallel()
	l := three()
	l.fails = "b"
	pages := 0
	for page, err := range listPages(t.Context(), l, &listInput{}) {
		if pages++; (pages == 2) != (err != nil) || (page == nil) != (err != nil) {
			t.Errorf("page %d: %v, error %v", pages, page, err)
		}
	}
	if items, err := collect(listItems(t.Context(), l, &listInput{})); len(items) != 2 || !errors.Is(err, errListing) || pages != 2 {
		t.Errorf("%d pages; items %v, error %v", pages, items, err)
	}
	if _, err := collect(listItems(t.Context(), l, nil)); !errors.Is(err, errListing) {
		t.Errorf("without a request: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	l, why := three(), errors.New("enough")
	var last error
	for _, err := range listPages(ctx, l, &listInput{}) {
		last = err
		cancel(why)
	}
	if !errors.Is(last, why) || len(l.asked) != 1 {
		t.Errorf("canceled: %v after %d requests", last, len(l.asked))
	}
}

func TestRepeatedToken(t *testing.T) {
	t.Parallel()
	same := &listing{pages: map[string]listOutput{"": {new("b"), []int{1}}, "b": {new("b"), []int{2}}}}
	circle := &listing{pages: map[string]listOutput{"": {new("1"), nil}, "1": {new("2"), nil}, "2": {new("3"), nil}, "3": {new("4"), nil}, "4": {new("2"), nil}}}
	for name, l := range map[string]*listing{"the same": same, "a circle": circle} {
		_, err := collect(listItems(t.Context(), l, &listInput{}))
		if call := (*rt.CallError)(nil); !errors.Is(err, rt.ErrRepeatedToken) || !errors.As(err, &call) || !strings.HasPrefix(err.Error(), "List: after page ") {
			t.Errorf("%s: %v", name, err)
		}
		if len(l.asked) > 15 {
			t.Errorf("%s: %d requests", name, len(l.asked))
		}
	}
	items, err := collect(listItems(t.Context(), same, &listInput{}, rt.WithRepeatedToken(rt.RepeatEnds)))
	if diff := cmp.Diff([]int{1, 2}, items); diff != "" || err != nil {
		t.Errorf("where it is the end: error %v (-want +got):\n%s", err, diff)
	}
	// The last page's token, asked for again, is its own.
	if items, err := collect(listItems(t.Context(), same, &listInput{Token: new("b")}, rt.WithRepeatedToken(rt.RepeatEnds))); len(items) != 1 || err != nil {
		t.Errorf("from the end: %v, %v", items, err)
	}
	items, err = collect(listItems(t.Context(), same, &listInput{}, rt.WithRepeatedToken(rt.RepeatGoes), rt.MaxPages(5)))
	if diff := cmp.Diff([]int{1, 2, 2, 2, 2}, items); diff != "" || err != nil {
		t.Errorf("where it goes on: error %v (-want +got):\n%s", err, diff)
	}
}

// TestTokens goes through pages whose tokens are of other types.
func TestTokens(t *testing.T) {
	t.Parallel()
	type key map[string]any
	type in struct{ Token key }
	type out struct{ Next key }
	n := 0
	call := func(_ context.Context, in *in, _ ...rt.CallOption) (*out, error) {
		if n++; n == 4 {
			return &out{key{}}, nil
		}
		return &out{key{"n": n, "in": in.Token}}, nil
	}
	for _, err := range rt.Pages(t.Context(), "Scan", call, &in{}, nil, func(in *in) *key { return &in.Token }, func(out *out) key { return out.Next }) {
		if err != nil {
			t.Error(err)
		}
	}
	if n != 4 {
		t.Errorf("%d pages of maps", n)
	}
	type numbered struct{ Page *int }
	n = 0
	count := func(_ context.Context, _ *numbered, _ ...rt.CallOption) (*numbered, error) {
		n++
		return &numbered{new(n % 3)}, nil
	}
	for _, err := range rt.Pages(t.Context(), "Count", count, &numbered{}, nil, func(in *numbered) **int { return &in.Page }, func(out *numbered) *int { return out.Page }) {
		if err != nil {
			t.Error(err)
		}
	}
	if n != 3 {
		t.Errorf("%d pages of numbers", n)
	}
}

func TestEntries(t *testing.T) {
	t.Parallel()
	want := []rt.Entry[string, int]{{"a", 1}, {"b", 2}, {"c", 3}}
	if diff := cmp.Diff(want, rt.Entries(map[string]int{"c": 3, "a": 1, "b": 2})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}
