// Documentation: the model's, with what it does not say in words.

package plan

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/shape"
)

// docWidth is the number of columns of a comment's text.
const docWidth = 120

func (b *builder) options(kind doctext.Kind, more ...string) doctext.Options {
	return doctext.Options{Width: docWidth, Kind: kind, Append: more, Links: b.link}
}

// link finds what a reference in documentation is about.
func (b *builder) link(name string) (string, bool) {
	if method, ok := b.methods[name]; ok {
		return "Client." + method, true
	}
	s := b.model.Shape(shape.ID(b.service.ID.Namespace() + "#" + name))
	if goName, ok := b.names.shapes[s]; ok && b.isReached(s) {
		return goName, true
	}
	return "", false
}

func (b *builder) isReached(s *shape.Shape) bool {
	_, found := slices.BinarySearchFunc(b.reached, s.ID, func(have *shape.Shape, id shape.ID) int { return cmp.Compare(have.ID, id) })
	return found
}

func documentation(t shape.Traits) string {
	v, _ := t.Get("smithy.api#documentation")
	return v.Str()
}

// deprecation returns the paragraph that marks what the model deprecates, if it does.
func deprecation(t shape.Traits) []string {
	v, ok := t.Get("smithy.api#deprecated")
	if !ok {
		return nil
	}
	text := "Deprecated: "
	if message := oneLine(field(v, "message")); message != "" {
		text += message
	} else {
		text += "the model deprecates it."
	}
	if since := oneLine(field(v, "since")); since != "" {
		text += " (Since " + since + ".)"
	}
	return []string{text}
}

// oneLine makes a line of plain text out of a model's string, which may hold anything.
func oneLine(s string) string { return strings.Join(strings.Fields(doctext.Text(s)), " ") }

// graphic drops what cannot be seen.
func graphic(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, s)
}

// lead returns a comment that begins with name; what the caller says if the model says nothing.
func (b *builder) lead(name, doc, otherwise string, kind doctext.Kind, more ...string) []string {
	if lines := doctext.Lead(name, doc, b.options(kind, more...)); lines != nil && strings.TrimSpace(doc) != "" {
		return lines
	}
	return doctext.Format("", b.options(kind, append([]string{name + " " + otherwise}, more...)...))
}

func (b *builder) operationDoc(op *shape.Shape, o Operation) []string {
	var more []string
	if len(o.Errors) > 0 {
		list := "Errors: "
		for i, e := range o.Errors {
			if i > 0 {
				list += ", "
			}
			list += "[" + e + "]"
		}
		more = append(more, list+".")
	}
	more = append(more, deprecation(op.Traits)...)
	otherwise := "calls the operation of that name."
	if o.Method != "" {
		otherwise = "calls the operation of that name: " + o.Method + " " + graphic(o.URI) + "."
	}
	return append(b.lead(o.Name, documentation(op.Traits), otherwise, doctext.Operation, more...), b.streamDoc(op, o)...)
}

func (b *builder) typeDoc(s *shape.Shape, st *Struct) []string {
	if st.Error != nil {
		return b.errorDoc(s, st)
	}
	otherwise := "is a structure of the service's API."
	if s.ID == unit {
		otherwise = "stands where a union's variant has no value."
	}
	if use := b.use(s); use != "" {
		otherwise = use
	}
	return b.lead(st.Name, documentation(s.Traits), otherwise, doctext.Type, deprecation(s.Traits)...)
}

// use says of which operation a structure is the input or output; "" if of none.
func (b *builder) use(s *shape.Shape) string {
	for _, op := range b.chosen {
		var what string
		switch s {
		case op.Input:
			what = "is the input of "
		case op.Output:
			what = "is the output of "
		default:
			continue
		}
		return what + "[Client." + b.methods[op.ID.Name()] + "]."
	}
	return ""
}

func (b *builder) errorDoc(s *shape.Shape, st *Struct) []string {
	facts := "The fault is the client's."
	if st.Error.Server {
		facts = "The fault is the server's."
	}
	if st.Error.Status != 0 {
		facts = "HTTP status " + strconv.Itoa(st.Error.Status)
		if text := http.StatusText(st.Error.Status); text != "" {
			facts += " (" + text + ")"
		}
		facts += "."
	}
	if st.Error.Retryable {
		facts += " The same request may succeed later."
	}
	more := append([]string{facts}, deprecation(s.Traits)...)
	return b.lead(st.Name, documentation(s.Traits), "is an error of the service.", doctext.Error, more...)
}

func (b *builder) unionDoc(s *shape.Shape, u *Union) []string {
	list := "One of: "
	for i, v := range u.Variants {
		if i > 0 {
			list += ", "
		}
		list += "[*" + v.Name + "]"
	}
	list += "; or [*" + u.Unknown + "] for what a newer service sends."
	for i, ending := range u.Endings {
		if i == 0 {
			list += " The stream may end with an error: "
		} else {
			list += ", "
		}
		list += "[*" + ending.Type.Of + "]"
		if i == len(u.Endings)-1 {
			list += "."
		}
	}
	return b.lead(u.Name, documentation(s.Traits), "holds one of several values.", doctext.Type, append([]string{list}, deprecation(s.Traits)...)...)
}

func (b *builder) variantDoc(m *shape.Member, v Variant, union string) []string {
	return b.lead(v.Name, documentation(m.Traits), "is the variant "+m.Name+" of ["+union+"].", doctext.Type,
		append(b.facts(m, v.Field), deprecation(m.Traits)...)...)
}

func (b *builder) enumDoc(s *shape.Shape, e Enum) []string {
	otherwise := "is a string with these values; a service may send others."
	if e.Int {
		otherwise = "is a number with these values; a service may send others."
	}
	return b.lead(e.Name, documentation(s.Traits), otherwise, doctext.Type, deprecation(s.Traits)...)
}

// constantDoc is empty where the model says nothing: the constant's name says as much.
func (b *builder) constantDoc(m *shape.Member, v EnumValue) []string {
	doc, old := documentation(m.Traits), deprecation(m.Traits)
	if doc == "" && old == nil {
		return nil
	}
	return b.lead(v.Name, doc, "is a value that the model deprecates.", doctext.Constant, old...)
}

func (b *builder) fieldDoc(m *shape.Member, f Field) []string {
	doc := documentation(m.Traits)
	if doc == "" && m.Target.Kind.IsSimple() {
		doc = documentation(m.Target.Traits)
	}
	old := deprecation(m.Traits)
	if old == nil && m.Target.Kind.IsSimple() {
		old = deprecation(m.Target.Traits)
	}
	return doctext.Format(doc, b.options(doctext.Type, append(b.facts(m, f), old...)...))
}

// facts returns a paragraph with the constraints of a field, in words and numbers.
func (b *builder) facts(m *shape.Member, f Field) []string {
	var facts []string
	switch {
	case f.Otherwise != "":
		facts = append(facts, f.Otherwise)
	case m.Traits.Has("smithy.api#required") && m.Parent.Kind == shape.Structure:
		facts = append(facts, "Required.")
	}
	if f.Row.Token {
		facts = append(facts, "Filled in if it is nil.")
	}
	if v, ok := m.Traits.Get("smithy.api#default"); ok {
		if text := defaultText(v); text != "" && f.Row.Type.Ptr {
			facts = append(facts, "Default: "+text+".")
		}
	}
	facts = append(facts, b.limits(m, f.Row.Type.Kind)...)
	if len(facts) == 0 {
		return nil
	}
	return []string{strings.Join(facts, " ")}
}

func (b *builder) limits(m *shape.Member, kind string) []string {
	var facts []string
	if v, ok := m.Trait("smithy.api#length"); ok {
		name := map[string]string{"List": "Elements", "Map": "Entries", "Blob": "Bytes"}[kind]
		if name == "" {
			name = "Length"
		}
		facts = append(facts, name+": "+lengthOf(v).words()+".")
	}
	if v, ok := m.Trait("smithy.api#range"); ok {
		if r := rangeOf(v, kind); r != nil {
			facts = append(facts, "Range: "+r.words()+".")
		}
	}
	if _, ok := m.Trait("smithy.api#uniqueItems"); ok {
		facts = append(facts, "No two elements are equal.")
	}
	if v, ok := m.Trait("smithy.api#pattern"); ok && kind == "String" {
		facts = append(facts, "Pattern: "+graphic(v.Str()))
	}
	return facts
}

// defaultText writes a default that is more than empty.
func defaultText(v shape.Node) string {
	switch v.Kind() {
	case shape.NodeBool:
		return strconv.FormatBool(v.Bool())
	case shape.NodeNumber:
		return v.Num()
	case shape.NodeString:
		return strconv.Quote(oneLine(v.Str()))
	default:
		return ""
	}
}
