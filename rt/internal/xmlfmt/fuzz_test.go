package xmlfmt_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/xmlfmt"
)

// FuzzDecode looks for panics, and for structs that do not come back as they were read.
func FuzzDecode(f *testing.F) {
	for _, test := range bothWays {
		f.Add("<All>" + test.text + "</All>")
	}
	for _, test := range decodings {
		f.Add(test.text)
	}
	for _, test := range hostile {
		if len(test.text) < 10_000 {
			f.Add(test.text)
		}
	}
	f.Add("<All><choice><map><K></K></map></choice></All>")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = xmlfmt.Text([]byte(text), "a", "All/name", "Error/Code", "x/y/z")
		v, err := decode(text, &xmlfmt.Options{Unbound: true})
		if err != nil {
			return
		}
		sent, err := encode(v, &xmlfmt.Options{Unbound: true})
		if err != nil {
			if strings.Contains(err.Error(), "can be received") || strings.Contains(err.Error(), "is nil") {
				return // an unknown variant, or a union without a variant in a list
			}
			t.Fatalf("%q cannot be written again: %v", text, err)
		}
		back, err := decode(sent, &xmlfmt.Options{Unbound: true})
		if err != nil {
			t.Fatalf("%q became %q: %v", text, sent, err)
		}
		if strings.Contains(sent, "<choice></choice>") {
			return // a union whose variant is a flattened map without entries, which nothing on the wire stands for
		}
		again, err := encode(back, &xmlfmt.Options{Unbound: true})
		if err != nil || again != sent {
			t.Fatalf("%q became %q, and then %q: %v", text, sent, again, err)
		}
	})
}

// FuzzAgainstStandardLibrary holds what is read against encoding/xml, which is strict: it must have read it too, and seen the
// same texts in the same elements.
func FuzzAgainstStandardLibrary(f *testing.F) {
	for _, test := range decodings {
		f.Add(test.text)
	}
	for _, test := range hostile {
		if len(test.text) < 10_000 {
			f.Add(test.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := decode("<All><choice>"+text+"</choice></All>", &xmlfmt.Options{})
		if err != nil {
			return
		}
		names := false // outside ASCII, of which encoding/xml knows those of an older edition of XML
		want, err := children(xml.NewDecoder(strings.NewReader("<c>"+text+"</c>")), 0)
		if err != nil {
			for _, r := range text {
				names = names || r >= utf8.RuneSelf
			}
			if !names {
				t.Fatalf("%q was read, but encoding/xml says %v", text, err)
			}
			return
		}
		u, ok := v.Choice.(*choiceUnknown)
		if !ok {
			return
		}
		members, _ := want.(map[string]document.Value)
		got, isMap := u.Value, members != nil
		if !isMap {
			t.Fatalf("%q holds %#v, but for encoding/xml it is %#v", text, got, want)
		}
		delete(members, "")
		if diff := cmp.Diff(map[string]document.Value{u.Tag: got}, members, equal); diff != "" && !hasNil(text) {
			t.Fatalf("%q (-ours +encoding/xml):\n%s", text, diff)
		}
	})
}

// hasNil reports whether an element may stand for null, which a union does not count.
func hasNil(text string) bool { return strings.Contains(text, "nil") }

// children reads an element's content by encoding/xml into what a document of ours looks like.
func children(d *xml.Decoder, depth int) (document.Value, error) {
	var text bytes.Buffer
	var members map[string]document.Value
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 && members != nil {
			return members["c"], nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			v, err := children(d, depth+1)
			if err != nil {
				return nil, err
			}
			if members == nil {
				members = map[string]document.Value{}
			}
			name := token.Name.Local
			before, again := members[name]
			list, isList := before.([]document.Value)
			switch {
			case isList:
				members[name] = append(list, v)
			case again:
				members[name] = []document.Value{before, v}
			default:
				members[name] = v
			}
		case xml.EndElement:
			if depth == 0 {
				return nil, errors.New("an end too much")
			}
			if members != nil {
				return members, nil
			}
			return text.String(), nil
		case xml.CharData:
			text.Write(token)
		}
	}
}

// FuzzText sends any text through an element and an attribute and back, and has encoding/xml read it as well.
func FuzzText(f *testing.F) {
	f.Add("a < b & c\r\n\t\"'>", "]]>")
	f.Add("\x00", "ä\u0085\u2028\ufffe")
	f.Fuzz(func(t *testing.T, text, attribute string) {
		sent, err := encode(&all{Name: &text, Attr: &attribute}, &xmlfmt.Options{})
		if err != nil {
			if utf8.ValidString(text) && utf8.ValidString(attribute) && strings.IndexFunc(text+attribute, odd) < 0 {
				t.Fatalf("%q and %q cannot be sent: %v", text, attribute, err)
			}
			return
		}
		back, err := decode(sent, &xmlfmt.Options{})
		if err != nil || *back.Name != text || *back.Attr != attribute {
			t.Fatalf("%q and %q went as %q and came back as %+v, %v", text, attribute, sent, back, err)
		}
		var standard struct {
			Name string `xml:"name"`
			Type string `xml:"type,attr"`
		}
		if err := xml.Unmarshal([]byte(sent), &standard); err != nil || standard.Name != text || standard.Type != attribute {
			t.Fatalf("%q and %q went as %q, which encoding/xml reads as %+v, %v", text, attribute, sent, standard, err)
		}
	})
}

// odd reports whether a character may be one that XML does not have.
func odd(r rune) bool { return r < ' ' || r == 0xfffe || r == 0xffff }
