// Package ast reads Smithy's JSON AST, version 2.0, into declarations ("JSON AST" in the Smithy specification).
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

// Codes of diagnostics. They are part of what users see and match on: don't change one.
const (
	codeSize     = "json.size"        // the file is too large
	codeEncoding = "json.utf8"        // the file is not UTF-8
	codeSyntax   = "json.syntax"      // the file is not JSON
	codeDepth    = "json.depth"       // nested without measure
	codeType     = "json.type"        // a value of the wrong type
	codeMissing  = "json.missing"     // a key that must be there
	codeKey      = "json.key"         // a key that means nothing; a warning
	codeRepeated = "json.duplicate"   // a key that stands twice in an object
	codeVersion  = "smithy.version"   // a version of Smithy that is not read
	codeKind     = "shape.kind"       // an unknown shape type
	codeID       = "shape.id"         // a malformed shape id or name
	codeShape    = "shape.duplicate"  // a shape that stands twice in the file
	codeMember   = "member.duplicate" // a member that stands twice in its shape
)

// maxSize is the size in bytes above which a file is not read. Offsets in it must fit 31 bits.
const maxSize = 256 << 20

// Parse reads a file and returns its declarations in source order. What is wrong with it goes to diags; the rest of the
// file is still read. A file that is not JSON or not version 2 of Smithy yields no declarations. Parse reads shapes and
// their traits; whether the ids in them lead anywhere is for [shape.Assemble] to say.
func Parse(file *source.File, diags *diag.List) []shape.Decl {
	if len(file.Text) > maxSize {
		diags.Errorf(source.Span{File: file}, codeSize, "the file has %d bytes, more than the %d that a model may have", len(file.Text), maxSize)
		return nil
	}
	repeated, bad := checkSyntax(file.Text)
	if bad != nil {
		reportSyntax(file, diags, bad)
		return nil
	}
	text := string(file.Text) // the model keeps parts of it
	r := &reader{nodes: &nodes{file: file, text: text}, diags: diags}
	if len(repeated) > 0 {
		r.repeated = make(map[int]repeatedKey, len(repeated))
		for _, k := range repeated {
			r.repeated[k.second] = k
		}
	}
	r.root(gjson.Parse(text))
	for _, k := range repeated {
		if _, ok := r.repeated[k.second]; ok {
			r.reportRepeated(k, codeRepeated, "the key %q stands in this object a second time", k.name)
		}
	}
	return r.decls
}

// reportSyntax turns the scanner's finding into a diagnostic.
func reportSyntax(file *source.File, diags *diag.List, bad *syntaxError) {
	d := diag.Diagnostic{
		Code: bad.code, Severity: diag.Error, Message: bad.message,
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
	repeated map[int]repeatedKey // keys that stand a second time, by offset; those reported are taken out
	owner    shape.ID            // the shape being read, for diagnostics
	scratch  []field             // of objects being read
}

// field is an entry of an object.
type field struct{ key, value gjson.Result }

// errorf reports an error at a value or key.
func (r *reader) errorf(at gjson.Result, code, format string, args ...any) {
	r.add(diag.Error, at, code, fmt.Sprintf(format, args...))
}

func (r *reader) add(s diag.Severity, at gjson.Result, code, message string) {
	r.diags.Add(diag.Diagnostic{Code: code, Severity: s, Span: r.span(at), Shape: string(r.owner), Message: message})
}

// each calls read for the entries of an object. A key that stands there a second time is reported with the given code
// and left out.
func (r *reader) each(object gjson.Result, code, what string, read func(key, value gjson.Result)) {
	object.ForEach(func(key, value gjson.Result) bool {
		if r.repeated != nil {
			if k, ok := r.repeated[key.Index]; ok {
				delete(r.repeated, key.Index)
				r.reportRepeated(k, code, "%s %s is declared a second time", what, k.name)
				return true
			}
		}
		read(key, value)
		return true
	})
}

func (r *reader) reportRepeated(k repeatedKey, code, format string, args ...any) {
	r.diags.Add(diag.Diagnostic{
		Code: code, Severity: diag.Error, Shape: string(r.owner),
		Span:    source.Span{File: r.file, Start: k.second, End: k.end},
		Message: fmt.Sprintf(format, args...) + ": remove or rename one of the two",
		Notes: []diag.Note{{
			Span: source.Span{File: r.file, Start: k.first, End: k.first + k.end - k.second}, Text: "it stands here first",
		}},
	})
}

// fields returns the entries of an object of fixed keys. The result is valid until the caller calls done with the value
// that is returned beside it.
func (r *reader) fields(object gjson.Result) (list []field, mark int) {
	mark = len(r.scratch)
	r.each(object, codeRepeated, "the key", func(key, value gjson.Result) {
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
	r.errorf(v, codeType, "%s must be %s, but this is %s", what, want, kindOf(v))
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

// unknownKey warns about a key that means nothing where it stands.
func (r *reader) unknownKey(key gjson.Result, where string, known map[string]bool) {
	hint := "remove it"
	if near := diag.Nearest(key.Str, maps.Keys(known)); near != "" {
		hint = "did you mean " + near + "?"
	}
	r.add(diag.Warning, key, codeKey, fmt.Sprintf("%s has no key %q: %s", where, key.Str, hint))
}

var rootKeys = map[string]bool{"smithy": true, "metadata": true, "shapes": true}

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
	for _, key := range unknown {
		r.unknownKey(key, "a Smithy model", rootKeys)
	}
	if !shapes.Exists() && !metadata.Exists() {
		r.add(diag.Warning, opening(v), codeMissing, "the key \"shapes\" is missing: this file declares nothing")
	}
	if metadata.Exists() && r.isObject(metadata, "metadata") {
		r.metadata(metadata)
	}
	if shapes.Exists() && r.isObject(shapes, "shapes") {
		r.each(shapes, codeShape, "the shape", r.shape)
	}
}

// opening returns an object or array cut down to its bracket, as the place of what is missing in it.
func opening(v gjson.Result) gjson.Result {
	v.Raw = v.Raw[:1]
	return v
}

// version checks the model's version and reports whether the file can be read on.
func (r *reader) version(root, v, shapes gjson.Result) bool {
	switch {
	case !v.Exists():
		r.errorf(opening(root), codeMissing, "the key \"smithy\" is missing: a Smithy model says its version, \"smithy\": \"2.0\"")
		return r.looksLikeShapes(shapes)
	case !r.isString(v, "the version of Smithy"):
		return true
	case v.Str == "2" || v.Str == "2.0":
		return true
	case v.Str == "1" || v.Str == "1.0":
		r.errorf(v, codeVersion, "the model is written in Smithy %s, which is not read yet: convert it to 2.0", v.Str)
	default:
		r.errorf(v, codeVersion, "there is no version %q of Smithy that can be read: the version must be \"2.0\"", v.Str)
	}
	return false
}

// looksLikeShapes tells a model whose version was forgotten from JSON of another sort, of which nothing could be said but
// nonsense: the first key must look like a shape id.
func (r *reader) looksLikeShapes(shapes gjson.Result) bool {
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
	r.each(v, codeRepeated, "the metadata key", func(key, value gjson.Result) {
		r.decls = append(r.decls, &shape.MetadataDecl{Key: key.Str, Span: r.span(key), Value: r.node(value)})
	})
}
