// Compressed requests.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
)

// compressions are the encodings that the requestCompression trait may name, in lower case.
var compressions = map[string]bool{"gzip": true}

// checkCompression reports requests that can't be compressed, and encodings that nobody has.
func (p *pass) checkCompression() {
	for _, o := range p.web().ops {
		if _, ok := o.op.Trait(traitRequestCompression); ok {
			p.compressedInput(o)
			p.compressedEncodings(o)
		}
	}
}

// compressedInput reports requests without content, and those that must say how long they are before they are compressed.
func (p *pass) compressedInput(o *httpOp) {
	f := finding{
		code: "RequestCompressionTrait", severity: diag.Error, about: o.op.Subject(),
		span: traitSpan(o.op.Subject(), traitRequestCompression),
	}
	if o.op.Input == nil {
		p.report(f, "%s has the trait requestCompression, but no input that could be compressed: remove it, or add an input", o.op.ID)
		return
	}
	for _, m := range o.op.Input.Members {
		if m.Target.Traits.Has(traitStreaming) && m.Target.Traits.Has(traitRequiresLength) {
			f.notes = []diag.Note{{Span: m.Span, Text: "the stream is here"}}
			p.report(f, "%s has the trait requestCompression, but its input is a stream of known length, %s, "+
				"and compressing changes the length: remove the trait", o.op.ID, m.ID)
		}
	}
}

// compressedEncodings reports a list of encodings that is empty, or names some that there are not.
func (p *pass) compressedEncodings(o *httpOp) {
	v, _ := o.op.Trait(traitRequestCompression)
	encodings, given := v.Field("encodings")
	f := finding{code: "RequestCompressionTrait", severity: diag.Error, about: o.op.Subject()}
	if given && encodings.Len() == 0 {
		f.span = valueSpan(encodings, o.op.Subject(), traitRequestCompression)
		p.report(f, "the trait requestCompression of %s names no encoding: write gzip", o.op.ID)
		return
	}
	var unknown []string
	for _, e := range encodings.Elems() {
		if !compressions[strings.ToLower(e.Str())] {
			if len(unknown) == 0 {
				f.span = valueSpan(e, o.op.Subject(), traitRequestCompression)
			}
			unknown = append(unknown, e.Str())
		}
	}
	if len(unknown) > 0 {
		p.report(f, "requests can't be compressed as %s: write gzip, the only encoding that there is", listed(unknown))
	}
}
