package doctext

// This file checks what must hold for the comment of any documentation whatever.

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/testenv"
)

// documented are the models of the shared folder that still have their documentation.
var documented = []string{
	"bedrock-runtime", "cloudwatch-logs", "codecatalyst", "dynamodb", "ecs", "glacier", "kms", "lambda", "polly",
	"route-53", "s3", "s3-control", "sqs", "timestream-query", "transcribe-streaming",
}

// modelDoc is a documentation trait and the name of what it is about.
type modelDoc struct {
	name, text string
	kind       Kind
	isMember   bool
}

// modelDocs returns the documentation traits of a shared model.
func modelDocs(t testing.TB, model string) []modelDoc {
	t.Helper()
	data, err := os.ReadFile(testenv.Shared(t, "models", "smithy", model+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var docs []modelDoc
	const trait = `traits.smithy\.api#documentation`
	gjson.GetBytes(data, "shapes").ForEach(func(id, shape gjson.Result) bool {
		_, name, _ := strings.Cut(id.String(), "#")
		kind := Type
		switch {
		case shape.Get("type").String() == "operation":
			kind = Operation
		case shape.Get(`traits.smithy\.api#error`).Exists():
			kind = Error
		}
		if text := shape.Get(trait); text.Exists() {
			docs = append(docs, modelDoc{name, text.String(), kind, false})
		}
		members := func(name, member gjson.Result) bool {
			if text := member.Get(trait); text.Exists() {
				docs = append(docs, modelDoc{name.String(), text.String(), Type, shape.Get("type").String() != "enum"})
			}
			return true
		}
		shape.Get("members").ForEach(members)
		for _, part := range []string{"member", "key", "value"} {
			members(gjson.Result{Type: gjson.String, Str: part}, shape.Get(part))
		}
		return true
	})
	return docs
}

// checkLines reports what is wrong with the lines of a comment of the given width.
func checkLines(lines []string, width int) error {
	for i, line := range lines {
		if err := checkLine(line, width); err != nil {
			return fmt.Errorf("line %d %q: %w", i+1, line, err)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if lines[0] == "" || lines[len(lines)-1] == "" {
		return fmt.Errorf("begins or ends with an empty line: %q", lines)
	}
	text := strings.Join(lines, "\n") + "\n"
	var p comment.Parser
	var pr comment.Printer
	if got := string(pr.Comment(p.Parse(text))); got != text {
		return fmt.Errorf("gofmt changes the comment\n--- from\n%s--- to\n%s", text, got)
	}
	return nil
}

// definitionLine is a link definition, which is not wrapped.
var definitionLine = regexp.MustCompile(`^\[[^\[\]]+\]: https?://\S+$`)

// markers are the starts of lines that tools act on, codeMarkers those of them that count in code, too.
var (
	markers     = regexp.MustCompile(`^[ /]*(\+[a-zA-Z]|[A-Z][A-Z]+\([^)]*\):?|Deprecated:|Code generated|nolint|revive:)`)
	codeMarkers = regexp.MustCompile(`^\s*[A-Z][A-Z]+\([^)]*\):?`)
)

func checkLine(line string, width int) error {
	body := strings.TrimPrefix(line, "\t")
	if i := strings.IndexFunc(body, func(r rune) bool {
		return r == utf8.RuneError && !strings.Contains(body, "\uFFFD") || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}); i >= 0 {
		return fmt.Errorf("has a control character at %d", i)
	}
	switch {
	case !utf8.ValidString(line):
		return fmt.Errorf("is not UTF-8")
	case len(line) > maxURL+maxWord+2*maxLinkText+4:
		return fmt.Errorf("is far too long")
	case strings.TrimRight(line, " \t") != line:
		return fmt.Errorf("ends with a space")
	case strings.Contains(line, "+build"):
		return fmt.Errorf("has a build constraint")
	case markers.MatchString(line) || codeMarkers.MatchString(line):
		return fmt.Errorf("begins with a marker")
	case line != body || definitionLine.MatchString(line) || strings.HasPrefix(line, "# "):
		return nil
	}
	text := strings.TrimLeft(line, " -0123456789.")
	if utf8.RuneCountInString(line) > width && strings.Contains(text, " ") {
		return fmt.Errorf("has more than %d columns", width)
	}
	return nil
}

// leftTags are tags that must have been understood, with the attributes that they may have.
var leftTags = regexp.MustCompile(`</?(p|ul|ol|li|dl|dt|dd|code|b|i|a|note|important|fullname|br|pre|h[1-6])(\s[^>]*)?/?>`)

func TestEveryModelDocumentation(t *testing.T) {
	t.Parallel()
	for _, model := range documented {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			docs := modelDocs(t, model)
			if len(docs) < 100 {
				t.Fatalf("%d documentation traits found, expected at least 100", len(docs))
			}
			names := make(map[string]Kind)
			for _, d := range docs {
				if !d.isMember {
					names[d.name] = d.kind
				}
			}
			links := func(name string) (string, bool) {
				kind, ok := names[name]
				if kind == Operation {
					name = "Client." + name
				}
				return name, ok
			}
			for _, d := range docs {
				checkDoc(t, d, links)
			}
		})
	}
}

// checkDoc checks all that is made of one documentation trait.
func checkDoc(t *testing.T, d modelDoc, links func(string) (string, bool)) {
	t.Helper()
	for _, width := range []int{100, 72} {
		opts := Options{Width: width, Links: links, Kind: d.kind, Append: []string{"Required."}}
		lines := Format(d.text, opts)
		if err := checkLines(lines, width); err != nil {
			t.Errorf("Format, %s: %v", d.name, err)
		}
		if tag := leftTags.FindString(strings.Join(lines, "\n")); tag != "" {
			t.Errorf("Format, %s: %s is left", d.name, tag)
		}
		lead := Lead(d.name, d.text, opts)
		if err := checkLines(lead, width); err != nil {
			t.Errorf("Lead, %s: %v", d.name, err)
		}
		if hasInk(Text(d.text)) && lead[0] != d.name && !strings.HasPrefix(lead[0], d.name+" ") {
			t.Errorf("Lead, %s: begins with %q", d.name, lead[0])
		}
	}
	if s := Summary(d.text); strings.ContainsAny(s, "\n\t") || s == "" && hasInk(Text(d.text)) {
		t.Errorf("Summary, %s: %q", d.name, s)
	}
}

// source is a Go file with a comment at every place where one can stand.
func source(lines []string) string {
	var c, out strings.Builder
	for _, line := range lines {
		switch {
		case line == "":
			c.WriteString("//\n")
		case line[0] == '\t':
			c.WriteString("//" + line + "\n")
		default:
			c.WriteString("// " + line + "\n")
		}
	}
	indented := strings.ReplaceAll(strings.TrimSuffix(c.String(), "\n"), "\n", "\n\t")
	fmt.Fprintf(&out, "%spackage p\n\n%stype T struct {\n\t%s\n\tF int\n}\n\n%sfunc (T) M() {}\n", &c, &c, indented, &c)
	return out.String()
}

// checkSource prints a comment into a Go file and checks that it changes nothing but what is documented.
func checkSource(lines []string) error {
	src := source(lines)
	formatted, err := format.Source([]byte(src))
	if err != nil {
		return err
	}
	if !bytes.Equal(formatted, []byte(src)) {
		return fmt.Errorf("gofmt changes the file\n--- from\n%s--- to\n%s", src, formatted)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		return err
	}
	if ast.IsGenerated(file) {
		return fmt.Errorf("the file counts as generated:\n%s", src)
	}
	pkg, err := doc.NewFromFiles(fset, []*ast.File{file}, "p")
	if err != nil {
		return err
	}
	if len(pkg.Notes) != 0 {
		return fmt.Errorf("the file has notes %v:\n%s", pkg.Notes, src)
	}
	for paragraph := range strings.SplitSeq(pkg.Doc, "\n\n") {
		if strings.HasPrefix(paragraph, "Deprecated:") {
			return fmt.Errorf("the file is deprecated:\n%s", src)
		}
	}
	return nil
}

// seeds are documentation texts that have been or may be trouble.
var seeds = []string{
	"", " \n\t", "<p/>", "A", "<p>Text.</p>", "plain & simple", "*/", "//go:generate rm -rf /", "//go:build ignore", "+build ignore",
	"<p>+build ignore</p>", "//line x.go:1", "Deprecated: use Y.", "<p>Deprecated: use Y.</p><p>Deprecated: no</p>",
	"Code generated by hand. DO NOT EDIT.", "<ul><li>Code generated by hand. DO NOT EDIT.</li></ul>", "BUG(me): it bites", "<p>TODO(x) y</p>",
	"nolint:all", "#nosec", "a\x00b\x07c", "\u202Eevil\u2066\u200B\uFEFF", "bad\xff\xfeutf\xc3", "`one` ``two`` ```three", "it''s ''quoted''",
	"'''", "a\tb\vc\fd", strings.Repeat("x", 5000), strings.Repeat("w ", 3000), "<p", "<a href=", "<a href='https://x.y'>t", "</p></ul></li>",
	"<ul><li>a<ul><li>b</li><ol><li>c<li>d</ol></ul></li></ul>", "<ul><li>a</ul><ol><li>b</ol>", "<li>only", "<pre>- a\n  b</pre>",
	"<pre>  a\n\n\n\tb\n</pre><ul><li>x</ul><pre>y</pre>", "<ul><li><pre>a\nb</pre></ul>", "<h2>Head</h2>", "<p>Para</p><h3>Head</h3><p>Para</p>",
	"<p>Name formats</p><p>More</p>", "<p><b>Title</b></p><ul><li>x</ul>", "<note><p>Mind.</p></note><p>Creates it.</p>", "[a](https://x.y/z) b",
	"[a](https://x.y/z) [a](https://x.y/w)", "[ [a](https://x.y/z)", "] [a](https://x.y/z) [", "[a]: https://x.y", "<p>[a]: https://x.y</p>",
	"<p><a href=\"https://x.y\">a</a>: https://z</p>", "<ul><li><a href=\"https://x.y\">a</a>: https://z</li></ul>", "<a>PutThing</a>s", "`PutThing`, `Thing`",
	"- a\n- b\n  - c\n    d\n\n  e\n1. f", "1. a\n2. b\n\n   c", "# H\n\ntext\n\n## ##", "a\n===\nb\n---", "```go\nx := 1\n```", "    code\n\ttab\n\n    more",
	"***", "**bold** *it* _em_ __st__ snake_case s3:* and *", "a  \nb\\\nc", "\\*x\\* &lt;p&gt; &#0; &#x202e;", "<https://x.y>, <b>x</b>", "![img](u)",
	"> quote\n> more", "[r][l] [l]\n\n[l]: https://x.y", "2 - 3 - 4 * 5 # 6 + 7 1. 8) x", "- - - -", "1. 1. 1.", "# # #", "\u2022 a", "\u2028x\u2029y\u0085z\u00a0w",
	"<dl><dt>Term</dt><dd>Meaning</dd></dl>", "<table><tr><td>a</td><td>b</td></tr></table>", "<fullname>Service</fullname>", "<script>x</script>y",
	"<title>t</title>x", "<Code>x</Code> <bucket>", "{\n\tx\n}", "text {\n- a", "\\", "a\\\n- b", "(" + strings.Repeat("A", 150) + "(x", "A\u0301\u0301(", "\ufffd", "/+A",
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		for _, text := range []string{seed, "<p>" + seed + "</p>", "Words.\n\n" + seed, seed + "\n\n" + seed, "<ul><li>" + seed + "</li><li>" + seed} {
			if err := checkAny(text, 40); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}

// checkAny checks the invariants for text that nobody vouches for.
func checkAny(text string, width int) error {
	opts := Options{Width: width, Append: []string{"Range: 1 to [Client.Max]."}, Links: func(name string) (string, bool) {
		return "Client." + name, name == "PutThing" || name == "Thing"
	}}
	for kind := Type; kind <= Constant; kind++ {
		opts.Kind = kind
		for _, lines := range [][]string{Format(text, opts), Lead("Name", text, opts)} {
			if err := checkLines(lines, width); err != nil {
				return err
			}
			if err := checkSource(lines); err != nil {
				return err
			}
		}
	}
	for _, line := range []string{Summary(text), Text(text)} {
		if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			return fmt.Errorf("%q has a control character", line)
		}
	}
	return nil
}

func FuzzFormat(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed, 40)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < minWidth || width > 200 {
			width = 100
		}
		if err := checkAny(text, width); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
