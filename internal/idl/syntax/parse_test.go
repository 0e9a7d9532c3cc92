// Tests of the grammar: what layouts are right, and where mistakes are reported.

package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// found parses a text and prints what is reported: places and codes, with "<" before the places of notes.
func found(text string) []string {
	var diags diag.List
	Parse(source.New("a.smithy", []byte(text)), &diags)
	var out []string
	for _, d := range diags.Sorted() {
		line, col := d.Span.Position()
		text := fmt.Sprintf("%d:%d %s", line, col, d.Code)
		for _, n := range d.Notes {
			line, col := n.Span.Position()
			text += fmt.Sprintf(" <%d:%d", line, col)
		}
		out = append(out, text)
	}
	return out
}

func TestLayouts(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"nothing":             "",
		"white space":         " \n,,\t// x",
		"control":             "$version:\"2\"\n$a  :  {}, // x\n",
		"metadata":            "metadata a=1\nmetadata  \"b\"\t= {a:1,b:[,],},,\n",
		"no line break":       "namespace a",
		"commas":              "namespace a,\nblob B,,\nblob C",
		"carriage returns":    "namespace a\r\n\r\n// x\r\nstructure S {\r\n a: B\r\n}\r\n",
		"member layout":       "namespace a\nstructure S{a:B,b : C d:E}",
		"enum layout":         "namespace a\nenum E{A B,C=1,\nD\n}",
		"body below":          "namespace a\nstructure S\n\n// x\n{\n}",
		"clauses":             "namespace a\nstructure S for a#B with\n// x\n[A,B\nC]{}",
		"operation":           "namespace a\noperation O { input\n:\nI output :=\n@t\nwith [A]\n{}, errors:[]\n}",
		"traits in one line":  "namespace a\n@a@b(1)@c(x:1,y:2)string S",
		"trait layout":        "namespace a\n@a(\n// x\n1\n)\n// y\n\nstring S",
		"apply":               "namespace a\napply\nA\n@b\napply B$c {@a@b()}",
		"underscores":         "namespace _a._1\nstring __2",
		"keywords as members": "namespace a\nstructure S { structure: A, for: B, with: C, apply: D }",
		"nesting":             "metadata a = " + strings.Repeat("[", 490) + strings.Repeat("]", 490),
		"long names":          "namespace " + strings.Repeat("a", 500) + "\nstring " + strings.Repeat("b", 500),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff([]string(nil), found(text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	const docs = "Model.BadDocumentationComment"
	cases := map[string]struct {
		text string
		want []string
	}{
		"space before a key":       {"$ a: 1", []string{"1:2 Model"}},
		"value on the next line":   {"$a:\n1", []string{"1:4 Model"}},
		"two statements in a line": {"metadata a = 1 metadata b = 2\nmetadata c = 3", []string{"1:16 Model"}},
		"each metadata":            {"metadata a =\nmetadata b = 1\nmetadata = 2", []string{"1:13 Model", "3:10 Model"}},
		"no namespace":             {"blob A\nblob", []string{"1:1 Model"}},
		"colon on the next line":   {"namespace a\nstructure S { a\n: B }", []string{"2:16 Model"}},
		"default of a union":       {"namespace a\nunion S { a: B = 1\n }", nil}, // what traits fit where is not a matter of the syntax
		"elided member of an enum": {"namespace a\nenum S { $a }", []string{"2:10 Model"}},
		"no white space":           {"namespace a\noperation O { input: A}", []string{"2:23 Model"}},
		"space in an id":           {"namespace a\n@b #c\nstring S", []string{"2:4 Model"}},
		"member of a member":       {"namespace a\napply A$b$c @d", []string{"2:10 Model"}},
		"brace and its partner":    {"namespace a\nstructure S {\n a: B\n", []string{"4:1 Model <2:13"}},
		"string and its end":       {"metadata a = \"b\n\\\"", []string{"2:3 Model <1:14"}},
		"escape":                   {"metadata a = \"b\n\\z\"", []string{"1:14 Model <2:1"}},
		"escape in a text block":   {"metadata a = \"\"\"\n  b\\u12x4\n\"\"\"", []string{"1:14 Model <2:4"}},
		"control character":        {"metadata a = \"b\x00\"", []string{"1:14 Model <1:16"}},
		"number and digits":        {"metadata a = 01", []string{"1:15 Model"}},
		"slash":                    {"namespace a\n/ b\nblob C", []string{"2:1 Model"}},
		"single quotes":            {"metadata a = 'b'\nmetadata c = ]", []string{"1:14 Model", "2:14 Model"}},
		"traits without a shape":   {"namespace a\n@b\n@c", []string{"3:3 Model"}},
		"no body, then a shape":    {"namespace a\nstructure B\nstructure C {\n", []string{"3:1 Model", "4:1 Model <3:13"}},
		"no body, then traits":     {"namespace a\nlist B\n@c\nstring D E\n", []string{"3:1 Model", "4:10 Model"}},
		"open brace, then a shape": {"namespace a\nlist B { member: C\nunion D {\n e F }\n", []string{"3:7 Model <2:8", "4:4 Model"}},
		"traits before apply":      {"namespace a\n@b\napply C @d e\n", []string{"3:1 Model", "3:12 Model"}},
		"use behind a shape":       {"namespace a\nblob B\nuse c#D\nblob E F", []string{"3:1 Model", "4:8 Model"}},
		"target in an enum":        {"namespace a\nenum B { C: String }", []string{"2:11 Model"}},
		"lone carriage returns":    {"namespace a\r// b\rstring C D\r", []string{"3:10 Model"}},
		"four-byte characters":     {"namespace a\n@b(\"😀😀\") string C D", []string{"2:19 Model"}},
		"documentation at the end": {"namespace a\n/// b\n", []string{"3:1 " + docs + " <2:1"}},
		"documentation in a line":  {"namespace a\nblob B /// c\nblob C", []string{"2:8 " + docs}},
		"documentation in a body":  {"namespace a\nstructure S {\n /// b\n}", []string{"3:2 " + docs}},
		"documentation of a trait": {"namespace a\n@b\n/// c\nblob C\n", []string{"4:7 " + docs + " <3:1"}},
		"documentation of apply":   {"namespace a\n/// b\napply A @c\n", nil},
		"documentation twice":      {"/// a\n$b: 1\n/// c\n", []string{"2:6 " + docs + " <1:1", "4:1 " + docs + " <3:1"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, found(tc.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTooLarge holds the bound on the size of a file, beside which the text itself does not matter.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	var diags diag.List
	f := Parse(source.New("a.smithy", make([]byte, source.MaxSize+1)), &diags)
	if got := diags.Sorted(); len(got) != 1 || got[0].Code != codeModel || !strings.Contains(got[0].Message, "more than the") {
		t.Errorf("found %v", got)
	}
	if !f.Broken || f.Text != "" || f.Statements != nil {
		t.Errorf("the file was read: %d bytes, %d statements", len(f.Text), len(f.Statements))
	}
}

// TestNear holds the hints for words that start no statement.
func TestNear(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"strucure": "did you mean structure?", "Enum": "did you mean enum?", "applly": "did you mean apply?",
		"ste": "did you mean set?",
		"zzz": "starts with the type of a shape", "use": "further up", "namespace": "one namespace, which is a here",
		"$version": "a control statement must stand further up",
	} {
		var diags diag.List
		Parse(source.New("a.smithy", []byte("namespace a\nblob B\n"+word+" C {}\n")), &diags)
		got := diags.Sorted()
		if len(got) != 1 || !strings.Contains(got[0].Message, want) {
			t.Errorf("%s: got %v, want %q", word, got, want)
		}
	}
}
