// Package print prints a model as Smithy IDL 2.0 that reads back as the same model ("Smithy IDL" in the Smithy
// specification): a file for each namespace, and one for the metadata.
//
// What is printed depends on the model alone, whatever language it was read from. Positions, comments that document
// nothing, resources behind `for` and elided targets are not part of a model and don't come back.
package print

import (
	"cmp"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// A File is a text of Smithy IDL with the name that it should get.
type File struct {
	Name string // without a folder, such as "com.example.smithy"
	Text string
}

// Order says how the shapes of a file, the traits of a shape and the metadata follow each other.
type Order uint8

// The orders. Operations, resources and collection operations in the lists of a service or resource are always sorted by id;
// members and errors keep their order always.
const (
	// ByKind puts definitions of traits first, then services, resources, operations, structures, unions, lists, maps, and at
	// last simple shapes; the shapes of a kind, and the traits of a shape, are sorted by id.
	ByKind Order = iota
	// ByName sorts shapes and traits by id, whatever their kind.
	ByName
	// BySource keeps shapes, traits and metadata in the order of the files that the model was read from.
	BySource
)

// Options say how [Model] prints. The zero Options is a good choice.
type Options struct {
	Order Order
	// InputSuffix and OutputSuffix are what is put behind the name of an operation to name its inline input and output; "Input"
	// and "Output" if empty.
	InputSuffix, OutputSuffix string
	// InferSuffixes takes from each file the suffixes that most of its operations use, and the ones above only where as many
	// operations use them as any other.
	InferSuffixes bool
	// CoerceInline prints structures inline that have the right name and are input or output of one operation and used by
	// nothing else, even if they lack the trait smithy.api#input or smithy.api#output. They get the trait by that: this is the
	// one option that changes the model.
	CoerceInline bool
	// MetadataFirst puts the metadata into the file of the first namespace instead of into a file of its own, so that a model of
	// one namespace is one file.
	MetadataFirst bool
	// FileName returns the name of the file to print a shape to. All shapes of a file must have one namespace. nil stands for the
	// namespace with the suffix ".smithy".
	FileName func(*shape.Shape) string
}

// MetadataName is the name of the file for the metadata. If it is also the name of a file for shapes then that one gets the
// metadata.
const MetadataName = "metadata.smithy"

// Model prints a model as files sorted by name, without the shapes that are built in. A model without shapes gives one file,
// for its metadata.
func Model(m *shape.Model, o Options) []File {
	if o.FileName == nil {
		o.FileName = func(s *shape.Shape) string { return s.ID.Namespace() + ".smithy" }
	}
	o.InputSuffix = cmp.Or(o.InputSuffix, defaultInput)
	o.OutputSuffix = cmp.Or(o.OutputSuffix, defaultOutput)
	groups := map[string][]*shape.Shape{}
	var names []string
	for _, s := range m.Shapes() {
		if s.Builtin {
			continue
		}
		name := o.FileName(s)
		if _, ok := groups[name]; !ok {
			names = append(names, name)
		}
		groups[name] = append(groups[name], s)
	}
	slices.Sort(names)
	withMetadata := MetadataName
	if o.MetadataFirst && len(names) > 0 {
		withMetadata = names[0]
	}
	var files []File
	if _, taken := groups[withMetadata]; !taken && (m.Metadata().Len() > 0 || len(names) == 0) {
		files = append(files, File{Name: withMetadata, Text: newPrinter(m, o, "").header(true)})
	}
	uses := countUses(m, o.CoerceInline)
	for _, name := range names {
		list := groups[name]
		p := newPrinter(m, o, list[0].ID.Namespace())
		p.chooseInline(list, uses)
		p.shapes(list)
		files = append(files, File{Name: name, Text: p.header(name == withMetadata) + p.out.trimmed()})
	}
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// printer prints the shapes of one file.
type printer struct {
	m      *shape.Model
	o      Options
	out    text
	names  names
	inline map[*shape.Shape]*shape.Shape // structures that are printed within an operation, with that operation
}

func newPrinter(m *shape.Model, o Options, namespace string) *printer {
	return &printer{m: m, o: o, names: names{m: m, namespace: namespace}, inline: map[*shape.Shape]*shape.Shape{}}
}

// header returns what stands in front of the shapes: control statements, the metadata if asked for, the namespace, and the
// use statements that the shapes printed so far need.
func (p *printer) header(metadata bool) string {
	h := newPrinter(p.m, p.o, "")
	w := &h.out
	w.line(`$version: "2.0"`)
	if p.names.namespace != "" {
		h.suffix("$operationInputSuffix: ", p.o.InputSuffix, defaultInput)
		h.suffix("$operationOutputSuffix: ", p.o.OutputSuffix, defaultOutput)
	}
	if metadata && p.m.Metadata().Len() > 0 {
		w.blank()
		for _, f := range h.metadata() {
			w.start("metadata " + key(f.Name) + " = ")
			h.node(f.Value, valueOf{})
			w.end("")
		}
	}
	if p.names.namespace == "" {
		return w.text()
	}
	w.blank()
	w.line("namespace " + p.names.namespace)
	if len(p.names.imports) > 0 {
		w.blank()
		for _, id := range slices.SortedFunc(slices.Values(p.names.imports), shape.CompareIDs) {
			w.line("use " + string(id))
		}
	}
	w.blank()
	return w.text()
}

// suffix prints a control statement unless it says what holds anyway.
func (p *printer) suffix(control, value, standard string) {
	if value != standard {
		p.out.line(control + quote(value))
	}
}

// metadata returns the entries of the metadata in the order in which they are printed.
func (p *printer) metadata() []shape.Field {
	list := slices.Clone(p.m.Metadata().FieldList())
	slices.SortStableFunc(list, func(a, b shape.Field) int {
		if p.o.Order == BySource {
			return compareSpans(a.Span, b.Span)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

// shapes prints the shapes of a file.
func (p *printer) shapes(list []*shape.Shape) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, p.o.Order.compareShapes)
	for _, s := range list {
		if p.inline[s] == nil {
			p.shape(s)
		}
	}
}
