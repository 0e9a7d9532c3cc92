// Package ast reads and writes Smithy's JSON AST ("JSON AST" in the Smithy specification): version 1.0 and 2.0 into
// declarations with [Parse], and a model as version 2.0 with [Write].
//
// A text goes through two stages. The first checks that it is JSON, in UTF-8 and with bounded nesting, and stops at the
// first mistake, since nothing sensible follows one. The second reads what the specification defines, reports everything
// that is of the wrong type or unknown, and goes on after each.
package ast

import (
	"fmt"
	"maps"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// The event ids of the diagnostics: the specification gives everything that keeps a file from being read one id.
const (
	codeModel      = "Model"
	codeDeprecated = "ModelDeprecation" // what Smithy has a better way for
)

// sayV2 ends the messages about what version 1.0 does not have.
const sayV2 = `set "smithy" to "2.0"`

// Parse reads a file and returns its declarations in source order. What is wrong with it goes to diags; the rest of the
// file is still read. A file that is not JSON or of no version of Smithy that there is yields no declarations. Parse reads
// shapes and their traits; whether the ids in them lead anywhere is for [shape.Assemble] to say.
func Parse(file *source.File, diags *diag.List) []shape.Decl {
	r, repeated := open(file, diags)
	if r == nil {
		return nil
	}
	if len(repeated) > 0 {
		r.repeated = make(map[int]repeatedKey, len(repeated))
		for _, k := range repeated {
			r.repeated[k.second] = k
		}
	}
	r.root(gjson.Parse(r.text))
	for _, k := range repeated {
		if _, ok := r.repeated[k.second]; ok {
			r.reportRepeatedKey(k)
		}
	}
	return r.decls
}

// Value reads a file of another JSON dialect as one value, whose arrays and objects are looked into when they are first asked
// for. A file that is too large, is not UTF-8, is not JSON or is nested without measure gives an error in diags and false; so
// does a key that stands twice in its object, but there the value is returned, with both entries, and true.
func Value(file *source.File, diags *diag.List) (shape.Node, bool) {
	r, repeated := open(file, diags)
	if r == nil {
		return shape.Node{}, false
	}
	for _, k := range repeated {
		r.reportRepeatedKey(k)
	}
	return r.node(gjson.Parse(r.text)), true
}

// open returns a reader of a file that is JSON, and the keys that are repeated in their objects; nil, and an error in diags,
// for any other file.
func open(file *source.File, diags *diag.List) (*reader, []repeatedKey) {
	if len(file.Text) > source.MaxSize {
		diags.Errorf(source.Span{File: file}, codeModel, "the file has %d bytes, more than the %d that a model may have",
			len(file.Text), source.MaxSize)
		return nil, nil
	}
	repeated, bad := checkSyntax(file.Text)
	if bad != nil {
		reportSyntax(file, diags, bad)
		return nil, nil
	}
	text := string(file.Text) // the model keeps parts of it
	return &reader{nodes: &nodes{file: file, text: text}, diags: diags}, repeated
}

// reportSyntax turns the scanner's finding into a diagnostic.
func reportSyntax(file *source.File, diags *diag.List, bad *syntaxError) {
	d := diag.Diagnostic{
		Code: codeModel, Severity: diag.Error, Message: bad.message,
		Span: source.Span{File: file, Start: bad.start, End: bad.end},
	}
	if bad.note != "" {
		d.Notes = []diag.Note{{Span: source.Span{File: file, Start: bad.noteAt, End: bad.noteAt + 1}, Text: bad.note}}
	}
	diags.Add(d)
}

// reader turns one file into declarations.
type reader struct {
	*nodes
	diags    *diag.List
	decls    []shape.Decl
	v1       bool                // the file is of version 1.0
	repeated map[int]repeatedKey // keys that stand a second time, by offset; those reported are taken out
	owner    shape.ID            // the shape being read, for diagnostics
	scratch  []field             // of objects being read
}

// field is an entry of an object.
type field struct{ key, value gjson.Result }

// errorf reports an error about the owner at a value or key.
func (r *reader) errorf(at gjson.Result, format string, args ...any) {
	r.add(diag.Diagnostic{
		Code: codeModel, Severity: diag.Error, Span: r.span(at), Shape: string(r.owner), Message: fmt.Sprintf(format, args...),
	})
}

func (r *reader) add(d diag.Diagnostic) { r.diags.Add(d) }

// each calls read for the entries of an object. A key that stands there a second time is reported and left out; what says
// what the keys declare, "" if they are fixed.
func (r *reader) each(object gjson.Result, what string, read func(key, value gjson.Result)) {
	object.ForEach(func(key, value gjson.Result) bool {
		if r.repeated != nil {
			if k, ok := r.repeated[key.Index]; ok {
				delete(r.repeated, key.Index)
				if what == "" {
					r.reportRepeatedKey(k)
				} else {
					r.reportRepeated(k, "it is first declared here", "%s %s is declared a second time", what, k.name)
				}
				return true
			}
		}
		read(key, value)
		return true
	})
}

// reportRepeatedKey reports a key that stands a second time in an object of which nothing else is known.
func (r *reader) reportRepeatedKey(k repeatedKey) {
	r.reportRepeated(k, "it stands here first", "the key %q stands in this object a second time", k.name)
}

// reportRepeated reports a key that stands a second time, with a note for the place of the first.
func (r *reader) reportRepeated(k repeatedKey, note, format string, args ...any) {
	r.add(diag.Diagnostic{
		Code: codeModel, Severity: diag.Error, Shape: string(r.owner),
		Span:    source.Span{File: r.file, Start: k.second, End: k.end},
		Message: fmt.Sprintf(format, args...) + ": remove or rename one of the two",
		Notes: []diag.Note{{
			Span: source.Span{File: r.file, Start: k.first, End: k.first + k.end - k.second}, Text: note,
		}},
	})
}

// fields returns the entries of an object of fixed keys. The result is valid until the caller calls done with the value
// that is returned beside it.
func (r *reader) fields(object gjson.Result) (list []field, mark int) {
	mark = len(r.scratch)
	r.each(object, "", func(key, value gjson.Result) {
		r.scratch = append(r.scratch, field{key, value})
	})
	return r.scratch[mark:], mark
}

// done gives the space of a list of fields back.
func (r *reader) done(mark int) { r.scratch = r.scratch[:mark] }

// isObject reports whether a value is an object, and an error if it is not. what begins the sentence.
func (r *reader) isObject(v gjson.Result, what string) bool {
	return v.IsObject() || r.wrongType(v, what, "an object")
}

// isArray reports whether a value is an array, and an error if it is not.
func (r *reader) isArray(v gjson.Result, what string) bool {
	return v.IsArray() || r.wrongType(v, what, "an array")
}

// isString reports whether a value is a string, and an error if it is not.
func (r *reader) isString(v gjson.Result, what string) bool {
	return v.Type == gjson.String || r.wrongType(v, what, "a string")
}

// wrongType reports a value of the wrong type and returns false.
func (r *reader) wrongType(v gjson.Result, what, want string) bool {
	r.errorf(v, "%s must be %s, but this is %s", what, want, kindOf(v))
	return false
}

// kindOf returns the type of a JSON value with its article.
func kindOf(v gjson.Result) shape.NodeKind {
	switch {
	case v.Type == gjson.String:
		return shape.NodeString
	case v.Type == gjson.Number:
		return shape.NodeNumber
	case v.IsBool():
		return shape.NodeBool
	case v.IsArray():
		return shape.NodeArray
	case v.IsObject():
		return shape.NodeObject
	}
	return shape.NodeNull
}

// unknownKeys warns about the keys of an object that mean nothing there, in one sentence, as the specification counts
// them. owner is the shape or member that the object belongs to.
func (r *reader) unknownKeys(owner shape.ID, keys []gjson.Result, where string, known map[string]bool) {
	if len(keys) == 0 {
		return
	}
	var message strings.Builder
	fmt.Fprintf(&message, "%s has no key %q", where, keys[0].Str)
	d := diag.Diagnostic{Code: codeModel, Severity: diag.Warning, Span: r.span(keys[0]), Shape: string(owner)}
	for i, key := range keys[1:] {
		if i == maxListed {
			fmt.Fprintf(&message, " and %d more", len(keys)-1-i)
			break
		}
		fmt.Fprintf(&message, ", %q", key.Str)
		d.Notes = append(d.Notes, diag.Note{Span: r.span(key), Text: "and this one"})
	}
	otherwise := "remove it"
	if len(keys) > 1 {
		otherwise = "remove them"
	}
	d.Message = message.String() + ": " + diag.DidYouMean(keys[0].Str, maps.Keys(known), otherwise)
	r.add(d)
}

// maxListed is how many further unknown keys of one object are listed.
const maxListed = 10

var rootKeys = keySet("smithy", "metadata", "shapes")

// root reads the file's object.
func (r *reader) root(v gjson.Result) {
	if !r.isObject(v, "a Smithy model") {
		return
	}
	var version, metadata, shapes gjson.Result
	var unknown []gjson.Result
	list, mark := r.fields(v)
	for _, f := range list {
		switch f.key.Str {
		case "smithy":
			version = f.value
		case "metadata":
			metadata = f.value
		case "shapes":
			shapes = f.value
		default:
			unknown = append(unknown, f.key)
		}
	}
	r.done(mark)
	if !r.version(v, version, shapes) {
		return
	}
	r.unknownKeys("", unknown, "a Smithy model", rootKeys)
	if metadata.Exists() && r.isObject(metadata, "metadata") {
		r.metadata(metadata)
	}
	if shapes.Exists() && r.isObject(shapes, "shapes") {
		r.each(shapes, "the shape", r.shape)
	}
}

// opening returns an object or array cut down to its bracket, as the place of what is missing in it.
func opening(v gjson.Result) gjson.Result {
	v.Raw = v.Raw[:1]
	return v
}

// version looks at the model's version and reports whether the file can be read on.
func (r *reader) version(root, v, shapes gjson.Result) bool {
	switch {
	case !v.Exists():
		r.errorf(opening(root), "the key \"smithy\" is missing: a Smithy model says its version, \"smithy\": \"2.0\"")
		return looksLikeShapes(shapes)
	case !r.isString(v, "the version of Smithy"):
		return true
	case v.Str == "2" || v.Str == "2.0":
		return true
	case v.Str == "1" || v.Str == "1.0":
		r.v1 = true
		return true
	}
	r.errorf(v, "there is no version %q of Smithy that can be read: the version must be \"2.0\" or \"1.0\"", v.Str)
	return false
}

// looksLikeShapes tells a model whose version was forgotten from JSON of another sort, of which nothing could be said but
// nonsense: the first key must look like a shape id.
func looksLikeShapes(shapes gjson.Result) bool {
	like := false
	if shapes.IsObject() {
		shapes.ForEach(func(key, _ gjson.Result) bool {
			like = strings.Contains(key.Str, "#")
			return false
		})
	}
	return like
}

// metadata reads the metadata object.
func (r *reader) metadata(v gjson.Result) {
	r.each(v, "the metadata key", func(key, value gjson.Result) {
		r.decls = append(r.decls, &shape.MetadataDecl{Key: key.Str, Span: r.span(key), Value: r.node(value)})
	})
}
