// Tests of collecting, ordering and printing diagnostics.

package diag

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/source"
)

// at returns the span of the first occurrence of part in the file.
func at(t *testing.T, f *source.File, part string) source.Span {
	t.Helper()
	i := strings.Index(string(f.Text), part)
	if i < 0 {
		t.Fatalf("%q is not in %s", part, f.Name)
	}
	return source.Span{File: f, Start: i, End: i + len(part)}
}

// rendered prints the list.
func rendered(t *testing.T, l *List, opts Options) string {
	t.Helper()
	var b strings.Builder
	if err := l.Render(&b, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRender(t *testing.T) {
	t.Parallel()
	f := source.New("models/x.json", []byte("{\n    \"a\": {\n\t\t\"target\": \"a#B\"\n    }\n}\n"))
	wide := source.New("wide.json", []byte("\"日本語é\": \"x\" e\u0301y"))
	cases := map[string]struct {
		add  func(*List)
		want string
	}{
		"no place": {
			func(l *List) { l.Errorf(source.Span{}, "model.empty", "no service in %s", "x") },
			"error[model.empty]: no service in x\n",
		},
		"no code": {
			func(l *List) { l.Warnf(source.Span{}, "", "odd") },
			"warning: odd\n",
		},
		"line and mark below tabs": {
			func(l *List) { l.Errorf(at(t, f, `"a#B"`), "Target.UnresolvedShape", "no shape has the id a#B") },
			"models/x.json:3:13: error[Target.UnresolvedShape]: no shape has the id a#B\n" +
				"     3 | \t\t\"target\": \"a#B\"\n" +
				"       | \t\t          ^^^^^\n",
		},
		"span over several lines is marked to the end of the first": {
			func(l *List) { l.Warnf(source.Span{File: f, Start: 11, End: 30}, "c", "m") },
			"models/x.json:2:10: warning[c]: m\n" +
				"     2 |     \"a\": {\n" +
				"       |          ^\n",
		},
		"empty span": {
			func(l *List) { l.Warnf(source.Span{File: f, Start: 1, End: 1}, "c", "m") },
			"models/x.json:1:2: warning[c]: m\n     1 | {\n       |  ^\n",
		},
		"notes": {
			func(l *List) {
				l.Add(Diagnostic{Code: "c", Severity: Danger, Span: at(t, f, `"target"`), Message: "m", Notes: []Note{
					{Span: at(t, f, `"a"`), Text: "first here"}, {Text: "did you mean b?"},
				}})
			},
			"models/x.json:3:3: danger[c]: m\n" +
				"     3 | \t\t\"target\": \"a#B\"\n" +
				"       | \t\t^^^^^^^^\n" +
				"models/x.json:2:5: note: first here\n" +
				"     2 |     \"a\": {\n" +
				"       |     ^^^\n" +
				"    note: did you mean b?\n",
		},
		"wide and combining characters": {
			func(l *List) { l.Errorf(at(t, wide, `"x"`), "c", "m"); l.Errorf(at(t, wide, "y"), "c", "m") },
			"wide.json:1:9: error[c]: m\n" +
				"     1 | \"日本語é\": \"x\" e\u0301y\n" +
				"       |            ^^^\n" +
				"wide.json:1:15: error[c]: m\n" +
				"     1 | \"日本語é\": \"x\" e\u0301y\n" +
				"       |                 ^\n",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l List
			tc.add(&l)
			if diff := cmp.Diff(tc.want, rendered(t, &l, Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenderCutsLongLines(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(`{"é":1},`, 100_000) + `"here"` + strings.Repeat(`,{"b":2}`, 100_000)
	f := source.New("min.json", []byte(text))
	var l List
	l.Errorf(at(t, f, `"here"`), "c", "m")
	l.Errorf(source.Span{File: f, Start: 0, End: len(text)}, "c", "all of it")
	l.Errorf(source.Span{File: f, Start: len(text), End: len(text)}, "c", "the end")
	out := strings.Split(rendered(t, &l, Options{Width: 60}), "\n")
	if out[3] != "min.json:1:800001: error[c]: m" {
		t.Errorf("the headline is %q", out[3])
	}
	for i := 0; i+2 < len(out); i += 3 {
		for _, line := range out[i : i+3] {
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Errorf("a line of %d columns: %s", n, line)
			}
		}
		if n := utf8.RuneCountInString(strings.TrimRight(out[i+1], " ")); i < 6 && n < 60 {
			t.Errorf("only %d columns are shown: %s", n, out[i+1])
		}
	}
	quoted, mark := []rune(out[4]), []rune(out[5])
	from := slices.Index(mark, '^')
	if got := string(quoted[from:len(mark)]); got != `"here"` {
		t.Errorf("the mark is below %q:\n%s\n%s", got, out[4], out[5])
	}
}

func TestRenderWritesNothingHarmful(t *testing.T) {
	t.Parallel()
	evil := "\x1b[2J\x07\x00\u202e\u200b\u0085\x7f\xff\u2028"
	f := source.New("a\x1b]0;x\x07\nb", []byte("x "+evil+" y"))
	var l List
	l.Add(Diagnostic{
		Code: "c" + evil, Severity: Error, Span: at(t, f, "y"), Message: "m\n" + evil,
		Notes: []Note{{Text: evil}, {Span: at(t, f, "x"), Text: "n\r\n" + evil}},
	})
	out := rendered(t, &l, Options{})
	if !utf8.ValidString(out) {
		t.Error("the output is not UTF-8")
	}
	for _, r := range out {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl) {
			t.Errorf("the output holds %U", r)
		}
	}
	if n := strings.Count(out, "\n"); n != 7 {
		t.Errorf("%d lines, want 7:\n%s", n, out)
	}
}

func TestRenderColor(t *testing.T) {
	t.Parallel()
	f := source.New("f", []byte("ab"))
	var l List
	l.Errorf(at(t, f, "b"), "c", "m")
	plain := rendered(t, &l, Options{})
	colored := rendered(t, &l, Options{Color: true})
	if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b[1;31merror[c]\x1b[0m") {
		t.Errorf("plain %q, coloured %q", plain, colored)
	}
	for _, code := range []string{bold, red, yellow, cyan, blue, "0"} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
	}
	if diff := cmp.Diff(plain, colored); diff != "" {
		t.Errorf("colours change more than colours:\n%s", diff)
	}
}

func TestRenderFiltersBySeverity(t *testing.T) {
	t.Parallel()
	var l List
	l.Warnf(source.Span{}, "w", "m")
	l.Errorf(source.Span{}, "e", "m")
	if got := rendered(t, &l, Options{AtLeast: Danger}); got != "error[e]: m\n" {
		t.Errorf("got %q", got)
	}
}

type failingWriter struct{}

var errDisk = errors.New("disk full")

func (failingWriter) Write([]byte) (int, error) { return 0, errDisk }

func TestRenderReturnsTheErrorOfTheWriter(t *testing.T) {
	t.Parallel()
	var l List
	l.Errorf(source.Span{}, "e", "m")
	if err := l.Render(failingWriter{}, Options{}); !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
}

func TestSorted(t *testing.T) {
	t.Parallel()
	a, b := source.New("a", []byte("0123456789")), source.New("b", []byte("0123456789"))
	var l List
	add := func(f *source.File, off int, code, msg string) {
		l.Errorf(source.Span{File: f, Start: off, End: off + 1}, code, "%s", msg)
	}
	add(b, 1, "x", "b1")
	add(a, 5, "y", "second")
	add(a, 5, "y", "first")
	add(a, 5, "x", "by code")
	add(a, 2, "z", "a2")
	add(a, 5, "y", "first")
	l.Warnf(source.Span{}, "w", "no place")
	var got []string
	for _, d := range l.Sorted() {
		got = append(got, d.Message)
	}
	want := []string{"no place", "a2", "by code", "first", "second", "b1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if l.Count(Error) != 6 || l.Count(Info) != 7 || !l.HasErrors() {
		t.Errorf("counts are %d and %d", l.Count(Error), l.Count(Info))
	}
}

func TestListIsBounded(t *testing.T) {
	t.Parallel()
	var l List
	for range maxKept + 7 {
		l.Warnf(source.Span{}, "w", "m")
	}
	if l.HasErrors() {
		t.Error("warnings count as errors")
	}
	l.Errorf(source.Span{}, "e", "m")
	if !l.Full(Warning) || l.Full(Error) {
		t.Error("the list is full of other things than warnings")
	}
	if len(l.items) != maxKept+1 || l.Dropped() != 7 || !l.HasErrors() {
		t.Errorf("kept %d, dropped %d", len(l.items), l.Dropped())
	}
	if got := rendered(t, &l, Options{}); !strings.HasSuffix(got, "7 more are not shown\n") {
		t.Errorf("got %q", got)
	}
}

func TestMessagesAreBounded(t *testing.T) {
	t.Parallel()
	var l List
	l.Errorf(source.Span{}, "e", "%s", strings.Repeat("é", maxMessage))
	if got, want := l.Sorted()[0].Message, strings.Repeat("é", maxMessage/2)+"…"; got != want {
		t.Errorf("%d bytes are kept, not %d", len(got), len(want))
	}
	for limit, want := range []string{"…", "…", "é…", "é…", "éé"} {
		if got := Clip("éé", limit); got != want {
			t.Errorf("to %d bytes: %q, not %q", limit, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	grows := strings.Repeat("Ⱥ", 100) // longer in lower case: 300 bytes
	names := []string{grows, grows + "x", "structure", "string", "union", "list", "timestamp", "ns#Thing", "ns#Think", "a"}
	cases := []struct{ name, want string }{
		{"strcture", "structure"},
		{"sturcture", "structure"},
		{"String", "string"},
		{"STRUCTURE", "structure"},
		{"strings", "string"},
		{"lst", "list"},
		{"unoin", "union"},
		{"ns#Thin", "ns#Thing"},
		{"service", ""},
		{"", ""},
		{"b", ""},
		{"A", "a"},
		{strings.Repeat("x", 300), ""},
		{grows + "y", ""},
		{strings.Repeat("y", 200), ""},
	}
	for _, tc := range cases {
		if got := Nearest(tc.name, slices.Values(names)); got != tc.want {
			t.Errorf("Nearest(%q) = %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestSeverityString(t *testing.T) {
	t.Parallel()
	got := []string{Info.String(), Warning.String(), Danger.String(), Error.String(), Severity(9).String()}
	if diff := cmp.Diff([]string{"note", "warning", "danger", "error", "severity 9"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRewrite(t *testing.T) {
	t.Parallel()
	var l List
	for i := range maxKept + 5 {
		l.Add(Diagnostic{Code: "N", Severity: Info, Message: fmt.Sprint(i)})
	}
	l.Add(Diagnostic{Code: "W", Severity: Warning})
	l.Add(Diagnostic{Code: "E", Severity: Error})
	l.Rewrite(func(d Diagnostic) (Diagnostic, bool) {
		if d.Code == "W" {
			d.Severity = Danger
		}
		return d, d.Code != "N" || d.Message == "7"
	})
	var got []string
	for _, d := range l.Sorted() {
		got = append(got, fmt.Sprintf("%s %s %s", d.Severity, d.Code, d.Message))
	}
	if diff := cmp.Diff([]string{"error E ", "note N 7", "danger W "}, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	counts := []int{l.Count(Info), l.Count(Warning), l.Count(Danger), l.Count(Error), l.Dropped()}
	if diff := cmp.Diff([]int{1 + 5 + 2, 2, 2, 1, 5}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}
