// The speed of reading: a text of a megabyte with documentation, traits and members in the proportions of real models.

package idl

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/syntax"
	"github.com/smithwright/smithwright/internal/source"
)

// bigText returns an IDL file of at least size bytes without mistakes.
func bigText(size int) []byte {
	var b strings.Builder
	b.WriteString("$version: \"2.0\"\n\nmetadata suppressions = [{id: \"UnreferencedShape\", namespace: \"example.bench\"}]\n\n" +
		"namespace example.bench\n\nuse aws.protocols#restJson1\n\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `/// Returns the record of the given number, or the error RecordNotFound%[1]d.
///
/// Records are kept for thirty days.
@readonly
@http(method: "GET", uri: "/records/%[1]d/{recordId}", code: 200)
operation GetRecord%[1]d {
    input := {
        /// The record's id.
        @required
        @httpLabel
        recordId: RecordId%[1]d

        @httpQuery("maxResults")
        maxResults: Integer = 10
    }
    output: Record%[1]d
    errors: [RecordNotFound%[1]d, smithy.framework#ValidationException]
}

@pattern("^[a-z0-9-]+$")
@length(min: 1, max: 64)
string RecordId%[1]d

// A plain comment.
structure Record%[1]d {
    /// Documentation of a member, which fills a line of ordinary length.
    @required
    id: RecordId%[1]d

    /// When the record was made.
    createdAt: Timestamp

    tags: Tags%[1]d
    state: State%[1]d
    size: Long = 0
}

@documentation("""
    What went wrong with "records",
      in two lines.
    """)
@error("client")
@httpError(404)
structure RecordNotFound%[1]d with [ErrorBase] {
    message: String
}

enum State%[1]d {
    ACTIVE = "active"
    @deprecated
    RETIRED = "retired"
}

map Tags%[1]d {
    key: String
    value: String
}

@examples([
    {title: "one", input: {recordId: "a", flags: [true, false, null], weight: 1.5e3}}
])
resource Record%[1]dResource {
    identifiers: {recordId: RecordId%[1]d}
    read: GetRecord%[1]d
}

`, i)
	}
	return []byte(b.String())
}

func TestBigTextIsRight(t *testing.T) {
	t.Parallel()
	var diags diag.List
	decls := Parse(source.New("big.smithy", bigText(50_000)), &diags)
	if found := diags.Sorted(); len(found) > 0 {
		t.Errorf("findings: %s", list(found))
	}
	if len(decls) < 200 {
		t.Errorf("%d declarations", len(decls))
	}
}

func BenchmarkParse(b *testing.B) {
	file := source.New("big.smithy", bigText(1<<20))
	b.SetBytes(int64(len(file.Text)))
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.List
		if len(Parse(file, &diags)) == 0 || diags.HasErrors() {
			b.Fatal("the text is not read")
		}
	}
}

func BenchmarkSyntax(b *testing.B) {
	file := source.New("big.smithy", bigText(1<<20))
	b.SetBytes(int64(len(file.Text)))
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.List
		if syntax.Parse(file, &diags).Broken {
			b.Fatal("the text is not read")
		}
	}
}
