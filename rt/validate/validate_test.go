package validate

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var lowerCase = Pattern{Expr: "^[a-z]+$"}

// lines runs checks and returns the violations as text.
func lines(checks func(v *Validator)) []string {
	v := New("Thing")
	checks(v)
	var broken *Error
	if !errors.As(v.Err(), &broken) {
		return nil
	}
	var texts []string
	for _, violation := range broken.Violations {
		texts = append(texts, violation.Class.String()+" | "+violation.String())
	}
	return texts
}

func TestChecks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		checks func(v *Validator)
		want   []string
	}{
		{"nothing broken", func(v *Validator) {
			v.Label("A", "x")
			v.Required("A", true)
			v.Length("A", "", 0, 0)
			v.Length("A", "é", 1, 1)
			v.Length("A", "éééé", 4, NoMax)
			v.Size("A", 3, 3, 3)
			v.Bytes("A", 9, 1, NoMax)
			v.Pattern("A", "abc", &lowerCase)
			Range(v, "A", int32(60), 60, 21600)
			Range(v, "A", float32(0.1), 0.1, 0.1)
			AtLeast(v, "A", int64(math.MinInt64), math.MinInt64)
			AtMost(v, "A", math.Inf(-1), 0)
			Unique(v, "A", []string{"a", "b"})
			Decimal(v, "A", "1e-3", "0.001", "1")
			BigInt(v, "A", nil, "1", "2")
		}, nil},
		{"label and required", func(v *Validator) {
			v.Label("Name", "")
			v.Required("Settings", false)
		}, []string{"labels | Name: is empty, but part of the path", "required | Settings: is required, but absent"}},
		{"lengths of strings", func(v *Validator) {
			v.Length("A", "", 1, 256)
			v.Length("A", "éé", 3, NoMax)
			v.Length("A", "😀", 2, 4)
			v.Length("A", "ab", 0, 1)
			v.Length("A", "éé", 0, 1)
			v.Length("A", "\xff\xff", 0, 1)
		}, []string{
			"lengths | A: has 0 characters, fewer than 1", "lengths | A: has 2 characters, fewer than 3",
			"lengths | A: has 1 character, fewer than 2", "lengths | A: has 2 characters, more than 1",
			"lengths | A: has 2 characters, more than 1", "lengths | A: has 2 characters, more than 1",
		}},
		{"lengths of others", func(v *Validator) {
			v.Bytes("A", 1, 2, 10)
			v.Bytes("A", 11, 2, 10)
			v.Size("A", 1, 2, NoMax)
			v.Size("A", 51, NoMin, 50)
		}, []string{
			"lengths | A: has 1 byte, fewer than 2", "lengths | A: has 11 bytes, more than 10",
			"lengths | A: has 1 entry, fewer than 2", "lengths | A: has 51 entries, more than 50",
		}},
		{"pattern", func(v *Validator) {
			v.Pattern("A", "ABC", &lowerCase)
			v.Pattern("A", "é", &Pattern{Expr: "^x$", Model: `^\x78$`})
			v.Pattern("A", "a", &Pattern{Expr: "^(" + strings.Repeat("b", 300) + ")$"})
		}, []string{
			"patterns | A: does not match the pattern ^[a-z]+$ (it has 3 characters)",
			`patterns | A: does not match the pattern ^\x78$ (it has 1 character)`,
			"patterns | A: does not match the pattern ^(" + strings.Repeat("b", 118) + "… (it has 1 character)",
		}},
		{"pattern with a length", func(v *Validator) {
			counted := Pattern{Expr: "^[a-z]*$", Model: "^[a-z]{2,3}$", Min: 2, Max: 3}
			for _, value := range []string{"a", "ab", "abc", "abcd", "aB"} {
				v.Pattern(value, value, &counted)
			}
		}, []string{
			"patterns | a: does not match the pattern ^[a-z]{2,3}$ (it has 1 character)",
			"patterns | abcd: does not match the pattern ^[a-z]{2,3}$ (it has 4 characters)",
			"patterns | aB: does not match the pattern ^[a-z]{2,3}$ (it has 2 characters)",
		}},
		{"pattern that does not compile", func(v *Validator) {
			broken := Pattern{Expr: "("}
			v.Pattern("A", "a", &broken)
			v.Pattern("A", "a", &broken)
		}, nil},
		{"ranges", func(v *Validator) {
			Range(v, "A", 59, 60, 21600)
			Range(v, "A", int8(-128), 0, 127)
			AtLeast(v, "A", int64(math.MaxInt64-1), math.MaxInt64)
			AtMost(v, "A", 3.5, 3.25)
			Range(v, "A", float32(0.3), 0, 0.1)
			Range(v, "A", math.NaN(), math.Inf(-1), math.Inf(1))
			Range(v, "A", 1e300, -1e-9, 21600000)
			AtLeast(v, "A", float32(math.NaN()), 0)
		}, []string{
			"ranges | A: 59 is outside the range 60 to 21600", "ranges | A: -128 is outside the range 0 to 127",
			"ranges | A: 9223372036854775806 is not at least 9223372036854775807", "ranges | A: 3.5 is not at most 3.25",
			"ranges | A: 0.3 is outside the range 0 to 0.1", "ranges | A: NaN is outside the range -Inf to +Inf",
			"ranges | A: 1e+300 is outside the range -1e-09 to 21600000", "ranges | A: NaN is not at least 0",
		}},
		{"big numbers", func(v *Validator) {
			Decimal(v, "A", "0.30000000000000000001", "", "0.3")
			Decimal(v, "A", "1e999999999999999999999", "0", "1")
			Decimal(v, "A", "-1", "0", "")
			Decimal(v, "A", "NaN", "0", "1")
			BigInt(v, "A", new(big.Int).Lsh(big.NewInt(1), 200), "0", "1000")
		}, []string{
			"ranges | A: 0.30000000000000000001 is not at most 0.3", "ranges | A: 1e999999999999999999999 is outside the range 0 to 1",
			"ranges | A: -1 is not at least 0", "ranges | A: NaN is outside the range 0 to 1",
			"ranges | A: 1606938044258990275541962092341162602522… is outside the range 0 to 1000",
		}},
		{"paths", func(v *Validator) {
			v.Enter("Destination")
			v.Enter("OnFailure")
			v.Length("Arn", "", 1, 2)
			v.Leave()
			v.Required("OnSuccess", false)
			v.Leave()
			v.EnterIndex("Rules", 3)
			v.EnterIndex(Self, 1)
			v.Length(Self, "", 1, 2)
			v.EnterKey("Tags", `a"b`)
			v.Length(Key, `a"b`, 4, 5)
			v.Length(Self, "", 4, 5)
			v.Length("Value", "", 4, 5)
			v.Leave()
			v.Leave()
			v.Leave()
			v.Size("Rules", 1, 2, 3)
			v.Size(Self, 0, 1, 1)
		}, []string{
			"lengths | Destination.OnFailure.Arn: has 0 characters, fewer than 1",
			"required | Destination.OnSuccess: is required, but absent",
			"lengths | Rules[3][1]: has 0 characters, fewer than 1",
			`lengths | Rules[3][1].Tags["a\"b"]: its key has 3 characters, fewer than 4`,
			`lengths | Rules[3][1].Tags["a\"b"]: has 0 characters, fewer than 4`,
			`lengths | Rules[3][1].Tags["a\"b"].Value: has 0 characters, fewer than 4`,
			"lengths | Rules: has 1 entry, fewer than 2",
			"lengths | has 0 entries, fewer than 1",
		}},
		{"deep paths", func(v *Validator) {
			for i := range 2 * inlineFrames {
				v.EnterIndex("L", i)
			}
			v.Required("A", false)
			for range inlineFrames {
				v.Leave()
			}
			v.Required("B", false)
		}, []string{
			"required | L[0].L[1].L[2].L[3].L[4].L[5].L[6].L[7].L[8].L[9].L[10].L[11].A: is required, but absent",
			"required | L[0].L[1].L[2].L[3].L[4].L[5].B: is required, but absent",
		}},
		{"long key", func(v *Validator) {
			v.EnterKey("Tags", strings.Repeat("é", 100))
			v.Required("A", false)
		}, []string{`required | Tags["` + strings.Repeat("é", 64) + `…"].A: is required, but absent`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(test.checks)); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecretsDoNotShow(t *testing.T) {
	t.Parallel()
	got := lines(func(v *Validator) {
		Range(v.Secret(), "Pin", 4711, 0, 99)
		Range(v, "Open", 4712, 0, 99)
		v.Secret().Length("Pin", "ok", 0, 9)
		Range(v, "Open", 4713, 0, 99)
		v.Secret().EnterKey("Tags", "hush-key")
		Decimal(v, "Value", "4711.5", "0", "1")
		v.EnterKey("Inner", "shown")
		BigInt(v, Self, big.NewInt(4711), "0", "1")
		v.Leave()
		v.Leave()
		v.Secret().EnterIndex("Items", 0)
		AtMost(v, Self, 4711, 1)
		v.Leave()
		v.Enter("Credentials")
		v.Hide()
		AtLeast(v, "Number", -4711, 0)
		v.Leave()
		Range(v, "Open", 4714, 0, 99)
	})
	want := []string{
		"ranges | Pin: its value is outside the range 0 to 99",
		"ranges | Open: 4712 is outside the range 0 to 99",
		"ranges | Open: 4713 is outside the range 0 to 99",
		"ranges | Tags[key of 8 characters].Value: its value is outside the range 0 to 1",
		`ranges | Tags[key of 8 characters].Inner["shown"]: its value is outside the range 0 to 1`,
		"ranges | Items[0]: its value is not at most 1",
		"ranges | Credentials.Number: its value is not at least 0",
		"ranges | Open: 4714 is outside the range 0 to 99",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	v := New("UpdateFunctionEventInvokeConfigRequest")
	Range(v, "MaximumEventAgeInSeconds", int32(59), 60, 21600)
	v.Enter("DestinationConfig")
	v.Enter("OnFailure")
	v.Length("Destination", strings.Repeat("x", 412), 0, 350)
	v.Leave()
	v.Leave()
	err := v.Err()
	want := `UpdateFunctionEventInvokeConfigRequest: 2 constraints are broken
	MaximumEventAgeInSeconds: 59 is outside the range 60 to 21600
	DestinationConfig.OnFailure.Destination: has 412 characters, more than 350
(nothing was sent; rt.SkipValidation sends it all the same)`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	left := err.(*Error).Without(Ranges)
	want = `UpdateFunctionEventInvokeConfigRequest: 1 constraint is broken
	DestinationConfig.OnFailure.Destination: has 412 characters, more than 350
(nothing was sent; rt.SkipValidation sends it all the same)`
	if diff := cmp.Diff(want, left.Error()); diff != "" {
		t.Errorf("text without ranges (-want +got):\n%s", diff)
	}
	for _, class := range []Class{Ranges | Lengths, All} {
		if left := err.(*Error).Without(class); left != nil {
			t.Errorf("without %s there is still %v", class, left)
		}
	}
	if got := err.(*Error).Count(); got != 2 {
		t.Errorf("Without changed the error: it counts %d", got)
	}
}

func TestErrorIsBounded(t *testing.T) {
	t.Parallel()
	v := New("Thing")
	for i := range 1000 {
		v.EnterIndex("Items", i)
		v.Required("A", false)
		if i >= 995 {
			v.Length("B", "", 1, 1)
		}
		v.Leave()
	}
	err := v.Err().(*Error)
	if err.Count() != 1005 || len(err.Violations) != maxListed+5 {
		t.Errorf("%d violations, %d listed", err.Count(), len(err.Violations))
	}
	text := err.Error()
	for _, part := range []string{"Thing: 1005 constraints are broken\n", "\tItems[99].A: is required, but absent\n\tand 905 more\n("} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
	left := err.Without(Required)
	if got := left.(*Error); got.Count() != 5 || got.Violations[0].Path != "Items[995].B" {
		t.Errorf("without the required ones %v is left", left)
	}
}

func TestMapOrderDoesNotShow(t *testing.T) {
	t.Parallel()
	build := func() string {
		tags := map[string]map[string]string{}
		for i := range 150 {
			tags["k"+strconv.Itoa(i)] = map[string]string{"x": "", "y": "", "z": "no"}
		}
		v := New("Thing")
		v.Required("First", false)
		for key, inner := range tags {
			v.EnterKey("Tags", key)
			for key, value := range inner {
				v.EnterKey("Inner", key)
				v.Length(Self, value, 3, 5)
				v.Pattern(Self, value, &lowerCase)
				v.Leave()
			}
			v.Leave()
		}
		v.Required("Last", false)
		return v.Err().Error()
	}
	want := build()
	for range 20 {
		if got := build(); got != want {
			t.Fatalf("one run says\n%s\nanother\n%s", want, got)
		}
	}
	if !strings.Contains(want, "First: is required, but absent\n\tTags[\"k0\"].Inner[\"x\"]: has 0 characters, fewer than 3\n\tTags[\"k0\"].Inner[\"x\"]: does not match") {
		t.Errorf("the violations are not in the order of the model and the keys:\n%s", want)
	}
	if !strings.Contains(want, ": 752 constraints") {
		t.Errorf("the count is wrong: %s", want[:60])
	}
}

// nestedShape is a recursive shape as the generator prints it.
type nestedShape struct{ Child *nestedShape }

func (in *nestedShape) validate(v *Validator) {
	if in.Child != nil {
		if v.Enter("Child") {
			in.Child.validate(v)
		}
		v.Leave()
	}
}

func TestEndlessNesting(t *testing.T) {
	t.Parallel()
	endless := &nestedShape{}
	endless.Child = endless
	v := New("Nested")
	endless.validate(v)
	v.Required("After", false)
	err := v.Err().(*Error)
	if err.Count() != 2 || err.Violations[0].Class != Nesting || err.Violations[1].Path != "After" {
		t.Errorf("got %v", err)
	}
}

func TestPatternIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	pattern := Pattern{Expr: "^[a-z]+$"}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				if pattern.Match("abc") != Matches || pattern.Match("ABC") != Differs {
					t.Error("wrong verdict")
				}
			}
		})
	}
	group.Wait()
}

// slowPattern never comes to an answer.
type slowPattern struct{ calls int }

func (p *slowPattern) Match(string) Verdict { p.calls++; return NoVerdict }
func (p *slowPattern) Text() string         { return "(a*)*b" }

func TestUndecidedPatternIsTriedOnce(t *testing.T) {
	t.Parallel()
	slow := &slowPattern{}
	v := New("Thing")
	for range 10 {
		v.Pattern("A", "aaaa", slow)
	}
	v.Pattern("B", "ABC", &lowerCase)
	err := v.Err().(*Error)
	if slow.calls != 1 {
		t.Errorf("the pattern ran %d times", slow.calls)
	}
	want := []Violation{
		{"A", Undecided, "could not be matched in the time allowed with the pattern (a*)*b (it has 4 characters)"},
		{"B", Patterns, "does not match the pattern ^[a-z]+$ (it has 3 characters)"},
	}
	if diff := cmp.Diff(want, err.Violations); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
	if left := err.Without(Undecided | Patterns); left != nil {
		t.Errorf("%v is left", left)
	}
}

// TestPatternRemembersNoSecret: what matched last is kept to be compared with, and a secret must not outlive its request.
func TestPatternRemembersNoSecret(t *testing.T) {
	t.Parallel()
	p := Pattern{Expr: "^[a-z0-9]+$"}
	v := New("S")
	v.Secret().Pattern("A", "hunter2", &p)
	if p.remembers("hunter2") {
		t.Error("the pattern keeps the secret")
	}
	v.Hide()
	v.Pattern("B", "hunter2", &p)
	if p.remembers("hunter2") {
		t.Error("the pattern keeps the secret")
	}
}

func TestPatternRemembers(t *testing.T) {
	t.Parallel()
	p := Pattern{Expr: "^[a-z]+$"}
	for _, test := range []struct {
		value  string
		broken bool
	}{{"a", false}, {"a", false}, {"b", false}, {"A", true}, {"b", false}, {"A", true}, {strings.Repeat("x", 300), false}, {"b", false}} {
		v := New("S")
		v.Pattern("A", test.value, &p)
		if err := v.Err(); (err != nil) != test.broken {
			t.Errorf("%.10q: %v", test.value, err)
		}
	}
	if !p.remembers("b") || p.remembers("A") || p.remembers(strings.Repeat("x", 300)) {
		t.Error("the pattern keeps what it should not, or lost what it should keep")
	}
}
