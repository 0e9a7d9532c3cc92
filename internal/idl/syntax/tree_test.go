// Tests of the tree: that ranges cover what they should, and that nothing of a text is lost.

package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// walker visits every part of a tree. It writes down the text of each range and checks what holds for all of them.
type walker struct {
	t    *testing.T
	file *File
	out  []string
}

// raw writes a range down, as a line of its depth.
func (w *walker) raw(depth int, what string, r Range) {
	if r.Start < 0 || r.End < r.Start || int(r.End) > len(w.file.Text) {
		w.t.Fatalf("%s has the range %v", what, r)
	}
	w.out = append(w.out, fmt.Sprintf("%s%s: %q", strings.Repeat("  ", depth), what, w.file.Raw(r)))
}

func (w *walker) name(depth int, what string, n Name) {
	if n.IsZero() {
		return
	}
	w.raw(depth, what, n.Range)
	if raw := w.file.Raw(n.Range); n.Quoted != strings.HasPrefix(raw, `"`) || !n.Quoted && raw != n.Text {
		w.t.Errorf("the name %q is written %q", n.Text, raw)
	}
}

// byteAt checks that a single character stands at an offset.
func (w *walker) byteAt(what string, off int32, want byte) {
	if w.file.Text[off] != want {
		w.t.Errorf("%s is %q, want %q", what, w.file.Text[off], want)
	}
}

func (w *walker) docs(depth int, d Docs) {
	if d.IsZero() {
		return
	}
	for _, c := range w.file.DocsOf(d) {
		if c.Doc != c.Attached {
			w.t.Errorf("%q is doc: %v, attached: %v", w.file.Raw(c.Range), c.Doc, c.Attached)
		}
		w.raw(depth, "doc", c.Range)
	}
}

func (w *walker) value(depth int, v *Value) {
	w.raw(depth, "value", v.Range)
	first := w.file.Text[v.Start]
	switch v.Kind {
	case ValueArray:
		w.byteAt("an array", v.Start, '[')
		w.byteAt("the end of an array", v.End-1, ']')
	case ValueString, ValueTextBlock:
		if first != '"' || strings.HasPrefix(w.file.Raw(v.Range), `"""`) != (v.Kind == ValueTextBlock) {
			w.t.Errorf("%q is a string of kind %d", w.file.Raw(v.Range), v.Kind)
		}
	case ValueObject:
	default:
		if v.Text != w.file.Raw(v.Range) {
			w.t.Errorf("the value %q is written %q", v.Text, w.file.Raw(v.Range))
		}
	}
	for i := range v.Elems {
		w.value(depth+1, &v.Elems[i])
	}
	for i := range v.Entries {
		w.name(depth+1, "key", v.Entries[i].Key)
		w.value(depth+1, &v.Entries[i].Value)
	}
}

func (w *walker) traits(depth int, traits []Trait) {
	for i := range traits {
		t := &traits[i]
		w.raw(depth, "trait", t.Range)
		w.byteAt("a trait", t.Start, '@')
		w.name(depth+1, "id", t.ID)
		if t.Form != FormBare {
			w.byteAt("a trait", t.Open, '(')
			w.byteAt("the end of a trait", t.Close, ')')
		}
		if t.Value != nil {
			w.value(depth+1, t.Value)
		}
	}
}

func (w *walker) clauses(depth int, f *For, with *With) {
	if f != nil {
		w.raw(depth, "for", f.Range)
		w.name(depth+1, "resource", f.Resource)
	}
	if with != nil {
		w.raw(depth, "with", with.Range)
		w.byteAt("the mixins", with.Open, '[')
		w.byteAt("the end of the mixins", with.Close, ']')
		for _, m := range with.Mixins {
			w.name(depth+1, "mixin", m)
		}
	}
}

func (w *walker) members(depth int, b *Members) {
	w.raw(depth, "members", b.Range)
	w.byteAt("a body", b.Start, '{')
	w.byteAt("the end of a body", b.End-1, '}')
	for i := range b.List {
		m := &b.List[i]
		w.raw(depth+1, "member", m.Range)
		w.docs(depth+2, m.Docs)
		w.traits(depth+2, m.Traits)
		w.name(depth+2, "name", m.Name)
		if m.Dollar >= 0 {
			w.byteAt("an elided member", m.At().Start, '$')
		}
		w.name(depth+2, "target", m.Target)
		if m.Value != nil {
			w.byteAt("an assignment", m.Equals, '=')
			w.value(depth+2, m.Value)
		}
	}
}

func (w *walker) operation(depth int, o *Operation) {
	w.raw(depth, "operation", o.Range)
	for i := range o.Properties {
		p := &o.Properties[i]
		w.raw(depth+1, "property", p.Range)
		w.name(depth+2, "key", p.Key)
		w.raw(depth+2, "sign", p.Sign)
		w.name(depth+2, "target", p.Target)
		if p.Errors != nil {
			w.raw(depth+2, "list", p.Errors.Range)
			for _, id := range p.Errors.IDs {
				w.name(depth+3, "id", id)
			}
		}
		if in := p.Inline; in != nil {
			w.raw(depth+2, "inline", in.Range)
			w.docs(depth+3, in.Docs)
			w.traits(depth+3, in.Traits)
			w.clauses(depth+3, in.For, in.With)
			w.members(depth+3, in.Body)
		}
	}
}

func (w *walker) statement(s Statement) {
	w.raw(0, strings.TrimPrefix(fmt.Sprintf("%T", s), "*syntax."), s.Bounds())
	switch s := s.(type) {
	case *Control:
		w.name(1, "key", s.Key)
		w.value(1, &s.Value)
	case *Metadata:
		w.name(1, "key", s.Key)
		w.value(1, &s.Value)
	case *Namespace:
		w.name(1, "name", s.Name)
	case *Use:
		w.name(1, "id", s.ID)
	case *Apply:
		w.name(1, "target", s.Target)
		if s.Open > 0 {
			w.byteAt("a block", s.Open, '{')
			w.byteAt("the end of a block", s.Close, '}')
		}
		w.traits(1, s.Traits)
	case *Shape:
		w.docs(1, s.Docs)
		w.traits(1, s.Traits)
		w.name(1, "type", s.Keyword)
		w.name(1, "name", s.Name)
		w.clauses(1, s.For, s.With)
		switch b := s.Body.(type) {
		case *Members:
			w.members(1, b)
		case *Operation:
			w.operation(1, b)
		case *Value:
			w.value(1, b)
		}
	}
}

// walk visits a whole tree, and checks that nothing but white space stands outside statements and comments.
func walk(t *testing.T, file *File) []string {
	t.Helper()
	w := &walker{t: t, file: file}
	rest := []byte(file.Text)
	blank := func(r Range) {
		for i := r.Start; i < r.End; i++ {
			rest[i] = ' '
		}
	}
	for _, s := range file.Statements {
		w.statement(s)
		blank(s.Bounds())
	}
	for _, c := range file.Comments {
		blank(c.Range)
	}
	if left := strings.Trim(string(rest), " \t\r\n,"); left != "" {
		t.Errorf("outside statements and comments stands %q", left)
	}
	return w.out
}

const sample = `$version: "2.0" // c
metadata "a b" = [1, {k: true}]
namespace x.y
use z#Z

/// Doc
// between
/// more
@t(a: [], "b": """
    x
    """) @u()
structure S for R with [M] {
    /// d
    @v("x") // c
    a: String = "x"
    $b
    /// stray
}
enum E { A = 1
 B }
operation O { input := @i with [M] {}
  errors: [E1, x#E2] }
apply S$a { @t @u }
service V { version: "1" }
`

const sampleTree = `Control: "$version: \"2.0\""
  key: "version"
  value: "\"2.0\""
Metadata: "metadata \"a b\" = [1, {k: true}]"
  key: "\"a b\""
  value: "[1, {k: true}]"
    value: "1"
    value: "{k: true}"
      key: "k"
      value: "true"
Namespace: "namespace x.y"
  name: "x.y"
Use: "use z#Z"
  id: "z#Z"
Shape: "/// Doc\n// between\n/// more\n@t(a: [], \"b\": \"\"\"\n    x\n    \"\"\") @u()\nstructure S for R with [M] {\n    /// d\n    @v(\"x\") // c\n    a: String = \"x\"\n    $b\n    /// stray\n}"
  doc: "/// Doc"
  doc: "// between"
  doc: "/// more"
  trait: "@t(a: [], \"b\": \"\"\"\n    x\n    \"\"\")"
    id: "t"
    value: "a: [], \"b\": \"\"\"\n    x\n    \"\"\""
      key: "a"
      value: "[]"
      key: "\"b\""
      value: "\"\"\"\n    x\n    \"\"\""
  trait: "@u()"
    id: "u"
  type: "structure"
  name: "S"
  for: "for R"
    resource: "R"
  with: "with [M]"
    mixin: "M"
  members: "{\n    /// d\n    @v(\"x\") // c\n    a: String = \"x\"\n    $b\n    /// stray\n}"
    member: "/// d\n    @v(\"x\") // c\n    a: String = \"x\""
      doc: "/// d"
      trait: "@v(\"x\")"
        id: "v"
        value: "\"x\""
      name: "a"
      target: "String"
      value: "\"x\""
    member: "$b"
      name: "b"
Shape: "enum E { A = 1\n B }"
  type: "enum"
  name: "E"
  members: "{ A = 1\n B }"
    member: "A = 1"
      name: "A"
      value: "1"
    member: "B"
      name: "B"
Shape: "operation O { input := @i with [M] {}\n  errors: [E1, x#E2] }"
  type: "operation"
  name: "O"
  operation: "{ input := @i with [M] {}\n  errors: [E1, x#E2] }"
    property: "input := @i with [M] {}"
      key: "input"
      sign: ":="
      inline: "@i with [M] {}"
        trait: "@i"
          id: "i"
        with: "with [M]"
          mixin: "M"
        members: "{}"
    property: "errors: [E1, x#E2]"
      key: "errors"
      sign: ":"
      list: "[E1, x#E2]"
        id: "E1"
        id: "x#E2"
Apply: "apply S$a { @t @u }"
  target: "S$a"
  trait: "@t"
    id: "t"
  trait: "@u"
    id: "u"
Shape: "service V { version: \"1\" }"
  type: "service"
  name: "V"
  value: "{ version: \"1\" }"
    key: "version"
    value: "\"1\""`

func TestTree(t *testing.T) {
	t.Parallel()
	var diags diag.List
	file := Parse(source.New("a.smithy", []byte(sample)), &diags)
	for i, c := range file.Comments {
		if c.Doc && c.Attached != (i != 6) {
			t.Errorf("%q is attached: %v", file.Raw(c.Range), c.Attached)
		}
	}
	if diff := cmp.Diff(strings.Split(sampleTree, "\n"), walk(t, file)); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
	if diags.HasErrors() || file.Broken {
		t.Errorf("errors: %v", diags.Sorted())
	}
}

// TestNothingIsLost walks the trees of files without mistakes.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"formatter", "idl/loader/valid", "traits", "protocols/idl/aws/restJson1"} {
		paths, err := filepath.Glob(filepath.Join(testenv.Shared(t, "corpora", filepath.FromSlash(dir)), "*.smithy"))
		if err != nil || len(paths) == 0 {
			t.Errorf("no files in %s: %v", dir, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var diags diag.List
			file := Parse(source.New(path, text), &diags)
			walk(t, file)
			if file.Broken {
				t.Errorf("%s: %v", path, diags.Sorted())
			}
		}
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	var diags diag.List
	file := Parse(source.New("a.smithy", []byte("// a\n\nnamespace x // b\n// c\nblob A\n// d\n")), &diags)
	between := Range{file.Statements[0].Bounds().End, file.Statements[1].Bounds().Start}
	var got []string
	for _, c := range file.CommentsIn(between) {
		got = append(got, file.Raw(c.Range))
	}
	if diff := cmp.Diff([]string{"// b", "// c"}, got); diff != "" {
		t.Errorf("comments between (-want +got):\n%s", diff)
	}
	if n := file.Newlines(Range{0, file.Statements[0].Bounds().Start}); n != 2 {
		t.Errorf("%d line breaks before the namespace, want 2", n)
	}
	if n := len(file.CommentsIn(Range{between.Start, between.Start})); n != 0 {
		t.Errorf("%d comments in nothing", n)
	}
}

func TestLineEnd(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "a": 1, "a\nb": 2, "a\r\nb": 3, "a\rb\n": 2, "a\rb": 2, "a\r\r\n": 2, "\n": 1, "\r\n": 2,
	} {
		if got := lineEnd(text); got != want {
			t.Errorf("lineEnd(%q) = %d, want %d", text, got, want)
		}
	}
}
