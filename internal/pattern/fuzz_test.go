package pattern

import (
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

var fuzzSeeds = []string{
	`^[a-zA-Z0-9-_\.]{1,64}$`, `^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`, `^([a-z]|\d)\1{0,2000}$`, `(?i)a|(?s:.)++[^]`,
	`[\w-.&&[^a]]\Q.\E\x{41}\u{1F600}\cJ`, `^(?<n>.)\k<n>(?<=a)(?<!b)\b\B(?m:$)`, `^a{1200}b{0,1}?[\s\S]*\P{C}$`, `[]a]]{}`,
}

// FuzzTranslate holds that Translate never panics, that what it returns compiles and runs, and that Go's regexp and
// regexp2 are of one mind about a pattern that both can run.
func FuzzTranslate(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(seed, "ab-_\u2028😀")
	}
	f.Fuzz(func(t *testing.T, pattern, value string) {
		r, err := Translate(pattern)
		if err != nil || len(value) > 200 || !utf8.ValidString(value) {
			return
		}
		if r.Engine == ECMA {
			_, _ = runECMA(t, r.Expr, value)
			return
		}
		n := utf8.RuneCountInString(value)
		got := regexp.MustCompile(r.Expr).MatchString(value) && n >= r.Min && (r.Max == 0 || n <= r.Max)
		tree, err := parse(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if want, ok := runECMA(t, ecma(tidy(tree)), value); ok && got != want {
			t.Errorf("%q as %+v says %v about %q, regexp2 %v with %q", pattern, r, got, value, want, ecma(tidy(tree)))
		}
	})
}

// runECMA runs expr; it is not ok if regexp2 found no answer in a short time.
func runECMA(t *testing.T, expr, value string) (found, ok bool) {
	re, err := regexp2.Compile(expr, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		t.Fatalf("%q does not compile: %v", expr, err)
	}
	re.MatchTimeout = 200 * time.Millisecond
	found, err = re.MatchString(value)
	return found, err == nil
}

// Both engines must make the same of the patterns of real models, too.
func TestEnginesAgree(t *testing.T) {
	t.Parallel()
	for _, c := range readCorpus(t) {
		r, err := Translate(c.Pattern)
		if err != nil || r.Engine != RE2 {
			continue
		}
		tree, err := parse(c.Pattern)
		if err != nil {
			t.Fatal(err)
		}
		match, expr := matcher(t, r), ecma(tidy(tree))
		for _, subject := range c.Subjects[:min(2, len(c.Subjects))] {
			if want, ok := runECMA(t, expr, subject); ok && match(subject) != want {
				t.Errorf("%q as %+v says %v about %q, regexp2 %v with %q", c.Pattern, r, !want, subject, want, expr)
			}
		}
	}
}
