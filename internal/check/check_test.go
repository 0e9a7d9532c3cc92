// Trait values, targets and conflicts, each with a model that breaks the rule, and the real models, which break none.

package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/testenv"
)

// operation is a model with one operation, with the http trait and the input's members given.
func operation(http, members string) string {
	return `{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{"smithy.api#http":` + http + `}},
"a#In":{"type":"structure","members":{` + members + `}}}}`
}

func TestFindings(t *testing.T) {
	t.Parallel()
	member := func(traits string) string { return `"x":{"target":"smithy.api#String","traits":{` + traits + `}}` }
	post := `{"method":"POST","uri":"/"}`
	label := `"smithy.api#httpLabel":{},"smithy.api#required":{}`
	number := func(traits string) string { return `"x":{"target":"smithy.api#Integer","traits":{` + traits + `}}` }
	tests := map[string]struct {
		model string
		want  []string
	}{
		"good":                 {operation(`{"method":"POST","uri":"/{x}?a=b","code":200}`, member(label)), nil},
		"method":               {operation(`{"method":5,"uri":"/"}`, ""), []string{`1:118 Model: the value of the trait http is wrong at "method": it must be a string, not a number`}},
		"no uri":               {operation(`{"method":"GET"}`, ""), []string{`1:108 Model: the value of the trait http lacks "uri", which is required: add it`}},
		"code":                 {operation(`{"method":"GET","uri":"/","code":"x"}`, ""), []string{`1:141 Model: the value of the trait http is wrong at "code": it must be a number, not a string`}},
		"code out of range":    {operation(`{"method":"GET","uri":"/","code":99}`, ""), []string{`1:141 TraitValue.Member.InvalidRange: the value of the trait http is wrong at "code": it must be at least 100, but is 99`}},
		"not an object":        {operation(`"GET /"`, ""), []string{`1:108 Model: the value of the trait http must be an object, not a string`}},
		"label not required":   {operation(`{"method":"GET","uri":"/{x}"}`, member(`"smithy.api#httpLabel":{}`)), []string{`2:83 TraitTarget: the trait httpLabel can't be applied to a#In$x, a member that targets a string: it belongs to what the selector structure > member[trait|required] :test(> :test(string, number, boolean, timestamp)) matches`}},
		"label of a blob":      {operation(`{"method":"GET","uri":"/{x}"}`, `"x":{"target":"smithy.api#Blob","traits":{`+label+`}}`), []string{`2:81 TraitTarget: the trait httpLabel can't be applied to a#In$x, a member that targets a blob: it belongs to what the selector structure > member[trait|required] :test(> :test(string, number, boolean, timestamp)) matches`}},
		"two payloads":         {operation(post, member(`"smithy.api#httpPayload":{}`)+`,"y":{"target":"smithy.api#String","traits":{"smithy.api#httpPayload":{}}}`), []string{`2:157 ExclusiveStructureMemberTrait: only one member of a#In can have the trait httpPayload, but it is on x, y: remove it from all but one`}},
		"range of words":       {operation(post, number(`"smithy.api#range":{"min":"a"}`)), []string{`2:110 Model: the value of the trait range is wrong at "min": it must be a number, not a string`}},
		"range upside down":    {operation(post, number(`"smithy.api#range":{"min":2,"max":1}`)), []string{`2:84 RangeTrait: the min 2 is greater than the max 1, so that no value fits: correct one of them`}},
		"range of halves":      {operation(post, number(`"smithy.api#range":{"max":1.5}`)), []string{`2:110 RangeTrait: the bound 1.5 has a fraction, which values of an integer can't have: write a whole number`}},
		"range of a tenth":     {operation(post, number(`"smithy.api#range":{"max":1e-1}`)), []string{`2:110 RangeTrait: the bound 1e-1 has a fraction, which values of an integer can't have: write a whole number`}},
		"range of fifteen":     {operation(post, number(`"smithy.api#range":{"min":1.5e1,"max":1e200}`)), nil},
		"range of very little": {operation(post, number(`"smithy.api#range":{"max":2e-200}`)), []string{`2:110 RangeTrait: the bound 2e-200 has a fraction, which values of an integer can't have: write a whole number`}},
		"length of nothing":    {operation(post, member(`"smithy.api#length":{}`)), []string{`2:103 Model: the value of the trait length has neither min nor max: add one of them`}},
		"length negative":      {operation(post, member(`"smithy.api#length":{"min":-1}`)), []string{`2:110 LengthTrait: the least length is -1, but no length is negative: write 0 or more`}},
		"pattern":              {operation(post, member(`"smithy.api#pattern":3`)), []string{`2:104 Model: the value of the trait pattern must be a string, not a number`}},
		"annotation":           {operation(post, member(`"smithy.api#required":"yes"`)), []string{`2:105 Model: the value of the trait required must be an object, not a string`}},
		"format":               {operation(post, `"x":{"target":"smithy.api#Timestamp","traits":{"smithy.api#timestampFormat":"iso"}}`), []string{`2:115 TraitValue: the value of the trait timestampFormat must be one of date-time, epoch-seconds, http-date, not "iso"`}},
		"unknown trait":        {operation(post, member(`"x.y#anything":[1,{"a":null}]`)), []string{`2:83 Model.UnresolvedTrait: no shape defines the trait x.y#anything: declare it with the trait smithy.api#trait, or add the file that does`}},
		"error kind":           {`{"smithy":"2.0","shapes":{"a#E":{"type":"structure","members":{},"traits":{"smithy.api#error":"Client"}}}}`, []string{`1:95 Model: the value of the trait error must be client or server, not "Client"`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, findings(diag.Error, "m.json", test.model)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// custom declares traits with one value of each kind.
const custom = `$version: "2"
namespace a
@trait @length(min: 2, max: 3) @pattern("^[a-zé]+$") string word
@length(min: 2, max: 3) @pattern("^[a-zé]+$") string Text
@trait list words { member: Text }
@trait @uniqueItems list set { member: Integer }
@trait @length(min: 1) map table { @length(max: 2) key: String, value: Byte }
@trait @sparse map holes { key: String, value: String }
@trait structure form { @required name: String, size: Long, ratio: Float, big: BigInteger, exact: BigDecimal, on: Boolean, any: Document }
@trait union choice { word: Text, number: Integer }
@trait enum color { RED = "red", BLUE = "blue" }
@trait intEnum level { LOW = 1, HIGH = 2 }
@trait @idRef(selector: "structure", failWhenMissing: true) string link
@trait structure times { any: Timestamp, @timestampFormat("http-date") http: Timestamp, @timestampFormat("epoch-seconds") epoch: Timestamp }
@trait @range(min: -1.5, max: 10) double ratio
@trait @length(min: 1, max: 12) blob data
@trait @uniqueItems list pairs { member: Pair }
structure Pair { a: String, on: Boolean, n: BigInteger, l: Bits, none: String }
list Bits { member: Integer }
@trait @enum([{value: "x", name: "X"}, {value: "yes", name: "YES"}]) string old
@trait intEnum many {
A = 1
B = 2
C = 3
D = 4
E = 5
F = 6
G = 7
H = 8
I = 9
J = 10
K = 11
L = 12
M = 13
N = 14
}
structure S {}
`

func TestCustomTraitValues(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer(
		`{ RED = "red", BLUE = "blue" }`, "{\nRED = \"red\"\nBLUE = \"blue\"\n}", `{ LOW = 1, HIGH = 2 }`, "{\nLOW = 1\nHIGH = 2\n}").Replace(custom)
	// A finding is given as its column and id, and what its message says behind the name of the trait.
	tests := map[string][]string{
		`word("ab")`: nil, `word("éé")`: nil, `word("abé")`: nil,
		`word("a")`:    {"1 TraitValue: must have at least 2 characters, but has 1"},
		`word("abcé")`: {"1 TraitValue: must have at most 3 characters, but has 4"},
		`word("AB")`:   {"1 TraitValue: must match the pattern ^[a-zé]+$"},
		`word(1)`:      {"1 TraitValue: must be a string, not a number"},
		`words(["ab", 5, "C"])`: {
			"15 TraitValue: is wrong at \"1\": it must be a string, not a number",
			"18 TraitValue: is wrong at \"2\": it must have at least 2 characters, but has 1",
			"18 TraitValue: is wrong at \"2\": it must match the pattern ^[a-zé]+$",
		},
		`words([null])`:             {"9 TraitValue: is wrong at \"0\": it must be a string, not null"},
		`set([1, 2, 3])`:            nil,
		`set([1, 2, 1, 2])`:         {"13 TraitValue: must have unique elements, but element 2 equals element 0: remove one of them"},
		`set([1.5, 4294967296])`:    {"7 TraitValue: is wrong at \"0\": it must be a whole number without a fraction or an exponent, not 1.5", "12 TraitValue: is wrong at \"1\": it must be from -2147483648 to 2147483647, the limits of integer, not 4294967296"},
		`table(a: 1)`:               nil,
		`table`:                     {"1 TraitValue: must have at least 1 entry, but has 0"},
		`table(abc: 1000)`:          {"8 TraitValue: is wrong at \"abc (key)\": it must have at most 2 characters, but has 3", "13 TraitValue: is wrong at \"abc\": it must be from -128 to 127, the limits of byte, not 1000"},
		`holes(a: null)`:            nil,
		`form(name: "n", any: [1])`: nil,
		`form(name: "n", ratio: "NaN", exact: 1.5, big: 99999999999999999999)`: nil,
		`form(nam: "n")`: {`1 TraitValue: lacks "name", which is required: add it`, `7 TraitValue.UnknownMember.a#form.nam: has a member "nam", which a#form does not have: did you mean name?`},
		`form(name: "n", size: 1e3, ratio: "x", big: 1.0, exact: "1", on: "true")`: {
			"24 TraitValue: is wrong at \"size\": it must be a whole number without a fraction or an exponent, not 1e3",
			`36 TraitValue: is wrong at "ratio": it must be a number, or one of "NaN", "Infinity", "-Infinity", not "x"`,
			"46 TraitValue: is wrong at \"big\": it must be a whole number without a fraction or an exponent, not 1.0",
			"58 TraitValue: is wrong at \"exact\": it must be a number, not a string",
			"67 TraitValue: is wrong at \"on\": it must be a boolean, not a string",
		},
		`choice(number: 1)`:             nil,
		`choice(number: 1, word: "ab")`: {"1 TraitValue: must have one member only, since a#choice is a union, not 2"},
		`choice(nummer: 1)`:             {`9 TraitValue: has a member "nummer", which the union a#choice does not have: did you mean number?`},
		`color("blue")`:                 nil,
		`color("blu")`:                  {`1 TraitValue: must be one of red, blue, not "blu": did you mean blue?`},
		`level(2)`:                      nil,
		`level(3)`:                      {"1 TraitValue: must be one of 1, 2, not 3"},
		`link("a#S")`:                   nil,
		`link("S")`:                     {`1 TraitValue: must be an absolute shape id such as smithy.example#Name, but is "S"`},
		`link("a#Nothing")`:             {"1 TraitValue: names the shape a#Nothing, which nothing declares: correct the id or declare the shape"},
		`link("a#word")`:                {"1 TraitValue: names a#word, which the selector structure does not match"},
		`times(any: 1.5, http: "Mon, 02 Jan 2006 15:04:05 GMT", epoch: 1)`: nil,
		`times(any: "2006-01-02T15:04:05.25Z")`:                            nil,
		`times(any: "2006-01-02T15:04:05+01:00", http: 1, epoch: "now")`: {
			`13 TraitValue: is wrong at "any": it must be a number of seconds since 1970, or a date and time such as "2006-01-02T15:04:05Z", not "2006-01-02T15:04:05+01:00"`,
			`48 TraitValue: is wrong at "http": it must be a date of HTTP such as "Mon, 02 Jan 2006 15:04:05 GMT", not 1`,
			`58 TraitValue: is wrong at "epoch": it must be a number of seconds since 1970, not "now"`,
		},
		`ratio(-1.50)`:                    nil,
		`ratio(1e1)`:                      nil,
		`ratio(-1.51)`:                    {"1 TraitValue.Target.InvalidRange: must be at least -1.5, but is -1.51"},
		`ratio(1e999999999)`:              {"1 TraitValue.Target.InvalidRange: must be at most 10, but is 1e999999999"},
		`ratio(1.00000000000000000001e1)`: {"1 TraitValue.Target.InvalidRange: must be at most 10, but is 1.00000000000000000001e1"},
		`ratio("NaN")`:                    {"1 TraitValue: must be a number, since it has a range, but is NaN"},
		`ratio("Infinity")`:               {"1 TraitValue.Target.InvalidRange: must be at most 10, but is Infinity"},
		`data("no base64!")`:              nil,
		`data([])`:                        {"1 TraitValue: must be a string, not an array"},
		`data("")`:                        {"1 TraitValue: must have at least 1 byte, but has 0"},
		`data("no base64 indeed")`:        {"1 TraitValue: must have at most 12 bytes, but has 16"},
		`pairs([{a: "1", on: true, n: 1, l: [1, 2]}, {l: [1, 2], a: "1", on: true, n: 2}, {a: "1", on: false, n: 1, l: [1, 2]}])`: nil,
		`pairs([{a: "1", on: true, n: 1, l: [1, 2]}, {}, {n: 1, l: [1, 2], a: "1", on: true}])`: {
			"50 TraitValue: must have unique elements, but element 2 equals element 0: remove one of them",
		},
		`old("yes")`: nil,
		`old("yet")`: {`1 TraitValue: must be one of x, yes, not "yet": did you mean yes?`},
		`many(15)`:   {"1 TraitValue: must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more, not 15"},
	}
	for trait, want := range tests {
		t.Run(trait, func(t *testing.T) {
			t.Parallel()
			name, _, _ := strings.Cut(trait, "(")
			var got []string
			for _, f := range findings(diag.Warning, "m.smithy", text+"@"+trait+" string T\n") {
				if strings.Contains(f, " TraitValue") {
					_, f, _ = strings.Cut(f, ":")
					got = append(got, strings.Replace(f, "the value of the trait a#"+name+" ", "", 1))
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTraitDefinitions(t *testing.T) {
	t.Parallel()
	head := "$version: \"2\"\nnamespace a\n"
	tests := map[string]struct {
		model string
		want  []string
	}{
		"selector":         {`@trait(selector: "structure[") string t`, []string{`is no selector`}},
		"severity":         {`@trait(breakingChanges: [{change: "add", severity: "BAD"}]) string t`, []string{`must be one of NOTE, WARNING, DANGER, ERROR, not "BAD"`}},
		"change":           {`@trait(breakingChanges: [{change: "adds"}]) string t`, []string{`not "adds": did you mean add?`}},
		"pointer":          {`@trait(breakingChanges: [{change: "add", path: "x"}]) string t`, []string{`must be a JSON pointer`}},
		"path":             {`@trait(breakingChanges: [{change: "add", path: "/x/y"}]) structure t { x: String }`, []string{`the path /x/y leads nowhere, since smithy.api#String, a string, has no member y: correct or remove it`}},
		"exclusive":        {`@trait(structurallyExclusive: "members") structure t {}`, []string{`not "members": did you mean member?`}},
		"pattern":          {`@pattern("a(b") string t`, []string{`is a pattern that can't be used`}},
		"idRef":            {`@idRef(selector: ":no") string t`, []string{`is no selector`}},
		"links":            {`@externalDocumentation(Home: "nowhere") string t`, []string{`must be a URL such as https://example.com/, not "nowhere"`}},
		"conflict":         {`@trait(conflicts: [u]) structure t {}` + "\n@trait structure u {}\n@t @u string S", []string{`a#S has traits that exclude each other: a#t and a#u`}},
		"mixin as a trait": {`@trait @mixin structure t {}` + "\n@t string S", []string{`a#t is a mixin and so can't be applied to a#S as a trait`}},
		"validators":       {"@trait @traitValidators(\"x.NoBlobs\": {selector: \"~> blob\", message: \"no blobs\"}) structure t {}\n@t structure S { b: Blob }\nstructure Other { b: Blob }", []string{`x.NoBlobs: smithy.api#Blob does not go with the trait a#t of a#S: no blobs`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := findings(diag.Error, "m.smithy", head+test.model+"\n")
			if len(got) != len(test.want) {
				t.Fatalf("findings %q, want %q", got, test.want)
			}
			for i := range got {
				if !strings.Contains(got[i], test.want[i]) {
					t.Errorf("found %q, want %q", got[i], test.want[i])
				}
			}
		})
	}
}

func TestTypedMetadataValues(t *testing.T) {
	t.Parallel()
	got := findings(diag.Warning, "m.smithy", `$version: "2"
metadata raw = "no base64!"
metadata coded = "YWJj"
namespace a
@metadata(key: "raw") blob Raw
@metadata(key: "coded") @length(max: 2) blob Coded
`)
	want := []string{
		"2:16 TypedMetadata.raw: the metadata raw must be base64, since it stands for a blob",
		"3:18 TypedMetadata.coded: the metadata coded must have at most 2 bytes, but has 3",
	}
	if diff := cmp.Diff(want, about("TypedMetadata", got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// numbered repeats a text with a comma in between; %d in it is the number.
func numbered(n int, text string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(text, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

// TestHugeModelsEnd holds the checks to time that grows with the model and no faster.
func TestHugeModelsEnd(t *testing.T) {
	t.Parallel()
	const n = 20_000
	head := `{"smithy":"2.0","shapes":{"a#t":`
	tests := map[string]struct {
		model string
		want  int // findings, those that are not kept left out
	}{
		"ids": {head + `{"type":"list","member":{"target":"a#E"},"traits":{"smithy.api#trait":{},"smithy.api#uniqueItems":{}}},` +
			`"a#E":{"type":"string","traits":{"smithy.api#idRef":{"selector":"structure"}}},` +
			`"a#S":{"type":"string","traits":{"a#t":[` + numbered(n, `"a#S%d"`) + `,"a#S1"]}}}}`, 1},
		"members": {head + `{"type":"structure","members":{` +
			numbered(n, `"m%d":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}`) + `},"traits":{"smithy.api#trait":{}}},` +
			`"a#S":{"type":"string","traits":{"a#t":{` + numbered(n, `"m%d":"x"`) + `}}}}}`, 0},
		"unknown members": {head + `{"type":"union","members":{` + numbered(n, `"m%d":{"target":"smithy.api#String"}`) +
			`},"traits":{"smithy.api#trait":{}}},"a#u":{"type":"list","member":{"target":"a#V"},"traits":{"smithy.api#trait":{}}},` +
			`"a#V":{"type":"union","members":{` + numbered(n, `"m%d":{"target":"smithy.api#String"}`) + `}},` +
			`"a#S":{"type":"string","traits":{"a#u":[` + numbered(n, `{"n%d":"x"}`) + `]}}}}`, 10_000},
		"enum": {head + `{"type":"list","member":{"target":"a#E"},"traits":{"smithy.api#trait":{}}},` +
			`"a#E":{"type":"enum","members":{` + numbered(n, `"M%d":{"target":"smithy.api#Unit"}`) + `}},` +
			`"a#S":{"type":"string","traits":{"a#t":[` + numbered(n, `"M%d"`) + `]}}}}`, 0},
		"exclusive": {`{"smithy":"2.0","shapes":{` +
			numbered(n, `"a#t%d":{"type":"structure","members":{},"traits":{"smithy.api#trait":{"structurallyExclusive":"member","conflicts":["a#x"]}}}`) +
			`,"a#S":{"type":"structure","members":{` + numbered(n, `"m%d":{"target":"smithy.api#String","traits":{"a#t%d":{}}}`) + `}}}}`, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			if got := findings(diag.Error, "m.json", test.model); len(got) != test.want {
				t.Errorf("%d findings, want %d: %.300q", len(got), test.want, got)
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestRealModelsBreakNothing holds the published models to all validators. There is no exception: what they break gives
// warnings at most.
func TestRealModelsBreakNothing(t *testing.T) {
	t.Parallel()
	for _, file := range testenv.Models(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings(diag.Error, filepath.Base(file), string(text)) {
				t.Error(f)
			}
		})
	}
}
