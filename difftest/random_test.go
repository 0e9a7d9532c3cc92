// Random values of a shape: hostile ones, and ones that obey the model's constraints.

package difftest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

// generator makes values that break encoders, unless it is told to be gentler.
type generator struct {
	*rand.Rand
	model  *model
	valid  bool // obey the constraints
	coarse bool // the fractions of times are eighths, which float64 holds (see replyDifferences)
}

// hostile strings are what has broken paths, queries, headers and signatures before.
var hostile = []string{
	"my-function", "my-function:v1", "$LATEST", "arn:aws:lambda:us-west-2:123456789012:function:my-function:$LATEST",
	":", "+", "%", "%2F", "%zz", "/", "//", "a//b", "a/b/", "/a", ".", "..", "../..", "a b", " a", "a ", "  ", "a  b", "\t", "a\tb",
	"?", "#", "&", "=", "a=b&c=d", "?a=b#c", ";", ",", "a,b", "\"", "\"a\"", "'", "\\", "\\\"", "`", "~", "-._~", "!*'()", "@", "[]", "|", "^",
	"<b>&amp;</b>", "{}", "{FunctionName}", "{FunctionName+}", "{Name}", "{Qualifier}", "null", "true", "0", "NaN",
	"ä", "日本語", "😀", "e\u0301", "\u2028", "\u2029", "\ufeff", "\u0000", "\u0001", "\u001f", "\u007f", "\u0085", "a\r\nb: c", "\n", "\ufffd",
	"\xff", "a\xc3", "\xed\xa0\x80",
}

// structure makes a structure's members: the required ones always, of the others about half, below the depth of six none.
func (g *generator) structure(s *shape, depth int) record {
	members := record{}
	for _, name := range s.names {
		m := s.Members[name]
		sent := m.has("required") || depth > 0 && m.has("default") // see differences
		if !sent && (depth > 6 || g.IntN(2) == 0) {
			continue
		}
		members[name] = g.value(m, depth)
		switch v := members[name]; {
		case !m.has("default") || v != int64(0) && v != false: // see differences
		case depth == 0 && m.has("required"):
		case depth == 0:
			delete(members, name)
		case v == false:
			members[name] = true
		default:
			members[name] = int64(1)
		}
	}
	return members
}

// value makes a value of the shape that m targets.
func (g *generator) value(m *member, depth int) any {
	s := g.model.of(m)
	switch s.Type {
	case "structure":
		return g.structure(s, depth+1)
	case "list":
		list := make([]any, g.size(m, s))
		for i := range list {
			list[i] = g.value(s.Member, depth+1)
		}
		return list
	case "map":
		entries := map[string]any{}
		for range g.size(m, s) {
			key, _ := g.value(s.Key, depth+1).(string)
			entries[key] = g.value(s.Value, depth+1)
		}
		return entries
	case "boolean":
		return g.IntN(2) == 0
	case "integer":
		return g.integer(m, s, math.MinInt32, math.MaxInt32)
	case "long":
		return g.integer(m, s, math.MinInt64, math.MaxInt64)
	case "double":
		return g.float(m, s)
	case "blob":
		return g.bytes(m, s)
	case "timestamp":
		return g.time()
	case "enum":
		if values := s.values(); g.valid || g.IntN(3) > 0 {
			return values[g.IntN(len(values))]
		}
		return g.text(m)
	case "string":
		if g.valid {
			return g.matching(m, s)
		}
		return g.text(m)
	}
	panic(fmt.Sprintf("no random values of a %s", s.Type))
}

// size is the number of items of a list or map: few, and within bounds.
func (g *generator) size(m *member, s *shape) int {
	if !g.valid {
		return g.IntN(4)
	}
	low, high := limits(m, s, "length", 0, 3)
	return int(low + g.Int64N(min(high-low, 2)+1))
}

// text makes a hostile string. What differences lists is left out: a string of the path or of an enum is not empty, one of
// the path has no braces and is no dot segment, one of a header has no control characters.
func (g *generator) text(m *member) string {
	n := g.IntN(4)
	if m.has("httpLabel") || g.model.of(m).Type == "enum" {
		n = max(n, 1)
	}
	var b strings.Builder
	for range n {
		b.WriteString(hostile[g.IntN(len(hostile))])
	}
	switch {
	case m.has("httpLabel"):
		if dotSegment(b.String()) {
			b.WriteString("/")
		}
		return strings.NewReplacer("{", "(", "}", ")").Replace(b.String())
	case m.has("httpHeader"):
		return controls.ReplaceAllString(b.String(), "_")
	}
	return b.String()
}

// dotSegment reports whether s in a path stands for another place in it.
func dotSegment(s string) bool { return s == "." || s == ".." }

// controls are the characters that no header can hold.
var controls = regexp.MustCompile(`[\x00-\x08\x0a-\x1f\x7f]`)

func (g *generator) integer(m *member, s *shape, low, high int64) int64 {
	if g.valid {
		low, high = limits(m, s, "range", low, high)
	}
	special := []int64{0, 1, -1, low, high, low + 1, high - 1, 1<<53 + 1, -1<<53 - 1, 60, 21600}
	if v := special[g.IntN(len(special))]; v >= low && v <= high && g.IntN(2) == 0 {
		return v
	}
	if width := uint64(high) - uint64(low) + 1; width != 0 {
		return low + int64(g.Uint64N(width)) //nolint:gosec // wraps around as it must
	}
	return int64(g.Uint64()) //nolint:gosec // any will do
}

func (g *generator) float(m *member, s *shape) float64 {
	if g.valid {
		low, high := limits(m, s, "range", 0, 100)
		return float64(low) + g.Float64()*float64(high-low)
	}
	special := []float64{
		0, 1, -1, 0.1, 1e21, 1e20, 1e-7, 1e-6, 123456789.123, math.MaxFloat64, math.SmallestNonzeroFloat64, 1 << 53,
		math.NaN(), math.Inf(1), math.Inf(-1),
	}
	if i := g.IntN(2 * len(special)); i < len(special) {
		return special[i]
	}
	return math.Float64frombits(g.Uint64()&^(1<<62) | 1<<61)
}

func (g *generator) bytes(m *member, s *shape) []byte {
	low, high := int64(0), int64(40)
	if g.valid {
		low, high = limits(m, s, "length", 0, 40)
	}
	if m.has("httpPayload") {
		low = max(low, 1) // see differences
	}
	data := make([]byte, low+g.Int64N(min(high-low, 40)+1)*g.Int64N(2))
	for i := range data {
		data[i] = byte(g.Uint32())
	}
	return data
}

// time makes times of the years 1970 to 2069, with fractions down to the millisecond that every wire format keeps.
// Hostile ones begin in 1870, and go down to the nanosecond from 1970 on (see differences).
func (g *generator) time() time.Time {
	const century = 100 * 365 * 24 * 3600
	milliseconds := []int64{0, 0, 1, 10, 100, 120, 123, 500, 999}
	if g.coarse {
		milliseconds = []int64{0, 0, 125, 250, 375, 500, 625, 750, 875}
	}
	seconds, fraction := g.Int64N(century), milliseconds[g.IntN(len(milliseconds))]*int64(time.Millisecond)
	if g.valid || g.coarse {
		return time.Unix(seconds, fraction).UTC()
	}
	if finer := []int64{0, 1, 499_999, 500_000, 999_999}; g.IntN(2) == 0 {
		fraction += finer[g.IntN(len(finer))]
	} else {
		seconds -= century
	}
	zones := []int{0, 3600, -12600}
	at := time.Unix(seconds, fraction)
	return at.In(time.FixedZone("", zones[g.IntN(len(zones))]))
}

// matching makes a string of the pattern and length that the model asks for.
func (g *generator) matching(m *member, s *shape) string {
	low, high := limits(m, s, "length", 0, 1<<16)
	if m.has("httpLabel") {
		low = max(low, 1)
	}
	text, _ := trait[string](m, s, "pattern")
	if text == "" {
		runes := []rune(strings.Repeat("é日 x/", 2+int(low)/5))
		return string(runes[:min(high, max(low, g.Int64N(6)))])
	}
	expression := expressionOf(text)
	for range 1000 {
		var b strings.Builder
		g.sample(&b, expression.tree)
		sample := b.String()
		if n := int64(utf8.RuneCountInString(sample)); n < low {
			sample = strings.Repeat("a", int(low))
		} else if n > high {
			continue
		}
		if m.has("httpLabel") && dotSegment(sample) {
			continue
		}
		if matches, err := expression.whole.MatchString(sample); err == nil && matches {
			return sample
		}
	}
	panic(fmt.Sprintf("%s: no string found that matches %s and has %d to %d characters", s.id, text, low, high))
}

// expression is a pattern: as the model has it, by an engine of ECMAScript's language, and as a tree to take samples of,
// in which lookarounds are left out.
type expression struct {
	whole *regexp2.Regexp
	tree  *syntax.Regexp
}

var (
	expressions sync.Map // by the pattern
	lookaround  = regexp.MustCompile(`\(\?<?!(?:[^()]|\([^()]*\))*\)`)
)

func expressionOf(pattern string) *expression {
	stored, _ := expressions.Load(pattern)
	if e, ok := stored.(*expression); ok {
		return e
	}
	tree, err := syntax.Parse(lookaround.ReplaceAllString(pattern, ""), syntax.Perl)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", pattern, err))
	}
	e := &expression{regexp2.MustCompile(pattern, regexp2.ECMAScript), tree}
	expressions.Store(pattern, e)
	return e
}

// sample writes a string that the expression matches, but for its anchors.
func (g *generator) sample(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
	case syntax.OpCharClass:
		b.WriteRune(g.rune(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteString([]string{"a", "Z", "5", "/", "+", "é", "日"}[g.IntN(7)])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			g.sample(b, sub)
		}
	case syntax.OpCapture:
		g.sample(b, re.Sub[0])
	case syntax.OpAlternate:
		g.sample(b, re.Sub[g.IntN(len(re.Sub))])
	case syntax.OpQuest:
		g.times(b, re.Sub[0], 0, 1)
	case syntax.OpStar:
		g.times(b, re.Sub[0], 0, 5)
	case syntax.OpPlus:
		g.times(b, re.Sub[0], 1, 5)
	case syntax.OpRepeat:
		high := re.Max
		if high < 0 || high > re.Min+5 {
			high = re.Min + 5
		}
		g.times(b, re.Sub[0], re.Min, high)
	}
}

func (g *generator) times(b *strings.Builder, re *syntax.Regexp, low, high int) {
	for range low + g.IntN(high-low+1) {
		g.sample(b, re)
	}
}

// rune picks one of a class's ranges, and of a wide range a character of its beginning; one that prints, if it can.
func (g *generator) rune(ranges []rune) rune {
	var r rune
	for range 10 {
		i := 2 * g.IntN(len(ranges)/2)
		low, high := ranges[i], min(ranges[i+1], ranges[i]+60)
		if r = low + g.Int32N(high-low+1); unicode.IsPrint(r) {
			break
		}
	}
	return r
}
