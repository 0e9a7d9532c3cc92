package pattern

import (
	"strings"
	"testing"
)

func TestTranslate(t *testing.T) {
	t.Parallel()
	// The values of yes match and those of no do not, by ECMA 262 unless the name says Java.
	tests := []struct {
		name, pattern string
		engine        Engine
		yes, no       []string
	}{
		{"search", `b`, RE2, []string{"b", "abc"}, []string{"", "a"}},
		{"end is the very end", `^a$`, RE2, []string{"a"}, []string{"a\n", "a\r\n"}},
		{"end is the very end, look-ahead", `^(?!b)a$`, ECMA, []string{"a"}, []string{"a\n", "b"}},
		{"dot", `^.$`, RE2, []string{"a", "é", "😀", "\u0085"}, []string{"\n", "\r", "\u2028", "\u2029", "ab", ""}},
		{"dot, look-ahead", `^(?=.).$`, ECMA, []string{"a", "😀", "\u0085"}, []string{"\n", "\r", "\u2028", "\u2029"}},
		{"white space", `^\s$`, RE2, []string{" ", "\t", "\v", "\u00a0", "\ufeff", "\u2003", "\u2029"}, []string{"\u0085", "\u180e", "a"}},
		{"no white space", `^[\S]$`, RE2, []string{"a", "\u0085", "😀"}, []string{" ", "\u00a0"}},
		{"white space, look-ahead", `^(?=\s)[^\S]$`, ECMA, []string{" ", "\u00a0", "\ufeff"}, []string{"\u0085", "a"}},
		{"digits and words are ASCII", `^\d\w\W\D$`, RE2, []string{"1aéx"}, []string{"١aéx", "1éé1"}},
		{"word edges are ASCII", `^\bab\bé\B$`, RE2, []string{"abé"}, []string{"abe"}},
		{"word edges, look-ahead", `^(?=a)\bab\bé\B$`, ECMA, []string{"abé"}, []string{"abe"}},
		{"everything and nothing", `^[\s\S]$`, RE2, []string{"a", "\n", "\u2028"}, []string{"", "ab"}},
		{"empty class", `a|[]`, RE2, []string{"a"}, []string{"", "b"}},
		{"full class", `^[^]$`, RE2, []string{"\n", "😀"}, []string{""}},
		{"classes, look-ahead", `^(?=[^])(?:[]|a)$`, ECMA, []string{"a"}, []string{"", "b"}},
		{"character escapes", `^\x41\u0042\u{43}\t\cJ\/\.\0$`, RE2, []string{"ABC\t\n/.\x00"}, []string{"ABC"}},
		{"escapes in a class", `^[\x41\u{1F600}\cJ\b\-]+$`, RE2, []string{"A😀\n\b-"}, []string{"B", "b"}},
		{"pair of surrogates", `^\uD83D\uDE00$`, RE2, []string{"😀"}, []string{"\uFFFD"}},
		{"pair of surrogates in a class", `^[\uD800\uDC00-\uDBFF\uDFFF]$`, RE2, []string{"😀", "\U0010ffff"}, []string{"a", "\uffff"}},
		{"pairs, look-ahead", `^(?=\uD83D\uDE00)[\uD800\uDC00-\uDBFF\uDFFF]$`, ECMA, []string{"😀"}, []string{"a"}},
		{"lone surrogates match nothing", `^[\uD800\uDFFF]?a$`, RE2, []string{"a"}, []string{"\ufffda"}},
		{"lone surrogate literal", `^(?:\uD800|a)$`, RE2, []string{"a"}, []string{"\ufffd"}},
		{"lone surrogate, look-ahead", `^(?=a)(?:\uD800|a)$`, ECMA, []string{"a"}, []string{"\ufffd"}},
		{"hyphens in classes", `^[a-c0-9-_\.]+$`, RE2, []string{"b-_.5"}, []string{"/", "d"}},
		{"hyphen range", `^[--9]+$`, RE2, []string{"-./09"}, []string{",", ":"}},
		{"hyphen behind a set", `^[\w-.]+$`, RE2, []string{"a-.", "_"}, []string{"/", ","}},
		{"hyphens, look-ahead", `^(?=.)[+--a\]^\\-]+$`, ECMA, []string{"+,-a]^\\"}, []string{".", "b", "["}},
		{"bracket in a class", `^[[]$`, RE2, []string{"["}, []string{"]"}},
		{"lone brackets", `^a]}$`, RE2, []string{"a]}"}, []string{"a"}},
		{"lone opening brace", `^a{b{,2}$`, RE2, []string{"a{b{,2}"}, []string{"ab"}},
		{"needless escapes", `^\-\_\@\"\#\ $`, RE2, []string{`-_@"# `}, []string{`\-`}},
		{"categories", `^[\p{L}\p{Nd}_]\P{L}$`, RE2, []string{"é1", "١-"}, []string{"-1", "aa"}},
		{"categories by long name", `^\p{Letter}\p{gc=Decimal_Number}\p{Script=Greek}$`, RE2, []string{"a1α"}, []string{"11α", "a1a"}},
		{"opposite categories", `^[\P{M}\p{M}]{2}$`, RE2, []string{"a\u0301"}, []string{"a"}},
		{"unassigned is other", `^\p{C}$`, RE2, []string{"\u0378", "\u200e"}, []string{"a"}},
		{"mixed categories, look-ahead", `^(?=.)[\P{L}\p{Lu}a]$`, ECMA, []string{"A", "1", "a"}, []string{"b"}},
		{"mixed categories negated, look-ahead", `^(?=.)[^\P{L}\p{Lu}a]$`, ECMA, []string{"b"}, []string{"A", "1", "a"}},
		{"binary properties", `^\p{Alphabetic}\p{White_Space}\p{ASCII}$`, RE2, []string{"Ⓐ\u0085a"}, []string{"1 a", "a é"}},
		{"empty alternatives", `^(|a|)$`, RE2, []string{"", "a"}, []string{"b"}},
		{"named group", `^(?<name>a)b$`, RE2, []string{"ab"}, []string{"a"}},
		{"counts behind a count are Java's, and count nothing", `^[a-z]{2}{0,9}$`, RE2, []string{"ab"}, []string{"", "a", "abc", "abcd"}},
		{"lazy", `^a+?b??$`, RE2, []string{"aa", "ab"}, []string{"abb"}},
		{"flags of a group", `^(?i:Ab\u212A)c(?-s:.)$`, RE2, []string{"aBkc1", "ABKc1"}, []string{"abkC1", "abkc\n"}},
		{"look-behind", `(?<=a)b(?<!ab)|(?<=é)c`, ECMA, []string{"éc"}, []string{"ab", "ac"}},
		{"back reference", `^(a|b)\1$`, ECMA, []string{"aa", "bb"}, []string{"ab"}},
		{"back reference to nothing", `^(?:(a)|b)\1$`, ECMA, []string{"b", "aa"}, []string{"ba"}},
		{"named back reference before a digit", `^(?<q>['"])\k<q>1$`, ECMA, []string{`""1`}, []string{`"'1`}},
		{"back reference without case", `^(?i:(é)\1)$`, ECMA, []string{"éÉ"}, []string{"ée"}},
		{"lines", `(?m:^a$)`, ECMA, []string{"a", "b\na", "a\rb", "b\u2028a\u2029"}, []string{"ba", "ab"}},
		{"repeat counts", `^a{2}b{1,}c{0}d{0,1}$`, RE2, []string{"aab", "aabbd"}, []string{"ab", "aabc"}},
		{"high count", `^a{1500}$`, RE2, []string{strings.Repeat("a", 1500)}, []string{strings.Repeat("a", 1499), strings.Repeat("a", 1501)}},
		{"high counts between others", `^x(ab){1,1002}y$`, RE2,
			[]string{"xaby", "x" + strings.Repeat("ab", 1002) + "y"}, []string{"xy", "x" + strings.Repeat("ab", 1003) + "y"}},
		{"high counts one behind the other", `^a{0,2500}b{1200,}$`, RE2,
			[]string{strings.Repeat("b", 1200), strings.Repeat("a", 2500) + strings.Repeat("b", 2000)},
			[]string{strings.Repeat("a", 2501) + strings.Repeat("b", 1200), strings.Repeat("b", 1199)}},
		{"counts too high for RE2", `^(a{1,100}b){1,100}$`, ECMA, []string{"aab", strings.Repeat("ab", 100)}, []string{"", strings.Repeat("ab", 101)}},
		{"Java: flags for the rest", `^(?i)true(?-i)X|y$`, RE2, []string{"TRUEX", "y"}, []string{"truex", "Y"}},
		{"Java: flag s", `^(?s).+$`, RE2, []string{"a\nb"}, []string{""}},
		{"Java: flag x", "^(?x) a b [ c d ] # comment\n $", RE2, []string{"abc", "abd"}, []string{"ab ", "a b c"}},
		{"Java: flag d", `^(?d).$`, RE2, []string{"\r"}, []string{"\n"}},
		{"Java: POSIX names", `^[\p{Alnum}\p{Punct}]\p{XDigit}\pL$`, RE2, []string{"a1é", "!fx"}, []string{"éfx", "agx"}},
		{"Java: Is names", `^\p{IsAlphabetic}\p{IsWhite_Space}\p{IsGREEK}\p{IsNd}\p{LD}$`, RE2, []string{"a α11"}, []string{"1 α11"}},
		{"Java: text ends", `\Aab\z`, RE2, []string{"ab"}, []string{"ab\n", "xab"}},
		{"Java: end before a line break", `^ab\Z`, ECMA, []string{"ab", "ab\n", "ab\r\n"}, []string{"abc", "ab\n\n"}},
		{"Java: quotation", `^\Qa.b*\E+$`, RE2, []string{"a.b*"}, []string{"axb", "a.b"}},
		{"Java: octal", `^[^/\000-\037]+\0101$`, RE2, []string{"xA"}, []string{"/A", "\x1fA", "x"}},
		{"Java: braces for \\x", `^[\x{0022}]\x{1F600}$`, RE2, []string{`"😀`}, []string{"x"}},
		{"Java: union and intersection", `^[a-z&&[^bc]]\_[x[0-9]]$`, RE2, []string{"a_0", "z_x"}, []string{"b_0", "&_0", "a_["}},
		{"Java: bracket first", `^[]a]\_$`, RE2, []string{"]_", "a_"}, []string{"b_"}},
		{"Java: line break", `^a\Rb\h$`, RE2, []string{"a\r\nb ", "a\u2028b\t"}, []string{"ab ", "a\n\nb "}},
		{"Java: possessive, fixed count", `^\d{2}+0$`, RE2, []string{"000"}, []string{"00"}},
		{"Java: possessive before what differs", `^/?+[a-z]++$`, RE2, []string{"/a", "a"}, []string{"//a", "/"}},
		{"Java: possessive", `^a++ab?$`, ECMA, nil, []string{"aa", "aab"}},
		{"Java: atomic group", `^(?>a|ab)c$`, ECMA, []string{"ac"}, []string{"abc"}},
		{"Java: repeated end", `^a${1,10}`, RE2, []string{"a"}, []string{"ab"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := Translate(test.pattern)
			if err != nil {
				t.Fatal(err)
			}
			if r.Engine != test.engine {
				t.Errorf("%s went to %s", test.pattern, r.Engine)
			}
			match := matcher(t, r)
			for _, value := range test.yes {
				if !match(value) {
					t.Errorf("%s as %s does not match %.100q", test.pattern, r.Expr, value)
				}
			}
			for _, value := range test.no {
				if match(value) {
					t.Errorf("%s as %s matches %.100q", test.pattern, r.Expr, value)
				}
			}
		})
	}
}

func TestTranslateForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, pattern string
		want          Result
	}{
		{"text of the model where it means the same", `^([a-z0-9]+)(:\d{12})?$`, Result{Expr: `^([a-z0-9]+)(:\d{12})?$`}},
		{"dot differs", `^.+$`, Result{Expr: `^[^\n\r\x{2028}\x{2029}]+$`}},
		{"counted", `^([\w.-]|\+){0,1024}$`, Result{Expr: `^[+\-.0-9A-Z_a-z]*$`, Max: 1024}},
		{"counted without end", `^[a-z]{600,}$`, Result{Expr: `^[a-z]*$`, Min: 600}},
		{"counted alone", `^[\s\S]{1,10000}$`, Result{Min: 1, Max: 10000}},
		{"trimmed", `\s*x(?:a|bc){3,900}`, Result{Expr: `x(?:a|bc){3}`}},
		{"trimmed to nothing", `.{0,5000}`, Result{}},
		{"trimmed alternatives", `a{1,700}|b{2,}`, Result{Expr: `a|b{2}`}},
		{"as regexp2 has it", `^(?!-)[\s-]+$`, Result{Engine: ECMA,
			Expr: `^(?!-)[\t-\r \x2d\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+\z`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := Translate(test.pattern)
			always := test.want == Result{}
			test.want.Lean = test.want.Engine == RE2 // all of these are simple
			if err != nil || got != test.want {
				t.Errorf("%s: %+v, %v; want %+v", test.pattern, got, err, test.want)
			}
			if got.Always() != always {
				t.Errorf("%s: Always is %v", test.pattern, got.Always())
			}
		})
	}
}

func TestTranslateErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ pattern, want string }{
		{`(a`, "a group is not closed: ) is missing (at character 3)"},
		{`a)`, "this ) closes no group (at character 2)"},
		{`[a`, "a character class is not closed: ] is missing (at character 1)"},
		{`*a`, "there is nothing before this * to repeat (at character 1)"},
		{`a{5,2}`, "the counts of a repeat are in the wrong order (at character 2)"},
		{`[z-a]`, "the ends of a range are in the wrong order (at character 3)"},
		{`a\`, "the pattern ends in the middle of an escape"},
		{`\p{Nonsense}`, `no character property "Nonsense" is known`},
		{`\p{L`, "the name of a character property is not closed"},
		{`(?<a>x)(?<a>y)`, "two groups have the name a"},
		{`(?<1>x)`, "cannot be in the name of a group"},
		{`\2(a)`, "a back reference names a group that the pattern does not have"},
		{`(?~a)`, "what follows (? is no kind of group"},
		{`\u{110000}`, "there is no character with so high a number"},
		{strings.Repeat("(", 300) + strings.Repeat(")", 300), "more than 200 groups or classes lie within one another"},
		{strings.Repeat("a", maxPattern+1), "the pattern has 16385 bytes, more than 16384"},
		{strings.Repeat(`[\P{L}\p{Lu}]`, 1000) + "(?=a)", "no engine can run the pattern: it takes "},
	}
	for _, test := range tests {
		if r, err := Translate(test.pattern); err == nil {
			t.Errorf("%.50q became %+v", test.pattern, r)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.50q: %v; want %s", test.pattern, err, test.want)
		}
	}
}
