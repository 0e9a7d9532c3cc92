// XML: documents compared as trees of elements.

package prototest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// XML wants a document of the same elements. Open are white space between elements, the order of elements that have
// different names, that of the entries of maps, that of attributes, and the declaration before the root. Namespaces count
// twice: each name by what its prefix stands for, and each declaration as the attribute that it is.
func XML(want string) Body { return xmlText(want) }

type xmlText string

func (want xmlText) compare(d *differences, got []byte) {
	wanted, err := readXML([]byte(want))
	if err != nil {
		d.add("body", "the case's own body cannot be read: %v", err)
		return
	}
	have, err := readXML(got)
	if err != nil {
		d.add("body", "cannot be read: %v: %q", err, got)
		return
	}
	before := len(*d)
	if have.name != wanted.name {
		d.add("body", "its root is %s, not %s", spell(have.name), spell(wanted.name))
	} else {
		d.element("body/"+wanted.name.Local, have, wanted)
	}
	if len(*d) > before {
		d.add("body", "sent was %q", got)
	}
}

// element is an element of a document.
type element struct {
	name  xml.Name
	attrs map[xml.Name]string
	text  string // without white space between children
	kids  []*element
}

// readXML gives the root of a document.
func readXML(data []byte) (*element, error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var top element // holds the root as its only child
	open := []*element{&top}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name, attrs: map[xml.Name]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name] = a.Value
			}
			in.kids = append(in.kids, e)
			open = append(open, e)
		case xml.EndElement:
			in.tidy()
			open = open[:len(open)-1]
		case xml.CharData:
			in.text += string(token)
		}
	}
	if len(top.kids) != 1 || strings.TrimSpace(top.text) != "" {
		return nil, errors.New("XML: there is not just one root")
	}
	return top.kids[0], nil
}

// tidy drops white space that is only layout: between children, and a line break in an element without any.
func (e *element) tidy() {
	if strings.TrimSpace(e.text) == "" && (len(e.kids) > 0 || strings.Contains(e.text, "\n")) {
		e.text = ""
	}
}

// element compares two elements of one name.
func (d *differences) element(path string, got, want *element) {
	if got.text != want.text {
		d.add(path, "%q, not %q", got.text, want.text)
	}
	for _, name := range names(want.attrs) {
		if have, ok := got.attrs[name]; !ok || have != want.attrs[name] {
			d.add(path+"/@"+spell(name), "%q, not %q", have, want.attrs[name])
		}
	}
	for _, name := range names(got.attrs) {
		if _, ok := want.attrs[name]; !ok {
			d.add(path+"/@"+spell(name), "should not be there, and is %q", got.attrs[name])
		}
	}
	gotKids, wantKids := got.byName(), want.byName()
	for _, name := range names(wantKids) {
		have, wanted := gotKids[name], wantKids[name]
		at := path + "/" + spell(name)
		if len(have) != len(wanted) {
			d.add(at, "is there %d times, not %d", len(have), len(wanted))
			continue
		}
		if key, ok := keyOf(wanted); ok {
			have, wanted = byKey(have, key), byKey(wanted, key)
		}
		for i := range wanted {
			d.element(at, have[i], wanted[i])
		}
	}
	for _, name := range names(gotKids) {
		if len(wantKids[name]) == 0 {
			d.add(path+"/"+spell(name), "should not be there")
		}
	}
}

// keyOf tells the name of the entries' keys where elements may be entries of a map, whose order is open: each has two children,
// of two names that all share.
func keyOf(elements []*element) (xml.Name, bool) {
	for _, e := range elements {
		if len(e.kids) != 2 || e.kids[0].name == e.kids[1].name || e.kids[0].name != elements[0].kids[0].name {
			return xml.Name{}, false
		}
	}
	return elements[0].kids[0].name, true
}

// byKey sorts entries by the text of their keys.
func byKey(entries []*element, key xml.Name) []*element {
	text := func(e *element) string {
		if kids := e.byName()[key]; len(kids) > 0 {
			return kids[0].text
		}
		return ""
	}
	return slices.SortedStableFunc(slices.Values(entries), func(a, b *element) int { return strings.Compare(text(a), text(b)) })
}

// byName has the children of each name, in order.
func (e *element) byName() map[xml.Name][]*element {
	kids := map[xml.Name][]*element{}
	for _, k := range e.kids {
		kids[k.name] = append(kids[k.name], k)
	}
	return kids
}

// names are the keys of a map, sorted.
func names[T any](of map[xml.Name]T) []xml.Name {
	return slices.SortedFunc(maps.Keys(of), func(a, b xml.Name) int { return strings.Compare(spell(a), spell(b)) })
}

// spell is a name with its namespace for a message.
func spell(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}
