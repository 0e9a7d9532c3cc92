// Tests of protocols that stand in a model (smithy.test).

package check

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkProtocolTests holds the parameters of protocol tests to the structures that they are for, and their bodies to their
// media types.
func (p *pass) checkProtocolTests() {
	for _, s := range p.shapes {
		for t := range s.Traits.All() {
			f := finding{severity: diag.Error, about: s.Subject(), span: t.Span}
			switch {
			case t.ID == traitRequestTests && s.Kind == shape.Operation:
				f.code = "HttpRequestTestsInput"
				p.protocolTests(f, t, s.Input, "input")
			case t.ID == traitResponseTests && s.Kind == shape.Operation:
				f.code = "HttpResponseTestsOutput"
				p.protocolTests(f, t, s.Output, "output")
			case t.ID == traitResponseTests:
				f.code = "HttpResponseTestsError"
				p.protocolTests(f, t, s, "error")
			}
		}
	}
}

// protocolTests checks the cases of one trait; of is what their parameters are for, nil if the operation has none.
func (p *pass) protocolTests(f finding, t shape.Trait, of *shape.Shape, what string) {
	for _, test := range t.Value.Elems() {
		id, _ := test.Field("id")
		f := at(f, test)
		p.testBody(f, test, id.Str())
		c := valueCheck{code: f.code, about: f.about, span: f.span, epoch: true, nulls: true}
		vendor, hasVendor := test.Field("vendorParams")
		if name, ok := test.Field("vendorParamsShape"); ok {
			vendorShape := p.m.Shape(shape.ID(name.Str()))
			switch {
			case !hasVendor || vendor.Len() == 0:
				w := at(f, name)
				w.severity = diag.Warning
				p.report(w, "the test %s names a shape for its vendorParams, but has none: add them or remove the name", id.Str())
			case vendorShape != nil:
				c.what = "the value of vendorParams in the test " + id.Str()
				p.checkValue(c, vendor, vendorShape.Subject())
			}
		}
		params, hasParams := test.Field("params")
		switch {
		case of != nil:
			if !hasParams {
				params = shape.ObjectNode(nil, test.Span())
			}
			c.what = "the value of params in the test " + id.Str()
			p.checkValue(c, params, of.Subject())
		case params.Len() > 0:
			p.report(at(f, params), "the test %s has params, but %s has no %s: remove them", id.Str(), f.about.ID(), what)
		}
	}
}

// testBody checks that a body that should be JSON or XML is.
func (p *pass) testBody(f finding, test shape.Node, id string) {
	body, _ := test.Field("body")
	mediaType, _ := test.Field("bodyMediaType")
	if body.Str() == "" {
		return
	}
	kind, _, _ := strings.Cut(mediaType.Str(), ";")
	kind = strings.TrimSpace(kind)
	kind = kind[max(strings.LastIndexByte(kind, '/'), strings.LastIndexByte(kind, '+'))+1:]
	var err error
	switch kind {
	case "json":
		var value json.RawMessage
		err = json.Unmarshal([]byte(body.Str()), &value)
	case "xml":
		err = wellFormed(body.Str())
	}
	if err != nil {
		f = at(f, body)
		f.severity = diag.Danger
		p.report(f, "the body of the test %s is no %s: %v", id, mediaType.Str(), err)
	}
}

// wellFormed returns what is wrong with a text that should be XML.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read it as XML: %w", err)
		}
	}
}

// checkProtocolTestIDs reports tests of one sort that have the same id.
func (p *pass) checkProtocolTestIDs() {
	type use struct {
		of shape.Subject
		id shape.Node
	}
	known := map[string]use{} // by sort and id
	for _, s := range p.shapes {
		for t := range s.Traits.All() {
			if t.ID != traitRequestTests && t.ID != traitResponseTests && t.ID != traitMalformedTests {
				continue
			}
			for _, test := range t.Value.Elems() {
				id, _ := test.Field("id")
				key := string(t.ID) + " " + id.Str()
				first, twice := known[key]
				if !twice {
					known[key] = use{s.Subject(), id}
					continue
				}
				f := at(finding{code: "UniqueProtocolTestCaseId", severity: diag.Error, about: s.Subject(), span: t.Span}, id)
				f.notes = []diag.Note{{Span: first.id.Span(), Text: "it is the id of this test of " + string(first.of.ID())}}
				p.report(f, "the id %s is that of another test: give each test an id of its own", id.Str())
			}
		}
	}
}
