package queryfmt

import (
	"bytes"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// FuzzParse holds the lexical part against the standard library's.
func FuzzParse(f *testing.F) {
	for _, form := range []string{"", "a=b", "a=b&a=c&&=&=x", "a%20b=%C3%a9+x", "%", "a=%2", "a=%zz&b=1", "a==b=", "a;b=c", "&&&", "a.b.1=x&a.b.10=y&a.b.9=z"} {
		f.Add([]byte(form))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.IndexByte(data, ';') >= 0 || bytes.Count(data, []byte("&")) > 9000 {
			return // net/url refuses them
		}
		got, err := parse(data)
		want, wantErr := url.ParseQuery(string(data))
		if (err != nil) != (wantErr != nil) {
			t.Fatalf("%q: %v, net/url says %v", data, err, wantErr)
		}
		if err != nil {
			return
		}
		values := url.Values{}
		for i := range got.all {
			key := string(got.keyOf(i))
			values[key] = append(values[key], string(got.valueOf(i)))
		}
		if !reflect.DeepEqual(values, want) {
			t.Fatalf("%q: %q, net/url has %q", data, values, want)
		}
		got.sort()
		sorted(t, got)
	})
}

// sorted fails unless the pairs with a common way stand together.
func sorted(t *testing.T, p pairs) {
	t.Helper()
	last := map[string]int{}
	for i := range p.all {
		way := ""
		for step := range strings.SplitSeq(string(p.keyOf(i)), ".") {
			way += step + "."
			if before, ok := last[way]; ok && before != i-1 {
				t.Fatalf("the pairs of %q do not stand together", way)
			}
			last[way] = i
		}
	}
}

func TestSort(t *testing.T) {
	t.Parallel()
	p, err := parse([]byte("b.10=1&b.9=2&b=3&a-b=4&a.c=5&a=6&a=7&b.9.x=8&ab=9"))
	if err != nil {
		t.Fatal(err)
	}
	p.sort()
	var got []string
	for i := range p.all {
		got = append(got, string(p.keyOf(i))+"="+string(p.valueOf(i)))
	}
	want := []string{"a=6", "a=7", "a.c=5", "b=3", "b.9=2", "b.9.x=8", "b.10=1", "ab=9", "a-b=4"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}
