package lean_test

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smithwright/smithwright/rt/validate/lean"
)

// expressions are of all that the package knows, and of what it must refuse.
var expressions = []string{
	"", "a", "^a$", "a|b", "a||b", "(a|b)*c", "^(a|)*$", "(?:ab){2}", "a{2,}", "a{0}", "a{0,3}b", "^a{2,5}$", "(a*)*b", "(a*)+", "(a+)?b", "x{,5}", "x{", "x{a}", "{", "a{1}b{2,}",
	".", "^.$", "(?s:.)", "^(?s:.)+$", "(?s:(.)|\n)x", `\.`, `\\`, `[\]]`, "[]a]", "[^]a]", "[a-]", "[-a]", `[\d-z]`, `[\w.-]+`, "[^a-z]", `[^\d]`, `\d\D\w\W\s\S`, `[\S]`,
	`\x41`, `\x{1F600}`, `[\x00-\x1f]`, `\t\n\r\f\v\a`, `\_\-\/\:\"`, "é", "[à-ü]", "[^é]", "日本", `\bfoo\b`, `\Bo`, "^\\b", "$^", "(?:$|a)*", "^^a", "a$$", `\Aa\z`, "a*?b", "a+?", "a??", "a{1,2}?",
	"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$", `^arn:aws(-[\w]+)*:[a-z0-9]+:[a-z]{2}(-gov)?-[a-z]+-\d{1}:\d{12}:.+$`, `(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?`,
	"[^\\x00-\\x{10ffff}]", "((((((a))))))", "a{1000}", "(a{10}){10}",
	"*a", "a**", "(", ")", "a)", "(a", "[", "[a", "[b-a]", "[a-\\d]", `\`, `\p{L}`, `[\pN]`, `\Qa\E`, `\1`, `\012`, "(?i)a", "(?i:a)", "(?P<x>a)", "(?<x>a)", "[[:alpha:]]", "a{2}{3}", "a{1001}", "a{2,1}", "a{01}", `\x{110000}`, `\x4`, "(?m:^a)", "\xff", "[\xff]", `\C`, `\z\Z`, "a{10}{10}",
}

// known are those that both take; the rest of them regexp must take too, or be refused by both.
func compiled(t *testing.T, expr string) (*lean.Program, *regexp.Regexp) {
	t.Helper()
	ours, err := lean.Compile(expr)
	want, wantErr := regexp.Compile(expr)
	if err == nil && wantErr != nil {
		t.Fatalf("%q is taken, and is none: %v", expr, wantErr)
	}
	return ours, want
}

// texts makes texts that an expression may be found in, or nearly.
func texts(random *rand.Rand, expr string, n int) []string {
	list := []string{"", "a", "b", "\n", "é", "\xff", "a\xffb", "日本", "ab ab", strings.Repeat("a", 50)}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return list
	}
	for range n {
		var b strings.Builder
		sample(random, &b, tree, 0)
		text := b.String()
		list = append(list, text)
		if text == "" {
			continue
		}
		at := random.IntN(len(text))
		list = append(list, text[:at], text[:at]+text[at+1:], text[:at]+string(rune(random.IntN(300)))+text[at:], "x"+text, text+"\n")
	}
	return list
}

// sample writes a text that fits an expression, its assertions aside.
func sample(random *rand.Rand, b *strings.Builder, re *syntax.Regexp, depth int) {
	times := func(least, most int) {
		if most < 0 {
			most = least + 3
		}
		for range least + random.IntN(min(most-least, 20)+1) {
			sample(random, b, re.Sub[0], depth+1)
		}
	}
	switch {
	case b.Len() > 2000 || depth > 60:
	case re.Op == syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case re.Op == syntax.OpCharClass && len(re.Rune) > 0:
		i := 2 * random.IntN(len(re.Rune)/2)
		b.WriteRune(re.Rune[i] + rune(random.IntN(int(min(re.Rune[i+1]-re.Rune[i], 60))+1)))
	case re.Op == syntax.OpAnyChar, re.Op == syntax.OpAnyCharNotNL:
		b.WriteRune(rune(32 + random.IntN(400)))
	case re.Op == syntax.OpStar:
		times(0, -1)
	case re.Op == syntax.OpPlus:
		times(1, -1)
	case re.Op == syntax.OpQuest:
		times(0, 1)
	case re.Op == syntax.OpRepeat:
		times(re.Min, re.Max)
	case re.Op == syntax.OpAlternate:
		sample(random, b, re.Sub[random.IntN(len(re.Sub))], depth+1)
	default:
		for _, sub := range re.Sub {
			sample(random, b, sub, depth+1)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	known, matches := 0, 0
	for _, expr := range expressions {
		ours, want := compiled(t, expr)
		if ours == nil {
			continue
		}
		known++
		for _, text := range texts(random, expr, 15) {
			got := ours.Match(text)
			if got != want.MatchString(text) {
				t.Errorf("%q in %q: %v", expr, text, got)
			}
			if got {
				matches++
			}
		}
	}
	if known < 60 || matches < 2000 {
		t.Errorf("%d expressions are known, and there were %d matches", known, matches)
	}
}

// TestRefused: these are of regexp's syntax, and not of this package's.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{
		`\p{L}`, `[\pN]`, `\Qa\E`, `\012`, "(?i)a", "(?P<x>a)", "(?<x>a)", "[[:alpha:]]", "(?m:^a)", strings.Repeat("(", 200) + strings.Repeat(")", 200),
		"(((a{100}){100}){10})", strings.Repeat("(a{1000})", 20),
	} {
		if _, err := lean.Compile(expr); err == nil {
			t.Errorf("%q is taken", expr)
		}
	}
}

// TestTime: neither an expression nor a text makes it slow.
func TestTime(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("a", 2_000)
	for _, expr := range []string{"(a*)*b", "(a|a)*b", "(a|aa)+$b", "a*a*a*a*a*b", "(?:a?){100}b", "^(([a-z])+.)+[A-Z]([a-z])+$"} {
		p, err := lean.Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		if p.Match(text) {
			t.Errorf("%s is found", expr)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, expr := range expressions {
		f.Add(expr, "aab-1 é\n", uint64(1))
	}
	f.Fuzz(func(t *testing.T, expr, text string, seed uint64) {
		if len(expr) > 200 || len(text) > 2000 {
			return
		}
		ours, want := compiled(t, expr)
		if ours == nil {
			return
		}
		for _, text := range append(texts(rand.New(rand.NewPCG(seed, 1)), expr, 5), text) {
			if got := ours.Match(text); got != want.MatchString(text) {
				t.Errorf("%q in %q (UTF-8: %v): %v", expr, text, utf8.ValidString(text), got)
			}
		}
	})
}
