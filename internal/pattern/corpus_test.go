package pattern

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"github.com/smithwright/smithwright/internal/testenv"
	"github.com/smithwright/smithwright/rt/validate/lean"
)

// This file runs the patterns of real models and compares with what the reference makes of them.

type corpusCase struct {
	Pattern  string
	Subjects []string
	Matches  string
}

func readCorpus(t *testing.T) []corpusCase {
	t.Helper()
	data, err := os.ReadFile(testenv.Shared(t, "corpora", "regex", "patterns.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []corpusCase
	for line := range strings.Lines(string(data)) {
		var c corpusCase
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

// readKnownFailures reads lines of a JSON string and, behind a tab, a reason.
func readKnownFailures(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("testdata/known_failures.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	known := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		quoted, reason, found := strings.Cut(text, "\t")
		var pattern string
		if err := json.Unmarshal([]byte(quoted), &pattern); err != nil || !found || reason == "" {
			t.Fatalf("known_failures.txt: %q is not a JSON string, a tab and a reason", text)
		}
		known[pattern] = reason
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return known
}

// matcher runs a result as the runtime does.
func matcher(t *testing.T, r Result) func(string) bool {
	t.Helper()
	find := func(string) bool { return true }
	switch r.Engine {
	case RE2:
		find = regexp.MustCompile(r.Expr).MatchString
		if r.Lean {
			simple, err := lean.Compile(r.Expr)
			if err != nil {
				t.Fatal(err)
			}
			find = simple.Match
		}
	case ECMA:
		re := regexp2.MustCompile(r.Expr, regexp2.ECMAScript|regexp2.Unicode)
		re.MatchTimeout = 10 * time.Second
		find = func(s string) bool {
			ok, err := re.MatchString(s)
			if err != nil {
				t.Errorf("%s on %q: %v", r.Expr, s, err)
			}
			return ok
		}
	}
	return func(s string) bool {
		n := utf8.RuneCountInString(s)
		return n >= r.Min && (r.Max == 0 || n <= r.Max) && find(s)
	}
}

// withJavaEnds gives every $ the meaning of java.util.regex, which takes it before a final line break too. It consumes
// the line break, which makes no difference to any pattern of the corpus.
func withJavaEnds(n node) node {
	switch n := n.(type) {
	case *assertion:
		if n.kind == textEnd {
			brk := (&parser{}).lineBreak()
			return &sequence{[]node{&repeat{body: brk, low: 0, high: 1}, n}}
		}
	case *sequence:
		return &sequence{javaEndsIn(n.parts)}
	case *choice:
		return &choice{javaEndsIn(n.parts)}
	case *group:
		return &group{withJavaEnds(n.body), n.number}
	case *atomic:
		return &atomic{withJavaEnds(n.body)}
	case *repeat:
		return &repeat{withJavaEnds(n.body), n.low, n.high, n.lazy}
	case *look:
		return &look{withJavaEnds(n.body), n.behind, n.negated}
	}
	return n
}

// withJavaSpaces writes \s and \S out as the six characters, and all others, that java.util.regex means by them.
func withJavaSpaces(pattern string) string {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\\' && i+1 < len(pattern):
			i++
			b.WriteString(javaSpaceEscape(pattern[i], inClass))
			continue
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		}
		b.WriteByte(c)
	}
	return b.String()
}

func javaSpaceEscape(c byte, inClass bool) string {
	switch {
	case c == 's' && inClass:
		return `\t-\r\x20`
	case c == 's':
		return `[\t-\r\x20]`
	case c == 'S' && inClass:
		return `\x00-\x08\x0e-\x1f\x21-\u{10ffff}`
	case c == 'S':
		return `[^\t-\r\x20]`
	}
	return `\` + string(c)
}

func javaEndsIn(parts []node) []node {
	var out []node
	for _, part := range parts {
		out = append(out, withJavaEnds(part))
	}
	return out
}

// differences returns the subjects about which r and the reference disagree.
func differences(t *testing.T, r Result, c corpusCase) []string {
	match := matcher(t, r)
	var differ []string
	for i, subject := range c.Subjects {
		if match(subject) != (c.Matches[i] == '1') {
			differ = append(differ, subject)
		}
	}
	return differ
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	known := readKnownFailures(t)
	var agree, byDialect, listed, re2, ecma, counted, verbatim, always int
	for _, c := range readCorpus(t) {
		r, err := Translate(c.Pattern)
		if err != nil {
			if known[c.Pattern] == "" {
				t.Errorf("%q: %v", c.Pattern, err)
			}
			delete(known, c.Pattern)
			listed++
			continue
		}
		if r.Engine == RE2 {
			re2++
		} else {
			ecma++
		}
		if r.Min > 0 || r.Max > 0 {
			counted++
		}
		if r.Expr == c.Pattern {
			verbatim++
		}
		if r.Always() {
			always++
		}
		differ := differences(t, r, c)
		switch {
		case len(differ) == 0:
			agree++
			continue
		case agreesAsJava(t, c):
			byDialect++
			continue
		}
		if known[c.Pattern] == "" {
			t.Errorf("%q as %s %q, %d to %d characters: the reference differs for %q", c.Pattern, r.Engine, r.Expr, r.Min, r.Max, differ)
		}
		listed++
		delete(known, c.Pattern)
	}
	for pattern, reason := range known {
		t.Errorf("%q is listed as a known failure (%s), but passes or is not there: take it out", pattern, reason)
	}
	t.Logf("agree %d, agree but for what $ and \\s mean in ECMA 262 %d, listed %d", agree, byDialect, listed)
	t.Logf("RE2 %d (as written %d, counted %d, no check needed %d), regexp2 %d", re2, verbatim, counted, always, ecma)
}

// agreesAsJava reports whether the dialects explain what differs: with $ and \s as Java has them, the same translation
// must agree about every subject.
func agreesAsJava(t *testing.T, c corpusCase) bool {
	pattern := withJavaSpaces(c.Pattern)
	tree, err := parse(pattern)
	if err != nil {
		return false
	}
	r, err := translate(tidy(withJavaEnds(tree)), pattern)
	return err == nil && len(differences(t, r, c)) == 0
}

// TestLeanEngine: it knows nearly all patterns of the corpus, and makes of them what RE2 does.
func TestLeanEngine(t *testing.T) {
	t.Parallel()
	all, known, texts := 0, 0, 0
	for _, c := range readCorpus(t) {
		r, err := Translate(c.Pattern)
		if err != nil || r.Engine != RE2 {
			continue
		}
		all++
		simple, err := lean.Compile(r.Expr)
		if (err == nil) != r.Lean {
			t.Fatalf("%+v: %v", r, err)
		}
		if err != nil {
			continue
		}
		known++
		full := regexp.MustCompile(r.Expr)
		for _, subject := range c.Subjects {
			for _, text := range []string{subject, subject + subject, subject + "\n", strings.ToUpper(subject)} {
				texts++
				if got := simple.Match(text); got != full.MatchString(text) {
					t.Errorf("%q in %q: %v", r.Expr, text, got)
				}
			}
		}
	}
	t.Logf("%d of %d patterns are known; %d texts agree", known, all, texts)
	if known*100 < all*97 || texts < 10_000 {
		t.Errorf("%d of %d patterns are known, and there are %d texts", known, all, texts)
	}
}
