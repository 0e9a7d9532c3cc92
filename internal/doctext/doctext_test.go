package doctext

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// testLinks knows one operation and one type.
func testLinks(name string) (string, bool) {
	switch name {
	case "PutThing":
		return "Client.PutThing", true
	case "Thing":
		return "Thing", true
	}
	return "", false
}

// formatTests are documentation in HTML or CommonMark and the comment's text.
var formatTests = []struct{ name, in, want string }{
	{"nothing", " \n ", ""},
	{"plain text", "The name.", "The name."},
	{"a paragraph without an end is no heading", "<p>Valid values</p><p>More of it.</p>", "Valid values.\n\nMore of it."},
	{"white space and styles", "<p>The <b>big</b>\n   <i>name</i> &amp; <code>x</code>.</p>", "The big name & x."},
	{"wrapped", "<p>one two three four five six seven eight nine ten eleven</p>",
		"one two three four five six seven eight\nnine ten eleven"},
	{"list", "<p>One of:</p> <ul> <li> <p>a</p> </li> <li>b</li> </ul>", "One of:\n  - a\n  - b"},
	{"list alone", "<ul><li>a</li></ul>", "As follows:\n  - a"},
	{"numbered list", "<p>Steps:</p><ol><li>a</li><li>b c d e f g h i j k l m n o p q r s t</li></ol>",
		"Steps:\n 1. a\n 2. b c d e f g h i j k l m n o p q r s\n    t"},
	{"item of two paragraphs", "<p>x:</p><ul><li><p>a</p><p>b</p></li><li>c</li></ul>",
		"x:\n\n  - a\n\n    b\n\n  - c"},
	{"nested lists", "<p>x:</p><ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>",
		"x:\n\n  - a\n\n    \u2013 b\n\n    \u2013 c"},
	{"nested numbered list", "<p>x:</p><ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>",
		"x:\n\n  - a\n\n    (1) b\n\n    (2) c"},
	{"title before a list", "<p> <b>Formats</b> </p><ul><li>a</li></ul>", "Formats:\n  - a"},
	{"heading", "<h3>Use it</h3><p>So.</p>", "# Use it\n\nSo."},
	{"definition list", "<dl><dt>Term</dt><dd><p>Meaning.</p></dd></dl>", "Term:\n\nMeaning."},
	{"note", "<p>It is.</p><note><p>Mind.</p><p>Too.</p></note>", "It is.\n\nNote: Mind.\n\nToo."},
	{"note that says so", "<note><p><b>Note:</b> mind.</p></note>", "Note: mind."},
	{"note with a list", "<note><ul><li>a</li></ul></note>", "Note:\n  - a"},
	{"preformatted", "<p>So:</p><pre>  if x {\n\ty()\n  }\n</pre>", "So:\n\n\tif x {\n\t  y()\n\t}"},
	{"preformatted list", "<p>So:</p><pre>- a</pre>", "So:\n\n\t\u2026\n\t- a"},
	{"code after a list", "<p>x</p><ul><li>a</li></ul><pre>b</pre>", "x\n  - a\n\nAs follows:\n\n\tb"},
	{"link", `<p>See <a href="https://x.org/y">the  page</a>.</p>`, "See [the page].\n\n[the page]: https://x.org/y"},
	{"link twice", `<a href="https://x.org/y">p</a> <a href="https://x.org/y">p</a>`, "[p] [p]\n\n[p]: https://x.org/y"},
	{"one text for two addresses", `<a href="https://x.org/y">p</a> <a href="https://x.org/z">p</a>`,
		"[p] p (https://x.org/z)\n\n[p]: https://x.org/y"},
	{"link after a bracket", `[0, 1) <a href="https://x.org/y">p</a>`, "[0, 1) p (https://x.org/y)"},
	{"link with brackets", `<a href="https://x.org/y">a[i]</a>`, "a[i] (https://x.org/y)"},
	{"relative link", `<a href="y.html">p</a>`, "p"},
	{"script link", `<a href="javascript:alert(1)">p</a>`, "p"},
	{"address as text", `<a href="https://x.org/y">https://x.org/y</a>.`, "https://x.org/y."},
	{"operation", "<p>Use <a>PutThing</a>, <a>Thing</a> or <a>Other</a>.</p>", "Use [Client.PutThing], [Thing] or Other."},
	{"operation in code", "Use `PutThing` on `Thing`.", "Use [Client.PutThing] on Thing."},
	{"operation's page", `<a href="https://x.org/API_PutThing.html">PutThing</a>`, "[Client.PutThing]"},
	{"operation in a word", "<p><a>PutThing</a>s</p>", "PutThings."},
	{"placeholder", "<p>arn:<partition>:<Code>&lt;id></p>", "arn:<partition>:<Code><id>"},
	{"unclosed and unopened", "<p>a<b>b</i></p></ul><p>c</li>", "ab\n\nc"},
	{"full name", "<fullname>Service</fullname><p>Does.</p>", "Does."},
	{"table", "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>", "As follows:\n  - a | b\n  - c | d"},
	{"line break", "<p>a<br/>b</p>", "a\n\nb"},
	{"script", "<p>a<script>x<p></script>b</p>", "ab"},

	{"markdown paragraphs", "a\nb\n\nc", "a b\n\nc"},
	{"markdown list", "Any:\n\n- a\n  b\n- c", "Any:\n  - a b\n  - c"},
	{"markdown nested list", "Any:\n\n* a\n  * b\n* c", "Any:\n\n  - a\n\n    \u2013 b\n\n  - c"},
	{"markdown numbers", "So:\n1. a\n2. b\n\ne", "So:\n 1. a\n 2. b\n\ne"},
	{"markdown code", "So:\n\n```go\nx := 1\n```\n\n    y\n", "So:\n\n\tx := 1\n\n\ty"},
	{"markdown styles", "**a** *b* _c_ `d` s3:* snake_case_name 2 * 3", "a b c d s3:* snake_case_name 2 * 3"},
	{"markdown links", "[a b](https://x.org/y \"t\") [c][1] <https://x.org/z>\n\n[1]: https://x.org/w",
		"[a b] [c] https://x.org/z\n\n[a b]: https://x.org/y\n[c]: https://x.org/w"},
	{"markdown headings", "# A\n\nb\n\nC\n---\nd", "# A\n\nb\n\n# C\n\nd"},
	{"markdown tags", "a <b>c</b> <a>PutThing</a> <code>&lt;</code> `<p>` &lt;", "a c [Client.PutThing] < <p> <"},
	{"markdown escapes", `\*a\* \[b\] c\`, `*a* [b] c\`},

	{"directives", "//go:generate x\n\n+build y\n\n//line z:1", "//go:generate x\n\n+\"build\" y\n\n//line z:1"},
	{"deprecation", "<p>Deprecated: use Y.</p>", "\"Deprecated:\" use Y."},
	{"generated", "<p>Code generated by x. DO NOT EDIT.</p>", "\"Code\" generated by x. DO NOT EDIT."},
	{"note of go doc", "<p>BUG(me): x</p>", "\"BUG(me):\" x"},
	{"marker at a line's start", "<p>aaaaaaaaaa aaaaaaaaaa aaaaaaaa version 2. Then</p>", "aaaaaaaaaa aaaaaaaaaa aaaaaaaa\nversion 2. Then"},
	{"link definition", "<p>[a]: https://x.org</p>", "[a] : https://x.org"},
	{"control characters", "<p>a\x00b\x1b[1m\u202Ec\u2066\uFEFFd\u2028e\xff</p>", "ab[1mcd e\uFFFD"},
	{"quotes", "<p>an '' and `` and ```</p>", "an \"\" and ` and `"},
}

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, test := range formatTests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lines := Format(test.in, Options{Width: 40, Links: testLinks})
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if err := checkLines(lines, 40); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	got := Format(`<a href="https://x.org/y">p</a>`, Options{Append: []string{"", "Range: 1\nto 5.", "Deprecated: use [Other]."}})
	want := []string{"[p]", "", "Range: 1 to 5.", "", "Deprecated: use [Other].", "", "[p]: https://x.org/y"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := Format("", Options{Append: []string{"Required."}}); len(got) != 1 || got[0] != "Required." {
		t.Errorf("appended to nothing: %q", got)
	}
	if got := Format("", Options{}); got != nil {
		t.Errorf("nothing gives %q, expected nil", got)
	}
}

func TestLead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind           Kind
		name, in, want string
	}{
		{Operation, "UpdateThing", "<p>Updates the <a>Thing</a>.</p>", "UpdateThing updates the [Thing]."},
		{Operation, "UpdateThing", "<p>Update the thing.</p>", "UpdateThing updates the thing."},
		{Operation, "ModifyThing", "<p>Modify a thing.</p>", "ModifyThing modifies a thing."},
		{Operation, "PutThing", "<p>This operation is not for you.</p>", "PutThing is not for you."},
		{Operation, "PutThing", "<p>The PutThing action sets it.</p>", "PutThing sets it."},
		{Operation, "PutThing", "<p>You can use this.</p>", "PutThing - You can use this."},
		{Operation, "PutThing", "<note><p>Mind.</p></note><p>Sets it.</p><p>More.</p>", "PutThing sets it.\n\nNote: Mind.\n\nMore."},
		{Operation, "PutThing", "<note><p>Mind.</p></note>", "PutThing - Note: Mind."},
		{Operation, "PutThing", "<p>PutThing sets it.</p>", "PutThing sets it."},
		{Operation, "PutThing", "<p><b>Title</b></p><p>Does:</p><ul><li>a</li></ul><p>x</p>", "PutThing does:\n  - a\n\nx"},
		{Operation, "PutThing", "<pre>code</pre>", "PutThing is described here.\n\n\tcode"},
		{Type, "Thing", "<p>Details about a failed thing.</p>", "Thing holds details about a failed thing."},
		{Type, "Thing", "<p>Settings for it</p>", "Thing holds settings for it."},
		{Type, "Thing", "<p>Limits that are related to it.</p>", "Thing holds limits that are related to it."},
		{Type, "Thing", "<p>Limits the size of it.</p>", "Thing limits the size of it."},
		{Type, "Thing", "<p>Contains details.</p>", "Thing contains details."},
		{Type, "Thing", "<p>Gives the answer.</p>", "Thing gives the answer."},
		{Type, "Thing", "<p>A state that is kept.</p>", "Thing is a state that is kept."},
		{Type, "Thing", "<p>A thing manages other things.</p>", "Thing - A thing manages other things."},
		{Type, "Thing", "<p>The response to a call.</p>", "Thing is the response to a call."},
		{Type, "Thing", "<p>List of names.</p>", "Thing is a list of names."},
		{Type, "Thing", "<p>The details of it.</p>", "Thing holds the details of it."},
		{Type, "Thing", "<p>VPC configuration.</p>", "Thing holds VPC configuration."},
		{Type, "Thing", "<p>Amazon has it.</p>", "Thing - Amazon has it."},
		{Type, "Thing", "<p><code>Contains</code> it.</p>", "Thing - Contains it."},
		{Type, "Thing", "<p>This data type is a thing.</p>", "Thing is a thing."},
		{Error, "Oops", "<p>The limit was exceeded.</p>", "Oops says that the limit was exceeded."},
		{Error, "Oops", "<p>Lambda couldn't do it.</p>", "Oops says that Lambda couldn't do it."},
		{Error, "Oops", "<p>Returned if it fails.</p>", "Oops is returned if it fails."},
		{Error, "Oops", "<p>This exception is thrown.</p>", "Oops is thrown."},
		{Error, "Oops", "<p>Need more.</p>", "Oops - Need more."},
		{Error, "Oops", "<p>You have too many.</p>", "Oops says that you have too many."},
		{Constant, "StateActive", "<p>The thing is active.</p>", "StateActive means that the thing is active."},
		{Constant, "StateActive", "<p>An active thing.</p>", "StateActive is an active thing."},
		{Constant, "StateActive", " ", ""},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			t.Parallel()
			lines := Lead(test.name, test.in, Options{Kind: test.kind, Links: testLinks})
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestSummaryAndText(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, summary, text string }{
		{"", "", ""},
		{"<note>Mind.</note><p>Sets <a href='https://x.y'>it</a> (e.g. a thing). Then\nmore.</p>", "Sets it (e.g. a thing).", "Note: Mind. Sets it (e.g. a thing). Then more."},
		{"Is it? Yes.", "Is it?", "Is it? Yes."},
		{"version 2.0 of it", "version 2.0 of it", "version 2.0 of it"},
		{"- a\n- b", "a", "a b"},
		{"# Title\n\n`code` is here.", "code is here.", "Title code is here."},
	}
	for _, test := range tests {
		if got := Summary(test.in); got != test.summary {
			t.Errorf("Summary(%q) = %q, expected %q", test.in, got, test.summary)
		}
		if got := Text(test.in); got != test.text {
			t.Errorf("Text(%q) = %q, expected %q", test.in, got, test.text)
		}
	}
}

// TestLinearTime feeds big texts that slow readers trip over. Each takes a second at most on a small machine; what is
// quadratic takes minutes.
func TestLinearTime(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{
		"<", "[", "`", "``` ", "*", "* _", "(", "[a](", "<a ", "</", "&", "\\", "<li>", "<ul>", "<p>", "- ", "\n- a", "\n> ", "    \n",
		"<ul><li>", "<pre>", "<!--", "<b>", "[a]:", "''", "x", "<a href='https://x.y'>a</a>", "1. ", "\u202e", "\xff", "#\n", "``a`", "![",
	} {
		for _, start := range []string{"", "<p>"} {
			text := start + strings.Repeat(unit, (1<<20)/len(unit))
			began := time.Now()
			lines := Format(text, Options{Links: testLinks})
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("1 MB of %q after %q take %v", unit, start, took)
			}
			for _, line := range lines {
				if len(line) > maxURL+maxWord+2*maxLinkText+4 {
					t.Errorf("1 MB of %q after %q give a line of %d bytes", unit, start, len(line))
					break
				}
			}
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	docs := modelDocs(b, "lambda")
	size := 0
	for _, d := range docs {
		size += len(d.text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ReportMetric(float64(len(docs)), "docs")
	for b.Loop() {
		for _, d := range docs {
			Format(d.text, Options{Links: testLinks})
		}
	}
}
